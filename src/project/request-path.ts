import { escaped } from "#graph/patterns";
import type { ExprId, FnId, Span, TypeExpr } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { findCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { requestParam } from "./inputs.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";
import { hearsProcess } from "./run-times.ts";
import type { Step } from "./step.ts";

/** How a function is reached while a request is answered: the handler first, then each call on the way. */
export interface RequestPath {
  readonly handler: { readonly code: Code; readonly f: FnId };
  /** The functions on the way, the handler first. */
  readonly functions: readonly { readonly code: Code; readonly f: FnId }[];
  readonly steps: readonly Step[];
}

/** A function on the way back to a handler, and the step that leads from it to the one before. */
interface Visit {
  readonly code: Code;
  readonly f: FnId;
  readonly depth: number;
  readonly from?: Visit;
  readonly call?: Span;
}

const maxCalls = 6;
const maxVisits = 150;

/** Answers which functions run while a request is answered. Code that runs at start-up (module level, constructors, plugins) is not reached. */
export class RequestPaths {
  readonly #names: Names;
  readonly #handlers = new WeakMap<Code, Map<FnId, boolean>>();
  readonly #paths = new WeakMap<Code, Map<FnId, RequestPath | undefined>>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** The way from a request handler to a function, or `undefined` when none is known. */
  to(code: Code, f: FnId): RequestPath | undefined {
    let known = this.#paths.get(code);
    if (!known) this.#paths.set(code, (known = new Map()));
    if (known.has(f)) return known.get(f);
    const path = this.search(code, f, () => false);
    known.set(f, path);
    return path;
  }

  /** Like {@link to}, on ways that avoid some functions; `call` is the call made in such a function on the way. */
  search(code: Code, f: FnId, avoid: (code: Code, f: FnId, call?: Span) => boolean): RequestPath | undefined {
    const queue: Visit[] = [{ code, f, depth: 0 }];
    let loose: Visit | undefined;
    const seen = new Map<Code, Set<FnId>>();
    for (let at = 0; at < queue.length && at < maxVisits; at++) {
      const visit = queue[at];
      if (!visit || visit.f === 0 || avoid(visit.code, visit.f, visit.call) || !isNew(seen, visit)) continue;
      if (this.isHandler(visit.code, visit.f)) {
        if (!isLoose(this.#names, visit)) return toPath(visit);
        loose ??= visit;
      } else if (visit.depth < maxCalls) queue.push(...this.#callersOf(visit));
    }
    return loose && toPath(loose);
  }

  /** Whether a framework calls this function for each request. */
  isHandler(code: Code, f: FnId): boolean {
    let known = this.#handlers.get(code);
    if (!known) this.#handlers.set(code, (known = new Map()));
    let answer = known.get(f);
    if (answer === undefined) known.set(f, (answer = takesRequest(this.#names, code, f)));
    return answer;
  }

  #callersOf(visit: Visit): Visit[] {
    const { code, f, depth } = visit;
    const fn = code.summary.functions[f];
    // A constructor runs for whoever makes the object; containers and modules do so at start-up.
    if (!fn || fn.kind === "constructor") return [];
    const found: Visit[] = [];
    // An inline callback is taken to run when the function around it runs; what hears events of the process is not.
    if (callbackUse(code, f) && fn.parent !== 0 && !hearsProcess(code, f)) found.push({ code, f: fn.parent, depth, from: visit });
    for (const call of findCalls(this.#names, code, f)) {
      const expr = call.code.expr(call.call);
      if ((expr.k !== "call" && expr.k !== "new") || call.code.role !== "product" || isInDecorator(call.code, expr)) continue;
      found.push({ code: call.code, f: expr.fn, depth: depth + 1, from: visit, call: expr });
    }
    return found;
  }
}

/** A handler given to a router that nobody loads: another way to the same function tells more. */
function isLoose(names: Names, { code, f }: Visit): boolean {
  return code.summary.functions[f]?.parent === 0 && callbackUse(code, f) !== undefined && isLoadedByNobody(names, code);
}

/** It hands something out, and no other file writes its name in an import. */
const isLoadedByNobody = perFile((names, code): boolean => {
  const parts = code.path.split("/");
  const stem = (parts.at(-1) ?? "").replace(/\.\w+$/, "");
  if (stem === "index" || code.summary.exports.length === 0) return false;
  const loads = new RegExp(`["'\`/]${escaped(stem)}(?:\\.\\w+)?["'\`]`);
  return ![...names.project.codesWith([stem])].some((other) => other !== code && loads.test(other.text));
});

function toPath(handler: Visit): RequestPath {
  return { handler, functions: [...wayOf(handler)], steps: stepsOf(handler) };
}

const known = new WeakMap<Names, RequestPaths>();

/** The request paths of a project. */
export function requestPathsOf(names: Names): RequestPaths {
  let paths = known.get(names);
  if (!paths) known.set(names, (paths = new RequestPaths(names)));
  return paths;
}

/** Messages and sockets of a lasting connection are no requests: such a connection keeps its state in this process anyway. */
const lasting = /(?:MessageData|Socket)$/;

function takesRequest(names: Names, code: Code, f: FnId): boolean {
  const fn = code.summary.functions[f];
  if (!fn || fn.kind === "constructor") return false;
  if (fn.params.some((param) => isLasting(names, code, param.t))) return false;
  if (isRoutedMethod(names, code, fn.decorators)) return true;
  // A handler need not declare what it does not use.
  for (let i = 0; i < Math.max(fn.params.length, 2); i++) {
    const param = requestParam(names, code, f, i);
    if (param) return !lasting.test(param.what);
  }
  return fn.kind === "method" && fn.params.some((param) => isTransport(names, code, param.t));
}

/** `onMessage(client: Socket, …)`: it answers a lasting connection. */
function isLasting(names: Names, code: Code, type: TypeExpr | undefined): boolean {
  return names
    .ofType(code, type)
    .some((item) => item.k === "api" && lasting.test(item.name) && names.project.catalog.isIn(names.project.catalog.http.transportTypes, item.name));
}

/** Guards, interceptors and filters are handed what stands for the request: `canActivate(context: ExecutionContext)`. */
function isTransport(names: Names, code: Code, type: TypeExpr | undefined): boolean {
  const { catalog } = names.project;
  return names.ofType(code, type).some((item) => item.k === "api" && catalog.isIn(catalog.http.transportTypes, item.name));
}

function isRoutedMethod(names: Names, code: Code, decorators: readonly ExprId[] | undefined): boolean {
  return (decorators ?? []).some((id) => {
    const expr = code.expr(id);
    return names.apisOf(code, expr.k === "call" ? expr.c : id).some((name) => {
      const facts = names.project.catalog.http.handlers.of(name).filter((fact) => fact.form === "decorator");
      return facts.length > 0 && facts.every((fact) => !Object.values(fact.parameters).some((type) => lasting.test(type)));
    });
  });
}

/** `@UploadedFile(sizePipe(5)) file`: runs while the module is loaded. */
function isInDecorator(code: Code, { s, e, fn }: Span & { readonly fn: FnId }): boolean {
  const around = code.summary.functions[fn];
  const decorators = [...(around?.decorators ?? []), ...(around?.params ?? []).flatMap((param) => param.decorators ?? [])];
  return decorators.some((id) => code.expr(id).s <= s && e <= code.expr(id).e);
}

function isNew(seen: Map<Code, Set<FnId>>, { code, f }: Visit): boolean {
  let known = seen.get(code);
  if (!known) seen.set(code, (known = new Set()));
  if (known.has(f)) return false;
  known.add(f);
  return true;
}

function* wayOf(handler: Visit): Iterable<Visit> {
  for (let visit: Visit | undefined = handler; visit; visit = visit.from) yield visit;
}

function stepsOf(handler: Visit): Step[] {
  const fn = handler.code.summary.functions[handler.f];
  const steps: Step[] = [{ code: handler.code, span: headOf(handler.code, fn ?? { s: 0, e: 0 }), message: `request handler${fn?.n ? ` ${fn.n}()` : ""}` }];
  for (let visit: Visit | undefined = handler; visit?.from; visit = visit.from) {
    const called = visit.from.code.summary.functions[visit.from.f];
    if (visit.call) steps.push({ code: visit.code, span: visit.call, message: `calls ${called?.n ? `${called.n}()` : "this"}` });
  }
  return steps;
}

/** The first line of a function. */
function headOf(code: Code, { s, e }: Span): Span {
  const end = code.text.indexOf("\n", s);
  return { s, e: end === -1 || end > e ? e : end };
}
