import type { Expr, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";

/** What a call hands over to the function it leads to. */
export interface Handing {
  readonly code: Code;
  readonly call: ExprId;
  readonly target: { readonly code: Code; readonly f: number };
}

/** A value as it is written, no `id` where it is left out; `at`: the call of the way in whose target it is written, -1 where the way begins. */
export interface Handed {
  readonly code: Code;
  readonly id?: ExprId;
  readonly at: number;
}

const deepest = 10;

/**
 * The values an expression of a function may have, where a way of calls leads to it: what the call hands over for its parameters, or the defaults
 * of those that are left out (`{ withHistory = false } = {}`). `undefined`: not known.
 */
export function handedValues(way: readonly Handing[], at: number, id: ExprId, depth = 0): readonly Handed[] | undefined {
  const handing = way[at];
  if (!handing || depth > deepest) return undefined;
  const { code, f } = handing.target;
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
    case "object":
      return [{ code, id, at }];
    case "name":
      return isWrittenOnce(code, expr.b) ? throughAll(code.summary.writes[`b${String(expr.b)}`], (v) => handedValues(way, at, v, depth + 1)) : undefined;
    case "param":
      return expr.f === f ? argumentFor(way, at, expr.i, depth) : undefined;
    case "either":
      return expr.test === undefined && expr.of.length === 2 ? orDefault(way, at, expr, depth) : undefined;
    case "member":
      return handedValues(way, at, expr.o, depth + 1)?.reduce<readonly Handed[] | undefined>((found, owner) => {
        const more = propertyOf(way, owner, expr.p, depth);
        return found && more && [...found, ...more];
      }, []);
    default:
      return undefined;
  }
}

function throughAll(writes: readonly { readonly v: ExprId }[] | undefined, ask: (v: ExprId) => readonly Handed[] | undefined): readonly Handed[] | undefined {
  const [only] = writes ?? [];
  return only && ask(only.v);
}

/** It gets no other value, and neither does a property of it. */
function isWrittenOnce({ summary }: Code, b: number): boolean {
  return summary.writes[`b${String(b)}`]?.length === 1 && !Object.keys(summary.writes).some((key) => key.startsWith(`b${String(b)}.`));
}

function argumentFor(way: readonly Handing[], at: number, i: number, depth: number): readonly Handed[] | undefined {
  const { code, call } = way[at] ?? {};
  const expr = call === undefined ? undefined : code?.expr(call);
  if (!code || expr?.k !== "call" || expr.args.some((id) => code.expr(id).k === "spread")) return undefined;
  const id = expr.args[i];
  return id === undefined ? [{ code, at: at - 1 }] : writtenAt(way, code, at - 1, id, depth);
}

/** What is written in the caller: its own parameters are what it is handed in turn. */
function writtenAt(way: readonly Handing[], code: Code, at: number, id: ExprId, depth: number): readonly Handed[] {
  return handedValues(way, at, id, depth + 1) ?? [{ code, id, at }];
}

/** `full = false`, which only what is left out has; `options ?? {}`, `full || always`. */
function orDefault(way: readonly Handing[], at: number, either: Extract<Expr, { readonly k: "either" }>, depth: number): readonly Handed[] | undefined {
  const code = way[at]?.target.code;
  const [value, other] = either.of;
  if (!code || value === undefined || other === undefined) return undefined;
  const isDefault = code.expr(value).e === either.e;
  return handedValues(way, at, value, depth + 1)?.flatMap((given) => {
    const expr = given.id === undefined ? undefined : given.code.expr(given.id);
    const isKept = expr?.k === "object" || (expr?.k === "const" && (expr.v || (isDefault && expr.v !== null)));
    return isKept ? [given] : [...(expr ? [given] : []), ...writtenAt(way, code, at, other, depth)];
  });
}

function propertyOf(way: readonly Handing[], { code, id, at }: Handed, name: string, depth: number): readonly Handed[] | undefined {
  const expr = id === undefined ? undefined : code.expr(id);
  if (expr?.k !== "object" || expr.props.some(([key]) => key === "...")) return undefined;
  const value = expr.props.findLast(([key]) => key === name)?.[1];
  return value === undefined ? [{ code, at }] : writtenAt(way, code, at, value, depth);
}
