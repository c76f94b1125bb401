import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { JsonSchema } from "#config/json-schema";
import { configurationSchema, configurationSchemaFor } from "#config/schema";
import { assertValid, validate } from "#config/validate";
import { UserError } from "#finding";

const rules = {
  "no-raw-sql-interpolation": { meta: { docs: { description: "SQL text is constant." }, schema: [] } },
  "layer-direction": {
    meta: {
      schema: [
        { type: "object", properties: { strict: { type: "boolean" }, depth: { type: "integer", minimum: 1, maximum: 9 } }, additionalProperties: false },
      ],
    },
  },
  "no-god-file": {},
};
const schema = configurationSchemaFor(rules);

function problemsOf(value: unknown): string[] {
  return validate(schema, value).map(({ path, message }) => `${path} ${message}`);
}

describe("messages", () => {
  test.each<[unknown, string[]]>([
    [{}, []],
    [{ preset: "strict", rules: { "oma/no-god-file": "off", "layer-direction": ["note", { strict: true }] } }, []],
    [[], [" must be an object, not an array"]],
    [{ presets: "strict" }, ['presets is not a known setting. Did you mean "preset"?']],
    [{ preset: "strickt" }, ['preset must be one of "recommended", "strict", "security", "architecture", "all", not "strickt". Did you mean "strict"?']],
    [
      { rules: { "oma/no-god-file": "warn" } },
      ['rules["oma/no-god-file"] must be one of "error", "warning", "note", "off", not "warn". Did you mean "warning"?'],
    ],
    [
      { rules: { "oma/no-god-file": ["errror", {}] } },
      ['rules["oma/no-god-file"][0] must be one of "error", "warning", "note", "off", not "errror". Did you mean "error"?'],
    ],
    [{ rules: { "no-god-file": 2 } }, ['rules["no-god-file"] must be one of "error", "warning", "note", "off", or an array, not 2']],
    [{ rules: { "oma/no-raw-sql": "error" } }, ['rules["oma/no-raw-sql"] is not a known rule. Did you mean "oma/no-raw-sql-interpolation"?']],
    [{ rules: { "layer-dirction": "error" } }, ['rules["layer-dirction"] is not a known rule. Did you mean "layer-direction"?']],
    [{ rules: { "layer-direction": ["error", { strikt: true }] } }, ['rules["layer-direction"][1].strikt is not a known option. Did you mean "strict"?']],
    [{ rules: { "layer-direction": ["error", { depth: 0 }] } }, ['rules["layer-direction"][1].depth must be at least 1, not 0']],
    [{ rules: { "no-raw-sql-interpolation": ["error", { loud: 1 }] } }, ['rules["no-raw-sql-interpolation"][1].loud is not a known option.']],
    [{ ignores: ["ok", "", 3], tests: "x" }, ["ignores[1] must not be empty", "ignores[2] must be a string, not 3", 'tests must be an array, not "x"']],
    [{ layers: { services: ["src"] } }, ['layers.services is not a known layer. Did you mean "service"?']],
    [{ knows: [{ packages: [] }] }, ['knows[0] must have the property "docs"', "knows[0].packages must not be empty"]],
    [
      { knows: [{ packages: ["./db"], docs: "x", sql: { sinks: [{ api: "run", position: "tag", argument: -2 }] } }] },
      [
        'knows[0].sql.sinks[0].position must be one of "statement", "fragment", "marker", "name", not "tag"',
        "knows[0].sql.sinks[0].argument must be at least -1, not -2",
      ],
    ],
  ])("%j", (value, expected) => {
    expect(problemsOf(value)).toEqual(expected);
  });

  test("all problems come in one error with a hint", () => {
    expect(() => {
      assertValid(schema, { preset: 1, rules: { nope: "error" } }, "oma-lint.config.json");
    }).toThrow(
      new UserError(
        [
          "oma-lint.config.json is not valid (2 problems):",
          '  preset must be one of "recommended", "strict", "security", "architecture", "all", not 1',
          "  rules.nope is not a known rule.",
        ].join("\n"),
        "`oma-lint rules` lists every rule, `oma-lint explain <rule>` its options.",
      ),
    );
  });

  test("a property that is undefined counts as absent", () => {
    expect(problemsOf({ preset: undefined, rules: { "no-god-file": undefined } })).toEqual([]);
  });

  test("keys of every object's prototype are not settings", () => {
    expect(problemsOf(JSON.parse('{"__proto__":1,"constructor":2}'))).toEqual(["__proto__ is not a known setting.", "constructor is not a known setting."]);
  });

  test("a broken reference in the schema is our bug, not the user's", () => {
    expect(() => validate({ $ref: "#/definitions/none" }, 1)).toThrow("does not define");
  });
});

describe("the small validator agrees with ajv", () => {
  const ajv = new Ajv({ strict: true, strictTuples: false });
  const verdict = ajv.compile(schema);
  const general = ajv.compile(configurationSchema);

  test("on generated configurations", () => {
    const random = randomFrom(20_261_121);
    let good = 0;
    for (let round = 0; round < 400; round++) {
      const value = generate(schema, schema, random, round % 4 === 0 ? 0 : 0.06);
      const text = JSON.stringify(value);
      expect(validate(schema, value).length === 0, text).toBe(verdict(value));
      expect(validate(configurationSchema, value).length === 0, text).toBe(general(value));
      if (verdict(value)) good++;
    }
    expect(good).toBeGreaterThan(100);
    expect(good).toBeLessThan(360);
  });
});

type Random = () => number;

/** A small repeatable generator (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const strangers: readonly unknown[] = [null, 0, -1, 1.5, "", "error", "warn", true, [], {}, ["x"], { kind: "tag" }];

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** A value that fits the schema, except that each part may be wrong with a given chance. */
function generate(part: JsonSchema, root: JsonSchema, random: Random, wrong: number): unknown {
  if (random() < wrong) return pick(strangers, random);
  if (part.$ref !== undefined) return generate(root.definitions?.[part.$ref.slice("#/definitions/".length)] ?? {}, root, random, wrong);
  if (part.anyOf !== undefined) return generate(pick(part.anyOf, random), root, random, wrong);
  if (part.enum !== undefined) return pick(part.enum, random);
  switch (part.type) {
    case "array":
      return generateArray(part, root, random, wrong);
    case "object":
      return generateObject(part, root, random, wrong);
    case "boolean":
      return random() < 0.5;
    case "integer":
    case "number":
      return (part.minimum ?? 0) + Math.floor(random() * 3);
    default:
      return pick(["src/**", "Client.query", "0", "x"], random);
  }
}

function generateArray(part: JsonSchema, root: JsonSchema, random: Random, wrong: number): unknown[] {
  if (Array.isArray(part.items)) {
    const items = (part.items as readonly JsonSchema[]).map((item) => generate(item, root, random, wrong));
    return random() < wrong ? [...items, 1] : items;
  }
  const length = (part.minItems ?? 0) + Math.floor(random() * 3) - (random() < wrong ? 1 : 0);
  return Array.from({ length: Math.max(0, length) }, () => generate(part.items as JsonSchema, root, random, wrong));
}

function generateObject(part: JsonSchema, root: JsonSchema, random: Random, wrong: number): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(part.properties ?? {})) {
    const wanted = part.required?.includes(key) === true ? random() >= wrong : random() < 0.35;
    if (wanted) value[key] = generate(member, root, random, wrong);
  }
  const free = part.additionalProperties;
  if (typeof free === "object" && random() < 0.7) value[pick(["0", "1"], random)] = generate(free, root, random, wrong);
  if (random() < wrong) value["stranger"] = pick(strangers, random);
  return value;
}
