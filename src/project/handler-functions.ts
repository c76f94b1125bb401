import type { ExprId, Fn, FnId, Span } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { findCalls, calledName } from "./callers.ts";
import type { Code } from "./code.ts";
import { requestParam } from "./inputs.ts";
import type { Names } from "./names.ts";
import { requestPathsOf } from "./request-path.ts";

/** A function that answers requests, with the functions of its file that only handlers call. */
export interface Handler {
  readonly f: FnId;
  /** As a reader knows it: `listBooks()`, `POST /loans`. */
  readonly name: string;
  /** What to point at when the whole handler is meant. */
  readonly head: Span;
  /** It hands the request on: a middleware. */
  readonly passesOn: boolean;
  /** The framework's handlers are the procedures of the application: tRPC, GraphQL, loaders, server actions. */
  readonly isProcedure: boolean;
  /** It only says whether the service lives. */
  readonly isProbe: boolean;
}

/** How far local functions are followed back to handlers. */
const mostSteps = 3;

/** Answers which handler of a file a function works for. */
export class HandlerFunctions {
  readonly #names: Names;
  readonly #code: Code;
  readonly #owners = new Map<FnId, FnId | undefined>();
  readonly #parts = new Map<FnId, FnId>();
  readonly #handlers = new Map<FnId, Handler>();

  constructor(names: Names, code: Code) {
    this.#names = names;
    this.#code = code;
  }

  /** The part of its handler a function belongs to: the handler itself, or the local function that only handlers call. */
  partOf(f: FnId): FnId | undefined {
    return this.#parts.get(f);
  }

  /** The handler a function is (a part of), or the first of the handlers that alone call it. */
  of(f: FnId): Handler | undefined {
    const owner = this.#ownerOf(f, 0);
    if (owner === undefined) return undefined;
    let handler = this.#handlers.get(owner);
    if (!handler) this.#handlers.set(owner, (handler = this.#describe(owner)));
    return handler;
  }

