import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { SqlProblem } from "./sql.ts";

/** A mechanical rewrite of a call: the same rows, with values bound. */
export interface Rewrite {
  /** The form in words: `query("… $1", [value])`. */
  readonly form: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** A text split into constant pieces and values: `pieces.length === values.length + 1`. */
interface Pieces {
  readonly pieces: string[];
  readonly values: ExprId[];
}

/**
 * The parameterised form of a problem's call, where it is mechanical: the text stands in the call, every value in it stands where SQL
 * takes a value (bare or alone inside quotes), and the library has a form with bound values.
 */
export function parameterised({ code, call, text, facts }: SqlProblem): Rewrite | undefined {
  const expr = code.expr(call);
  if (expr.k !== "call" || !facts?.safeForm || (facts.argument ?? 0) !== 0 || expr.args[0] !== text) return undefined;
  const split = splitText(code, text);
  if (!split || split.values.length === 0) return undefined;
  const cleaned = unquote(split.pieces);
  if (!cleaned) return undefined;
  const pieces: Pieces = { pieces: cleaned, values: split.values };
  return facts.safeForm.kind === "tag" ? asTag(code, expr, pieces, facts.safeForm.method) : asPlaceholders(code, expr, text, pieces, facts.safeForm.style);
}

function splitText(code: Code, id: ExprId): Pieces | undefined {
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? { pieces: [expr.v], values: [] } : undefined;
    case "template":
      return { pieces: [...expr.quasis], values: [...expr.parts] };
    case "concat": {
      const left = splitText(code, expr.l) ?? { pieces: ["", ""], values: [expr.l] };
      const right = splitText(code, expr.r) ?? { pieces: ["", ""], values: [expr.r] };
      const joined = [...left.pieces.slice(0, -1), (left.pieces.at(-1) ?? "") + (right.pieces[0] ?? ""), ...right.pieces.slice(1)];
      return { pieces: joined, values: [...left.values, ...right.values] };
    }
    default:
      return undefined;
  }
}

/** Takes the quotes off values that stand alone in them; `undefined` when a value is part of a longer literal or no value at all. */
function unquote(pieces: readonly string[]): string[] | undefined {
  const cleaned = [...pieces];
  for (let i = 0; i < cleaned.length - 1; i++) {
    const before = cleaned[i] ?? "";
    const after = cleaned[i + 1] ?? "";
    const quoted = before.endsWith("'") && after.startsWith("'");
    if (quoted) {
      cleaned[i] = before.slice(0, -1);
      cleaned[i + 1] = after.slice(1);
    }
    if (isInsideQuotes(cleaned.slice(0, i + 1).join("0")) || !takesValue(cleaned[i] ?? "", cleaned.slice(0, i + 1).join("0"))) return undefined;
  }
  return cleaned;
}

function isInsideQuotes(before: string): boolean {
  return [...before].filter((character) => character === "'").length % 2 === 1 || [...before].filter((character) => character === '"').length % 2 === 1;
}

/** After a comparison, `LIKE`, `LIMIT`, or a list of values. */
function takesValue(before: string, all: string): boolean {
  if (/(?:[=<>]|\blike|\bilike|\blimit|\boffset|\bbetween|\band)\s*$/i.test(before)) return !/\band\s*$/i.test(before) || /\bbetween\b/i.test(all);
  return /\(\s*$|,\s*$/.test(before) && /\b(?:values|in)\s*\([^()]*$/i.test(all);
}

function asTag(code: Code, expr: { readonly c: ExprId; readonly args: readonly ExprId[]; readonly s: number; readonly e: number }, { pieces, values }: Pieces, method: string): Rewrite | undefined {
  const callee = code.expr(expr.c);
  if (callee.k !== "member" || expr.args.length !== 1) return undefined;
  const receiver = code.expr(callee.o);
  const body = pieces.map((piece, index) => escapeTemplate(piece) + (index < values.length ? `\${${source(code, values[index] ?? 0)}}` : "")).join("");
  const typeArguments = /^\s*(<[^(]*>)?\s*\(/.exec(code.text.slice(callee.e, expr.e))?.[1] ?? "";
  return {
    form: `${method}\`…\``,
    edits: [{ span: { s: receiver.e, e: expr.e }, text: `${code.text.slice(receiver.e, callee.e - callee.p.length)}${method}${typeArguments}\`${body}\`` }],
  };
}

function asPlaceholders(code: Code, expr: { readonly args: readonly ExprId[] }, text: ExprId, { pieces, values }: Pieces, style: "$n" | "?" | "@pn" | ":n"): Rewrite | undefined {
  if (expr.args.length !== 1 || style === "@pn") return undefined;
  const mark = (index: number): string => (style === "$n" ? `$${index + 1}` : style === ":n" ? `:${index + 1}` : "?");
  const body = pieces.map((piece, index) => piece + (index < values.length ? mark(index) : "")).join("");
  if (style !== "$n" && pieces.some((piece) => piece.includes("?"))) return undefined;
  const span = code.expr(text);
  const list = values.map((value) => source(code, value)).join(", ");
  return { form: `("… ${mark(0)}", [${list.length > 30 ? "…" : list}])`, edits: [{ span, text: `${quote(body)}, [${list}]` }] };
}

function source(code: Code, id: ExprId): string {
  const expr = code.expr(id);
  return code.text.slice(expr.s, expr.e);
}

function quote(text: string): string {
  if (text.includes("\n")) return `\`${escapeTemplate(text)}\``;
  return JSON.stringify(text);
}

function escapeTemplate(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
}
