import { describe, expect, test } from "vitest";
import type { Architecture, Law } from "#config/architecture";
import { idleParts, standings } from "#graph/law-audit";
import type { Dependency, DependencyTarget, LawGraph } from "#graph/law-graph";
import { LawBook } from "#graph/laws";
import { isAcceptable } from "#graph/licences";
import { PathPattern } from "#graph/patterns";

/** `a.ts>b.ts` is an import, `a.ts~b.ts` one of types, `a.ts>@pg` one of a package, `a.ts>?x` one that leads nowhere. */
function graphOf(text: string, roles: Readonly<Record<string, "test" | "script">> = {}): LawGraph {
  const edges = text.split(/\s+/).flatMap((item, index): Dependency[] => {
    const [, from = "", sign = "", to = ""] = /^(.+?)([>~])(.+)$/.exec(item) ?? [];
    return from === "" ? [] : [{ from, to: targetOf(to), kind: "static", typeOnly: sign === "~", index }];
  });
  const modules = [...new Set(text.split(/[\s>~]+/).filter((word) => !/^[@?]/.test(word)))].sort();
  return {
    modules,
    dependenciesOf: (module) => edges.filter(({ from }) => from === module),
    roleOf: (module) => roles[module] ?? "product",
    layerOf: () => undefined,
    decoratorsOf: () => [],
    licenceOf: () => undefined,
  };
}

function targetOf(to: string): DependencyTarget {
  if (to.startsWith("@")) return { kind: "package", name: to.slice(1) };
  return to.startsWith("?") ? { kind: "unresolved", specifier: to.slice(1) } : { kind: "module", path: to };
}

function bookOf(graph: LawGraph, settings: Architecture): LawBook {
  return new LawBook(graph, settings, "2026-06-01");
}

/** `module messageId target`, for every breach. */
function breaches(graph: LawGraph, ...laws: Partial<Law>[]): string[] {
  const book = bookOf(graph, { laws: laws.map((law, index) => ({ name: `law-${index}`, reason: "because", ...law })) });
  return graph.modules.flatMap((module) => book.violationsOf(module).map(({ messageId, data }) => [module, messageId, data["to"]].filter(Boolean).join(" ")));
}

describe("patterns", () => {
  test.each([
    ["src/modules/<m>", "src/modules/loans/desk.ts", { m: "loans" }],
    ["src/modules/<m>/**/*.ts", "src/modules/loans/desk/a.ts", { m: "loans" }],
    ["src/<a>/<b>.<kind>.ts", "src/loans/desk.service.ts", { a: "loans", b: "desk", kind: "service" }],
    ["src/<m>/<m>.ts", "src/loans/loans.ts", { m: "loans" }],
    ["src/<m>/<m>.ts", "src/loans/desk.ts", undefined],
    ["src/{a,b}/**", "src/b/c.ts", {}],
    ["src/a", "src/ab/c.ts", undefined],
    ["./src/a/", "src/a/c.ts", {}],
    ["**/internal", "src/a/internal/b.ts", {}],
    ["src/(app)/<x>", "src/(app)/page/a.ts", undefined],
  ])("%s on %s", (glob, path, captures) => {
    expect(new PathPattern(glob).match(path)).toEqual(captures);
  });

  test("what is captured already must be the same", () => {
    const pattern = new PathPattern("modules/<m>");
    expect(pattern.match("modules/a.b/x.ts", { m: "a.b" })).toEqual({ m: "a.b" });
    expect(pattern.match("modules/aXb/x.ts", { m: "a.b" })).toBeUndefined();
  });
});

