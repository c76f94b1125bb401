import { handSorted, joiningOptions, shapingMethods, shapingOptions } from "#catalog/reads";
import type { ExprId, Span } from "#syntax/summary";
import { findCalls } from "./callers.ts";
import { callsInChain, nextInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { type Operation, operationsIn } from "./data-operations.ts";
import { isFilteredByDefault } from "./default-filters.ts";
import { growsWithPeople, readEntity, subjectOf } from "./growing-tables.ts";
import type { Names } from "./names.ts";
import { answersWithFile, isSwitchedOff, needsAll } from "./wholesale-work.ts";
import { isInBranch } from "./on-the-way.ts";
import { requestPathsOf } from "./request-path.ts";
import { isLight, isToChooseFrom, namedColumns, offersChoices } from "./light-reads.ts";
import { isLoaderName } from "./row-loaders.ts";
import { type Fate, fatesOf } from "./rows-fate.ts";
import { isOfScopedClient } from "./scoped-clients.ts";
import type { Step } from "./step.ts";
import { isAwaited } from "./unawaited.ts";
import { isForOperators, isTenant } from "./tenants.ts";
import { perFile } from "./per-file.ts";

/** A read in the way of a request that brings every row of a table. */
export interface UnboundedRead {
  readonly operation: Operation;
  readonly span: Span;
  readonly steps: readonly Step[];
  /** What would be better than a page: the rows are only counted or summed up, a few are taken of what was read, or some are picked out of all. */
  readonly instead?: "count" | "limit" | "filter";
  /** Only some of the requests get to it: it stands in a branch, here or further out. */
  readonly inBranch: boolean;
  /** Whether it is known that a client gets the rows as a list, or that the database could do what is done with them. */
  readonly helps: boolean;
}

/** Reads of a file that requests cause and nothing bounds: no filter, no limit, no page. */
export const unboundedReads = perFile((names, code): readonly UnboundedRead[] =>
  operationsIn(names, code).flatMap((operation) => judge(names, { ...operation, chain: queryIn(operation) })),
);

/** `(await loans.find()).map(…)`: what is called on rows that are there is no part of the query. */
function queryIn({ code, chain }: Operation): ExprId {
  const { s } = code.expr(chain);
  for (const { call } of callsInChain(code, chain)) if (code.expr(call).s > s && isAwaited(code, call)) return call;
  return chain;
}

function judge(names: Names, operation: Operation): readonly UnboundedRead[] {
  const { code, call, chain, fact, fn } = operation;
  if (fact.does !== "read" || fact.rows === "one" || isOfRow(names, operation) || !bringsAll(names, operation)) return [];
  if (isPart(code, chain) || isSortedByHand(operation) || deletesToo(names, operation)) return [];
  const path = requestPathsOf(names).to(code, fn);
  const columns = namedColumns(operation);
  if (!path || isLight(columns) || (isToChooseFrom(columns) && path.functions.some(offersChoices))) return [];
  if (path.functions.some((item) => needsAll(item) || answersWithFile(item) || isSwitchedOff(item))) return [];
  const entity = readEntity(names, operation);
  if (
    !growsWithPeople(names, operation, entity) ||
    (entity && isFilteredByDefault(names, entity)) ||
    isOfScopedClient(names, operation) ||
    isBoundByCallers(names, operation)
  )
    return [];
  if (entity && isForOperators(path.functions) && isTenant(names, entity)) return [];
  const fates = fatesOf(names, code, chain);
  const isKnown = !fates.has("other") && !fates.has("answered");
  // Everybody is sent something, or all keys are compared: part of the rows would be wrong.
  if (isKnown && (fates.has("sent") || fates.has("asked"))) return [];
  const isTable = fates.has("keyed") && !fates.has("sifted") && columns !== undefined;
  if (isKnown && (isTable || (fates.has("chosen") && isToChooseFrom(columns)))) return [];
  const instead = !isKnown
    ? undefined
    : fates.has("cut")
      ? "limit"
      : fates.has("sifted") || fates.has("keyed")
        ? "filter"
        : fates.has("counted")
          ? "count"
          : undefined;
  const whole = code.expr(call);
  const end = code.text.indexOf("\n", whole.s);
  const span = { s: whole.s, e: end === -1 || end > whole.e ? whole.e : end };
  const steps = [...path.steps, { code, span, message: "reads every row" }];
  return [{ operation, span, steps, inBranch: isInBranch(path, { code, span }), helps: helpsWith(fates, instead), ...(instead && { instead }) }];
}

/** A client gets the rows, or one query does what is done with them: what is sifted and counted as well takes several. */
function helpsWith(fates: ReadonlySet<Fate>, instead: UnboundedRead["instead"]): boolean {
  if (fates.has("answered") || fates.has("chosen")) return true;
  return instead !== undefined && !(fates.has("sifted") && (fates.has("counted") || fates.has("cut")));
}

/** `loan.$relatedQuery("member")`: what belongs to one row. */
function isOfRow(names: Names, { api }: Operation): boolean {
  return isLoaderName(names, api.slice(api.lastIndexOf(".") + 1));
}

/** A builder that is returned as it is: callers go on with it, `loansOf(member).where(…)`. */
function isBoundByCallers(names: Names, { code, fn, chain }: Operation): boolean {
  const { returns = [], async = false } = code.summary.functions[fn] ?? {};
  if (async || !returns.includes(chain) || isAwaited(code, chain)) return false;
  return findCalls(names, code, fn).some((call) => {
    const next = nextInChain(call.code, call.call);
    const expr = next === undefined ? undefined : call.code.expr(next);
    const goesOn = expr?.k === "call" && !shapingMethods.has(call.code.calleeName(expr.c) ?? "");
    return goesOn || isPart(call.code, call.call);
  });
}

/** `orderBy: { position: "asc" }`, `.sort("displayOrder")`. */
function isSortedByHand({ code, chain }: Operation): boolean {
  return [...callsInChain(code, chain)].some(({ method, args }) =>
    args.some((id) => {
      const expr = code.expr(id);
      if (/^(?:addOrderBy|orderBy|sort)$/.test(method)) return namesIn(code, id).some((name) => handSorted.test(name));
      return (
        expr.k === "object" &&
        expr.props.some(([key, value]) => /^(?:orderBy|order|sort)$/.test(key) && namesIn(code, value).some((name) => handSorted.test(name)))
      );
    }),
  );
}

/** Columns an order speaks of: `{ position: "asc" }`, `[["position", "ASC"]]`, `"loan.position"`, `asc(loans.position)`. */
function namesIn(code: Code, id: ExprId): readonly string[] {
  const expr = code.expr(id);
  if (expr.k === "const") return typeof expr.v === "string" ? [expr.v.replace(/^.*\.|^-/, "")] : [];
  if (expr.k === "member") return [expr.p];
  if (expr.k === "array") return expr.items.flatMap((item) => namesIn(code, item));
  if (expr.k === "call") return expr.args.flatMap((item) => namesIn(code, item));
  return expr.k === "object" ? expr.props.map(([key]) => key) : [];
}

/** All rows are read to be thrown away: what belongs to them goes first. */
function deletesToo(names: Names, operation: Operation): boolean {
  const { code, fn } = operation;
  return operationsIn(names, code).some(
    (other) => other.fn === fn && /\.(?:delete|destroy|remove)\w*$/i.test(other.api) && subjectOf(other) === subjectOf(operation),
  );
}

/** A builder that is handed on, or kept, may be bounded there. */
function isPart(code: Code, chain: ExprId): boolean {
  return (
    code.summary.calls.some((call) => {
      const expr = code.expr(call);
      return (expr.k === "call" || expr.k === "new") && expr.args.includes(chain) && !/^(?:all|allSettled|json|send|push)$/.test(code.calleeName(expr.c) ?? "");
    }) || Object.entries(code.summary.writes).some(([, writes]) => writes.some((write) => write.v === chain && !isAwaited(code, chain)))
  );
}

/** What comes of these is no row. */
const condensed = /\.(?:distinct|aggregate|selectDistinct\w*|groupBy|count\w*)$/;

/** `COUNT(loan.id)` in the text of a column: one row, or one for each group. */
const condensing = /\b(?:count|sum|min|max|avg|array_agg|json_agg)\s*\(|\bdistinct\b/i;

const starting = new Set(["createQueryBuilder", "query", "qb", "selectFrom"]);

function bringsAll(names: Names, operation: Operation): boolean {
  const { code, chain, call, api } = operation;
  if (condensed.test(api)) return false;
  // A builder kept in a variable may have been bounded before.
  if (api.includes("QueryBuilder.") && ![...callsInChain(code, chain)].some((link) => starting.has(link.method))) return false;
  // A method whose name is computed, `query()[updateOrInsert](…)`, may be anything.
  if (code.summary.exprs.some((expr) => expr.k === "index" && expr.o === chain && /^\s*\[/.test(code.text.slice(code.expr(chain).e)))) return false;
  for (const link of callsInChain(code, chain)) {
    const isOwn = link.call === call;
    if (!isOwn && !shapingMethods.has(link.method)) return false;
    if (!link.args.every((argument) => onlyShapes(names, operation, argument, isOwn))) return false;
  }
  return true;
}

/** Options that only say which columns (`select({ id: loans.id })`), in which order; a class, a table, a name of columns. Everything else may bound. */
function onlyShapes(names: Names, { code, library, api }: Operation, argument: ExprId, isOwn: boolean): boolean {
  const expr = code.expr(argument);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "number" || (typeof expr.v === "string" && !condensing.test(expr.v));
    case "object":
      if (isOwn && api.endsWith(".select")) return expr.props.every(([, value]) => code.expr(value).k === "member");
      return isOwn
        ? expr.props.every(([key, value]) => shapingOptions.has(key) && (key !== joiningOptions[library] || !mayFilter(names, code, value)))
        : expr.props.every(([key]) => key !== "...");
    case "array":
      return !isOwn && expr.items.map((item) => code.expr(item)).every((item) => item.k !== "const" || !condensing.test(String(item.v)));
    case "name":
    case "member":
      // Whatever else may be a filter.
      return isModel(names, code, argument);
    case "call":
      return !isOwn;
    default:
      return false;
  }
}

/** Relations that are joined with a condition, or that are written elsewhere. */
function mayFilter(names: Names, code: Code, relations: ExprId): boolean {
  const expr = code.expr(relations);
  if (expr.k === "array") return expr.items.some((item) => mayFilter(names, code, item));
  if (expr.k === "object") {
    const isEachKnown = expr.props.every(([key]) => key !== "..." && key !== "[]" && key !== "where" && key !== "required");
    return !isEachKnown || expr.props.some(([key, value]) => key === "include" && mayFilter(names, code, value));
  }
  // A model, or the name of a relation; a name may also stand for options.
  return expr.k !== "const" && !isModel(names, code, relations);
}

/** A table, an entity, a model. */
function isModel(names: Names, code: Code, id: ExprId): boolean {
  const { catalog } = names.project;
  return names.denote(code, id).some((item) => item.k === "class" || (item.k === "api" && catalog.isIn(catalog.data.modelFactories, item.name)));
}
