import type { HasherFact } from "#catalog/facts/secrets";
import { numberOf, textOf } from "./folded.ts";
import type { Names } from "./names.ts";
import type { Origin } from "./origins.ts";

/** How high the bar is: the floor of the OWASP Password Storage Cheat Sheet, or what it prefers. */
export type Bar = "floor" | "strict";

interface Weakness {
  readonly kind: "weakCost" | "weakVariant";
  /** What is too low, and what it should be. */
  readonly what: string;
  readonly at?: Origin;
}

type Values = Readonly<Record<string, readonly Origin[]>>;

// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
const bcryptRounds: Readonly<Record<Bar, number>> = { floor: 10, strict: 12 };
/** Node's own default is 2^14, below OWASP's 2^17: only the strict bar demands more than the default. */
const scryptBlocks: Readonly<Record<Bar, number>> = { floor: 2 ** 14, strict: 2 ** 17 };
const scryptSize = 8;
/** Iterations by digest. */
const pbkdf2Iterations: readonly (readonly [digest: RegExp, iterations: number])[] = [
  [/512/, 210_000],
  [/256|384/, 600_000],
  [/1$/, 1_300_000],
];
/** Memory in KiB and passes of equal strength. */
const argon2Settings: readonly (readonly [memory: number, passes: number])[] = [
  [47_104, 1],
  [19_456, 2],
  [12_288, 3],
  [9_216, 4],
  [7_168, 5],
];

/** What is too weak for passwords in the parameters of a slow hash. Only numbers that are written down count. */
export function weaknessOf(names: Names, api: string, hasher: HasherFact, values: Values, bar: Bar): Weakness | undefined {
  switch (hasher.kind) {
    case "bcrypt":
      return below(values["rounds"], bcryptRounds[bar], `cost of bcrypt`);
    case "scrypt":
      return below(values["blocks"], scryptBlocks[bar], "N of scrypt") ?? below(values["size"], scryptSize, "r of scrypt");
    case "pbkdf2":
      return weakPbkdf2(values);
    case "argon2":
      return weakVariant(names, api, hasher, values["variant"]) ?? below(values["rounds"], bcryptRounds[bar], "cost of bcrypt") ?? weakArgon2(values);
    case "fast":
      return undefined;
  }
}

/** All values are numbers, and all are too low: a lower one for tests beside a good one is fine. */
function below(values: readonly Origin[] | undefined, least: number, what: string): Weakness | undefined {
  const highest = highestOf(values);
  const at = values?.[0];
  return highest !== undefined && highest < least && at
    ? { kind: "weakCost", what: `The ${what} is ${highest}, it should be at least ${least}`, at }
    : undefined;
}

function highestOf(values: readonly Origin[] | undefined): number | undefined {
  const numbers = (values ?? []).map(numberOf);
  return numbers.length === 0 || numbers.some((item) => item === undefined) ? undefined : Math.max(...numbers.map((item) => item ?? 0));
}

function weakPbkdf2(values: Values): Weakness | undefined {
  const digests = (values["digest"] ?? []).map(textOf);
  const [digest] = digests;
  const at = values["digest"]?.[0];
  if (digest !== undefined && at && /^md[45]$/i.test(digest)) return { kind: "weakCost", what: `PBKDF2 uses ${digest}, it should use sha512`, at };
  const iterations = values["iterations"];
  // Without a known digest the lowest demand of all counts.
  const least = digest === undefined ? 210_000 : (pbkdf2Iterations.find(([pattern]) => pattern.test(digest))?.[1] ?? 210_000);
  return below(iterations, least, "number of PBKDF2 iterations");
}

function weakVariant(names: Names, api: string, { weakVariants = [] }: HasherFact, values: readonly Origin[] | undefined): Weakness | undefined {
  const library = api.slice(0, api.indexOf("#"));
  const at = values?.find((value) => {
    const number = numberOf(value);
    const text = textOf(value);
    const apis = names.apisOf(value.code, value.id);
    return weakVariants.some((variant) => (typeof variant === "number" ? variant === number : variant === text || apis.includes(`${library}#${variant}`)));
  });
  if (!at || values?.length !== 1) return undefined;
  return { kind: "weakVariant", what: "argon2i and argon2d are not meant for passwords", at };
}

function weakArgon2(values: Values): Weakness | undefined {
  const memory = highestOf(values["memory"]);
  const at = values["memory"]?.[0];
  if (memory === undefined || !at) return undefined;
  const passes = values["passes"]?.length ? highestOf(values["passes"]) : 3;
  if (passes === undefined || argon2Settings.some(([leastMemory, leastPasses]) => memory >= leastMemory && passes >= leastPasses)) return undefined;
  return { kind: "weakCost", what: `argon2 with ${memory} KiB and ${passes} passes is too cheap, it should have 19456 KiB and 2 passes`, at };
}
