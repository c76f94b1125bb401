import type { BindingId, ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isInside } from "./control.ts";
import { filledIn, siftsIn } from "./keyed-rows.ts";
import { blockEnd } from "./spans.ts";
import { readsOf, usesOf, type ValueUse } from "./value-uses.ts";

const sending = /^(?:send|notify|deliver|dispatch|publish|mail|email|enqueue)|(?:Mail|Email|Push|Sms|Notification)$/;
/** `sum += loan.cents`, `counts[loan.branch] = (counts[loan.branch] ?? 0) + 1`. */
const summing = /\+=|\+\+|(?:\|\||\?\?)\s*0\s*\)+\s*\+/;
const keeping = /\.(?:push|unshift|add)\s*\(|\b(?:await|return|yield)\b|\.\.\./;

/** What a loop does with rows: `sifted`: it keeps some of them; where it only puts them under keys, the variables it fills. */
export type InLoop = "counted" | "sent" | "sifted" | readonly BindingId[];

/** What a loop over rows does with them; nothing where that is something else. */
export function inLoop(code: Code, list: ExprId, element: ExprId): InLoop | undefined {
  const loop = bodyAfter(code, code.expr(list).e);
  return (
    loop &&
    inBody(
      code,
      loop,
      rowNames(code, element),
      usesOf(code, element).flatMap((use) => variableOf(code, use) ?? []),
    )
  );
}

/** What a callback of `forEach` does with rows. */
export function inCallback(code: Code, id: ExprId | undefined): InLoop | undefined {
  const expr = id === undefined ? undefined : code.expr(id);
  const fn = expr?.k === "function" ? code.summary.functions[expr.f] : undefined;
  const head = fn && /^(?:async\s*)?(?:function\b[^{]*|(?:\([^)]*\)|[\w$]+)[^=]*=>\s*)/.exec(code.text.slice(fn.s, fn.e));
  return fn && head ? inBody(code, { s: fn.s + head[0].length, e: fn.e }, undefined, fn.params[0]?.n === undefined ? [] : [fn.params[0].n]) : undefined;
}

function inBody(code: Code, body: Span, names: readonly string[] | undefined, rows: readonly string[]): InLoop | undefined {
  if (names && sends(code, body, names)) return "sent";
  const text = textOf(code, body);
  if (names && summing.test(text) && !keeping.test(text)) return "counted";
  const filled = rows.length < 2 ? filledIn(code, body, rows[0]) : [];
  if (filled.length > 0) return filled;
  return siftsIn(code, body) ? "sifted" : undefined;
}

/** The name of the variable a value is held in. */
function variableOf(code: Code, use: ValueUse): string | undefined {
  const b = use.k === "stored" ? /^b(\d+)$/.exec(use.key)?.[1] : undefined;
  return b === undefined ? undefined : code.summary.bindings[Number(b)]?.n;
}

/** The statement, or the block, that a loop repeats, where what it goes through ends here; summaries keep nothing of loops that call nothing. */
function bodyAfter(code: Code, at: number): Span | undefined {
  const head = /^\s*\)\s*/.exec(code.text.slice(at, at + 40));
  if (!head) return undefined;
  const s = at + head[0].length;
  if (code.text[s] !== "{") {
    const end = code.text.indexOf(";", s);
    return end === -1 ? undefined : { s, e: end };
  }
  const e = blockEnd(code.text, s);
  return e === undefined ? undefined : { s, e };
}

/** The variable an element is held in, of which only fields are read; or fields of it that are taken out at once. */
function rowNames(code: Code, element: ExprId): readonly string[] | undefined {
  const found: string[] = [];
  for (const use of usesOf(code, element)) {
    const b = use.k === "stored" ? /^b(\d+)$/.exec(use.key)?.[1] : undefined;
    const binding = b === undefined ? undefined : code.summary.bindings[Number(b)];
    if (!binding) return undefined;
    const isRead = (id: ExprId): boolean => usesOf(code, id).every((item) => item.k === "part" && code.expr(item.by).k === "member");
    if (!readsOf(code, Number(b)).every(isRead)) return undefined;
    found.push(binding.n);
  }
  return found;
}

/** `rows.map(async (row) => send(row.email))`. */
export function sendsEach(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const fn = expr.k === "function" ? code.summary.functions[expr.f] : undefined;
  if (expr.k !== "function" || !fn) return false;
  const [row] = fn.params;
  return row?.n !== undefined && sends(code, fn, [row.n], expr.f);
}

/** Whether a stretch of code calls something that sends, and gives it a row or a part of one. */
function sends(code: Code, span: Span, rows: readonly string[], f?: FnId): boolean {
  return code.summary.calls.some((id) => {
    const call = code.expr(id);
    if (call.k !== "call" || call.s < span.s || span.e < call.e || (f !== undefined && !isInside(code, call.fn, f))) return false;
    return sending.test(code.calleeName(call.c) ?? "") && call.args.some((item) => mentions(code, item, rows));
  });
}

function mentions(code: Code, id: ExprId, rows: readonly string[]): boolean {
  const words = textOf(code, code.expr(id)).split(/[^\w$]+/);
  return rows.some((row) => words.includes(row));
}

function textOf(code: Code, { s, e }: Span): string {
  return code.text.slice(s, e);
}