  #ownerOf(f: FnId, steps: number): FnId | undefined {
    if (this.#owners.has(f)) return this.#owners.get(f);
    this.#owners.set(f, undefined);
    const chain = chainOf(this.#code, f);
    const paths = requestPathsOf(this.#names);
    if (chain.some((item) => isKeptBy(this.#code, item) && !paths.isHandler(this.#code, item))) return undefined;
    // The outermost: what is written inside of a handler is a part of it.
    const own = chain.findLast((item) => paths.isHandler(this.#code, item) && !this.#isCalledHere(item));
    if (own !== undefined) this.#parts.set(f, own);
    const owner = own ?? this.#onlyCaller(f, chain, steps);
    this.#owners.set(f, owner);
    return owner;
  }

  /** A function that is only handed the request by a handler of its own file is a part of that one: nobody else can name it, nothing registers it. */
  #isCalledHere(f: FnId): boolean {
    const fn = this.#code.summary.functions[f];
    const name = calledName(this.#code, f);
    if (!fn || name === undefined || fn.decorators?.length || (fn.owner === undefined && !this.#isLocal(f))) return false;
    if (fn.owner !== undefined && this.#names.project.mentioning(name).some((other) => other !== this.#code)) return false;
    if (this.#code.summary.calls.some((id) => this.#isHanded(id, name))) return false;
    const calls = findCalls(this.#names, this.#code, f);
    return calls.length > 0 && calls.every(({ code }) => code === this.#code);
  }

  #isHanded(id: ExprId, name: string): boolean {
    const call = this.#code.expr(id);
    return call.k === "call" && call.args.some((argument) => this.#code.calleeName(argument) === name);
  }

  /** The handler that calls a local function, when nobody but handlers of this file does. */
  #onlyCaller(inner: FnId, chain: readonly FnId[], steps: number): FnId | undefined {
    if (steps >= mostSteps) return undefined;
    for (const f of chain) {
      const calls = this.#isLocal(f) ? findCalls(this.#names, this.#code, f) : [];
      if (calls.length === 0 || calls.some(({ code }) => code !== this.#code)) continue;
      const owners = calls.map(({ call }) => {
        const expr = this.#code.expr(call);
        return expr.k === "call" || expr.k === "new" ? this.#ownerOf(expr.fn, steps + 1) : undefined;
      });
      if (!owners.every((owner) => owner !== undefined)) continue;
      this.#parts.set(inner, f);
      return owners[0];
    }
    return undefined;
  }

  #isLocal(f: FnId): boolean {
    const fn = this.#code.summary.functions[f];
    if (!fn || fn.kind === "constructor" || fn.kind === "module") return false;
    if (fn.owner !== undefined) return true;
    const name = calledName(this.#code, f);
    return name !== undefined && !this.#code.summary.exports.some((item) => item.n === name);
  }

  #describe(f: FnId): Handler {
    const fn = this.#code.summary.functions[f] ?? { n: "", s: 0, e: 0, params: [], returns: [], parent: 0, kind: "function" };
    const route = routeOf(this.#code, f);
    const name = fn.n !== "" && fn.n !== "default" ? `${fn.n}()` : (route ?? this.#nameAround(f) ?? "");
    return {
      f,
      name,
      head: headOf(this.#code, fn),
      passesOn: passesOn(this.#code, f),
      isProcedure: this.#isProcedure(f, fn),
      isProbe: /(?:^|[/\s])(?:health|healthz|ready|readyz|readiness|live|livez|liveness|heartbeat|ping)(?:[-_]?check)?(?:\(\))?$/i.test(route ?? name),
    };
  }

  /** Its own name, or that of the function that makes it: `placeOrder()`. */
  #nameAround(f: FnId): string | undefined {
    const use = callbackUse(this.#code, f);
    if (use) return calledAs(this.#code, use.call);
    for (const at of chainOf(this.#code, f)) {
      const name = calledName(this.#code, at);
      if (name !== undefined && name !== "") return `${name}()`;
    }
    return undefined;
  }

  #isProcedure(f: FnId, fn: Fn): boolean {
    const { catalog } = this.#names.project;
    if (this.#code.summary.directives.includes("use server") || fn.directives?.includes("use server")) return true;
    const decorators = (fn.decorators ?? []).flatMap((id) => {
      const expr = this.#code.expr(id);
      return this.#names.apisOf(this.#code, expr.k === "call" ? expr.c : id);
    });
    const params = [0, 1, 2, 3].map((i) => requestParam(this.#names, this.#code, f, i)?.what ?? "");
    return [...decorators, ...params].some((api) => api.includes("#") && catalog.http.isProcedure(api));
  }
}

/** A function and the functions around it, the innermost first. */
function chainOf(code: Code, f: FnId): readonly FnId[] {
  const chain: FnId[] = [];
  for (let at: FnId | undefined = f; at !== undefined && at !== 0 && !chain.includes(at); at = code.summary.functions[at]?.parent) chain.push(at);
  return chain;
}

/** `new DataLoader(async (ids) => …)`: whoever is given the function runs it when it likes. A promise runs it at once. */
function isKeptBy(code: Code, f: FnId): boolean {
  const use = callbackUse(code, f);
  const call = use && code.expr(use.call);
  return call?.k === "new" && code.expr(call.c).k !== "global";
}

/** `POST /loans`, from the call a function is handed to; wrappers in between are looked through. */
function routeOf(code: Code, f: FnId): string | undefined {
  let id: ExprId | undefined = code.summary.functions[f]?.expr;
  const use = callbackUse(code, f);
  let callee = use?.callee;
  let call = use?.call;
  for (let step = 0; step < 4 && id !== undefined && callee !== undefined && call !== undefined; step++) {
    const expr = code.expr(call);
    const first = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
    if (first?.k === "const" && typeof first.v === "string") return `${(code.calleeName(callee) ?? "").toUpperCase()} ${first.v}`.trim();
    id = call;
    const outer = code.summary.calls.find((item) => {
      const around = code.expr(item);
      return around.k === "call" && around.args.includes(id ?? -1);
    });
    const around = outer === undefined ? undefined : code.expr(outer);
    call = outer;
    callee = around?.k === "call" ? around.c : undefined;
  }
  return undefined;
}

/** What a registration goes by: the property that holds it (`lend: procedure.mutation(…)`), or its first argument (`openapi(lendRoute, …)`). */
function calledAs(code: Code, call: ExprId): string | undefined {
  const expr = code.expr(call);
  const first = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
  if (expr.k === "call" && first?.k === "name") return `${code.calleeName(expr.c) ?? ""}(${code.summary.bindings[first.b]?.n ?? ""})`;
  for (const item of code.summary.exprs) {
    const property = item.k === "object" ? item.props.find(([, value]) => value === call) : undefined;
    if (property) return property[0];
  }
  return undefined;
}

/** Its name, where it has one; else its first line. */
function headOf(code: Code, fn: Fn): Span {
  // A method's function begins behind its name.
  const named = fn.n === "" || fn.n === "default" ? -1 : fn.owner === undefined ? code.text.indexOf(fn.n, fn.s) : code.text.lastIndexOf(fn.n, fn.s);
  if (named !== -1 && Math.abs(named - fn.s) < 200 && named < fn.e) return { s: named, e: named + fn.n.length };
  return { s: fn.s, e: fn.e };
}

/** `next()` without an error, on whatever the function calls its later parameter. */
function passesOn(code: Code, f: FnId): boolean {
  const fn = code.summary.functions[f];
  const later = new Set((fn?.params ?? []).slice(1).flatMap(({ b }) => (b === undefined ? [] : [b])));
  if (!fn || later.size === 0) return false;
  return code.summary.calls.some((id) => {
    const call = code.expr(id);
    if (call.k !== "call" || call.args.length > 0 || call.s < fn.s || call.e > fn.e) return false;
    const callee = code.expr(call.c);
    return callee.k === "name" && later.has(callee.b);
  });
}
