import { createHash } from "node:crypto";
import { alphabets, type ProviderToken, providerTokens } from "#catalog/provider-tokens";
import { escaped } from "#graph/patterns";
import type { Span } from "#syntax/summary";

/** A token found in a text. */
export interface FoundToken {
  readonly token: ProviderToken;
  readonly span: Span;
  /** The checksum was there, and right. */
  readonly verified: boolean;
}

interface Compiled {
  readonly token: ProviderToken;
  /** Sticky: tried where a prefix stands. */
  readonly pattern: RegExp;
}

/** Every shape is a row of bounded repeats over one class each: no way to match a text in two ways at one place. */
export function patternOf({ prefixes, shape }: ProviderToken): RegExp {
  const body = shape.map((part) =>
    typeof part === "string" ? escaped(part) : `[${alphabets[part[0]]}]{${part[1]}${part[2] === undefined ? "" : `,${part[2]}`}}`,
  );
  return new RegExp(`(?:${prefixes.map(escaped).join("|")})${body.join("")}(?![0-9A-Za-z_])`, "y");
}

const compiled: readonly Compiled[] = providerTokens.map((token) => ({ token, pattern: patternOf(token) }));
const byPrefix = new Map<string, Compiled[]>();
for (const item of compiled) for (const prefix of item.token.prefixes) byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), item]);

/** One pass over a text: most files have none of these. A prefix counts at the beginning of a word, with more of the token right behind it. */
const prefixes = new RegExp(
  `(?<![0-9A-Za-z_])(?:${[...byPrefix.keys()]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join("|")})(?=[0-9A-Za-z_+/-]{5})`,
  "g",
);

/** Tokens of known providers in a text, wherever they stand. */
export function providerTokensIn(text: string): readonly FoundToken[] {
  const found: FoundToken[] = [];
  for (const match of text.matchAll(prefixes)) {
    const at = match.index;
    for (const { token, pattern } of byPrefix.get(match[0]) ?? []) {
      pattern.lastIndex = at;
      const [whole] = pattern.exec(text) ?? [];
      if (whole === undefined || found.some(({ span }) => span.s <= at && at < span.e)) continue;
      const body = whole.slice(match[0].length);
      if (token.checksum === undefined ? isMadeUp(body) : !hasChecksum(token, whole, body)) continue;
      found.push({ token, span: { s: at, e: at + whole.length }, verified: token.checksum !== undefined });
    }
  }
  return found;
}

/** Tokens in documentation: `xxxx`, `EXAMPLE`, `1234567890`, `abcdefgh`. A real one is random. */
function isMadeUp(body: string): boolean {
  if (/example|your|placeholder|dummy|fake|redacted|changeme|foobar|xxxx|\*\*\*/i.test(body)) return true;
  if (/(.)\1{5}/.test(body)) return true;
  if (/01234567|12345678|abcdefg|qwerty|deadbeef/i.test(body)) return true;
  return new Set(body).size < Math.min(8, body.length / 2.5);
}

function hasChecksum({ checksum }: ProviderToken, whole: string, body: string): boolean {
  return checksum === "crc32"
    ? body.slice(-6) === crcTail(body.slice(0, -6))
    : checksum !== "githubFineGrained" || fineGrainedTail(whole) === whole.slice(-16, -8);
}

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** GitHub's checksum: CRC-32 in base 62, six characters. */
export function crcTail(body: string): string {
  let rest = crc32(body);
  let tail = "";
  for (let index = 0; index < 6; index++) {
    tail = (base62[rest % 62] ?? "0") + tail;
    rest = Math.floor(rest / 62);
  }
  return tail;
}

/** In a fine-grained token the eight characters before the last eight are the beginning of the SHA-256 of what is before them, in base 32. */
export function fineGrainedTail(whole: string): string {
  const digest = createHash("sha256").update(whole.slice(0, -16)).digest();
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...digest.subarray(0, 5)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: 8 }, (_, index) => letters[Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)] ?? "A").join("");
}

/** CRC-32 (IEEE 802.3) of ASCII text. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * A private key in PEM, with enough of its body to be one: UI texts, patterns and `[key here]` have none.
 * Lines may be real ones or written as `\n` in a string.
 */
const privateKey =
  /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----(?:\\r|\\n|[\s"'+`,])*((?:MI|b3BlbnNzaC1rZXktdjE)[0-9A-Za-z+/=]{40})/g;

/** Private keys in a text. */
export function privateKeysIn(text: string): readonly Span[] {
  if (!text.includes("PRIVATE KEY")) return [];
  return [...text.matchAll(privateKey)]
    .filter((match) => !isMadeUp(match[1] ?? ""))
    .map((match) => {
      const end = text.indexOf("-----END", match.index);
      const e = end === -1 || end > match.index + longestKey ? match.index + match[0].length : end;
      return { s: match.index, e };
    });
}

/** A 4096 bit RSA key takes 3.2 KB in PEM; more means that the end belongs to another one. */
const longestKey = 8000;
