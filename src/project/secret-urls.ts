import type { Code } from "./code.ts";
import { isDocumentation } from "./secret-places.ts";
import { isPlaceholderSyntax } from "./secret-values.ts";
import type { FoundSecret } from "./secrets.ts";

/** `scheme://user:password@host`; bounded, so that no text takes long. */
const address = /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s:@/"'`<>${}]{0,60}):([^\s:@/"'`]{1,100})@([^\s/:@"'`?,;)]{1,100})/gi;
const local = /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal)/i;
const documented =
  /(?:^|\.)(?:example|test|invalid|local|localdomain|domain|company|acme)(?:\.\w+)?$|^(?:host|hostname|server|your|my)\b|[<>${}%*]|^[A-Z_]+$|^x+\./;
/** What everybody uses on the own machine. */
const customary = new Set(["postgres", "password", "root", "admin", "guest", "user", "mysql", "mongo", "secret", "test", "pass", "example", "dev", "changeme"]);

/** Addresses with a password in them. */
export function* credentialUrlsIn(code: Code): Iterable<FoundSecret> {
  if (!code.text.includes("://")) return;
  for (const [id, expr] of code.summary.exprs.entries()) {
    const constant = expr.k === "const" && typeof expr.v === "string" && expr.v.includes("://");
    if (!constant && !(expr.k === "template" && expr.quasis.some((quasi) => quasi.includes("://")))) continue;
    const text = code.text.slice(expr.s, expr.e);
    for (const match of text.matchAll(address)) {
      const [, scheme = "", user = "", password = "", host = ""] = match;
      const tier = tierOf(user, password, host);
      if (tier === undefined || isDocumentation(code, id)) continue;
      const s = expr.s + match.index + scheme.length + 3 + user.length + 1;
      yield {
        kind: "credentialUrl",
        tier,
        what: scheme.toLowerCase(),
        where: "",
        span: { s, e: s + password.length },
        variable: `${scheme.split("+")[0]?.toUpperCase() ?? ""}_URL`,
      };
    }
  }
}

function tierOf(user: string, password: string, host: string): FoundSecret["tier"] | undefined {
  if (password.includes("${") || isPlaceholderSyntax(password) || documented.test(host)) return undefined;
  if (/^(?:user(?:name)?|login|myuser|your\w*)$/i.test(user) && /^(?:pass(?:word|wd)?|pw|pwd|secret|mypassword|your\w*)$/i.test(password)) return undefined;
  if (/^(?:password|pass|pw|x+)$/i.test(password) && /^(?:user|username|)$/i.test(user)) return undefined;
  if (local.test(host)) return customary.has(password.toLowerCase()) || password === user ? undefined : "possible";
  if (!/[.\d]/.test(host)) return customary.has(password.toLowerCase()) || password === user ? undefined : "likely";
  return "certain";
}
