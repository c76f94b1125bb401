import type { ExprId } from "#syntax/summary";
import { callsInChain } from "../chains.ts";
import type { Code } from "../code.ts";
import type { DataRoots, Root } from "../data-roots.ts";
import { forkRoots } from "../fork-roots.ts";
import { putForCall } from "../handler-context.ts";
import { handedBack } from "../handed-back.ts";
import type { Denotation } from "../names.ts";
import { isAwaited } from "../unawaited.ts";
import { clientAt } from "./clients.ts";

const unknown: readonly Root[] = [{ k: "unknown" }];
const none: readonly Root[] = [];

/** What a call goes back to: what it begins or makes, what it is given, or what it is called on. */
export function ofCall(data: DataRoots, code: Code, id: ExprId, c: ExprId, args: readonly ExprId[], depth: number): readonly Root[] {
  const { catalog } = data.names.project;
  const apis = data.names.apisOf(code, c);
  if (apis.some((api) => catalog.data.checkouts.of(api) || catalog.data.transactions.of(api).some((fact) => fact.form === "begin" && fact.on === "result")))
    return [{ k: "made", code, call: id }];
  const kept = apis.flatMap((api) => putForCall(data.names, api, code, args));
  if (kept.length > 0) return kept.flatMap((value) => data.of(value.code, value.id, depth));
  const fork = apis.find((api) => catalog.data.forks.of(api) !== undefined);
  if (fork !== undefined) return forkRoots(code, id, fork, catalog.data.forks.of(fork) ?? "");
  // `new LoanRepository(tx)`, `repository.with(tx)`, `em.withRepository(repo)`: bound to what it is given.
  if (!isData(data, code, id)) {
    const bound = args.flatMap((argument) => handles(data, code, argument, depth));
    if (bound.length > 0) return bound;
  }
  const callee = code.expr(c);
  // A client that is called itself: `this.knex("loans")`.
  if (callee.k === "member" && apis.some((api) => catalog.isIn(catalog.data.clients, api))) return data.of(code, c, depth);
  if (code.expr(id).k === "new" && apis.some((api) => catalog.isIn(catalog.data.clients, api)))
    return [{ k: "client", of: `new:${code.path}:${id}`, library: apis[0]?.slice(0, apis[0].indexOf("#")) }];
  // `knex({ … })`, `createPool({ … })`: a function that makes one.
  const maker = apis.find((api) => catalog.isIn(catalog.lifetimes.clients, api) && catalog.data.operationOf(api) === undefined);
  if (maker !== undefined) return [{ k: "client", of: `new:${code.path}:${id}`, library: maker.slice(0, maker.indexOf("#")) }];
  if (code.expr(id).k === "new") return [clientAt(data.names, code, id, `new:${code.path}:${id}`)];
  const own = data.names.denote(code, c).filter((item) => item.k === "function");
  if (own.length > 0) return own.flatMap((item) => ofOwnCall(data, code, item, args, depth));
  // `this.prisma.txClient()`: a method that we cannot look into may find the transaction in its context.
  if (callee.k === "member") return isOfLibrary(data, apis) ? data.of(code, callee.o, depth) : unknown;
  if (callee.k === "name" || callee.k === "global") return apis.length > 0 ? ofCallee(data, code, c, apis, depth) : unknown;
  return data.of(code, c, depth);
}

function isOfLibrary(data: DataRoots, apis: readonly string[]): boolean {
  const { libraries } = data.names.project.catalog;
  return apis.some((api) => libraries.some((facts) => facts.data && facts.packages.includes(api.slice(0, api.indexOf("#")))));
}

function ofCallee(data: DataRoots, code: Code, c: ExprId, apis: readonly string[], depth: number): readonly Root[] {
  const { catalog } = data.names.project;
  // A client that is called itself (`knex("loans")`), or a function of the library that finds or makes one.
  return apis.some((api) => catalog.data.operationOf(api))
    ? data.of(code, c, depth)
    : [{ k: "client", of: `default:${apis[0]?.split("#")[0] ?? ""}:`, library: apis[0]?.split("#")[0] }];
}

function ofReturns(data: DataRoots, item: Extract<Denotation, { k: "function" }>, depth: number): readonly Root[] {
  const fn = item.code.summary.functions[item.f];
  if (!fn || fn.returns.length === 0) return unknown;
  const roots = fn.returns.flatMap((value) => data.of(item.code, value, depth));
  return roots.every((root) => root.k === "client") ? roots : unknown;
}

/** What a function of ours returns, or hands back of its arguments: `remember("prisma", () => new PrismaClient())`. */
function ofOwnCall(data: DataRoots, code: Code, item: Extract<Denotation, { k: "function" }>, args: readonly ExprId[], depth: number): readonly Root[] {
  const returned = ofReturns(data, item, depth);
  if (returned.every((root) => root.k === "client")) return returned;
  const handed = handedBack(item.code, item.f).flatMap(({ i, called }) => {
    const argument = args[i];
    if (argument === undefined) return unknown;
    const made = data.names.denote(code, argument).filter((given) => given.k === "function");
    return called ? made.flatMap((given) => ofReturns(data, given, depth)) : data.of(code, argument, depth);
  });
  return handed.length > 0 && handed.every((root) => root.k === "client") ? handed : unknown;
}

/** Handles and parameters an argument brings along; clients and plain values do not count. */
export function handles(data: DataRoots, code: Code, id: ExprId, depth: number): readonly Root[] {
  const expr = code.expr(id);
  if (expr.k !== "name" && expr.k !== "member" && expr.k !== "object" && expr.k !== "either" && expr.k !== "call") return none;
  if (isRow(data, code, id)) return none;
  return data.of(code, id, depth).filter((root) => root.k === "handle" || root.k === "made");
}

/** Rows that were waited for (a query that is only built is a query all the same), an element of them, or what `map` made of them. */
function isRow(data: DataRoots, code: Code, id: ExprId, depth = 0): boolean {
  const expr = code.expr(id);
  if (depth > 6) return false;
  if (expr.k === "call") {
    const callee = code.expr(expr.c);
    return (
      [...callsInChain(code, id)].some(({ call }) => isData(data, code, call)) ||
      (callee.k === "member" && listing.has(callee.p) && isRow(data, code, callee.o, depth + 1))
    );
  }
  if (expr.k === "element" || expr.k === "index" || expr.k === "member") return isRow(data, code, expr.o, depth + 1);
  if (expr.k === "either") return expr.of.some((item) => isRow(data, code, item, depth + 1));
  if (expr.k !== "name") return false;
  const writes = code.summary.writes[`b${String(expr.b)}`] ?? [];
  return (
    writes.length > 0 && writes.every(({ v }) => (isAwaited(code, v) || code.expr(v).k !== "call" || isListing(code, v)) && isRow(data, code, v, depth + 1))
  );
}

const listing = new Set(["map", "filter", "slice", "at", "find", "flatMap", "sort"]);

function isListing(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && listing.has(code.calleeName(expr.c) ?? "");
}

/** Rows that an operation brought are no clients. */
export function isData(data: DataRoots, code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k === "const") return true;
  if (expr.k !== "call") return false;
  const { catalog } = data.names.project;
  return data.names.apisOf(code, expr.c).some((api) => catalog.data.operationOf(api) !== undefined);
}
