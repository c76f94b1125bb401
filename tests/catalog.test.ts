import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Catalog } from "#catalog/lookup";
import { FactTable } from "#catalog/lookup/table";
import { dataLibraries } from "#catalog/data";
import type { LibraryFacts } from "#catalog/facts";
import type { SqlFormatter, SqlSink } from "#catalog/facts/sql";
import type { Analysis } from "#project/analysis";
import { openProject } from "#project/open";
import { fixtureFolder, fixtureFolders } from "./fixtures.ts";

/**
 * No unproven fact: whatever the catalogue says about SQL is met by a fixture of `no-raw-sql-interpolation`.
 * A sink is proven by a report it causes, the rest by an expression of a fixture that denotes it (the fixtures' silence is tested there).
 */
const rule = "no-raw-sql-interpolation";

/** Names that were asked for and are in one of the catalogue's sets. */
const met = new Set<string>();
const sinks = new Set<SqlSink>();
/** Forms of text a sink was met with: `{ sql: … }`, `[…]`, `() => …`. */
const shapes = new Map<SqlSink, Set<string>>();
const formatters = new Set<SqlFormatter>();
const { isIn } = Catalog.prototype;
const { of } = FactTable.prototype;

beforeAll(() => {
  Catalog.prototype.isIn = function (this: Catalog, set, name) {
    return isIn.call(this, spying(set, kindOf(this, set)), name);
  };
  FactTable.prototype.of = function (this: FactTable<unknown>, name) {
    const found = of.call(this, name);
    if (found) formatters.add(found as SqlFormatter);
    return found;
  };
  for (const folder of [fixtureFolder("rules", rule), ...fixtureFolders("projects", "sql-").map((name) => fixtureFolder("projects", name))])
    readAll(openProject(folder));
});

afterAll(() => {
  Object.assign(Catalog.prototype, { isIn });
  Object.assign(FactTable.prototype, { of });
});

describe("every SQL fact is met by a fixture:", () => {
  for (const facts of dataLibraries.filter((item) => item.sql)) {
    it(idOf(facts), () => {
      expect(unprovenOf(facts)).toEqual([]);
    });
  }
});

it("reads fixtures that are there", () => {
  expect(readdirSync(fixtureFolder("rules", rule)).length).toBeGreaterThan(50);
  expect(sinks.size).toBeGreaterThan(200);
});

function readAll({ project, sql, names }: Analysis): void {
  const { catalog } = project;
  for (const code of project.productCodes()) {
    for (const problem of sql.problemsIn(code)) {
      const { facts } = problem;
      if (!facts) continue;
      sinks.add(facts);
      const call = code.expr(problem.call);
      const given = call.k === "call" || call.k === "new" ? (facts.argument === -1 ? call.args : [call.args[facts.argument ?? 0] ?? 0]) : [];
      shapes.set(facts, new Set([...(shapes.get(facts) ?? []), ...given.map((id) => code.expr(id).k), code.expr(problem.text).k]));
    }
    code.summary.exprs.forEach((expr, id) => {
      if (expr.k === "tag") for (const name of names.apisOf(code, expr.tag)) catalog.isIn(catalog.sql.tags, name);
      const asked =
        expr.k === "call" || expr.k === "new"
          ? [...names.apisOf(code, expr.c), ...names.apisOf(code, id)]
          : expr.k === "member" || expr.k === "tag" || expr.k === "name"
            ? names.apisOf(code, id)
            : [];
      for (const name of asked) {
        catalog.isIn(catalog.sql.fragments, name);
        catalog.isIn(catalog.sql.sanitizers, name);
      }
    });
  }
}

function unprovenOf(facts: LibraryFacts): string[] {
  const { sinks: own = [], tags = [], fragments = [], sanitizers = [], formatters: formats = [] } = facts.sql ?? {};
  const full = (api: string): string => `${idOf(facts)}#${api}`;
  return [
    ...own.filter((sink) => !sinks.has(sink)).map((sink) => `sink ${sink.form ?? "call"} ${sink.api} ${String(sink.argument ?? 0)}`),
    ...own.filter((sink) => sink.inArray && !shapes.get(sink)?.has("array")).map((sink) => `sink ${sink.api}([…])`),
    ...own
      .filter((sink) => (sink.callback || sink.objectValues === "functions") && !shapes.get(sink)?.has(sink.callback ? "function" : "object"))
      .map((sink) => `sink ${sink.api}(() => …)`),
    ...propertiesOf(own)
      .filter((property) => !own.some((sink) => sink.properties?.includes(property) && shapes.get(sink)?.has("object")))
      .map((property) => `sink { ${property} }`),
    ...tags.filter((api) => !met.has(`tag ${full(api)}`)).map((api) => `tag ${api}`),
    ...fragments.filter((api) => !met.has(`fragment ${full(api)}`)).map((api) => `fragment ${api}`),
    ...sanitizers.filter((api) => !met.has(`sanitizer ${full(api)}`)).map((api) => `sanitizer ${api}`),
    ...formats.filter((formatter) => !formatters.has(formatter)).map((formatter) => `formatter ${formatter.api}`),
  ];
}

function propertiesOf(own: readonly SqlSink[]): readonly string[] {
  return [...new Set(own.flatMap((sink) => sink.properties ?? []))];
}

function spying(set: ReadonlySet<string>, kind: string): ReadonlySet<string> {
  return { has: (name: string) => set.has(name) && met.add(`${kind} ${name}`) !== undefined } as unknown as ReadonlySet<string>;
}

function kindOf(catalog: Catalog, set: ReadonlySet<string>): string {
  return set === catalog.sql.tags ? "tag" : set === catalog.sql.fragments ? "fragment" : set === catalog.sql.sanitizers ? "sanitizer" : "other";
}

function idOf(facts: LibraryFacts): string {
  return facts.packages[0] ?? "";
}
