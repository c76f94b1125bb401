import type { TokenDefaults, TokenFacts, TokenSigner, TokenVerifier } from "#catalog/facts/tokens";
import { listOf, oneOf, options, paths, record, text, texts } from "./words.ts";

const tokenSigner = record<TokenSigner>(["api", "payload"], {
  api: text,
  maker: { ...text, description: "Call that made the receiver; `^0` is its first argument." },
  payload: { ...text, description: "Argument path of the claims." },
  expiry: paths,
  setters: texts("Methods of the receiver that set a lifetime."),
  algorithm: paths,
  options,
});

const tokenVerifier = record<TokenVerifier>(["api"], {
  api: text,
  key: paths,
  algorithms: paths,
  pin: oneOf<NonNullable<TokenVerifier["pin"]>>({ always: true, public: true }, "When algorithms have to be named."),
  ignoreExpiry: paths,
  maxAge: paths,
  skip: paths,
  noneKeys: texts("Keys that accept tokens without a signature."),
  options,
});

const tokenFacts = record<TokenFacts>([], {
  signers: { ...listOf("tokenSigner"), description: "Functions that sign tokens." },
  verifiers: { ...listOf("tokenVerifier"), description: "Functions that check tokens." },
  decoders: texts("Functions that read a token without checking it."),
  defaults: {
    type: "array",
    items: record<TokenDefaults>(["api"], { api: text, plugin: text, expiry: paths, algorithms: paths }),
    description: "Calls that configure signers and verifiers.",
  },
  unsecured: texts("Functions that make or accept tokens without a signature."),
});

/** JSON Schema of the types in src/catalog/facts/tokens.ts. */
export const tokensDefinitions = { tokenSigner, tokenVerifier, tokenFacts };
