import type { Expr, ExprId, FnId, Span } from "#syntax/summary";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { isInside } from "./control.ts";
import { returningList } from "./list-methods.ts";
import type { Names } from "./names.ts";
import { isCalled, readsOf, usesOf, type ValueUse } from "./value-uses.ts";

/**
 * What becomes of rows. `counted`: only how many there are, or what they sum up to, is asked; `cut`: a list of them is shortened; `asked`: a set of
 * their keys is asked what it has; `sent`: something is sent for each; `other`: anything else, an answer among it.
 */
export type Fate = "counted" | "cut" | "asked" | "sent" | "other";

interface At {
  readonly code: Code;
  readonly id: ExprId;
  /** Rows, what is made of each of them, or a set of such. */
  readonly shape: "rows" | "values" | "set";
  readonly depth: number;
}

const deepest = 16;
const mostCallers = 6;
const sending = /^(?:send|notify|deliver|dispatch|publish|mail|email|enqueue)|(?:Mail|Email|Push|Sms|Notification)$/;
const limiting = /^(?:limit|take|top|page_?size|per_?page|max_?(?:results|items|rows|count))$/i;
/** `sum += loan.cents`, `counts[loan.branch] = (counts[loan.branch] ?? 0) + 1`. */
const summing = /\+=|\+\+|(?:\|\||\?\?)\s*0\s*\)+\s*\+/;
const keeping = /\.(?:push|unshift|add)\s*\(|\b(?:await|return|yield)\b|\.\.\./;

/** What becomes of the rows an expression brings, through variables, list methods, loops, and whoever calls the function that returns them. */
export function fatesOf(names: Names, code: Code, id: ExprId): ReadonlySet<Fate> {
  const walk = new Walk(names);
  walk.follow({ code, id, shape: "rows", depth: 0 });
  return walk.fates;
}

class Walk {
  readonly fates = new Set<Fate>();
  readonly #names: Names;
  readonly #seen = new Map<Code, Set<ExprId>>();

  constructor(names: Names) {
    this.#names = names;
  }

  follow(at: At): void {
    if (at.depth > deepest) return void this.fates.add("other");
    let seen = this.#seen.get(at.code);
    if (!seen) this.#seen.set(at.code, (seen = new Set()));
    if (seen.has(at.id)) return;
    seen.add(at.id);
    for (const use of usesOf(at.code, at.id)) this.#use(at, use);
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
        return void this.fates.add("other");
    }
  }

  #on(at: At, id: ExprId, shape = at.shape): void {
    this.follow({ code: at.code, id, shape, depth: at.depth + 1 });
  }

  #part(at: At, by: ExprId): void {
    const expr = at.code.expr(by);
    if (expr.k === "member") return this.#member(at, by, expr.p);
    if (expr.k === "either") return expr.of.includes(at.id) ? this.#on(at, by) : undefined;
    if (expr.k === "boolean") return;
    if (expr.k === "array") return this.#together(at, by, expr.items.indexOf(at.id));
    if (expr.k === "element" && at.shape === "rows") return void this.fates.add(loopFate(at.code, at.id, by));
    if (expr.k === "call" || expr.k === "new") return this.#argument(at, by, expr);
    this.fates.add("other");
  }

  #member(at: At, by: ExprId, name: string): void {
    if (name === "length" || name === "size") return void this.fates.add("counted");
    for (const use of usesOf(at.code, by)) {
      const call = use.k === "part" && isCalled(at.code, use.by, by) ? at.code.expr(use.by) : undefined;
      if (use.k !== "part" || call?.k !== "call") this.fates.add("other");
      else if (at.shape === "set") this.fates.add(name === "has" ? "asked" : name === "add" || name === "delete" ? "asked" : "other");
      else this.#method(at, use.by, name, call.args);
    }
  }

  #method(at: At, call: ExprId, name: string, args: readonly ExprId[]): void {
    if (returningList.has(name) && name !== "concat") {
      if (name === "slice" && args.length > 0) this.fates.add("cut");
      this.#on(at, call);
    } else if ((name === "map" || name === "forEach") && args.some((id) => sendsEach(at.code, id))) this.fates.add("sent");
    else if (name === "map") this.#on(at, call, "values");
    else if (name === "reduce" && at.shape === "rows" && sumsUp(at.code, args)) this.fates.add("counted");
    else this.fates.add("other");
  }

  #argument(at: At, by: ExprId, { c, args }: Extract<Expr, { k: "call" | "new" }>): void {
    const text = textOf(at.code, at.code.expr(c));
    if (c === at.id) this.fates.add("other");
    else if (text === "Boolean" || text === "Array.isArray") return;
    else if (text === "Set" && at.shape === "values") this.#on(at, by, "set");
    else this.fates.add(args.some((id) => limiting.test(at.code.calleeName(id) ?? "")) ? "cut" : "other");
  }

  /** `const [loans, total] = await Promise.all([find(), count()])`. */
  #together(at: At, array: ExprId, index: number): void {
    for (const use of usesOf(at.code, array)) {
      const call = use.k === "part" ? at.code.expr(use.by) : undefined;
      if (use.k !== "part" || call?.k !== "call" || textOf(at.code, at.code.expr(call.c)) !== "Promise.all") {
        this.fates.add("other");
        continue;
      }
      for (const taken of usesOf(at.code, use.by)) {
        const member = taken.k === "part" ? at.code.expr(taken.by) : undefined;
        if (taken.k !== "part" || member?.k !== "member") this.fates.add("other");
        else if (member.p === String(index)) this.#on(at, taken.by);
      }
    }
  }

  #stored(at: At, key: string): void {
    const b = /^b(\d+)$/.exec(key)?.[1];
    const binding = b === undefined ? undefined : at.code.summary.bindings[Number(b)];
    if (!binding || binding.fn === 0) return void this.fates.add("other");
    for (const id of readsOf(at.code, Number(b))) this.#on(at, id);
  }

  #returned(at: At, f: FnId): void {
    const calls = findAllCalls(this.#names, at.code, f)?.filter(({ code }) => code.role === "product") ?? [];
    if (calls.length === 0 || calls.length > mostCallers) return void this.fates.add("other");
    for (const { code, call } of calls) this.follow({ code, id: call, shape: at.shape, depth: at.depth + 1 });
  }
}

/** What a loop over rows does with them: it sums them up, or sends something for each. */
function loopFate(code: Code, list: ExprId, element: ExprId): Fate {
  const loop = bodyAfter(code, code.expr(list).e);
  const names = loop && rowNames(code, element);
  if (!names) return "other";
  if (sends(code, loop, names)) return "sent";
  const body = textOf(code, loop);
  return summing.test(body) && !keeping.test(body) ? "counted" : "other";
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
  let open = 0;
  for (let e = s; e < code.text.length; e++) {
    if (code.text[e] === "{") open++;
    else if (code.text[e] === "}" && --open === 0) return { s, e: e + 1 };
  }
  return undefined;
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
function sendsEach(code: Code, id: ExprId): boolean {
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

/** `reduce((sum, loan) => sum + loan.cents, 0)`. */
function sumsUp(code: Code, [callback, start]: readonly ExprId[]): boolean {
  const fn = callback === undefined ? undefined : code.expr(callback);
  return fn?.k === "function" && start !== undefined && /^-?\d/.test(textOf(code, code.expr(start)));
}

function textOf(code: Code, { s, e }: Span): string {
  return code.text.slice(s, e);
}
