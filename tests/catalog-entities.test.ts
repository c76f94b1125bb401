import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { dataLibraries } from "#catalog/data";
import type { LibraryFacts } from "#catalog/facts";
import type { OperationFact } from "#catalog/facts/data";
import type { EntityFacts, EntityRowFacts } from "#catalog/facts/entities";
import { callsInChain } from "#project/chains";
import type { Code } from "#project/code";
import { operationsIn } from "#project/data-operations";
import { readAt } from "#project/entity-rows";
import type { Names } from "#project/names";
import { openProject } from "#project/open";
import { rowLoaderOf } from "#project/row-loaders";
import type { ExprId } from "#syntax/summary";
import { fixtureFolder } from "./fixtures.ts";

/**
 * No unproven fact: whatever the catalogue says about entities and their rows is met in a fixture, in its own role: a decorator on a member,
 * a call that reads rows, an option or a call of the chain of such a read, a method that loads. `library#role word`.
 */
const met = new Set<string>();
/** Read → methods it was met with. */
const reads = new Map<OperationFact, Set<string>>();

beforeAll(() => {
  const rules = ["no-query-in-loop", "require-bounded-query", "no-implicit-relation-loading"];
  const projects = readdirSync(fixtureFolder("projects")).filter((name) => /^(?:loading-|loop-|project-fields|entities|every-entity)/.test(name));
  const folders = [...rules.map((rule) => fixtureFolder("rules", rule)), ...projects.map((name) => fixtureFolder("projects", name))];
  for (const folder of folders) {
    const { names, project } = openProject(folder);
    for (const code of project.productCodes()) readAll(names, code);
  }
});

describe("every fact about entities and rows is met by a fixture:", () => {
  for (const { packages, entities } of dataLibraries) {
    const [library = ""] = packages;
    if (!entities) continue;
    it(library, () => {
      expect([...declared(entities), ...(entities.rows ? told(entities.rows) : [])].filter((fact) => !met.has(`${library}#${fact}`))).toEqual([]);
    });
  }
});

describe("every read is met by a fixture, method by method:", () => {
  for (const facts of dataLibraries.filter(({ data }) => data?.operations)) {
    it(facts.packages[0] ?? "", () => {
      expect(unmetReads(facts)).toEqual([]);
    });
  }
});

function declared({
  columns = [],
  relations = {},
  schemas = [],
  kinds = {},
  scopes = {},
  everything = {},
  hooks = [],
  eagerOptions = [],
}: EntityFacts): string[] {
  return [
    ...[...columns, ...Object.keys(relations), ...schemas.map(({ api }) => api), ...Object.keys(scopes), ...hooks].map((api) => `api ${api}`),
    ...[...Object.keys(kinds), ...Object.keys(everything), ...eagerOptions].map((word) => `word ${word.slice(word.lastIndexOf(".") + 1)}`),
  ];
}

function told({ one = {}, many = {}, counted = {}, loads, plain, first = [], loaders = [], relationLoaders = [], loadersOnce = [] }: EntityRowFacts): string[] {
  return [
    ...Object.keys({ ...one, ...many, ...counted }).map((api) => `row ${api}`),
    ...[...loads, ...plain, ...first].map((word) => `said ${word}`),
    ...[...loaders, ...relationLoaders, ...loadersOnce].map((word) => `loads ${word}`),
  ];
}

function unmetReads({ data }: LibraryFacts): string[] {
  return (data?.operations ?? []).filter(({ does }) => does === "read").flatMap((fact) => fact.apis.filter((api) => !reads.get(fact)?.has(lastOf(api))));
}

function lastOf(api: string): string {
  return api.slice(Math.max(api.lastIndexOf("."), api.lastIndexOf("#")) + 1);
}

function readAll(names: Names, code: Code): void {
  for (const { members, decorators } of code.summary.classes)
    for (const id of [...decorators, ...Object.values(members).flatMap((member) => member.decorators ?? [])]) meetApis(names, code, calleeOf(code, id));
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k === "tag") continue;
    if (expr.k === "call" || expr.k === "new") meetApis(names, code, expr.c);
    const loader = expr.k === "call" ? rowLoaderOf(names, code, expr.c) : undefined;
    if (loader) meetLoader(names, loader.library, loader.method);
    const read = readAt(names, code, call)?.read;
    if (read) meetRead(code, read.api, read.chain);
  }
  for (const { parts, code: at } of operationsIn(names, code))
    for (const { call, fact } of parts)
      for (const api of names.apisOf(at, calleeOf(at, call))) reads.set(fact, (reads.get(fact) ?? new Set<string>()).add(lastOf(api)));
  for (const library of dataLibraries.filter(({ entities }) => entities))
    for (const word of wordsOf(library.entities ?? {}))
      if (new RegExp(`\\b${word}\\b|["']${word}["']`).test(code.text)) met.add(`${library.packages[0] ?? ""}#word ${word}`);
}

function wordsOf({ kinds = {}, everything = {}, eagerOptions = [] }: EntityFacts): string[] {
  return [...Object.keys(kinds), ...Object.keys(everything), ...eagerOptions].map((word) => word.slice(word.lastIndexOf(".") + 1));
}

function calleeOf(code: Code, id: ExprId): ExprId {
  const expr = code.expr(id);
  return expr.k === "call" || expr.k === "new" ? expr.c : expr.k === "tag" ? expr.tag : id;
}

function meetApis(names: Names, code: Code, callee: ExprId): void {
  for (const api of names.apisOf(code, callee)) met.add(api.replace("#", "#api "));
}

function meetLoader(names: Names, library: string, method: string): void {
  met.add(`${library}#loads ${method}`);
  const loaders = names.project.catalog.libraries.filter((item) => item.packages[0] === library).flatMap(({ entities }) => entities?.rows?.loaders ?? []);
  for (const name of loaders) if (name.endsWith("*") && method.startsWith(name.slice(0, -1))) met.add(`${library}#loads ${name}`);
}

function meetRead(code: Code, api: string, chain: ExprId): void {
  const library = api.slice(0, api.indexOf("#"));
  met.add(api.replace("#", "#row ")).add(withAnyModel(api).replace("#", "#row "));
  for (const { method, args } of callsInChain(code, chain)) {
    met.add(`${library}#said ${method}`);
    for (const id of args) {
      const given = code.expr(id);
      if (given.k === "object") for (const [key] of given.props) met.add(`${library}#said ${key}`);
    }
  }
}

/** `PrismaClient.loan.findMany` is `PrismaClient.*.findMany`. */
function withAnyModel(api: string): string {
  const parts = api.split(".");
  return parts.length < 3 ? api : [...parts.slice(0, -2), "*", parts.at(-1)].join(".");
}
