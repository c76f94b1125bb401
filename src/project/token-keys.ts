import type { CallSite } from "./call-sites.ts";
import type { Origin } from "./origins.ts";

const publicName = /public|certificate|\bcerts?\b|jwks|signingKey|verifyKey|\.pem\b|\.pub\b|BEGIN (?:RSA )?PUBLIC|BEGIN CERTIFICATE/i;

/** A key everybody may have, by what it is called where it comes from; a function that looks keys up. */
export function isPublicKey(at: Origin | undefined): boolean {
  if (!at) return false;
  const expr = at.code.expr(at.id);
  if (expr.k === "function") return true;
  return publicName.test(at.code.text.slice(expr.s, Math.min(expr.e, expr.s + 200)));
}

/** The value an argument of a call has, by its position. */
export function argumentOf({ code, args }: CallSite, path: string): Origin | undefined {
  const id = args[Number(path)];
  return id === undefined ? undefined : { code, id };
}
