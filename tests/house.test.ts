import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "#syntax/parse";
import { summarise } from "#syntax/summarise";
import type { ImportFact } from "#syntax/summary";
import { rules } from "#rules/index";

/** The rooms and doors of docs/architecture.md, checked on our own imports: the table there is what this test reads. */
interface Module {
  readonly file: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly ImportFact[];
  /** Global names the code uses. */
  readonly globals: ReadonlySet<string>;
}

/** Everybody speaks findings. */
const everybodys = "finding.ts";

const modules: readonly Module[] = ["src", "rules"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => toModule(path.posix.join(folder, name.replaceAll("\\", "/")))),
);

function toModule(file: string): Module {
  const text = readFileSync(file, "utf8");
  const { imports, exprs } = summarise(parse(file, text).program, text, true);
  const globals = new Set(exprs.flatMap((expr) => (expr.k === "global" ? [expr.n] : [])));
  return { file, room: roomOf(file), text, imports, globals };
}

/** `src/project/sql.ts` is in `project`; a file directly in `src/` is a room of its own. */
function roomOf(file: string): string {
  const [top = "", room = ""] = file.split("/");
  return top === "rules" ? "rules" : room;
}

/** The room an import leads to; `undefined` for packages. */
function targetOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return roomOf(path.posix.join(path.posix.dirname(from), specifier));
  if (specifier.startsWith("#rules/")) return "rules";
  if (!specifier.startsWith("#")) return undefined;
  return specifier.includes("/") ? specifier.slice(1, specifier.indexOf("/")) : `${specifier.slice(1)}.ts`;
}

/** `cli ─► config, engine` as printed in the document: room → rooms it may import. */
function tableOf(document: string): ReadonlyMap<string, readonly string[]> {
  const [, block = ""] = /^Who imports whom[^\n]*\n+```\n([\s\S]*?)^```$/m.exec(document) ?? [];
  return new Map(
    block.split("\n").flatMap((line) => {
      const [, names = "", targets = ""] = /^(.+?) ─*► (.+)$/.exec(line.trim()) ?? [];
      if (names === "") return [];
      return names.split(", ").map((name): [string, readonly string[]] => [name, targets === "nothing" ? [] : targets.split(", ")]);
    }),
  );
}

const doors = tableOf(readFileSync("docs/architecture.md", "utf8"));
const valueImports = modules.flatMap((module) =>
  module.imports.filter(({ typeOnly }) => !typeOnly).map(({ specifier, kind }) => ({ module, specifier, kind })),
);

