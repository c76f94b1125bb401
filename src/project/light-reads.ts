import type { ExprId, FnId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { Operation } from "./data-operations.ts";
import { wordsOfName } from "./name-words.ts";

/** Columns of a list that is made to choose from: a key and a title, asked for by name. */
const lightest = 2;

/** Whether a read asks for a column or two: `{ select: { id: true, name: true } }`, `find({}, "slug")`, `.select("_id name")`. */
export function isLight(columns: readonly (readonly string[])[] | undefined): boolean {
  return (columns ?? []).some((named) => named.length <= lightest);
}

/** Whether the columns are those of choices: a key, a title and at most two more that stand beside them. */
export function isToChooseFrom(columns: readonly (readonly string[])[] | undefined): boolean {
  return (columns ?? []).some((named) => named.length <= lightest + 2 && !named.includes(""));
}

const choices = new Set(["options", "choices", "dropdown", "dropdowns", "picker", "picklist", "lookup", "lookups"]);

/** `listMemberOptions`: whoever calls it lets somebody choose. */
export function offersChoices({ code, f }: { readonly code: Code; readonly f: FnId }): boolean {
  return choices.has(wordsOfName(code.summary.functions[f]?.n ?? "").at(-1) ?? "");
}

/** Columns a read asks for by name, for each place it does so at; relations and columns of other tables are empty names. */
export function namedColumns({ code, chain, call }: Operation): readonly (readonly string[])[] | undefined {
  const links = [...callsInChain(code, chain)];
  const isSelect = ({ method }: { readonly method: string }): boolean => method === "select" || method === "addSelect";
  const selected = links.filter(isSelect).flatMap(({ args }) => args.flatMap((id) => textsOf(code, id)));
  const options = links.filter((link) => link.call === call && !isSelect(link)).map(({ args }) => args.flatMap((id, i) => columnsNamed(code, id, i)));
  const named = [selected, ...options].filter((names) => names.length > 0);
  return named.length > 0 ? named : undefined;
}

function columnsNamed(code: Code, options: ExprId, i: number): readonly string[] {
  const expr = code.expr(options);
  // The first text is the table, or an alias of it.
  if (expr.k === "const") return i === 0 ? [] : textsOf(code, options);
  if (expr.k !== "object") return [];
  return expr.props.flatMap(([key, value]) => (/^(?:select|attributes|columns|fields|projection)$/.test(key) ? textsOf(code, value) : []));
}

/** `"slug -_id"`, `["id", "name"]`, `["books.id AS id"]`, `{ id: true }`, `{ id: books.id }`: the columns that are asked for. */
function textsOf(code: Code, id: ExprId): readonly string[] {
  const expr = code.expr(id);
  if (expr.k === "const") return typeof expr.v === "string" ? columnsIn(expr.v) : [];
  if (expr.k === "array") return expr.items.flatMap((item) => textsOf(code, item));
  if (expr.k !== "object") return [];
  return expr.props.flatMap(([key, value]) => {
    const flag = code.expr(value);
    if (flag.k === "const" && (flag.v === false || flag.v === 0)) return [];
    const isColumn = flag.k === "member" || (flag.k === "const" && flag.v !== null);
    return isColumn && !/^(?:\.\.\.|\[\]|exclude|include)$/.test(key) ? [key] : [key, "", ""];
  });
}

/** A column that gets another name is one column. */
function columnsIn(text: string): readonly string[] {
  const bare = text.replace(/\s+as\s+["'`]?\w+["'`]?/gi, "");
  return bare.split(/[\s,]+/).filter((name) => name !== "" && name !== "*" && !name.startsWith("-"));
}

/** Whether a callback makes of a row what is chosen from: a key and a title, with at most two more beside them. */
export function makesChoice(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const returns = expr.k === "function" ? (code.summary.functions[expr.f]?.returns ?? []) : [];
  return returns.length > 0 && returns.every((made) => isChoice(code, made));
}

function isChoice(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const keys = expr.k === "object" ? expr.props.map(([key]) => key) : [];
  return (
    keys.length <= 4 &&
    !keys.includes("...") &&
    keys.some((key) => /^(?:_?id|value|key)$/.test(key)) &&
    keys.some((key) => /^(?:label|name|title|text)$/.test(key))
  );
}
