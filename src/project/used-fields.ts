import type { Expr, ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { isHandedOn } from "./entity-rows.ts";
import { returningElement, returningList, returningOther } from "./list-methods.ts";
import type { Names } from "./names.ts";
import { isAssigned, isCalled, isTested, parameterOf, readsOf, usesOf, type ValueUse } from "./value-uses.ts";

/** What is read of rows. */
export interface UsedFields {
  /** Field → the first place that reads it. */
  readonly fields: ReadonlyMap<string, { readonly code: Code; readonly id: ExprId }>;
  /** The rows are used in the function that asks for them, and nowhere else. */
  readonly local: boolean;
}

/** A row, a list of them, a list with its count. */
export type RowShape = "one" | "many" | "counted";

/**
 * The fields of rows that anybody reads, when every use of the rows is known: through variables, loops, list methods, and functions of
 * ours both ways. `undefined` as soon as a row goes anywhere else: into an answer, an unknown call, another object, a spread, or is changed.
 * @param isField whether a property is a column; others may be getters or relations
 */
export function usedFields(names: Names, code: Code, id: ExprId, shape: RowShape, isField: (name: string) => boolean): UsedFields | undefined {
  const walk = new Walk(names, isField);
  return walk.follow({ code, id, shape, depth: 0 }) ? { fields: walk.fields, local: walk.local } : undefined;
}

interface At {
  readonly code: Code;
  readonly id: ExprId;
  readonly shape: RowShape;
  readonly depth: number;
  /** The call the value was handed to, innermost first: what its function returns arrives there. */
  readonly frame?: { readonly f: FnId; readonly at: At } | undefined;
}

const maxDepth = 24;
const mostCallers = 6;
/** Methods of lists whose callback gets elements. */
const givingElements = new Set(["map", "forEach", "flatMap", "filter", "some", "every", "find", "findLast", "findIndex", "toSorted", "sort"]);

class Walk {
  readonly fields = new Map<string, { readonly code: Code; readonly id: ExprId }>();
  local = true;
  readonly #names: Names;
  readonly #isField: (name: string) => boolean;
  readonly #seen = new Map<Code, Set<string>>();

  constructor(names: Names, isField: (name: string) => boolean) {
    this.#names = names;
    this.#isField = isField;
  }

  /** Whether every use of a value is known. */
  follow(at: At): boolean {
    if (at.depth > maxDepth) return false;
    let seen = this.#seen.get(at.code);
    if (!seen) this.#seen.set(at.code, (seen = new Set()));
    const key = `${String(at.id)} ${at.shape} ${String(at.frame?.at.id)}`;
    if (seen.has(key)) return true;
    seen.add(key);
    const uses = usesOf(at.code, at.id);
    if (uses.length === 0) return isTested(at.code, at.id);
    return uses.every((use) => this.#use(at, use));
  }

  #use(at: At, use: ValueUse): boolean {
    switch (use.k) {
      case "part":
        return this.#part(at, use.by);
      case "stored":
        return this.#stored(at, use.key);
      case "returned":
        return this.#returned(at, use.f);
      case "tested":
        return true;
      case "changed":
        return false;
    }
  }

  #on(at: At, id: ExprId, shape = at.shape): boolean {
    return this.follow({ ...at, id, shape, depth: at.depth + 1 });
  }

  #part(at: At, by: ExprId): boolean {
    const expr = at.code.expr(by);
    switch (expr.k) {
      case "member":
        return this.#member(at, by, expr.p);
      case "index":
        return expr.o === at.id && at.shape === "many" && this.#on(at, by, "one");
      case "element":
        return at.shape === "many" && this.#on(at, by, "one");
      case "either":
        return !expr.of.includes(at.id) || this.#on(at, by);
      case "boolean":
        return expr.r !== at.id || !/\bin\b/.test(at.code.text.slice(at.code.expr(expr.l ?? at.id).e, at.code.expr(at.id).s));
      case "call":
        return this.#argument(at, by, expr);
      case "array":
        return this.#together(at, by, expr.items.indexOf(at.id));
      default:
        return false;
    }
  }

  #member(at: At, by: ExprId, name: string): boolean {
    if (name === "then") return this.#then(at, by);
    if (name === "catch" || name === "finally") return this.#called(at, by, (call) => this.#on(at, call));
    switch (at.shape) {
      case "counted":
        return name === "1" || name === "count" || ((name === "0" || name === "rows") && this.#on(at, by, "many"));
      case "many":
        return name === "length" || (/^\d+$/.test(name) ? this.#on(at, by, "one") : this.#called(at, by, (call, args) => this.#method(at, call, name, args)));
      case "one":
        return this.#field(at, by, name);
    }
  }

  /** A field that is read, and neither written nor called. */
  #field(at: At, by: ExprId, name: string): boolean {
    const uses = usesOf(at.code, by);
    if (!this.#isField(name) || uses.some((use) => use.k === "changed")) return false;
    if (uses.some((use) => use.k === "part" && isCalled(at.code, use.by, by))) return false;
    if (isAssigned(at.code, by)) return false;
    if (!this.fields.has(name)) this.fields.set(name, { code: at.code, id: by });
    return true;
  }

  #called(at: At, member: ExprId, judge: (call: ExprId, args: readonly ExprId[]) => boolean): boolean {
    const uses = usesOf(at.code, member);
    return (
      uses.length > 0 &&
      uses.every((use) => {
        const expr = use.k === "part" ? at.code.expr(use.by) : undefined;
        return use.k === "part" && expr?.k === "call" && expr.c === member && judge(use.by, expr.args);
      })
    );
  }

  #method(at: At, call: ExprId, name: string, args: readonly ExprId[]): boolean {
    const isReduce = name === "reduce" && args.length === 2;
    if (givingElements.has(name) || isReduce) {
      if (!args.every((id, index) => index > 0 || this.#callback(at, id, isReduce ? [1] : name.endsWith("ort") || name === "toSorted" ? [0, 1] : [0])))
        return false;
    } else if (!["slice", "reverse", "toReversed", "at", "pop", "shift"].includes(name)) return false;
    if (returningElement.has(name)) return this.#on(at, call, "one");
    // A list that is sorted in place, and dropped, goes on where it is.
    if (returningList.has(name)) return usesOf(at.code, call).length === 0 || this.#on(at, call);
    return returningOther.has(name);
  }

  /** What an inline function does with the rows it is given; one that takes the whole list as well is left alone. */
  #callback(at: At, id: ExprId, positions: readonly number[]): boolean {
    const expr = at.code.expr(id);
    if (expr.k === "global") return expr.n === "Boolean";
    const fn = expr.k === "function" ? at.code.summary.functions[expr.f] : undefined;
    if (expr.k !== "function" || !fn || fn.params.length > Math.max(...positions) + 2 || /\barguments\b/.test(at.code.text.slice(fn.s, fn.e))) return false;
    return positions.every((i) => {
      const given = parameterOf(at.code, expr.f, i);
      return given === undefined || (!isRest(at.code.expr(given)) && this.#on(at, given, "one"));
    });
  }

  /** `.then((row) => row.name)`. */
  #then(at: At, member: ExprId): boolean {
    return this.#called(at, member, (_call, [handler, ...more]) => {
      const expr = handler === undefined ? undefined : at.code.expr(handler);
      if (expr?.k !== "function" || more.length > 0) return false;
      const given = parameterOf(at.code, expr.f, 0);
      return given === undefined || this.#on(at, given);
    });
  }

  #argument(at: At, call: ExprId, { c, args }: Extract<Expr, { k: "call" }>): boolean {
    if (c === at.id) return false;
    const callee = at.code.expr(c);
    const name = at.code.text.slice(callee.s, callee.e);
    if (name === "Boolean" || name === "Array.isArray") return true;
    if (name === "Promise.all" && at.shape === "many") return this.#on(at, call);
    const targets = this.#names.denote(at.code, c);
    const target = targets.length === 1 ? targets[0] : undefined;
    const i = args.indexOf(at.id);
    if (target?.k !== "function" || args.slice(0, i + 1).some((id) => at.code.expr(id).k === "spread")) return false;
    const given = parameterOf(target.code, target.f, i);
    if (given === undefined) return target.code.summary.functions[target.f]?.params[i] !== undefined;
    if (isRest(target.code.expr(given))) return false;
    this.local = false;
    return this.follow({ code: target.code, id: given, shape: at.shape, depth: at.depth + 1, frame: { f: target.f, at: { ...at, id: call } } });
  }

  /** `const [loans, total] = await Promise.all([find(), count()])`. */
  #together(at: At, array: ExprId, index: number): boolean {
    const [use, ...others] = usesOf(at.code, array);
    const call = use?.k === "part" && others.length === 0 ? at.code.expr(use.by) : undefined;
    if (use?.k !== "part" || call?.k !== "call") return false;
    const callee = at.code.expr(call.c);
    if (at.code.text.slice(callee.s, callee.e) !== "Promise.all" || call.args[0] !== array) return false;
    const uses = usesOf(at.code, use.by);
    return uses.every((item) => {
      const member = item.k === "part" ? at.code.expr(item.by) : undefined;
      return item.k === "part" && member?.k === "member" && /^\d+$/.test(member.p) && (member.p !== String(index) || this.#on(at, item.by));
    });
  }

  #stored(at: At, key: string): boolean {
    const b = /^b(\d+)$/.exec(key)?.[1];
    const binding = b === undefined ? undefined : at.code.summary.bindings[Number(b)];
    if (!binding || binding.fn === 0) return false;
    const fields = Object.keys(at.code.summary.writes).some((other) => other.startsWith(`${key}.`));
    const named = at.code.summary.writes[key]?.every((write) => write.op === "=");
    return !fields && named === true && readsOf(at.code, Number(b)).every((id) => this.#on(at, id));
  }

  #returned(at: At, f: FnId): boolean {
    const { code, frame } = at;
    if (frame?.f === f && frame.at.code !== undefined) return this.follow({ ...frame.at, shape: at.shape, depth: at.depth + 1 });
    const use = callbackUse(code, f);
    if (use) return this.#givenBack(at, use);
    return this.#toCallers(at, f);
  }

  /** What a callback returns: rows for `then` and `map`, a verdict for `filter` and the like. */
  #givenBack(at: At, { callee, call, argument }: { readonly callee: ExprId; readonly call: ExprId; readonly argument: number }): boolean {
    const expr = at.code.expr(callee);
    if (expr.k !== "member" || argument !== 0) return false;
    if (expr.p === "then") return this.#on(at, call);
    if (expr.p === "map") return at.shape === "one" && this.#on(at, call, "many");
    return ["filter", "some", "every", "find", "findIndex", "findLast", "forEach"].includes(expr.p);
  }

  /** A function that hands rows back: only where all its callers are known. */
  #toCallers(at: At, f: FnId): boolean {
    const fn = at.code.summary.functions[f];
    if (!fn || f === 0 || fn.decorators?.length) return false;
    const calls = findAllCalls(this.#names, at.code, f);
    if (calls.length === 0 || calls.length > mostCallers || calls.some((call) => !call.certain) || isHandedOn(this.#names, at.code, f)) return false;
    this.local = false;
    return calls.every(({ code, call }) => this.follow({ code, id: call, shape: at.shape, depth: at.depth + 1 }));
  }
}

function isRest(expr: Expr): boolean {
  return expr.k === "param" && expr.rest === true;
}
