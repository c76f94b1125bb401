import type { SafeForm, SqlSink } from "#catalog/facts/sql";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import type { SqlProblem } from "./sql.ts";
import { TextWalk } from "./text.ts";

/** A mechanical rewrite of a call: the same rows, with values bound. */
export interface Rewrite {
  /** The form in words: `query("… $1", [value])`. */
  readonly form: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** A piece of the text: constant, a value to bind, or a bounded expression that stays where it is. */
type Piece = { readonly k: "text"; readonly text: string } | { readonly k: "bound" | "kept"; readonly id: ExprId };

interface Place {
  readonly before: string;
  readonly after: string;
  /** The value stands alone in quotes, which go when it is bound. */
  readonly quoted: boolean;
}

/** Statements that take parameters; `SET`, `CREATE`, `COPY`… do not. */
const takesParameters = /^\s*\(?\s*(?:select|insert|update|delete|with|values|merge|replace)\b/i;

/**
 * The parameterised form of a problem's call, where it is mechanical: the text stands in the call, every value in it that is not bounded
 * stands where SQL takes a value (bare, or alone inside quotes), and the library has a form with bound values.
 */
export function parameterised(names: Names, { code, call, text, facts }: SqlProblem): Rewrite | undefined {
  const expr = code.expr(call);
  if ((expr.k !== "call" && expr.k !== "new") || !facts?.safeForm || (facts.argument ?? 0) !== 0 || expr.args[0] !== text) return undefined;
  const split = splitText(names, code, text);
  if (!split || !isParameterisable(split, facts)) return undefined;
  const form = facts.safeForm;
  const pieces = bind(code, split, form);
  if (!pieces?.some((piece) => piece.k === "bound")) return undefined;
  if (form.kind === "tag") return expr.k === "call" ? asTag(code, expr, pieces, form.method) : undefined;
  return asPlaceholders(code, expr, text, pieces, form.style);
}

function isParameterisable(pieces: readonly Piece[], { position = "statement" }: SqlSink): boolean {
  const [first] = pieces;
  return position !== "statement" || (first?.k === "text" && takesParameters.test(first.text));
}

/** `undefined` when a value is no plain value: it brings SQL text of its own, or is a list. */
function splitText(names: Names, code: Code, id: ExprId): readonly Piece[] | undefined {
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? [{ k: "text", text: expr.v }] : undefined;
    case "template":
      return joined(
        expr.quasis.flatMap((text, index) => [
          [{ k: "text" as const, text }],
          ...(expr.parts[index] === undefined ? [] : [splitValue(names, code, expr.parts[index])]),
        ]),
      );
    case "concat":
      return joined([splitValue(names, code, expr.l), splitValue(names, code, expr.r)]);
    default:
      return undefined;
  }
}

function splitValue(names: Names, code: Code, id: ExprId): readonly Piece[] | undefined {
  const inner = code.expr(id);
  if (inner.k === "template" || inner.k === "concat" || (inner.k === "const" && typeof inner.v === "string")) return splitText(names, code, id);
  const walk = new TextWalk(names).run(code, id);
  if (walk.leaves.length === 0) return [{ k: "kept", id }];
  return /^[\u0000\u0001]*$/.test(walk.constant) && !isList(code, id) ? [{ k: "bound", id }] : undefined;
}

function joined(parts: readonly (readonly Piece[] | undefined)[]): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const part of parts) {
    if (!part) return undefined;
    for (const piece of part) {
      const last = pieces.at(-1);
      if (piece.k === "text" && last?.k === "text") pieces[pieces.length - 1] = { k: "text", text: last.text + piece.text };
      else pieces.push(piece);
    }
  }
  return pieces;
}

