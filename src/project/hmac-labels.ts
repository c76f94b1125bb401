import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

/** Names of what is secret itself; a password goes in as something to be checked. */
const secretInput = /(?:(?:bot|api|access)_?token|secret|key)$/i;

/**
 * Whether what goes into an HMAC is the secret, and its key only a label: `createHmac("sha256", "WebAppData").update(botToken)`, as HKDF does it.
 * Read from the text behind the call; it only ever makes a rule silent.
 */
export function isLabel(code: Code, call: ExprId, api: string): boolean {
  if (!api.endsWith("#createHmac")) return false;
  const { e } = code.expr(call);
  const given = /^[^;]{0,160}?\.update\(\s*([\w$.]+)/.exec(code.text.slice(e, e + 240))?.[1];
  return given !== undefined && secretInput.test(given.replace(/\.(?:trim|toString|valueOf)$/, ""));
}
