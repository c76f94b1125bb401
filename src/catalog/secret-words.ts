/** `key` says nothing by itself: it opens something only with one of these before it. */
export const keyQualifiers: ReadonlySet<string> = new Set([
  ...["api", "secret", "private", "encryption", "encrypt", "signing", "sign", "jwt", "hmac", "master", "session", "cookie", "crypto", "cipher", "aes"],
  ...["decryption", "apikey", "auth", "signature", "access"],
]);

/**
 * Services that issue keys and tokens: with a random text behind it, `hubspotKey` is one.
 * https://github.com/gitleaks/gitleaks/tree/master/cmd/generate/config/rules
 */
export const issuers: ReadonlySet<string> = new Set([
  ...["adafruit", "adobe", "airtable", "algolia", "alibaba", "asana", "atlassian", "aws", "beamer", "bitbucket", "bittrex", "clojars", "codecov", "coinbase"],
  ...["confluent", "contentful", "databricks", "datadog", "discord", "doppler", "droneci", "dropbox", "dynatrace", "easypost", "etsy", "facebook", "fastly"],
  ...["finicity", "finnhub", "flickr", "flutterwave", "freshbooks", "frameio", "github", "gitlab", "gitter", "gocardless", "grafana", "heroku", "hubspot"],
  ...["infracost", "intercom", "jfrog", "kraken", "kucoin", "launchdarkly", "linkedin", "lob", "mailchimp", "mailgun", "mapbox", "mattermost", "messagebird"],
  ...["netlify", "newrelic", "nytimes", "okta", "openai", "plaid", "planetscale", "postman", "pulumi", "pypi", "rapidapi", "readme", "rubygems", "scalingo"],
  ...["sendbird", "sendgrid", "sendinblue", "sentry", "shippo", "shopify", "slack", "snyk", "square", "squarespace", "stripe", "sumologic", "telegram"],
  ...["travisci", "trello", "twilio", "twitch", "twitter", "typeform", "yandex", "zendesk", "anthropic", "npm", "cloudflare", "digitalocean"],
]);

/** `token` opens something only with one of these, or an issuer, before it. */
export const tokenQualifiers: ReadonlySet<string> = new Set([
  ...["access", "auth", "api", "bot", "refresh", "service", "vault", "smtp", "bearer", "admin", "personal", "deploy", "webhook", "verify", "verification"],
  ...["jwt", "secret"],
]);

/** `pass` alone is a verb, a ticket, a stage. */
export const passQualifiers: ReadonlySet<string> = new Set([
  ...["db", "database", "smtp", "mail", "email", "redis", "mongo", "mysql", "postgres", "pg", "admin", "user", "root", "rabbitmq", "ftp", "ssh"],
]);

/** A name that begins so speaks of doing something, or of having it. */
export const verbs: ReadonlySet<string> = new Set([
  ...["reset", "forgot", "forget", "change", "update", "has", "is", "no", "invalid", "incorrect", "wrong", "missing", "show", "hide", "confirm", "verify"],
  ...["validate", "check", "set", "get", "create", "generate", "send", "request", "require", "requires", "required", "enter", "remember", "hash", "compare"],
  ...["toggle", "delete", "remove", "use", "with", "without", "public", "error", "err", "msg", "label", "placeholder", "title"],
]);

/** Words that say whose secret it is: the program's own. Any other word may be the name of a service that issues it. */
export const ownWords: ReadonlySet<string> = new Set([
  ...["jwt", "session", "sessions", "cookie", "cookies", "app", "application", "auth", "server", "service", "encryption", "encrypt", "signing", "sign"],
  ...["signature", "hmac", "crypto", "cipher", "aes", "admin", "root", "super", "user", "default", "my", "our", "the", "access", "refresh", "token", "private"],
  ...["master", "internal", "backend", "nest", "nextauth", "better", "express", "passport", "csrf", "hash", "salt", "key", "secret", "secrets", "keys", "base"],
]);

/** Words that only number or locate what stands before them: `passwordDev`. */
export const trailers: ReadonlySet<string> = new Set([...["dev", "development", "prod", "production", "local", "staging", "default", "fallback", "value"]]);
