import type { LibraryFacts } from "./facts.ts";
import type { HasherFact } from "./facts/secrets.ts";

const fast = (api: string, input?: readonly string[]): HasherFact => ({ api, kind: "fast", ...(input && { input }) });

const scrypt = { kind: "scrypt", cost: { blocks: ["3.N", "3.cost"], size: ["3.r", "3.blockSize"] } } as const;
const pbkdf2 = { kind: "pbkdf2", cost: { iterations: ["2"], digest: ["4"] } } as const;

/** `createHmac` may also get the password as its key. `crypto.subtle` is a global too; PBKDF2 gets the password as the key it was imported as. */
export const nodeCrypto: LibraryFacts = {
  packages: ["crypto"],
  docs: "https://nodejs.org/api/crypto.html",
  returns: { createHash: "Hash", createHmac: "Hmac", "Hash.update": "Hash", "Hmac.update": "Hmac" },
  globals: ["crypto.subtle"],
  builtIn: true,
  extends: { "crypto.subtle": "subtle", "webcrypto.subtle": "subtle" },
  hashers: [
    fast("Hash.update"),
    fast("Hmac.update"),
    fast("createHmac", ["1"]),
    fast("hash", ["1"]),
    { api: "scrypt", ...scrypt },
    { api: "scryptSync", ...scrypt },
    { api: "pbkdf2", ...pbkdf2 },
    { api: "pbkdf2Sync", ...pbkdf2 },
    fast("subtle.digest", ["1"]),
    fast("subtle.sign", ["2"]),
    { api: "subtle.deriveBits", kind: "pbkdf2", input: ["1"], cost: { iterations: ["0.iterations"], digest: ["0.hash", "0.hash.name"] } },
  ],
  blocking: [
    { apis: ["pbkdf2Sync", "scryptSync", "argon2Sync"], work: "hashing", twin: "*" },
    { apis: ["generateKeyPairSync", "generatePrimeSync", "checkPrimeSync"], work: "key generation", twin: "*" },
  ],
};

const rounds = { kind: "bcrypt", cost: { rounds: ["1"] } } as const;
const salt = { kind: "bcrypt", input: [], cost: { rounds: ["0"] } } as const;

/** A salt instead of a number carries the cost it was made with. */
export const bcrypt: LibraryFacts = {
  packages: ["bcrypt", "bcryptjs", "bcrypt-nodejs", "bcrypt-ts", "bcryptjs-react"],
  docs: "https://github.com/kelektiv/node.bcrypt.js#api",
  hashers: [
    { api: "hash", ...rounds },
    { api: "hashSync", ...rounds },
    { api: "genSalt", ...salt },
    { api: "genSaltSync", ...salt },
  ],
  // A salt is a few random bytes.
  blocking: [{ apis: ["hashSync", "compareSync"], work: "hashing", twin: "*", awaitable: true }],
};

/** The cost is a number, or a property since version 2. */
export const nodeRsBcrypt: LibraryFacts = {
  packages: ["@node-rs/bcrypt"],
  docs: "https://github.com/napi-rs/node-rs/tree/main/packages/bcrypt",
  hashers: ["hash", "hashSync"].map((api) => ({ api, kind: "bcrypt" as const, cost: { rounds: ["1", "1.cost"] } })),
  blocking: [{ apis: ["hashSync", "verifySync"], work: "hashing", twin: "*", awaitable: true }],
};

export const argon2: LibraryFacts = {
  packages: ["argon2"],
  docs: "https://github.com/ranisalt/node-argon2/wiki/Options",
  hashers: [
    {
      api: "hash",
      kind: "argon2",
      cost: { memory: ["1.memoryCost"], passes: ["1.timeCost"], variant: ["1.type"] },
      weakVariants: ["argon2i", "argon2d", 0, 1],
    },
  ],
};

export const nodeRsArgon2: LibraryFacts = {
  packages: ["@node-rs/argon2"],
  docs: "https://github.com/napi-rs/node-rs/tree/main/packages/argon2",
  hashers: ["hash", "hashSync", "hashRaw", "hashRawSync"].map((api) => ({
    api,
    kind: "argon2" as const,
    cost: { memory: ["1.memoryCost"], passes: ["1.timeCost"], variant: ["1.algorithm"] },
    weakVariants: ["Algorithm.Argon2i", "Algorithm.Argon2d", 0, 1],
  })),
  blocking: [{ apis: ["hashSync", "hashRawSync", "verifySync"], work: "hashing", twin: "*", awaitable: true }],
};

const digests = ["MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3", "RIPEMD160"];

/** `PBKDF2` counts its default of 1,000 iterations (250,000 since 4.2), so only a number that is written down is judged. */
export const cryptoJs: LibraryFacts = {
  packages: ["crypto-js"],
  docs: "https://cryptojs.gitbook.io/docs",
  hashers: [
    ...digests.map((name) => fast(name)),
    ...digests.map((name) => fast(`Hmac${name}`, ["0", "1"])),
    { api: "PBKDF2", kind: "pbkdf2", cost: { iterations: ["2.iterations"] } },
  ],
};

/** One file per algorithm. */
export const cryptoJsParts: LibraryFacts = {
  packages: ["crypto-js/md5", ...["sha1", "sha224", "sha256", "sha384", "sha512", "sha3", "ripemd160"].map((name) => `crypto-js/${name}`)],
  docs: "https://cryptojs.gitbook.io/docs",
  hashers: [fast("default")],
};

export const md5: LibraryFacts = {
  packages: ["md5", "blueimp-md5", "js-md5", "md5-node", "ts-md5"],
  docs: "https://github.com/pvorb/node-md5#usage",
  hashers: [fast("default"), fast("md5"), fast("Md5.hashStr")],
};

export const sha: LibraryFacts = {
  packages: ["sha1", "sha256", "sha512", "js-sha1", "js-sha256", "js-sha512", "js-sha3"],
  docs: "https://github.com/emn178/js-sha256#usage",
  hashers: [fast("default"), ...["sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sha3_512"].map((name) => fast(name))],
};

/** argon2id unless another algorithm is named; `cost` is of bcrypt. */
export const bunPassword: LibraryFacts = {
  packages: ["bun", "bun-types", "@types/bun"],
  docs: "https://bun.com/docs/api/hashing#bun-password",
  globals: ["Bun.password"],
  extends: { "Bun.password": "password" },
  hashers: ["hash", "hashSync"].map((method) => ({
    api: `password.${method}`,
    kind: "argon2" as const,
    cost: { memory: ["1.memoryCost"], passes: ["1.timeCost"], rounds: ["1.cost"], variant: ["1.algorithm", "1"] },
    weakVariants: ["argon2i", "argon2d"],
  })),
};
