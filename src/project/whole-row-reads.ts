import { type ProjectionFact, projections, rowsAreObjects } from "#catalog/projections";
import type { ExprId, Span } from "#syntax/summary";
import { callsInChain, nextInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { type Operation, operationsIn } from "./data-operations.ts";
import type { Entity } from "./entities.ts";
import { entityFactsOf } from "./entity-facts.ts";
import { lineOf, readAt } from "./entity-rows.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";
import { perFile } from "./per-file.ts";
import type { Step } from "./step.ts";
import { type RowShape, type UsedFields, usedFields } from "./used-fields.ts";

/** A read of whole rows of which nobody uses more than a field or two. */
export interface WholeRowRead {
  readonly operation: Operation;
  readonly projection: ProjectionFact;
  /** Fields that are used, in the order of their first use. */
  readonly fields: readonly string[];
  /** Nobody outside of the function sees the rows: the read may be changed alone. */
  readonly local: boolean;
  readonly span: Span;
  readonly steps: readonly Step[];
}

/** Reads of a file that bring whole rows although every use of the rows is known and takes a field or two. */
export const wholeRowReads = perFile((names, code): readonly WholeRowRead[] => operationsIn(names, code).flatMap((operation) => judge(names, operation) ?? []));

/** A list may be read for two fields, a single row for one; and for one where nobody knows how many columns there are. */
const mostFields = { one: 1, many: 2, counted: 2 } as const;
/** Columns that come along for nothing, where it is known how many there are. */
const fewestSpared = 3;

function judge(names: Names, operation: Operation): WholeRowRead | undefined {
  const { code, call } = operation;
  const projection = operation.does === "read" ? projectionOf(operation) : undefined;
  const rows = projection && wholeRows(names, operation, projection);
  if (!projection || !rows) return undefined;
  const entity = readAt(names, code, rows.end)?.read.entity;
  if (!entity && rowsAreObjects.has(operation.library)) return undefined;
  const used = usedFields(names, code, rows.end, rows.shape, (name) => !entity || isColumn(names, entity, name));
  if (!used || used.fields.size === 0 || used.fields.size > mostFields[rows.shape]) return undefined;
  const columns = entity?.columns.length ?? columnsRead(names, operation);
  const isWaste = columns === undefined || columns === 0 ? used.fields.size === 1 : columns - used.fields.size >= fewestSpared;
  if (!isWaste) return undefined;
  return toFinding(operation, projection, used, code.expr(call));
}

function toFinding(operation: Operation, projection: ProjectionFact, { fields, local }: UsedFields, { s, e }: Span): WholeRowRead {
  const { code } = operation;
  const span = lineOf(code, s, e);
  const reads = [...fields].map(([name, at]): Step => {
    const expr = at.code.expr(at.id);
    return { code: at.code, span: lineOf(at.code, expr.s, expr.e), message: `uses \`${name}\`` };
  });
  return { operation, projection, fields: [...fields.keys()], local, span, steps: [{ code, span, message: "reads whole rows" }, ...reads] };
}

function projectionOf({ api, library }: Operation): ProjectionFact | undefined {
  const path = api.slice(api.indexOf("#") + 1);
  const parts = path.split(".");
  const wild = parts.length < 3 ? path : [...parts.slice(0, -2), "*", parts.at(-1)].join(".");
  return projections[library]?.find(({ apis }) => apis.includes(path) || apis.includes(wild));
}

/** The end of the query and what it brings, when nothing in it names fields. */
function wholeRows(names: Names, operation: Operation, projection: ProjectionFact): { readonly end: ExprId; readonly shape: RowShape } | undefined {
  const { code } = operation;
  const { by, argument, plain, first = [], whole, named } = projection;
  const own = code.expr(operation.call);
  if ((named !== undefined && own.k === "call" && own.args.length > named) || isKept(names, operation)) return undefined;
  if (argument !== undefined && !isWhole(names, operation, argument, plain)) return undefined;
  let end = firstPart(operation);
  let shape: RowShape = projection.rows;
  let isAsked = whole === undefined || whole === by;
  for (let at: ExprId | undefined = end; at !== undefined; at = nextInChain(code, at)) {
    const expr = code.expr(at);
    const method = expr.k === "call" ? (code.calleeName(expr.c) ?? "") : "";
    const given = expr.k === "call" ? expr.args : [];
    const isStart = at === end;
    if (method === whole && given.length === 0) isAsked = true;
    else if (first.includes(method)) shape = "one";
    else if (method === by && argument === undefined && !(given.length === 0 || isEverything(code, given))) return undefined;
    else if (method !== by && !isStart && !plain.includes(method)) break;
    if (first.includes(method) && method === "first" && given.length > 0) return undefined;
    end = at;
  }
  return isAsked ? { end, shape } : undefined;
}

/** A builder kept in a variable: it may have been told what to bring, `query = knex("fines").sum("amount")`. */
function isKept(names: Names, { code, api, chain }: Operation): boolean {
  if (!api.includes("QueryBuilder.")) return false;
  const start = [...callsInChain(code, chain)].at(-1);
  const expr = start === undefined ? undefined : code.expr(start.call);
  return expr?.k === "call" && names.apisOf(code, expr.c).every((item) => item.includes("QueryBuilder."));
}

/** `select("*")`. */
function isEverything(code: Code, [only, ...more]: readonly ExprId[]): boolean {
  const expr = only === undefined ? undefined : code.expr(only);
  return more.length === 0 && expr?.k === "const" && expr.v === "*";
}

/** The call that starts the query; other parts of it may say more: `knex("loans")` of `knex("loans").first()`. */
function firstPart({ code, call, chain, api }: Operation): ExprId {
  if (!/^(?:knex|objection)#/.test(api)) return call;
  let found = call;
  for (const link of callsInChain(code, chain)) {
    const expr = code.expr(link.call);
    if (expr.e < code.expr(found).e && (expr.k === "call" ? code.expr(expr.c).k !== "const" : false)) found = link.call;
  }
  return found;
}

/** Options that stand there, and name nothing but what is known to leave rows whole. */
function isWhole(names: Names, { code, call }: Operation, argument: number, plain: readonly string[]): boolean {
  const expr = code.expr(call);
  if (expr.k !== "call" || expr.args.some((id) => code.expr(id).k === "spread")) return false;
  const given = expr.args[argument];
  if (given === undefined) return true;
  return originsOf(names, { code, id: given }).every((origin) => {
    const options = origin.code.expr(origin.id);
    return options.k === "object" && options.props.every(([key]) => plain.includes(key));
  });
}

/** Whether a property is a column: by what declares the entity, the classes it extends included. */
function isColumn(names: Names, { columns, code, c, library }: Entity, name: string): boolean {
  if (columns.includes(name)) return true;
  if (library === "mongoose" && (name === "_id" || name === "id")) return true;
  if (!code || c === undefined) return false;
  const own = code.summary.classes[c]?.members[name];
  if (library === "objection") return own === undefined || own.kind === "field";
  const decorators = entityFactsOf(names, `${library}#`)?.facts.columns ?? [];
  return names.basesOf(code, c).some((base) => {
    const member = base.k === "class" ? base.code.summary.classes[base.c]?.members[name] : undefined;
    return base.k === "class" && (member?.decorators ?? []).some((id) => isColumnDecorator(names, base.code, id, decorators));
  });
}

function isColumnDecorator(names: Names, code: Code, id: ExprId, decorators: readonly string[]): boolean {
  const expr = code.expr(id);
  return names.apisOf(code, expr.k === "call" ? expr.c : id).some((api) => decorators.includes(api.slice(api.indexOf("#") + 1)));
}

/** How many columns the table of `from(loans)` has, where it is declared in the project: `pgTable("loans", { … })`. */
function columnsRead(names: Names, { code, chain, library }: Operation): number | undefined {
  if (library !== "drizzle-orm") return undefined;
  const from = [...callsInChain(code, chain)].find(({ method }) => method === "from")?.args[0];
  const [origin] = from === undefined ? [] : originsOf(names, { code, id: from });
  const made = origin?.code.expr(origin.id);
  const columns = made?.k === "call" && made.args[1] !== undefined ? origin?.code.expr(made.args[1]) : undefined;
  return columns?.k === "object" ? columns.props.length : undefined;
}
