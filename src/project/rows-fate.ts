import type { Expr, ExprId, FnId, Span } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { makesChoice } from "./light-reads.ts";
import { returningList } from "./list-methods.ts";
import type { Names } from "./names.ts";
import { requestPathsOf } from "./request-path.ts";
import { converting, isReply, isShown } from "./answered-values.ts";
import { inCallback, type InLoop, inLoop, sendsEach } from "./rows-in-loops.ts";
import { isCalled, parameterOf, readsOf, usesOf, type ValueUse } from "./value-uses.ts";

/**
 * What becomes of rows. `counted`: only how many there are, or what they sum up to, is asked; `cut`: a list of them is shortened; `asked`: a set of
 * their keys is asked what it has; `keyed`: a map of them is asked by key; `chosen`: choices are made of them, `{ value: loan.id, label: loan.title }`;
 * `sent`: something is sent for each; `sifted`: some are picked out of all, or all are gathered in groups that
 * are gone through; `answered`: a client gets them as a list; `other`: anything else.
 */
export type Fate = "answered" | "counted" | "cut" | "asked" | "keyed" | "chosen" | "sent" | "sifted" | "other";

interface At {
  readonly code: Code;
  readonly id: ExprId;
  /** Rows, what is made of each of them, a set of such, or what keeps them by key. */
  readonly shape: "rows" | "values" | "set" | "map";
  /** What became of them before they go out of sight: some were picked out of all, or choices were made of them. */
  readonly ends?: "sifted" | "chosen" | "cut" | undefined;
  /** The property of an object they are in: `{ loans }`. */
  readonly key?: string | undefined;
  /** The call that handed them to the function they are in. */
  readonly frame?: Frame | undefined;
  readonly depth: number;
}

interface Frame {
  readonly code: Code;
  readonly call: ExprId;
  readonly f: FnId;
  readonly outer: Frame | undefined;
}

const deepest = 16;
const mostCallers = 6;
/** Methods of a list that pick of it. */
const picking = new Set(["find", "findLast", "some"]);
/** Methods of a map, by what they ask of it. */
const keyed: ReadonlyMap<string, Fate> = new Map([
  ...["get", "has", "set", "delete"].map((name) => [name, "keyed"] as const),
  ...["values", "entries", "keys", "forEach"].map((name) => [name, "sifted"] as const),
]);
/** What search engines are given documents by. */
const indexing = /^(?:(?:add|update|index|upsert)Documents|saveObjects|bulk|bulkIndex)$/;
const limiting = /^(?:limit|take|top|page_?size|per_?page|max_?(?:results|items|rows|count))$/i;
/** What becomes of the rows an expression brings, through variables, list methods, loops, and whoever calls the function that returns them. */
export function fatesOf(names: Names, code: Code, id: ExprId): ReadonlySet<Fate> {
  const walk = new Walk(names);
  walk.follow({ code, id, shape: "rows", depth: 0 });
  return walk.fates;
}

class Walk {
  readonly fates = new Set<Fate>();
  readonly #names: Names;
  readonly #seen = new Map<Code, Set<string>>();

  constructor(names: Names) {
    this.#names = names;
  }

  follow(at: At): void {
    if (at.depth > deepest) return this.#end(at);
    let seen = this.#seen.get(at.code);
    if (!seen) this.#seen.set(at.code, (seen = new Set()));
    const key = `${String(at.id)} ${at.ends ?? ""} ${at.key ?? ""}`;
    if (seen.has(key)) return;
    seen.add(key);
    const uses = usesOf(at.code, at.id);
    if (uses.length === 0 && isShown(at.code, at.id)) this.#answer(at);
    for (const use of uses) this.#use(at, use);
  }

