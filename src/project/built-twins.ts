import { type BuiltForm, builtForms } from "#catalog/batch-forms";
import type { ExprId, Span } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import type { Operation } from "./data-operations.ts";
import { comparedTo, identifying, importOf, isKey, type Key, type KeyedTwin, keysOf } from "./keyed-twins.ts";
import { isKnownOutside, type WrittenRound } from "./loop-text.ts";
import type { Names } from "./names.ts";

/** The chain about many keys that stands for chains about one each. */
export interface BuiltTwin extends KeyedTwin {
  readonly notEmpty: boolean;
  /** The row is the first element of what the chain gives. */
  readonly first: boolean;
}

interface Link {
  readonly call: ExprId;
  readonly method: string;
  readonly args: readonly ExprId[];
}

/** Rewrites a chain for one key into its twin for the keys of a round. `undefined` where it says anything else, or anything else differs between elements. */
export function builtTwin(names: Names, { code, chain, library }: Operation, round: WrittenRound): BuiltTwin | undefined {
  const links: readonly Link[] = [...callsInChain(code, chain)].reverse();
  const [start, ...rest] = links;
  const form = start && builtForms[library]?.find(({ apis }) => apis.some((api) => startsWith(names, code, start.call, `${library}#${api}`)));
  if (!start || !form || !isPlainStart(start, form)) return undefined;
  const found = rest.flatMap((link) => (link.method === "where" ? (keyOf(code, link, form, library, round) ?? []) : []).map((key) => ({ link, key })));
  const [only, ...more] = found;
  if (!only || more.length > 0 || !isKnownOutside(code, chain, round, only.key.id)) return undefined;
  const asks = only.key.column.replace(/^.*\./, "");
  const parts = rest.map((link) => partOf(code, link, form, link === only.link, asks, rest));
  const imports = form.imports === undefined ? [] : importOf(code, form.imports, library);
  if (!identifying.test(asks) || !imports || parts.includes(undefined) || !endsInOne(rest, form)) return undefined;
  const keys = keysOf(code, only.key.id, round);
  const several = form.several.replace("%column", only.key.column).replace("%keys", () => keys.list);
  const { s } = code.expr(chain);
  const text = code.text.slice(s, code.expr(start.call).e) + parts.join("").replace(mark, () => several);
  const short = form.several.replace("%column", only.key.column).replace("%keys", "…");
  return { text, form: short, column: asks, asks, key: keys.key, imports, notEmpty: form.notEmpty === true, first: form.endings === undefined };
}

const mark = "\u0000";

function startsWith(names: Names, code: Code, call: ExprId, api: string): boolean {
  const expr = code.expr(call);
  return expr.k === "call" && names.apisOf(code, expr.c).some((name) => name === api || names.project.catalog.isIn(new Set([api]), name));
}

/** `db.select()` brings every column; a start that names some is left to people. */
function isPlainStart({ method, args }: Link, { selects }: BuiltForm): boolean {
  return !selects.includes(method) || args.length === 0;
}

/** What a link of the chain is in the twin, with the dot and the space before it; `undefined` where that is not known. */
function partOf(code: Code, link: Link, form: BuiltForm, isKeyed: boolean, asks: string, all: readonly Link[]): string | undefined {
  const expr = code.expr(link.call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (expr.k !== "call" || callee?.k !== "member") return undefined;
  const lead = code.text.slice(code.expr(callee.o).e, callee.e - callee.p.length);
  if (isKeyed) return `${lead}${mark}`;
  const ending = form.endings?.[link.method];
  if (ending !== undefined) return link === all.at(-1) && link.args.length === 0 ? (ending === "" ? "" : `${lead}${ending}()`) : undefined;
  if (link.method === form.limits) return isOne(code, link.args) ? "" : undefined;
  if (form.selects.includes(link.method) && !bringsKey(code, link.args, asks)) return undefined;
  return form.selects.includes(link.method) || form.keeps.includes(link.method) ? code.text.slice(code.expr(callee.o).e, expr.e) : undefined;
}

/** The chain brings one row, or the caller takes the first. */
function endsInOne(links: readonly Link[], { endings }: BuiltForm): boolean {
  return endings === undefined || Object.hasOwn(endings, links.at(-1)?.method ?? "");
}

function isOne(code: Code, [count, ...more]: readonly ExprId[]): boolean {
  const expr = count === undefined ? undefined : code.expr(count);
  return more.length === 0 && expr?.k === "const" && expr.v === 1;
}

/** `select("id", "title")`, `select(["id"])`, `select("*")`, `selectAll()`. */
function bringsKey(code: Code, args: readonly ExprId[], column: string): boolean {
  if (args.length === 0) return true;
  const named = args.flatMap((id) => {
    const expr = code.expr(id);
    return expr.k === "array" ? [...expr.items] : [id];
  });
  const texts = named.map((id) => code.expr(id));
  return texts.some((expr) => expr.k === "const" && (expr.v === "*" || expr.v === column));
}

/** The key `where` is told, as a list of one or none. */
function keyOf(code: Code, { args }: Link, form: BuiltForm, library: string, round: WrittenRound): readonly Key[] | undefined {
  const [first, second, third] = args;
  if (first === undefined) return undefined;
  const expr = code.expr(first);
  const isMine = (id: ExprId | undefined): id is ExprId => id !== undefined && isKey(code, id, round);
  const text = expr.k === "const" && typeof expr.v === "string" ? expr.v : undefined;
  if (args.length === 1 && expr.k === "object" && form.tells.includes("object")) {
    const [only, ...more] = expr.props;
    return only && more.length === 0 && /^\w+$/.test(only[0]) && isMine(only[1]) ? [{ id: only[1], column: only[0] }] : undefined;
  }
  if (args.length === 1 && form.tells.includes("comparison")) {
    const key = comparedTo(code, first, { compares: form.compares ?? "", library }, round);
    return key && [key];
  }
  if (text === undefined || !/^[\w.]+$/.test(text)) return undefined;
  if (args.length === 2 && form.tells.includes("pair") && isMine(second)) return [{ id: second, column: text }];
  const operator = second === undefined ? undefined : code.expr(second);
  const isEqual = args.length === 3 && form.tells.includes("equals") && operator?.k === "const" && operator.v === "=";
  return isEqual && isMine(third) ? [{ id: third, column: text }] : undefined;
}

/** Where the first row of a list is taken: `const [book] = await …`, `(await …)[0]`. What is replaced, and what stands in front of the look-up. */
export function firstTaken(code: Code, chain: ExprId): { readonly span: Span; readonly head: string } | undefined {
  const { s, e } = code.expr(chain);
  const pattern = /\[\s*(\w+)\s*,?\s*\]\s*=\s*await\s+$/.exec(code.text.slice(Math.max(0, s - 120), s));
  if (pattern?.[1] !== undefined && /\b(?:const|let)\s+$/.test(code.text.slice(0, s - pattern[0].length).slice(-12))) {
    return { span: { s: s - pattern[0].length, e }, head: `${pattern[1]} = ` };
  }
  const opened = /\(\s*await\s+$/.exec(code.text.slice(Math.max(0, s - 60), s));
  const closed = /^\s*\)\s*\[0\]/.exec(code.text.slice(e, e + 40));
  return opened && closed ? { span: { s: s - opened[0].length, e: e + closed[0].length }, head: "" } : undefined;
}
