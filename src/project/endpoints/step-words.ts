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

/** Only what looks at inputs, or is given a schema, can be a validator. */
const aboutInputs = /\.(?:body|query|params|payload)\b|schema|\bdto/i;

/** Whether a function's text speaks of checking inputs. */
export function speaksOfValidation(text: string): boolean {
  return aboutInputs.test(text) && words.validator?.test(text) === true && words.validator.test(text.replace(reading, ""));
}