describe("rooms and doors", () => {
  it("lists every room", () => {
    expect([...new Set(modules.map(({ room }) => room))].filter((room) => room !== everybodys && !doors.has(room))).toEqual([]);
  });

  it("leads only where the table of docs/architecture.md says", () => {
    const strayed = valueImports.flatMap(({ module: { file, room }, specifier }) => {
      const target = targetOf(file, specifier);
      if (target === undefined || target === room || target === everybodys || doors.get(room)?.includes(target)) return [];
      return [`${file}: ${room} may not import ${specifier}`];
    });
    expect(strayed).toEqual([]);
  });

  it("lists no door that nobody uses", () => {
    const used = new Set(valueImports.map(({ module: { file, room }, specifier }) => `${room} ► ${targetOf(file, specifier) ?? ""}`));
    const listed = [...doors].flatMap(([room, targets]) => targets.map((target) => `${room} ► ${target}`));
    expect(listed.filter((door) => !used.has(door))).toEqual([]);
  });

  it("names the room of an import into another one, and only there", () => {
    const misspelt = modules.flatMap(({ file, room, imports }) =>
      imports
        .map(({ specifier }) => specifier)
        .filter((specifier) => /^[.#]/.test(specifier) && !specifier.endsWith("/plugin.ts"))
        .filter((specifier) => (targetOf(file, specifier) === room) === specifier.startsWith("#"))
        .map((specifier) => `${file}: ${specifier}`),
    );
    expect(misspelt).toEqual([]);
  });

  it("has rules that import no other rule", () => {
    const ofRules = valueImports.filter(({ module: { file } }) => file.startsWith("rules/") && file.endsWith("/rule.ts"));
    expect(ofRules.filter(({ specifier }) => /^#rules\/|^\.\.?\//.test(specifier)).map(({ module: { file }, specifier }) => `${file}: ${specifier}`)).toEqual(
      [],
    );
  });

  it("has no barrels but the public ones", () => {
    const reexporting = modules.filter(({ imports }) => imports.length > 0 && imports.every(({ kind }) => kind === "reexport")).map(({ file }) => file);
    expect(reexporting.filter((file) => !["rules/index.ts", "src/index.ts", "src/cli/version.ts"].includes(file))).toEqual([]);
  });
});

describe("what is remembered of a file", () => {
  /** `ofFile` hands the question nothing but the file; `FileMemo` is made by objects of a project, and goes with them; reports are forgotten before each run. */
  const doors = ["src/project/per-file.ts", "src/project/file-memo.ts", "src/project/linting.ts"];

  it("outlives the project only where the file alone decides", () => {
    const kept = modules.filter(
      ({ file, text }) => !doors.includes(file) && /^(?:export )?(?:const|let) \w+ = new (?:(?:WeakMap|Map)<Code\b|FileMemo\b)/m.test(text),
    );
    expect(kept.map(({ file }) => file)).toEqual([]);
  });
});

describe("the rim", () => {
  /** Where a part of the world is touched; everything else takes values and gives values. */
  const world: Readonly<Record<string, readonly string[]>> = {
    "node:fs": ["cli", "config", "engine", "git", "project"],
    "node:fs/promises": [],
    "node:child_process": ["cli", "git"],
    "node:worker_threads": ["engine"],
    "node:http": [],
    "node:https": [],
    typescript: [],
    "dependency-cruiser": ["drawing", "engine"],
  };

  it.each(Object.keys(world))("%s is only imported where it belongs", (name) => {
    const elsewhere = valueImports.filter(({ module, specifier }) => specifier === name && !world[name]?.includes(module.room));
    expect(elsewhere.map(({ module: { file } }) => file)).toEqual([]);
  });

  it("prints only in cli", () => {
    expect(modules.filter(({ room, globals }) => room !== "cli" && globals.has("console")).map(({ file }) => file)).toEqual([]);
  });

  it("asks the process only in cli, for the current folder, for the environment of git, and to warn an editor", () => {
    const asking = modules.filter(({ room, globals }) => room !== "cli" && globals.has("process")).map(({ file }) => file);
    expect(asking).toEqual(["src/engine/cruiser.ts", "src/engine/lint-project.ts", "src/git/repository.ts", "src/project/open.ts"]);
  });

  it("has no clock, no chance and no network in reports", () => {
    const reports = modules.filter(({ room }) => room === "report" || room === "baseline");
    expect(reports.filter(({ globals }) => ["Date", "performance", "fetch"].some((name) => globals.has(name))).map(({ file }) => file)).toEqual([]);
    expect(modules.filter(({ room, text }) => room !== "catalog" && /\bMath\.random\(|\bfetch\(/.test(text)).map(({ file }) => file)).toEqual([]);
  });
});

describe("names", () => {
  it("say what is inside", () => {
    expect(modules.filter(({ file }) => /(?:^|\/)(?:utils?|helpers?|common|misc|core|shared)(?:\.ts|\/)/.test(file)).map(({ file }) => file)).toEqual([]);
  });

  it("of a rule are those of its folder, its test and its fixtures", () => {
    const tests = readdirSync("tests/rules").map((name) => readFileSync(`tests/rules/${name}`, "utf8"));
    for (const [id, rule] of Object.entries(rules)) {
      expect(rule.name).toBe(id);
      expect(existsSync(`rules/${id}/README.md`), `rules/${id}/README.md`).toBe(true);
      expect(
        tests.some((text) => text.includes(id)),
        `a test in tests/rules/ about ${id}`,
      ).toBe(true);
    }
  });

  it.each(
    modules.filter(({ file }) => file.startsWith("rules/") && file.endsWith("/rule.ts")).map(({ file, text }) => [file, text.split("\n").length] as const),
  )("%s is no longer than a rule may be", (_file, lines) => {
    expect(lines).toBeLessThanOrEqual(120);
  });
});
