import type { ExprId, Span } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import { dataEffectsOf } from "./data-effects.ts";
import type { Turn } from "./loop-business.ts";
import type { Names } from "./names.ts";
import { isWithin } from "./spans.ts";
import { partsOf } from "./value-uses.ts";

/** What a value of a round hangs on; nothing of it: it is the same in every turn. */
export interface Hanging {
  /** The element, or what the turn made of it. */
  readonly element: boolean;
  /** What another query of the same turn brought. */
  readonly asked: boolean;
  /** A variable from outside that the turns change: what one left for the next. */
  readonly carried: boolean;
}

/** A function on the way from the round to the operation, and the stretch of its file that runs once for each element. */
interface Frame {
  readonly code: Code;
  readonly round: Span;
  /** The function of ours that is given each element, where it is handed over by name. */
  readonly handed?: number;
  /** The call that leads here. */
  readonly up?: { readonly frame: Frame; readonly call: ExprId; readonly f: number };
}

/** Asks what values hang on that an operation of a round is given, through the calls that lead to it. */
export class RoundValues {
  readonly #names: Names;
  readonly #frame: Frame;
  #seen = new Set<string>();

  constructor(names: Names, { code, round, handed, effect }: Pick<Turn, "code" | "round" | "handed" | "effect">) {
    this.#names = names;
    let frame: Frame = handed ? { code: handed.code, round: handed.code.summary.functions[handed.f] ?? round, handed: handed.f } : { code, round };
    for (const { call, target } of effect.calls)
      frame = { code: target.code, round: target.code.summary.functions[target.f] ?? round, up: { frame, call, f: target.f } };
    this.#frame = frame;
  }

  /** What an expression beside the operation hangs on. */
  of(id: ExprId): Hanging {
    this.#seen = new Set();
    return this.#of(this.#frame, id);
  }

  /** What the function is handed in which the operation stands. */
  handed(): Hanging {
    this.#seen = new Set();
    const { up } = this.#frame;
    const call = up?.frame.code.expr(up.call);
    return up && call?.k === "call" ? both(call.args.map((id) => this.#of(up.frame, id))) : nothing;
  }

  /** The same of an expression in the round itself. */
  inRound(id: ExprId): Hanging {
    this.#seen = new Set();
    return this.#of(outermost(this.#frame), id);
  }

  /** How a value beside the operation is written, through variables of the round and what calls on the way hand over. */
  spelled(id: ExprId): readonly { readonly code: Code; readonly id: ExprId }[] {
    return this.#spelled(this.#frame, id, 0);
  }

  #spelled(frame: Frame, id: ExprId, depth: number): readonly { readonly code: Code; readonly id: ExprId }[] {
    const { code, round, up } = frame;
    const expr = code.expr(id);
    const itself = [{ code, id }];
    if (depth > mostHops) return itself;
    if (expr.k === "either") return expr.of.flatMap((part) => this.#spelled(frame, part, depth + 1));
    if (expr.k === "param" && up?.f === expr.f) {
      const call = up.frame.code.expr(up.call);
      const argument = call.k === "call" || call.k === "new" ? call.args[expr.i] : undefined;
      return argument === undefined ? itself : this.#spelled(up.frame, argument, depth + 1);
    }
    if (expr.k !== "name") return itself;
    const at = code.summary.bindings[expr.b]?.at ?? -1;
    const writes = at >= round.s && at < round.e ? (code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
    return writes.length === 0 ? itself : writes.flatMap(({ v }) => this.#spelled(frame, v, depth + 1));
  }

  #of(frame: Frame, id: ExprId): Hanging {
    const { code } = frame;
    const key = `${code.path}:${String(id)}:${String(frame.up?.call)}`;
    if (this.#seen.has(key) || this.#seen.size > mostParts) return nothing;
    this.#seen.add(key);
    const expr = code.expr(id);
    if (expr.k === "name") return this.#ofName(frame, expr.b);
    if (expr.k === "element" || expr.k === "key") return nothing;
    if (expr.k === "param") return frame.handed === expr.f ? { ...nothing, element: true } : this.#ofParam(frame, expr.f, expr.i);
    if (expr.k === "call" && this.#queries(code, id)) return { ...nothing, asked: true };
    if (expr.k === "function") return both(namesWithin(code, expr).map((name) => this.#of(frame, name)));
    return both(partsOf(expr).map((part) => this.#of(frame, part)));
  }

  #ofName(frame: Frame, b: number): Hanging {
    const { code, round, up } = frame;
    const at = code.summary.bindings[b]?.at ?? -1;
    const writes = code.summary.writes[`b${String(b)}`] ?? [];
    const values = (): Hanging => both(writes.map(({ v }) => this.#of(frame, v)));
    if (at >= round.s && at < round.e) return up ? values() : both([values(), { ...nothing, element: true }]);
    return writes.some(({ v, op }) => (op === "=" || op === "+=") && isWithin(code.expr(v), round)) ? { ...nothing, carried: true } : nothing;
  }

  #ofParam({ up }: Frame, f: number, i: number): Hanging {
    if (up?.f !== f) return nothing;
    const call = up.frame.code.expr(up.call);
    const argument = call.k === "call" || call.k === "new" ? call.args[i] : undefined;
    return argument === undefined ? nothing : this.#of(up.frame, argument);
  }

  #queries(code: Code, call: ExprId): boolean {
    const effects = dataEffectsOf(this.#names);
    const f = standsIn(code, call).fn;
    const chain = new Set([...callsInChain(code, call)].map((link) => link.call));
    return effects.eventsOf(code, f).some((event) => chain.has(event.call) && effects.ofEvent({ code, f }, event).length > 0);
  }
}

function outermost(frame: Frame): Frame {
  return frame.up ? outermost(frame.up.frame) : frame;
}

const mostParts = 300;
const mostHops = 8;
const nothing: Hanging = { element: false, asked: false, carried: false };

function namesWithin(code: Code, span: Span): readonly ExprId[] {
  return code.summary.exprs.flatMap((expr, id) => (expr.k === "name" && isWithin(expr, span) ? [id] : []));
}

function both(all: readonly Hanging[]): Hanging {
  return { element: all.some((item) => item.element), asked: all.some((item) => item.asked), carried: all.some((item) => item.carried) };
}
