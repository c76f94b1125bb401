import { expect, it } from "vitest";
import { operationsIn } from "#project/data-operations";
import { dataEffectsOf } from "#project/data-effects";
import { openProject } from "#project/open";
import { fixtureFolder } from "../fixtures.ts";

const { project, names } = openProject(fixtureFolder("projects", "data-clients"));
const files = project.paths.filter((path) => path.startsWith("apps/") && path.endsWith(".ts"));

it.each(files)("operations of %s are known where the comments say so, and nowhere else", (path) => {
  const code = project.code(path);
  expect(code).toBeDefined();
  if (!code) return;
  const found = operationsIn(names, code).map(({ call }) => code.position(code.expr(call).s).line);
  const promised = code.text.split("\n").flatMap((line, index) => (line.endsWith("// operation") ? [index + 1] : []));
  expect(promised).not.toEqual([]);
  expect([...new Set(found)].toSorted((a, b) => a - b)).toEqual(promised);
});

it("a client of the context, of a memoizer or of a module's object lives longer than any transaction", () => {
  const roots = (path: string, method: string): readonly string[] => {
    const code = project.code(path as (typeof files)[number]);
    if (!code) return [];
    return operationsIn(names, code)
      .filter(({ api }) => api.endsWith(method))
      .flatMap((operation) =>
        dataEffectsOf(names)
          .roots.ofOperation(operation)
          .map(({ k }) => k),
      );
  };
  expect(roots("apps/api/src/procedures.ts", "member.delete")).toEqual(["client"]);
  expect(roots("apps/api/src/lending.ts", "member.findMany")).toEqual(["client"]);
  expect(new Set(roots("apps/api/src/lending.ts", "loan.findMany"))).toEqual(new Set(["client"]));
  expect(roots("apps/api/src/fields.ts", "loan.delete")).toEqual(["client"]);
  expect(roots("apps/api/src/copies.ts", "copy.findMany")).toEqual(["client"]);
  expect(roots("apps/api/src/routes/loans/+page.server.ts", "loan.findMany")).toEqual(["client"]);
});

it("what a repository is given is its own, and runs where the manager says", () => {
  const code = project.code("apps/api/src/loan-repository.ts" as (typeof files)[number]);
  const call = code?.callsByName.get("closeAll")?.[0];
  const expr = code && call !== undefined ? code.expr(call) : undefined;
  const called = code && expr?.k === "call" ? names.denote(code, expr.c).filter((item) => item.k === "function") : [];
  const where = called.map((item) => (item.k === "function" ? item.code.position(item.code.summary.functions[item.f]?.s ?? 0).line : 0));
  expect(where).toEqual([code?.text.split("\n").findIndex((line) => line.includes("async closeAll()")) ?? 0].map((line) => line + 1));
  const removal = code && operationsIn(names, code).find(({ api }) => api.endsWith("Repository.delete"));
  expect(
    removal &&
      dataEffectsOf(names)
        .roots.ofOperation(removal)
        .map(({ k }) => k),
  ).toEqual(["param"]);
});

it("every fact about contexts of handlers is met here, or where models are registered", () => {
  const called = new Set<string>();
  const typed = new Set<string>();
  for (const { project: each, names: its } of [{ project, names }, openProject(fixtureFolder("projects", "registered-models"))]) {
    for (const code of each.productCodes()) {
      code.summary.exprs.forEach((expr, id) => {
        for (const api of its.apisOf(code, id)) typed.add(api);
        if (expr.k === "call" || expr.k === "new") for (const api of its.apisOf(code, expr.c)) called.add(api);
      });
    }
  }
  const { catalog } = project;
  const isMet = (api: string, all: ReadonlySet<string>): boolean => [...all].some((name) => catalog.isIn(new Set([api]), name));
  expect(catalog.http.contexts.length).toBeGreaterThan(2);
  for (const { at, told = [], put, get } of catalog.http.contexts) {
    const calls = [...told.map(({ api }) => api), put, get].filter((api) => api !== undefined);
    expect([...at.filter((api) => !isMet(api, typed)), ...calls.filter((api) => !isMet(api, called))]).toEqual([]);
  }
});
