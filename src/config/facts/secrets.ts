import type { HasherFact, SecretKind, SecretSink } from "#catalog/facts/secrets";
import { index, oneOf, paths, record, text, texts } from "./words.ts";

const secretSink = record<SecretSink>(["api", "kind"], {
  api: { ...text, description: "API path of the function or class that takes a secret." },
  argument: { ...index, description: "Which argument. Default 0." },
  properties: texts("Property paths of that argument: `secret`, `auth.pass`; `()` is what a function returns."),
  kind: oneOf<SecretKind>({ "signing key": true, "encryption key": true, "session secret": true, password: true, "client secret": true, "API key": true }),
});

const hasher = record<HasherFact>(["api", "kind"], {
  api: text,
  kind: oneOf<HasherFact["kind"]>({ fast: true, bcrypt: true, scrypt: true, pbkdf2: true, argon2: true }),
  input: paths,
  cost: { type: "object", additionalProperties: paths, description: "Cost parameter → argument paths." },
  weakVariants: { type: "array", items: {}, description: "Variants not meant for passwords." },
});

/** JSON Schema of the types in src/catalog/facts/secrets.ts. */
export const secretsDefinitions = { secretSink, hasher };
