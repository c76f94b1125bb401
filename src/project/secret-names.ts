/** What a name says about the value it holds. */
export type NameStrength = "password" | "secret" | "key" | "token";

/** Words of a name: `jwtSecretKey`, `JWT_SECRET_KEY`, `jwt-secret-key`, `auth.jwtSecretKey`. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

const passwords = new Set(["password", "passwd", "pwd", "passphrase", "passwort"]);
const secrets = new Set(["secret", "secrets"]);
/** `key` says nothing by itself: it opens something only with one of these before it. */
const keyQualifiers = new Set([
  ...[
    "api",
    "secret",
    "private",
    "encryption",
    "encrypt",
    "signing",
    "sign",
    "jwt",
    "hmac",
    "master",
    "session",
    "cookie",
    "crypto",
    "cipher",
    "aes",
    "decryption",
    "apikey",
    "auth",
    "signature",
  ],
  "access",
]);
/** Services that issue keys and tokens: with a random text behind it, `hubspotKey` is one. https://github.com/gitleaks/gitleaks/tree/master/cmd/generate/config/rules */
const issuers = new Set([
  ...[
    "adafruit",
    "adobe",
    "airtable",
    "algolia",
    "alibaba",
    "asana",
    "atlassian",
    "aws",
    "beamer",
    "bitbucket",
    "bittrex",
    "clojars",
    "codecov",
    "coinbase",
    "confluent",
    "contentful",
    "databricks",
    "datadog",
    "discord",
  ],
  ...[
    "doppler",
    "droneci",
    "dropbox",
    "dynatrace",
    "easypost",
    "etsy",
    "facebook",
    "fastly",
    "finicity",
    "finnhub",
    "flickr",
    "flutterwave",
    "freshbooks",
    "frameio",
    "github",
    "gitlab",
    "gitter",
    "gocardless",
    "grafana",
  ],
  ...[
    "heroku",
    "hubspot",
    "infracost",
    "intercom",
    "jfrog",
    "kraken",
    "kucoin",
    "launchdarkly",
    "linkedin",
    "lob",
    "mailchimp",
    "mailgun",
    "mapbox",
    "mattermost",
    "messagebird",
    "netlify",
    "newrelic",
    "nytimes",
    "okta",
  ],
  ...[
    "openai",
    "plaid",
    "planetscale",
    "postman",
    "pulumi",
    "pypi",
    "rapidapi",
    "readme",
    "rubygems",
    "scalingo",
    "sendbird",
    "sendgrid",
    "sendinblue",
    "sentry",
    "shippo",
    "shopify",
    "slack",
    "snyk",
    "square",
    "squarespace",
  ],
  ...[
    "stripe",
    "sumologic",
    "telegram",
    "travisci",
    "trello",
    "twilio",
    "twitch",
    "twitter",
    "typeform",
    "yandex",
    "zendesk",
    "anthropic",
    "npm",
    "cloudflare",
    "digitalocean",
  ],
]);
const tokenQualifiers = new Set([
  ...[
    "access",
    "auth",
    "api",
    "bot",
    "refresh",
    "service",
    "vault",
    "smtp",
    "bearer",
    "admin",
    "personal",
    "deploy",
    "webhook",
    "verify",
    "verification",
    "jwt",
    "secret",
  ],
]);
/** `pass` alone is a verb, a ticket, a stage. */
const passQualifiers = new Set([
  "db",
  "database",
  "smtp",
  "mail",
  "email",
  "redis",
  "mongo",
  "mysql",
  "postgres",
  "pg",
  "admin",
  "user",
  "root",
  "rabbitmq",
  "ftp",
  "ssh",
]);
/** A name that begins so speaks of doing something, or of having it. */
const verbs = new Set([
  ...[
    "reset",
    "forgot",
    "forget",
    "change",
    "update",
    "has",
    "is",
    "no",
    "invalid",
    "incorrect",
    "wrong",
    "missing",
    "show",
    "hide",
    "confirm",
    "verify",
    "validate",
    "check",
    "set",
    "get",
    "create",
    "generate",
  ],
  ...[
    "send",
    "request",
    "require",
    "requires",
    "required",
    "enter",
    "remember",
    "hash",
    "compare",
    "toggle",
    "delete",
    "remove",
    "use",
    "with",
    "without",
    "public",
    "error",
    "err",
    "msg",
    "label",
    "placeholder",
    "title",
  ],
]);

/**
 * What a name says it holds, by its last word: `passwordUrl`, `SECRET_NAME`, `tokenType` hold something else.
 * Words that only number or locate (`secret2`, `passwordDev`) do not count as last.
 */
export function strengthOf(name: string): NameStrength | undefined {
  if (name.length > 60 || /[\s:/<>]/.test(name)) return undefined;
  const words = wordsOfName(name).filter((word) => !(word.length === 1 || trailers.has(word)));
  const last = words.at(-1);
  const before = words.at(-2);
  if (last === undefined || words.includes("public") || (words[0] !== undefined && words.length > 1 && verbs.has(words[0]))) return undefined;
  if (passwords.has(last)) return "password";
  if (secrets.has(last)) return last === "secrets" && before === undefined ? undefined : "secret";
  if (before === undefined) return last === "apikey" || last === "secretkey" ? "key" : undefined;
  if (last === "pass") return passQualifiers.has(before) ? "password" : undefined;
  if (last === "key" || last === "keys")
    return keyQualifiers.has(before) || issuers.has(before) ? (before === "access" && !words.includes("secret") ? undefined : "key") : undefined;
  if (last === "token") return tokenQualifiers.has(before) || issuers.has(before) ? "token" : undefined;
  return undefined;
}

const trailers = new Set(["dev", "development", "prod", "production", "local", "staging", "default", "fallback", "value"]);

/** Names a bundler writes into what browsers get. */
export function isPublicVariable(name: string): boolean {
  return /^(?:NEXT_PUBLIC|VITE|PUBLIC|NUXT_PUBLIC|REACT_APP|EXPO_PUBLIC|GATSBY)_/.test(name);
}

/** Words that say whose secret it is: the program's own. Any other word may be the name of a service that issues it. */
const own = new Set([
  ...[
    "jwt",
    "session",
    "sessions",
    "cookie",
    "cookies",
    "app",
    "application",
    "auth",
    "server",
    "service",
    "encryption",
    "encrypt",
    "signing",
    "sign",
    "signature",
    "hmac",
    "crypto",
    "cipher",
    "aes",
    "admin",
    "root",
    "super",
    "user",
  ],
  ...[
    "default",
    "my",
    "our",
    "the",
    "access",
    "refresh",
    "token",
    "private",
    "master",
    "internal",
    "backend",
    "nest",
    "nextauth",
    "better",
    "express",
    "passport",
    "csrf",
    "hash",
    "salt",
    "key",
    "secret",
    "secrets",
    "keys",
    "base",
  ],
]);

/** Whether a name holds what keeps others out whatever text it is: a password, a signing or encryption key of the program itself. */
export function worksAsItIs(name: string): boolean {
  const strength = strengthOf(name);
  return strength === "password" || ((strength === "secret" || strength === "key") && wordsOfName(name).every((word) => own.has(word) || trailers.has(word)));
}
