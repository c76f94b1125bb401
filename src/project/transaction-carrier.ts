import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { DataEffects, FunctionRef } from "./data-effects.ts";
import type { Root } from "./data-roots.ts";
import type { Inside } from "./transaction-escapes.ts";
import { isAwaited } from "./unawaited.ts";

/** A parameter, or a property of one, that was handed a transaction. */
export type Param = Extract<Root, { readonly k: "param" }>;

const deepest = 3;

/** Answers what in a function brings the transaction along: its handle, or what its parameters were given, itself or in an object or in what is made of it. */
export class Carrier {
  readonly #effects: DataEffects;
  readonly #code: Code;
  readonly #given: readonly Param[];
  readonly #inside: Inside;

  constructor(effects: DataEffects, code: Code, given: readonly Param[], inside: Inside) {
    this.#effects = effects;
    this.#code = code;
    this.#given = given;
    this.#inside = inside;
  }

  /** Under which properties an expression brings it along; an empty path is the expression itself. */
  pathsIn(id: ExprId, depth = 0): readonly (readonly string[])[] {
    if (depth > deepest) return [];
    const expr = this.#code.expr(id);
    if (expr.k === "object")
      return expr.props.flatMap(([name, value]) => this.pathsIn(value, depth + 1).map((path) => (name === "..." ? path : [name, ...path])));
    if (expr.k === "either") return expr.of.flatMap((item) => this.pathsIn(item, depth + 1));
    if (expr.k === "new") return expr.args.some((item) => this.pathsIn(item, depth + 1).length > 0) ? [[]] : [];
    if (expr.k === "call") return this.#makes(expr.c, expr.args, depth) ? [[]] : [];
    if (expr.k !== "name" && expr.k !== "member") return [];
    if (this.#isIt(id)) return [[]];
    const writes = expr.k === "name" ? (this.#code.summary.writes[`b${String(expr.b)}`] ?? []) : [];
    return writes.flatMap(({ v }) => (this.#isMade(v) ? this.pathsIn(v, depth + 1) : []));
  }

  /** Whether what a call is asked of was made of the transaction. */
  isAsked(callee: ExprId): boolean {
    const member = this.#code.expr(callee);
    return this.#given.length > 0 && member.k === "member" && this.#code.expr(member.o).k !== "this" && this.pathsIn(member.o).length > 0;
  }

  /** Whether an expression speaks of it anywhere: `options?.tx !== undefined`. */
  isNamedIn(id: ExprId): boolean {
    const { s, e } = this.#code.expr(id);
    return this.#code.summary.exprs.some((expr, at) => expr.s >= s && expr.e <= e && (expr.k === "name" || expr.k === "member") && this.#isIt(at));
  }

  #isIt(id: ExprId): boolean {
    return (
      !this.#isRow(id) && this.#effects.roots.of(this.#code, id).some((root) => this.#inside.isHandle(root) || this.#given.some((item) => isOf(item, root)))
    );
  }

  /** What was waited for is what a query brought, unless it is the transaction itself. */
  #isRow(id: ExprId): boolean {
    let at = id;
    for (let expr = this.#code.expr(at); expr.k === "member"; expr = this.#code.expr(at)) at = expr.o;
    const start = this.#code.expr(at);
    const [only] = start.k === "name" ? (this.#code.summary.writes[`b${String(start.b)}`] ?? []) : [];
    const value = only && this.#code.expr(only.v);
    if (value?.k !== "call" || !isAwaited(this.#code, only?.v ?? at)) return false;
    return !this.#inside.isHandle({ k: "made", code: this.#code, call: only?.v ?? at });
  }

  #isMade(id: ExprId): boolean {
    const { k } = this.#code.expr(id);
    return k === "new" || k === "object" || k === "either" || k === "call";
  }

  /** `LoanStore.create(tx)`: a function of ours that makes an object of what it is given. */
  #makes(callee: ExprId, args: readonly ExprId[], depth: number): boolean {
    return this.#effects.names.denote(this.#code, callee).some((item) => {
      if (item.k !== "function") return false;
      const { functions } = item.code.summary;
      return (functions[item.f]?.returns ?? []).some((id) => {
        const made = item.code.expr(id);
        if (made.k !== "new") return false;
        return args.some((given, i) => made.args.some((part) => isParameterOf(item.code, part, item, i)) && this.pathsIn(given, depth + 1).length > 0);
      });
    });
  }
}

/** Whether an expression is a parameter of a function. */
export function isParameterOf(code: Code, id: ExprId, { f }: FunctionRef, i: number): boolean {
  const expr = code.expr(id);
  const binding = expr.k === "name" ? code.summary.bindings[expr.b] : undefined;
  return binding?.kind === "param" && binding.n === code.summary.functions[f]?.params[i]?.n;
}

/** Parameters of a function that a call of it gives what brings the transaction along. */
export function paramsGiven(carrier: Carrier, code: Code, call: ExprId, target: FunctionRef): readonly Param[] {
  const expr = code.expr(call);
  return (expr.k === "call" ? expr.args : []).flatMap((id, i) =>
    carrier.pathsIn(id).map((path): Param => ({ k: "param", code: target.code, f: target.f, i, path })),
  );
}

/** The same parameter, or an object it is in: `options` brings along `options.tx`, and not `options.id`. */
function isOf(given: Param, root: Root): boolean {
  if (root.k !== "param" || root.code !== given.code || root.f !== given.f || root.i !== given.i) return false;
  return root.path.every((name, i) => i >= given.path.length || given.path[i] === name);
}
