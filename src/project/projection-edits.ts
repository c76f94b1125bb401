import type { ProjectionFact } from "#catalog/projections";
import type { Expr, ExprId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { type Edit, withOption } from "./option-edits.ts";
import type { WholeRowRead } from "./whole-row-reads.ts";

/**
 * Edits that make a read bring the used fields only, where nobody else sees its rows and its call can simply say so.
 * `undefined` where it cannot: options behind a variable, a table without a name.
 */
export function namedFields({ operation, projection, fields, local }: WholeRowRead): readonly Edit[] | undefined {
  const { code, call, chain } = operation;
  const expr = code.expr(call);
  if (!local || expr.k !== "call") return undefined;
  if (projection.argument !== undefined)
    return projection.instead === undefined
      ? withOption(code, call, projection.argument, `${projection.by}: ${objectOf(projection, fields)}`)
      : inPlaceOf(code, expr, projection, fields);
  const text = projection.as === "columns" ? columnsOf(code, chain, fields) : argumentsOf(projection, fields);
  if (text === undefined) return undefined;
  const said = [...callsInChain(code, chain)].find(({ method }) => method === (projection.whole ?? projection.by));
  if (said) return renamed(code, said.call, projection.by, text);
  const start = startOf(code, chain, call);
  const { e } = code.expr(start);
  return [{ span: { s: e, e }, text: `.${projection.by}(${text})` }];
}

type Call = Extract<Expr, { k: "call" }>;

/** `findBy({ member })` becomes `find({ where: { member }, select: { title: true } })`. */
function inPlaceOf(code: Code, { c, args }: Call, projection: ProjectionFact, fields: readonly string[]): readonly Edit[] | undefined {
  const callee = code.expr(c);
  const [where, ...more] = args;
  if (callee.k !== "member" || where === undefined || more.length > 0) return undefined;
  const { s, e } = code.expr(where);
  return [
    { span: { s: callee.e - callee.p.length, e: callee.e }, text: projection.instead ?? callee.p },
    { span: { s, e: s }, text: "{ where: " },
    { span: { s: e, e }, text: `, ${projection.by}: ${objectOf(projection, fields)} }` },
  ];
}

function objectOf({ as }: ProjectionFact, fields: readonly string[]): string {
  if (as === "list") return `[${quoted(fields)}]`;
  return `{ ${fields.map((name) => `${keyOf(name)}: ${as === "numbers" ? "1" : "true"}`).join(", ")} }`;
}

function argumentsOf({ as }: ProjectionFact, fields: readonly string[]): string {
  if (as === "words") return JSON.stringify(fields.join(" "));
  return as === "list" ? `[${quoted(fields)}]` : quoted(fields);
}

/** `{ title: books.title }`, of the table that `from(books)` names. */
function columnsOf(code: Code, chain: ExprId, fields: readonly string[]): string | undefined {
  const table = [...callsInChain(code, chain)].find(({ method }) => method === "from")?.args[0];
  const expr = table === undefined ? undefined : code.expr(table);
  if (expr?.k !== "name" && expr?.k !== "member") return undefined;
  const name = code.text.slice(expr.s, expr.e);
  return `{ ${fields.map((field) => `${keyOf(field)}: ${name}.${field}`).join(", ")} }`;
}

/** `selectAll()`, `select("*")`: the method and its arguments. */
function renamed(code: Code, call: ExprId, method: string, text: string): readonly Edit[] | undefined {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  return callee?.k === "member" ? [{ span: { s: callee.e - callee.p.length, e: expr.e }, text: `${method}(${text})` }] : undefined;
}

/** The innermost call of a query's chain: `knex("loans")`, `Loan.query()`. */
function startOf(code: Code, chain: ExprId, call: ExprId): ExprId {
  const { s } = code.expr(call);
  return [...callsInChain(code, chain)].filter((link) => code.expr(link.call).s === s).at(-1)?.call ?? call;
}

function quoted(fields: readonly string[]): string {
  return fields.map((name) => JSON.stringify(name)).join(", ");
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
