import type { FnId, Span } from "#syntax/summary";
import { callsIn } from "./call-sites.ts";
import type { Code } from "./code.ts";
import { errorCenterOf, isErrorClass, isInErrorHandler } from "./error-center.ts";
import { transportParam } from "./layer-evidence.ts";
import type { Layer, Layers } from "./layers.ts";
import { requestPathsOf } from "./request-path.ts";

/** An HTTP error of a library that code makes itself. */
export interface RawException {
  readonly span: Span;
  /** As written: `NotFoundException`, `Boom.notFound`. */
  readonly name: string;
  /** Package it comes from. */
  readonly library: string;
  readonly layer: Layer;
  /** Where the project has its own errors: a file, or the handler of errors. */
  readonly center: { readonly kind: "module" | "handler"; readonly path: string } | undefined;
}

const inner: ReadonlySet<Layer> = new Set(["service", "repository", "model", "domain"]);
const known = new WeakMap<Layers, WeakMap<Code, readonly RawException[]>>();

/** HTTP errors made in services, repositories, models and domain code; with `strict` in routers as well. */
export function rawExceptions(layers: Layers, code: Code, strict: boolean): readonly RawException[] {
  let answers = known.get(layers);
  if (!answers) known.set(layers, (answers = new WeakMap()));
  let found = answers.get(code);
  if (!found) answers.set(code, (found = find(layers, code)));
  return strict ? found : found.filter((item) => item.layer !== "router");
}

function find(layers: Layers, code: Code): readonly RawException[] {
  const { names } = layers;
  const { catalog } = names.project;
  if (code.role !== "product") return [];
  const made: { readonly call: number; readonly api: string; readonly fn: FnId; readonly span: Span; readonly callee: Span }[] = [];
  for (const { call, api } of callsIn(names, code, catalog.errors.exceptionMethods)) {
    const expr = code.expr(call);
    if (!catalog.isIn(catalog.errors.exceptions, api) || (expr.k !== "call" && expr.k !== "new") || made.some((item) => item.call === call)) continue;
    made.push({ call, api, fn: expr.fn, span: expr, callee: code.expr(expr.c) });
  }
  if (made.length === 0) return [];
  const { layer, weak } = layers.of(code);
  if (weak || !(inner.has(layer) || layer === "router")) return [];
  const center = errorCenterOf(layers, code);
  const [module] = center.modules;
  const [handler] = center.handlers;
  const own = module ? { kind: "module" as const, path: module.path } : handler && { kind: "handler" as const, path: handler.code.path };
  return made
    .filter(
      ({ fn, span }) => !center.modules.includes(code) && !isInErrorHandler(center, code, span) && (layer === "router" || !answersItself(layers, code, fn)),
    )
    .sort((a, b) => a.span.s - b.span.s)
    .map(({ api, span, callee }) => ({
      span,
      name: code.text.slice(callee.s, callee.e).replace(/\s+/g, ""),
      library: api.slice(0, api.indexOf("#")),
      layer,
      center: own,
    }));
}

const contracts = /^(?:CanActivate|PipeTransform|NestInterceptor|NestMiddleware|ExceptionFilter|ValidatorConstraintInterface|MiddlewareInterface)$/;

/** Code a framework calls with the request, wherever its file lies: handlers, guards, pipes, strategies, error classes. */
function answersItself(layers: Layers, code: Code, fn: FnId): boolean {
  const paths = requestPathsOf(layers.names);
  for (let f = fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const here = code.summary.functions[f];
    if (!here) return false;
    // Whether a plain method is registered somewhere is a question about the whole project; services are called by name.
    const mayHandle = here.kind !== "method" || here.decorators !== undefined || transportParam(layers.names, code, here) !== undefined;
    if (mayHandle && paths.isHandler(code, f)) return true;
    const fact = here.owner === undefined ? undefined : code.summary.classes[here.owner];
    if (!fact || here.owner === undefined) continue;
    const base = fact.extends === undefined ? undefined : code.expr(fact.extends);
    const isStrategy = base?.k === "call" && code.calleeName(base.c) === "PassportStrategy";
    if (isStrategy || fact.implements.some((name) => contracts.test(name)) || isErrorClass(layers.names, code, here.owner)) return true;
  }
  return false;
}
