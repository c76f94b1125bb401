import type { ControlKind } from "#catalog/facts/http";

/** What words can make likely. */
export const mayBe: readonly ControlKind[] = ["limiter", "guard", "validator"];

/** Words that make a control likely: they excuse, they never accuse. */
export const words: Readonly<Partial<Record<ControlKind, RegExp>>> = {
  // Of packages only; functions of ours are looked into.
  limiter: /rate.?limit|throttl|limiter|brute|lock.?out|attempts\b|too.?many|slow.?down|captcha|turnstile|\b429\b|\.(?:h?incr(?:by)?|zadd|zcard)\(/i,
  guard:
    /auth(?:enticat|oriz|\b|[A-Z_.])|\bauth|require.?(?:user|login|role|session|admin|permission)|logged.?in|is.?admin|protect|ensure|verify|jwt|bearer|api.?key|guard|permission|\brole|\bacl|session|signature|\b40[13]\b/i,
  validator: /valid|schema|\bparse|\bcheck|assert|sanitiz|\bdto\b|\bzod|\bjoi|\byup|\bajv/i,
};

/** Reading the text of a body, or a number out of it, validates nothing. */
const reading = /\bJSON\.parse\b|\bparse(?:Int|Float)\b|\b(?:body|cookie)Parser\b|\bparse[dr]?(?:Body|Json|Cookies?)\b/gi;

/** What messages and comments say is nothing a function does. */
const prose = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** A check that is about who asks, not about what is asked: `validateToken(token)`, `isSessionValid`; unless it is given an input. */
const aboutCallers =
  /\b\w*(?:(?:token|jwt|session|api.?key|signature)\w*valid|valid\w*(?:token|jwt|session|api.?key|signature))\w*\b(?!\s*\([^)]*\.(?:body|query|payload)\b)/gi;

/** Looking at types, patterns and ranges by hand. */
const byHand = /\btypeof\s|\.test\(|\.match\(|\bisNaN\(|\bNumber\.is|\bArray\.isArray/;

/** Only what looks at inputs, or is given a schema, can be a validator. */
const aboutInputs = /\.(?:body|query|params|payload)\b|schema|\bdto/i;

/** Whether a function looks at inputs, and does something to them that may be a check. */
export function speaksOfValidation(text: string): boolean {
  if (!aboutInputs.test(text) || (!words.validator?.test(text) && !byHand.test(text))) return false;
  const done = text.replace(prose, '""').replace(reading, "").replace(aboutCallers, "");
  return aboutInputs.test(done) && (words.validator?.test(done) === true || byHand.test(done));
}