  /** They go out of sight. */
  #end({ ends }: At): void {
    this.fates.add(ends ?? "other");
  }

  /** A client gets them. */
  #answer({ ends }: At): void {
    this.fates.add(ends ?? "answered");
  }

  #use(at: At, use: ValueUse): void {
    switch (use.k) {
      case "part":
        return this.#part(at, use.by);
      case "stored":
        return this.#stored(at, use.key);
      case "returned":
        return this.#returned(at, use.f);
      case "tested":
        return;
      case "changed":
        return this.#end(at);
    }
  }

  #on(at: At, id: ExprId, shape = at.shape, ends = at.ends, key = at.key): void {
    this.follow({ ...at, id, shape, depth: at.depth + 1, ends, key });
  }

  #part(at: At, by: ExprId): void {
    const expr = at.code.expr(by);
    if (expr.k === "object") return this.#kept(at, by, expr);
    if (expr.k === "member" && at.key !== undefined) return expr.p === at.key ? this.follow({ ...at, id: by, key: undefined, depth: at.depth + 1 }) : undefined;
    if (expr.k === "member") return this.#member(at, by, expr.p);
    if (expr.k === "either") return expr.of.includes(at.id) ? this.#on(at, by) : undefined;
    if (expr.k === "boolean") return;
    if (expr.k === "array" && at.code.expr(at.id).k === "spread") return this.#on(at, by);
    if (expr.k === "spread") return this.#on(at, by);
    if (expr.k === "array") return this.#together(at, by, expr.items.indexOf(at.id));
    if (expr.k === "index" && expr.o === at.id && at.shape === "map") return void this.fates.add("keyed");
    if (expr.k === "element" && at.shape === "map") return void this.fates.add("sifted");
    if (expr.k === "element" && at.shape === "rows") return this.#inLoop(at, inLoop(at.code, at.id, by));
    if (expr.k === "call" || expr.k === "new") return this.#argument(at, by, expr);
    this.#end(at);
  }

  /** `{ loans: rows }`, `{ ...answer }`; an object in an object is looked at as a whole. */
  #kept(at: At, by: ExprId, { props }: Extract<Expr, { k: "object" }>): void {
    const key = props.find(([, value]) => value === at.id)?.[0];
    this.#on(at, by, at.shape, at.ends, at.key !== undefined || key === "..." || key === "[]" ? at.key : key);
  }

  #member(at: At, by: ExprId, name: string): void {
    if (name === "length" || name === "size") return void this.fates.add("counted");
    // `byId.late`
    const isField = at.shape === "map" && !keyed.has(name);
    for (const use of usesOf(at.code, by)) {
      const call = use.k === "part" && isCalled(at.code, use.by, by) ? at.code.expr(use.by) : undefined;
      if (use.k !== "part" || call?.k !== "call") this.fates.add(isField ? "keyed" : (at.ends ?? "other"));
      else if (at.shape === "map") this.fates.add(keyed.get(name) ?? "other");
      else if (at.shape === "set") this.fates.add(name === "has" ? "asked" : name === "add" || name === "delete" ? "asked" : "other");
      else this.#method(at, use.by, name, call.args);
    }
  }

  #method(at: At, call: ExprId, name: string, args: readonly ExprId[]): void {
    if (returningList.has(name) && name !== "concat") {
      const isCut = name === "slice" && args.length > 0;
      if (isCut) this.fates.add("cut");
      this.#on(at, call, at.shape, name === "filter" ? "sifted" : (at.ends ?? (isCut ? "cut" : undefined)));
    } else if ((name === "map" || name === "forEach") && args.some((id) => sendsEach(at.code, id))) this.fates.add("sent");
    else if (name === "map" && at.shape === "rows" && args.some((id) => makesChoice(at.code, id))) {
      this.fates.add("chosen");
      this.#on(at, call, "values", at.ends ?? "chosen");
    } else if (name === "map") this.#on(at, call, "values");
    else if (name === "forEach" && at.shape === "rows") this.#inLoop(at, inCallback(at.code, args[0]));
    else if (picking.has(name)) this.fates.add("sifted");
    else if (name === "reduce" && at.shape === "rows" && sumsUp(at.code, args)) this.fates.add("counted");
    else this.#end(at);
  }

  #argument(at: At, by: ExprId, { c, args }: Extract<Expr, { k: "call" | "new" }>): void {
    const text = textOf(at.code, at.code.expr(c));
    const name = at.code.calleeName(c) ?? "";
    const i = args.indexOf(at.id);
    if (c === at.id) this.#end(at);
    else if (isReply(this.#names, at.code, c, name)) this.#answer(at);
    else if (at.code.expr(by).k === "new" && at.shape !== "values" && text !== "Map" && text !== "Set") this.#on(at, by);
    else if (converting.test(text)) this.#on(at, by);
    else if (text === "Boolean" || text === "Array.isArray") return;
    else if (text === "Set" && at.shape === "values") this.#on(at, by, "set");
    else if ((text === "Map" || text === "Object.fromEntries") && at.shape === "values") this.#on(at, by, "map");
    else if (/^Object\.(?:keys|values|entries)$/.test(text) && at.shape === "map") this.#gathered(at, by);
    else if (indexing.test(at.code.calleeName(c) ?? "") && at.code.expr(c).k === "member") this.fates.add("sent");
    else if (!this.#handed(at, by, c, i)) this.fates.add(args.some((id) => limiting.test(at.code.calleeName(id) ?? "")) ? "cut" : (at.ends ?? "other"));
  }

  /** A function of ours goes on with them: `sendList(res, loans)`. */
  #handed(at: At, call: ExprId, callee: ExprId, i: number): boolean {
    const targets = this.#names.denote(at.code, callee);
    const [target] = targets;
    if (targets.length !== 1 || target?.k !== "function" || i === -1) return false;
    const id = parameterOf(target.code, target.f, i);
    if (id === undefined) return false;
    const frame = { code: at.code, call, f: target.f, outer: at.frame };
    this.follow({ ...at, code: target.code, id, frame, depth: at.depth + 1 });
    return true;
  }

  /** What a loop does with each: what it fills is followed. */
  #inLoop(at: At, does: InLoop | undefined): void {
    if (does === undefined) this.#end(at);
    else if (typeof does === "string") this.fates.add(does);
    else for (const b of does) for (const id of readsOf(at.code, b)) this.#on(at, id, "map");
  }

  /** Groups that are gone through: `Object.values(byTitle).forEach(…)`. */
  #gathered(at: At, list: ExprId): void {
    const isGoneThrough = usesOf(at.code, list).every((use) => use.k === "part" && /^(?:member|element)$/.test(at.code.expr(use.by).k));
    if (isGoneThrough) this.fates.add("sifted");
    else this.#end(at);
  }

  /** `const [loans, total] = await Promise.all([find(), count()])`; any other list of lists goes on as a whole. */
  #together(at: At, array: ExprId, index: number): void {
    for (const use of usesOf(at.code, array)) {
      const call = use.k === "part" ? at.code.expr(use.by) : undefined;
      if (use.k !== "part" || call?.k !== "call" || textOf(at.code, at.code.expr(call.c)) !== "Promise.all") {
        this.#use({ ...at, id: array, shape: "values" }, use);
        continue;
      }
      for (const taken of usesOf(at.code, use.by)) {
        const member = taken.k === "part" ? at.code.expr(taken.by) : undefined;
        if (taken.k !== "part" || member?.k !== "member") this.#end(at);
        else if (member.p === String(index)) this.#on(at, taken.by);
      }
    }
  }

  #stored(at: At, key: string): void {
    const b = /^b(\d+)$/.exec(key)?.[1];
    const binding = b === undefined ? undefined : at.code.summary.bindings[Number(b)];
    if (!binding || binding.fn === 0) return this.#end(at);
    for (const id of readsOf(at.code, Number(b))) this.#on(at, id);
  }

  #returned(at: At, f: FnId): void {
    const { frame } = at;
    if (frame?.f === f) return this.follow({ ...at, code: frame.code, id: frame.call, frame: frame.outer, depth: at.depth + 1 });
    if (requestPathsOf(this.#names).isHandler(at.code, f)) return this.#answer(at);
    // What it is handed to brings what it hands back: `remember("loans", () => loans())`.
    const around = callbackUse(at.code, f);
    if (around) return this.#on(at, around.call);
    const calls = findAllCalls(this.#names, at.code, f)?.filter(({ code }) => code.role === "product") ?? [];
    if (calls.length === 0 || calls.length > mostCallers) return this.#end(at);
    for (const { code, call } of calls) this.follow({ ...at, code, id: call, depth: at.depth + 1 });
  }
}

/** `reduce((sum, loan) => sum + loan.cents, 0)`. */
function sumsUp(code: Code, [callback, start]: readonly ExprId[]): boolean {
  const fn = callback === undefined ? undefined : code.expr(callback);
  return fn?.k === "function" && start !== undefined && /^-?\d/.test(textOf(code, code.expr(start)));
}

function textOf(code: Code, { s, e }: Span): string {
  return code.text.slice(s, e);
}
