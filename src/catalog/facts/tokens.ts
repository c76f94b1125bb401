/**
 * Signed tokens (JWT). An **argument path** is the index of an argument and the properties to read from it: `2.expiresIn`;
 * `useFactory()` is what calling that property returns; `^0.key` starts at an argument of the `maker` call the receiver came from.
 */
export interface TokenFacts {
  readonly signers?: readonly TokenSigner[];
  readonly verifiers?: readonly TokenVerifier[];
  /** Calls that read a token without checking its signature. */
  readonly decoders?: readonly string[];
  /** Calls that configure what signers and verifiers of this library do. Where the library has some, a project without any of them is unknown. */
  readonly defaults?: readonly TokenDefaults[];
  /** APIs that make or accept tokens without a signature. */
  readonly unsecured?: readonly string[];
}

export interface TokenSigner {
  readonly api: string;
  /** Call that made the receiver or the called function: `SignJWT`, `createSigner`. */
  readonly maker?: string;
  /** Argument path of the claims. */
  readonly payload: string;
  /** Argument paths that set a lifetime. */
  readonly expiry?: readonly string[];
  /** Methods of the receiver's chain that set a lifetime: `setExpirationTime`. */
  readonly setters?: readonly string[];
  /** Argument paths of the signature algorithm. */
  readonly algorithm?: readonly string[];
  /** Argument that takes the options, when it may simply be added (for the suggestion). */
  readonly options?: number;
}

export interface TokenVerifier {
  readonly api: string;
  /** Argument paths of the key. */
  readonly key?: readonly string[];
  /** Argument paths of the algorithms that are accepted. */
  readonly algorithms?: readonly string[];
  /** When algorithms have to be named: always, or only where the key is a public one. Default: the library cannot be confused. */
  readonly pin?: "always" | "public";
  /** Argument paths that, when true, accept expired tokens. */
  readonly ignoreExpiry?: readonly string[];
  /** Argument paths that bound the age of a token. */
  readonly maxAge?: readonly string[];
  /** Argument paths that, when truthy, switch the check off. */
  readonly skip?: readonly string[];
  /** APIs that, given as the key, accept tokens without a signature. */
  readonly noneKeys?: readonly string[];
  /** Argument that takes the options, when it may simply be added (for the suggestion). */
  readonly options?: number;
}

export interface TokenDefaults {
  readonly api: string;
  /** Only when the first argument is this API: `app.register(jwt, …)`. */
  readonly plugin?: string;
  readonly expiry?: readonly string[];
  readonly algorithms?: readonly string[];
}