describe("laws", () => {
  const modules = "m/a/x.ts>m/a/y.ts m/a/x.ts>m/b/x.ts m/b/x.ts>shared/s.ts m/b/x.ts>other/o.ts shared/s.ts>@pg m/a/x.ts>@zod";

  test("forbid, with captures and exceptions inside the selector", () => {
    expect(breaches(graphOf(modules), { from: "m/<m>", forbid: { path: "m/<other>", not: "m/<m>" } })).toEqual(["m/a/x.ts forbidden m/b/x.ts"]);
  });

  test("allow: nothing but this and itself", () => {
    expect(breaches(graphOf(modules), { from: "m/<m>", allow: "shared" })).toEqual(["m/a/x.ts notAllowed m/b/x.ts", "m/b/x.ts notAllowed other/o.ts"]);
    expect(breaches(graphOf(modules), { from: "m/a", allow: ["m/b", { package: "pg" }] })).toEqual(["m/a/x.ts notAllowed zod"]);
  });

  test("chains are the shortest, one for each import, and stop where others of the same law begin", () => {
    const graph = graphOf("a.ts>b.ts b.ts>c.ts c.ts>@pg a.ts>d.ts d.ts>c.ts a.ts>free.ts start.ts>a.ts");
    const law = { from: ["a.ts", "start.ts"], forbid: { package: "pg" }, transitive: true };
    expect(breaches(graph, law)).toEqual(["a.ts forbiddenChain pg", "a.ts forbiddenChain pg"]);
    const chains = bookOf(graph, { laws: [{ name: "law", reason: "because", ...law }] }).violationsOf("a.ts");
    expect(chains.map(({ chain }) => chain.map(({ from }) => from))).toEqual([
      ["a.ts", "b.ts", "c.ts"],
      ["a.ts", "d.ts", "c.ts"],
    ]);
  });

  test("chains in a circle of modules end", () => {
    expect(breaches(graphOf("a.ts>b.ts b.ts>c.ts c.ts>b.ts c.ts>a.ts b.ts>target.ts"), { from: "a.ts", forbid: "target.ts", transitive: true })).toEqual([
      "a.ts forbiddenChain target.ts",
    ]);
  });

  test("require, directly or over others", () => {
    const graph = graphOf("a.ts>b.ts b.ts>base.ts");
    expect(breaches(graph, { from: ["a.ts", "b.ts"], require: "base.ts" })).toEqual(["a.ts missing base.ts"]);
    expect(breaches(graph, { from: ["a.ts", "b.ts"], require: "base.ts", transitive: true })).toEqual([]);
  });

  test("types count, are ignored, or are all that counts", () => {
    const graph = graphOf("a.ts~b.ts a.ts>c.ts");
    const law = { from: "a.ts", forbid: ["b.ts", "c.ts"] };
    expect(breaches(graph, law)).toHaveLength(2);
    expect(breaches(graph, { ...law, types: "ignore" })).toEqual(["a.ts forbidden c.ts"]);
    expect(breaches(graph, { ...law, types: "only" })).toEqual(["a.ts forbidden b.ts"]);
  });

  test("tests are held to a law that says so", () => {
    const graph = graphOf("a.test.ts>b.ts", { "a.test.ts": "test" });
    expect(breaches(graph, { from: "**", forbid: "b.ts" })).toEqual([]);
    expect(breaches(graph, { from: "**", forbid: "b.ts", tests: true })).toEqual(["a.test.ts forbidden b.ts"]);
  });

  test("public entry points, with captures and without", () => {
    const graph = graphOf("m/a/index.ts>m/a/x.ts m/b/index.ts>m/a/x.ts m/b/index.ts>m/a/index.ts main.ts>m/b/y.ts");
    expect(breaches(graph, { of: "m/<m>", public: "m/<m>/index.ts" })).toEqual(["m/b/index.ts notPublic m/a/x.ts", "main.ts notPublic m/b/y.ts"].sort());
  });

  test("private is private to the folder around it", () => {
    const graph = graphOf("a/x.ts>a/internal/i.ts a/deep/y.ts>a/internal/i.ts b/x.ts>a/internal/i.ts a/internal/j.ts>a/internal/i.ts");
    expect(breaches(graph, { private: "**/internal" })).toEqual(["b/x.ts privateModule a/internal/i.ts"]);
  });

  test("fan-in and fan-out count modules, not imports, and leave tests out", () => {
    const graph = graphOf("a.ts>x.ts a.ts>x.ts b.ts>x.ts t.ts>x.ts", { "t.ts": "test" });
    expect(breaches(graph, { of: "x.ts", limits: { dependents: 1 } })).toEqual(["x.ts tooManyDependents"]);
    expect(breaches(graph, { of: "**", limits: { dependents: 2, dependencies: 1 } })).toEqual([]);
  });
});

