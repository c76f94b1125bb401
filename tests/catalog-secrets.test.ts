import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { LibraryFacts } from "#catalog/facts";
import type { SecretSink } from "#catalog/facts/secrets";
import { lint } from "#engine/lint";
import { catalogOf } from "#project/options";
import { createFolder } from "./cli/stage.ts";

/** Every place a library takes a secret: a literal there is found, the same read from the environment is not. */
interface Case {
  readonly name: string;
  readonly facts: LibraryFacts;
  readonly sink: SecretSink;
  /** Property path of the argument; none for the argument itself. */
  readonly property?: string;
}

const cases: readonly Case[] = catalogOf({}).libraries.flatMap((facts) =>
  (facts.secrets ?? []).flatMap((sink): Case[] => {
    const name = `${facts.packages[0] ?? ""}#${sink.api}`;
    const properties = sink.properties ?? [];
    return properties.length === 0 ? [{ name, facts, sink }] : properties.map((property) => ({ name: `${name} ${property}`, facts, sink, property }));
  }),
);

/** `{ credentials: { secretAccessKey: VALUE } }` from `credentials.secretAccessKey`; `()` is a function that returns the rest, `*` any one name. */
function wrapped(property: string | undefined, value: string): string {
  if (property === undefined) return value;
  return property
    .split(".")
    .reduceRight((inner, part) => (part === "()" ? `() => (${inner})` : `{ ${part === "*" ? "shelf" : JSON.stringify(part)}: ${inner} }`), value);
}

function callOf({ facts, sink, property }: Case, value: string): string {
  const [head = "", ...rest] = sink.api.split(".");
  const before = Array.from({ length: sink.argument ?? 0 }, (_, i) => `first${i}`);
  const callee = ["taken", ...rest].join(".");
  const specifier = facts.packages[0] ?? "";
  const imported = head === "default" ? `import taken from "${specifier}";` : `import { ${head} as taken } from "${specifier}";`;
  return `${imported}\nimport { ${["first0", "first1", "first2"].join(", ")} } from "./shelf.ts";\nexport const made = ${rest.length === 0 && /^[A-Z]/.test(head) ? "new " : ""}${callee}(${[...before, wrapped(property, value)].join(", ")});\n`;
}

/** Looks like a key and is none; made here so that none stands in the repository. */
const literal = JSON.stringify(Array.from({ length: 36 }, (_, i) => "hT4qLz8RmWcY2vKd"[(i * 7 + (i >> 2)) % 16]).join(""));

describe("no unproven fact: every place that takes a secret", async () => {
  const { path: folder, close } = createFolder(
    Object.fromEntries([
      [
        "package.json",
        JSON.stringify({ name: "lending", type: "module", dependencies: Object.fromEntries(cases.map(({ facts }) => [facts.packages[0] ?? "", "*"])) }),
      ],
      ["src/shelf.ts", "export declare const first0: string, first1: string, first2: string;\n"],
      ...cases.map((item, i): [string, string] => [`src/literal${i}.ts`, callOf(item, literal)]),
      ...cases.map((item, i): [string, string] => [`src/environment${i}.ts`, callOf(item, "process.env.LENDING_VALUE")]),
    ]),
  );
  const { findings } = await lint({ cwd: folder, rules: { "oma/no-hardcoded-secrets": "error" } });
  const files = new Set(findings.filter((finding) => finding.ruleId === "oma/no-hardcoded-secrets").map((finding) => finding.place.file as string));

  afterAll(close);

  it("has a place in the catalogue at all", () => {
    expect(cases.length).toBeGreaterThan(100);
    expect(readFileSync(path.join(folder, "src/literal0.ts"), "utf8")).toContain("taken");
  });

  it.each(cases.map((item, i) => [item.name, i] as const))("%s", (_, i) => {
    expect([files.has(`src/literal${i}.ts`), files.has(`src/environment${i}.ts`)]).toEqual([true, false]);
  });
});