/** `ids.join("','")`, or a variable that holds one: several values in one text. */
function isList(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const stored = expr.k === "name" ? (code.summary.writes[`b${expr.b}`] ?? []) : [];
  return [expr, ...stored.map((write) => code.expr(write.v))].some(({ s, e }) => /\.(?:join|map|reduce)\s*\(/.test(code.text.slice(s, e)));
}

/** Takes the quotes off the values that are bound; `undefined` when one of them stands where SQL takes no value. */
function bind(code: Code, split: readonly Piece[], form: SafeForm): readonly Piece[] | undefined {
  const pieces = [...split];
  let before = "";
  for (const [index, piece] of pieces.entries()) {
    if (piece.k === "text") before += piece.text;
    else {
      const { quoted, after } = placeOf(pieces, index, before);
      const place = { before: quoted ? before.slice(0, -1) : before, after, quoted };
      const fits = !isInsideQuotes(place.before) && takesValue(place, form);
      if (piece.k === "bound" && !fits) return undefined;
      // In a tag every value is bound, the bounded ones too.
      const alsoBound = form.kind === "tag" && piece.k === "kept";
      if (alsoBound && (!fits || code.expr(piece.id).k === "call")) return undefined;
      if (quoted && (piece.k === "bound" || alsoBound)) {
        trim(pieces, index - 1, (text) => text.slice(0, -1));
        trim(pieces, index + 1, (text) => text.slice(1));
        before = place.before;
      }
      if (alsoBound) pieces[index] = { k: "bound", id: piece.id };
      before += "0";
    }
  }
  return pieces;
}

function placeOf(pieces: readonly Piece[], index: number, before: string): Place {
  const next = pieces[index + 1];
  const after = next?.k === "text" ? next.text : "";
  const quoted = pieces[index - 1]?.k === "text" && before.endsWith("'") && after.startsWith("'");
  return { before, after: quoted ? after.slice(1) : after, quoted };
}

function trim(pieces: Piece[], index: number, change: (text: string) => string): void {
  const piece = pieces[index];
  if (piece?.k === "text") pieces[index] = { k: "text", text: change(piece.text) };
}

function isInsideQuotes(before: string): boolean {
  return [...before].filter((character) => character === "'").length % 2 === 1 || [...before].filter((character) => character === '"').length % 2 === 1;
}

/** After a comparison, `LIKE`, `LIMIT`, or in a list of values. A single value of a list may be a whole list. */
function takesValue({ before, after, quoted }: Place, form: SafeForm): boolean {
  if (!quoted && form.kind === "tag" && form.quotedOnly) return false;
  if (/[=<>]\s*$/.test(before) || /\bbetween\s*$/i.test(before) || /\bbetween\s+\S+\s+and\s*$/i.test(before)) return true;
  if (/\b(?:like|ilike)\s*$/i.test(before)) return quoted;
  // MySQL and SQLite want a number here, and a bound value may be text.
  if (/\b(?:limit|offset)\s*$/i.test(before)) return form.kind === "placeholders" && form.style === "$n";
  if (!/[(,]\s*$/.test(before)) return false;
  const single = /\(\s*$/.test(before) && /^\s*\)/.test(after);
  if (/\bin\s*\([^()]*$/i.test(before)) return quoted && !single;
  return /\bvalues\s*(?:\([^()]*\)\s*,\s*)*\([^()]*$/i.test(before) && (quoted || !single);
}

function asTag(
  code: Code,
  expr: { readonly c: ExprId; readonly args: readonly ExprId[]; readonly s: number; readonly e: number },
  pieces: readonly Piece[],
  method: string,
): Rewrite | undefined {
  const callee = code.expr(expr.c);
  // `a?.b\`…\`` is a syntax error.
  if (callee.k !== "member" || expr.args.length !== 1 || code.text.slice(expr.s, callee.e).includes("?.")) return undefined;
  const receiver = code.expr(callee.o);
  const typeArguments = /^\s*(<[^(]*>)?\s*\(/.exec(code.text.slice(callee.e, expr.e))?.[1] ?? "";
  return {
    form: `${method}\`…\``,
    edits: [
      {
        span: { s: receiver.e, e: expr.e },
        text: `${code.text.slice(receiver.e, callee.e - callee.p.length)}${method}${typeArguments}\`${templateOf(code, pieces, (id) => interpolated(code, id))}\``,
      },
    ],
  };
}

function asPlaceholders(
  code: Code,
  expr: { readonly args: readonly ExprId[] },
  text: ExprId,
  pieces: readonly Piece[],
  style: "$n" | "?" | "@pn" | ":n",
): Rewrite | undefined {
  const [, second] = expr.args;
  // A callback moves behind the values.
  if (style === "@pn" || expr.args.length > 2 || (second !== undefined && code.expr(second).k !== "function")) return undefined;
  if (!isWholeArgument(code, text) || pieces.some((piece) => piece.k === "text" && isTaken(piece.text, style))) return undefined;
  const values = pieces.flatMap((piece) => (piece.k === "bound" ? [piece.id] : []));
  let next = 0;
  const mark = (): string => (++next, style === "$n" ? `$${next}` : style === ":n" ? `:${next}` : "?");
  const list = values.map((value) => source(code, value)).join(", ");
  const plain = pieces.every((piece) => (piece.k === "text" ? !piece.text.includes("\n") : piece.k === "bound"));
  const body = plain ? JSON.stringify(pieces.map((piece) => (piece.k === "text" ? piece.text : mark())).join("")) : `\`${templateOf(code, pieces, mark)}\``;
  return {
    form: `("… ${style === "?" ? "?" : style.replace("n", "1")}", [${list.length > 30 ? "…" : list}])`,
    edits: [{ span: code.expr(text), text: `${body}, [${list}]` }],
  };
}

/** Not in parentheses of its own, no cast behind it: what follows the text is the next argument or the end. */
function isWholeArgument(code: Code, id: ExprId): boolean {
  const { s, e } = code.expr(id);
  return /^\s*[,)]/.test(code.text.slice(e)) && !/\(\s*\($/.test(code.text.slice(0, s).trimEnd().slice(-80));
}

/** Whether a text has something in it that would read as a placeholder. */
function isTaken(text: string, style: "$n" | "?" | ":n"): boolean {
  return style === "?" ? text.includes("?") : style === "$n" ? /\$\d/.test(text) : /:\d/.test(text);
}

function templateOf(code: Code, pieces: readonly Piece[], bound: (id: ExprId) => string): string {
  return pieces
    .map((piece) => (piece.k === "text" ? escapeTemplate(piece.text) : piece.k === "bound" ? bound(piece.id) : interpolated(code, piece.id)))
    .join("");
}

function interpolated(code: Code, id: ExprId): string {
  return `\${${source(code, id)}}`;
}

function source(code: Code, id: ExprId): string {
  const expr = code.expr(id);
  return code.text.slice(expr.s, expr.e);
}

function escapeTemplate(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${");
}
