import type { KeyedForm } from "#catalog/batch-forms";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isKnownOutside, isOfElement, textOf, type WrittenRound } from "./loop-text.ts";
import type { Edit } from "./option-edits.ts";

/** The call about many keys that stands for calls about one each. */
export interface KeyedTwin {
  readonly text: string;
  /** In short: `findBy({ id: In(…) })`. */
  readonly form: string;
  readonly column: string;
  /** What is read of a row to know its key: `id`, `get("id")`. */
  readonly asks: string;
  /** The key of one element, as it is written. */
  readonly key: string;
  readonly imports: readonly Edit[];
}

interface Keyed {
  readonly call: ExprId;
  readonly chain: ExprId;
  readonly form: KeyedForm;
  readonly library: string;
}

export interface Key {
  readonly id: ExprId;
  /** The column as it is written: `id`, `books.id`. */
  readonly column: string;
  /** The comparison the key stands in. */
  readonly within?: ExprId;
}

/** Columns no two rows share, by what everybody calls them. */
export const identifying = /^_?(?:id|uuid|uid|guid|slug|email|username|isbn|code|key)$/i;

/** Rewrites a call for one key into its twin for the keys of a round. `undefined` where anything but the key differs between elements. */
export function keyedTwin(code: Code, keyed: Keyed, round: WrittenRound): KeyedTwin | undefined {
  const { call, chain, form, library } = keyed;
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  const key = chain === call && expr.k === "call" ? keyOf(code, expr.args, keyed, round) : undefined;
  const column = key?.column.replace(/^.*\./, "") ?? "";
  if (!key || !(form.anyColumn || form.key === "argument" || identifying.test(column)) || callee?.k !== "member" || !isKnownOutside(code, chain, round, key.id))
    return undefined;
  const imports = form.imports === undefined ? [] : importOf(code, form.imports, library);
  if (!imports) return undefined;
  const { key: written, list: keys } = keysOf(code, key.id, round);
  const several = form.several.replace("%column", key.column).replace("%", () => keys);
  const value =
    form.key === "argument"
      ? (form.wrap ?? "%").replace("%", () => several)
      : `${key.within === undefined && isShorthand(code, key.id) ? `${key.column}: ` : ""}${several}`;
  const { s, e } = code.expr(chain);
  const place = code.expr(key.within ?? key.id);
  const text = `${code.text.slice(s, callee.e - callee.p.length)}${form.method}${code.text.slice(callee.e, place.s)}${value}${code.text.slice(place.e, e)}${form.ending ?? ""}`;
  return {
    text,
    form: `${form.method}(${shortOf(form, key.column)})`,
    column,
    asks: (form.asks ?? "%").replace("%", column),
    key: written,
    imports,
  };
}

/** The key of one element as it is written, and the list of all of them. */
export function keysOf(code: Code, id: ExprId, round: WrittenRound): { readonly key: string; readonly list: string } {
  const key = textOf(code, id);
  return { key, list: key === round.pattern ? round.list : `${round.list}.map((${patternFor(round.pattern, key)}) => ${key})` };
}

/** `{ id, day }` is `{ id }` where only that is asked for. */
function patternFor(pattern: string, written: string): string {
  return pattern.startsWith("{") && !pattern.includes(":") ? `{ ${written.split(".")[0] ?? written} }` : pattern;
}

/** What the twin is given, in short. */
function shortOf({ key, several, wrap = "%" }: KeyedForm, column: string): string {
  const keys = several.replace("%column", column).replace("%", "…");
  if (several.includes("%column")) return `{ where: ${keys} }`;
  if (key === "argument") return wrap.replace("%", keys);
  const filter = `{ ${column}: ${keys} }`;
  return key === "0.where" ? `{ where: ${filter} }` : filter;
}

function keyOf(code: Code, args: readonly ExprId[], { form, library }: Keyed, round: WrittenRound): Key | undefined {
  const { key, column = "", keeps = [], compares } = form;
  if (key === "argument") {
    const [id, ...more] = args;
    return id !== undefined && more.length === 0 && isKey(code, id, round) ? { id, column } : undefined;
  }
  const index = key === "1" ? 1 : 0;
  const given = args[index];
  if (given === undefined || args.length > index + 1) return undefined;
  if (key !== "0.where") return keyIn(code, given, round);
  const options = code.expr(given);
  if (options.k !== "object" || options.props.some(([name]) => name !== "where" && !keeps.includes(name))) return undefined;
  const where = options.props.find(([name]) => name === "where")?.[1];
  if (where === undefined) return undefined;
  return compares === undefined ? keyIn(code, where, round) : comparedTo(code, where, { compares, library }, round);
}

/** `eq(books.id, loan.bookId)`, of the library's own `eq`. */
export function comparedTo(
  code: Code,
  id: ExprId,
  { compares, library }: { readonly compares: string; readonly library: string },
  round: WrittenRound,
): Key | undefined {
  const expr = code.expr(id);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  const imported = callee?.k === "name" ? code.summary.bindings[callee.b]?.imported : undefined;
  if (expr.k !== "call" || imported?.n !== compares || code.summary.imports[imported.i]?.specifier !== library) return undefined;
  const [column, key, ...more] = expr.args;
  if (column === undefined || key === undefined || more.length > 0 || code.expr(column).k !== "member" || !isKey(code, key, round)) return undefined;
  return { id: key, column: textOf(code, column), within: id };
}

/** The one filter that differs from element to element. */
function keyIn(code: Code, filters: ExprId, round: WrittenRound): Key | undefined {
  const expr = code.expr(filters);
  if (expr.k !== "object" || expr.props.some(([name]) => name === "..." || name === "[]" || !/^[A-Za-z_]\w*$/.test(name))) return undefined;
  const own = expr.props.filter(([, value]) => !isKnownOutside(code, value, round));
  const [only, ...more] = own;
  return only && more.length === 0 && isKey(code, only[1], round) ? { id: only[1], column: only[0] } : undefined;
}

/** A value that is written there as it is: no cast, no `!` behind it. */
export function isKey(code: Code, id: ExprId, round: WrittenRound): boolean {
  return isOfElement(code, id, round) && /^\s*[,})]/.test(code.text.slice(code.expr(id).e, code.expr(id).e + 40));
}

/** `{ id }`. */
function isShorthand(code: Code, id: ExprId): boolean {
  return /[{,]\s*$/.test(code.text.slice(0, code.expr(id).s).slice(-40));
}

/** Adds a name to an import of the library; nothing to do where it is there. `undefined` where the name means something else. */
export function importOf(code: Code, name: string, library: string): readonly Edit[] | undefined {
  const { bindings, imports } = code.summary;
  const known = bindings.find((item) => item.n === name);
  const own = imports.filter((item) => item.specifier === library && item.kind === "static");
  if (known) return known.imported && own.includes(imports[known.imported.i] as never) && known.imported.n === name ? [] : undefined;
  const [first] = own;
  if (!first) return undefined;
  const span: Span = { s: first.s, e: first.s };
  return [{ span, text: `import { ${name} } from ${code.text.slice(first.from.s, first.from.e)};\n` }];
}