describe("layers", () => {
  const settings = (more: Partial<Architecture> = {}): Architecture => ({
    layers: [
      { name: "http", files: "http" },
      [
        { name: "mail", files: "mail" },
        { name: "queue", files: "queue" },
      ],
      { name: "db", files: "db" },
    ],
    ...more,
  });
  const faults = (text: string, architecture: Architecture) => {
    const graph = graphOf(text);
    const book = bookOf(graph, architecture);
    return graph.modules.flatMap((module) => book.violationsOf(module).map(({ messageId, data }) => `${module} ${messageId} ${data["to"] ?? ""}`.trim()));
  };

  test("point downwards, siblings do not know each other, types are free", () => {
    expect(faults("http/a.ts>db/b.ts db/b.ts>mail/m.ts mail/m.ts>queue/q.ts db/b.ts~http/a.ts queue/q.ts>db/b.ts", settings())).toEqual([
      "db/b.ts upwards mail/m.ts",
      "mail/m.ts sibling queue/q.ts",
    ]);
  });

  test("a closed layer is not gone past, unless it is empty", () => {
    const closed: Architecture = {
      layers: [
        { name: "http", files: "http" },
        { name: "desk", files: "desk", closed: true, optional: true },
        { name: "db", files: "db" },
      ],
    };
    expect(faults("http/a.ts>db/b.ts desk/d.ts>db/b.ts", closed)).toEqual(["http/a.ts skipped db/b.ts"]);
    expect(faults("http/a.ts>db/b.ts", closed)).toEqual([]);
  });

  test("exhaustive layers leave nobody out but who is listed", () => {
    expect(faults("http/a.ts>x.ts y.ts>x.ts", settings({ exhaustive: ["y.ts"] }))).toEqual(["x.ts unlayered"]);
  });
});

describe("what has no effect is said", () => {
  const law = { name: "apart", reason: "because", from: "a", forbid: ["b", "nowhere/**", { package: "pg" }] };

  test("patterns, layers and exceptions", () => {
    const book = bookOf(graphOf("a/x.ts>b/y.ts"), {
      layers: [
        { name: "empty", files: "empty" },
        { name: "late", files: "late", optional: true },
      ],
      laws: [law],
      exceptions: [
        { from: "a/x.ts", reason: "used" },
        { from: "a/z.ts", reason: "unused" },
        { law: "apart", from: "a/x.ts", reason: "ended", until: "2026-05-31" },
      ],
    });
    expect(idleParts(book).map((idle) => [idle.kind, "part" in idle ? idle.part : "layer" in idle ? idle.layer : idle.exception.reason].join(" "))).toEqual([
      "emptyLayer empty",
      "emptyLaw nowhere/**",
      "unusedException unused",
      "expiredException ended",
    ]);
  });

  test("an exception holds through its last day, and a breach is counted where it belongs", () => {
    const graph = graphOf("a/x.ts>b/y.ts a/z.ts>b/y.ts");
    const book = bookOf(graph, { laws: [law], exceptions: [{ law: "apart", from: "a/x.ts", to: "b", reason: "for now", until: "2026-06-01" }] });
    expect(standings(book)).toEqual([{ name: "apart", reason: "because", broken: 1, excused: 1, deprecated: 0 }]);
    expect(book.violationsOf("a/x.ts")).toEqual([]);
  });
});

test.each([
  ["MIT", true],
  ["GPL-3.0-only", false],
  ["(MIT OR GPL-3.0-only)", true],
  ["MIT AND GPL-3.0-only", false],
  ["MIT OR (Apache-2.0 AND GPL-2.0)", true],
  ["GPL-2.0 WITH Classpath-exception-2.0", false],
])("licence %s is acceptable: %s", (expression, acceptable) => {
  expect(isAcceptable(expression, { forbid: ["GPL-*"] })).toBe(acceptable);
});
