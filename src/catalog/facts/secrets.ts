/** A function that hashes. Argument paths as in {@link TokenFacts}. */
export interface HasherFact {
  readonly api: string;
  /** `fast` is made for speed and takes no salt of its own; the others are made for passwords. */
  readonly kind: "fast" | "bcrypt" | "scrypt" | "pbkdf2" | "argon2";
  /** Argument paths of what is hashed; none for a salt. Default: `0`. */
  readonly input?: readonly string[];
  /** Argument paths of the cost parameters. */
  readonly cost?: Readonly<Partial<Record<HashParameter, readonly string[]>>>;
  /** The variant, as an API or a number, that is not meant for passwords: `argon2i`. */
  readonly weakVariants?: readonly (string | number)[];
}

/** `rounds` of bcrypt; `blocks` (N), `size` (r) of scrypt; `iterations`, `digest` of PBKDF2; `memory` (KiB), `passes`, `variant` of argon2. */
export type HashParameter = "rounds" | "blocks" | "size" | "iterations" | "digest" | "memory" | "passes" | "variant";

/** An argument that must come from the environment, never from the code. */
export interface SecretSink {
  /** API path of the function or class: `sign`, `JwtModule.register`. */
  readonly api: string;
  /** Which argument; default 0. */
  readonly argument?: number;
  /**
   * Property paths of that argument which hold the secret: `secret`, `auth.pass`; `()` is what a function returns, `*` any one name.
   * Without them the argument itself is the secret. Arrays are looked through.
   */
  readonly properties?: readonly string[];
  readonly kind: SecretKind;
}

/**
 * What the secret is for. Whatever text a key or a password is, it works; a credential that somebody else issues works only if it is one,
 * so that stand-ins for it are harmless.
 */
export type SecretKind = "signing key" | "encryption key" | "session secret" | "password" | "client secret" | "API key";
