import { issuers, keyQualifiers, ownWords, passQualifiers, tokenQualifiers, trailers, verbs } from "#catalog/secret-words";
import { wordsOfName } from "./name-words.ts";

/** What a name says about the value it holds. */
export type NameStrength = "password" | "secret" | "key" | "token";

const passwords = new Set(["password", "passwd", "pwd", "passphrase", "passwort"]);
const secrets = new Set(["secret", "secrets"]);

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

/** Names a bundler writes into what browsers get. */
export function isPublicVariable(name: string): boolean {
  return /^(?:NEXT_PUBLIC|VITE|PUBLIC|NUXT_PUBLIC|REACT_APP|EXPO_PUBLIC|GATSBY)_/.test(name);
}

/** Whether a name holds what keeps others out whatever text it is: a password, a signing or encryption key of the program itself. */
export function worksAsItIs(name: string): boolean {
  const strength = strengthOf(name);
  return (
    strength === "password" || ((strength === "secret" || strength === "key") && wordsOfName(name).every((word) => ownWords.has(word) || trailers.has(word)))
  );
}
