import { isTypeScript } from "#syntax/parse";
import type { ExprId, Fn, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { findRoutes, transportParam } from "./layer-evidence.ts";
import { isCompiled, isFrontEnd } from "./front-ends.ts";
import { isBusiness } from "./ladder.ts";
import { paramSpan, reachesOf } from "./layer-reach.ts";
import type { Layers } from "./layers.ts";
import { mutationsOf } from "./mutations.ts";
import { isHandler, isPart, touchesHttp } from "./transport-uses.ts";

/** An HTTP object that is handed into business code. */
export interface TransportProblem {
  readonly span: Span;
  /** Name of the parameter or the import. */
  readonly name: string;
  readonly type: string;
  /** `service` or `repository`. */
  readonly layer: string;
}

/** Request and response objects that reach the services or repositories of a file. */
export function transportProblems(layers: Layers, code: Code): readonly TransportProblem[] {
  const verdict = layers.of(code);
  if (code.role !== "product" || verdict.weak || (verdict.layer !== "service" && verdict.layer !== "repository")) return [];
  if (findRoutes(layers.names, code) || isAdapter(layers, code) || isBesideRoutes(code, verdict.by) || isFrontEnd(layers, code) || isCompiled(code)) return [];
  const params = code.summary.functions.flatMap((fn, f): TransportProblem[] => {
    if (!isOffered(code, fn)) return [];
    const found = transportParam(layers.names, code, fn, (at, type) => touchesHttp(code, fn, at, type));
    if (!found || isPart(code, fn) || isHandler(layers, code, f)) return [];
    return [{ span: paramSpan(code, f, found.at), name: fn.params[found.at]?.n ?? "a parameter", type: found.type, layer: verdict.layer }];
  });
  return [...frameworkImports(layers, code), ...params];
}

/** `routes/admin/service/restart.ts`: a handler about a service, as `routes/services.js` is. */
function isBesideRoutes({ path }: Code, by: string): boolean {
  return (by === "folder" && /(?:^|\/)(?:routes?|controllers?)\//.test(path)) || /(?:^|\/)(?:routes?|controllers?)\/services?\.[cm]?[jt]s$/.test(path);
}

const aboutHttp =
  /cookie|csrf|cors|session|request-?context|logg(?:er|ing)|audit-?log|log[._-]?service|(?:exception|error)s?[._-]|metric|telemetry|tracing|gateway|proxy|rate-?limit/i;
const toolOfHttp = /header|request|response|http|passport|oauth|webhook|upload|multipart|files?\b|storage|download|stream|ip\b|locale|language|log\b/i;

/** A service for cookies, logs, or errors; one for headers, sessions, or files above no stored data: what it is about is HTTP itself. */
function isAdapter(layers: Layers, code: Code): boolean {
  const name = code.path.slice(code.path.lastIndexOf("/") + 1);
  if (aboutHttp.test(name)) return true;
  if (!toolOfHttp.test(name) && !keepsConnections(layers, code)) return false;
  return !isBusiness(layers, code) && !reachesOf(layers.names, code).some(({ subject }) => subject.data !== undefined);
}

/** Open connections kept in the module, to be written to later: `listeners.get(memberId).add(res)`. */
function keepsConnections(layers: Layers, code: Code): boolean {
  const isKept = [...mutationsOf(code).values()].flat().some(({ op, key, values }) => {
    const b = /^b(\d+)$/.exec(key)?.[1];
    const isOfModule = b !== undefined && code.summary.bindings[Number(b)]?.fn === 0;
    return isOfModule && op === "entry" && values.some((id) => namesTransport(layers, code, id));
  });
  return isKept && /text\/event-stream|\.write\(|\.send\(/.test(code.text);
}

/** A value that holds a request, a response or a socket that the function around it is given. */
function namesTransport(layers: Layers, code: Code, id: ExprId): boolean {
  const { s, e } = code.expr(id);
  return code.summary.exprs.some((expr) => {
    if (expr.k !== "name" || expr.s < s || e < expr.e) return false;
    const binding = code.summary.bindings[expr.b];
    const fn = binding?.kind === "param" ? code.summary.functions[binding.fn] : undefined;
    const found = fn && transportParam(layers.names, code, fn, () => true);
    return found !== undefined && fn?.params[found.at]?.n === binding?.n;
  });
}

/** A web framework used when the program runs; its errors are everybody's, its types are erased, and plugins of Elysia are its way to inject. A file that merely lies among services may start one. */
function frameworkImports(layers: Layers, code: Code): readonly TransportProblem[] {
  const { layer, by } = layers.of(code);
  if (by === "folder") return [];
  const { catalog } = layers.names.project;
  const frameworks = catalog.libraries.filter(({ http }) => http?.routers?.length && http.transportTypes?.length);
  return code.summary.imports.flatMap((fact): TransportProblem[] => {
    if (
      fact.typeOnly ||
      fact.fn !== 0 ||
      !frameworks.some(({ packages }) => packages.includes(fact.specifier)) ||
      /^node:|\/|^https?$|^ws$|^elysia$|socket/.test(fact.specifier)
    )
      return [];
    // `import { Request } from "express"` brings a type, whether it says so or not.
    const isType = (name: string): boolean => catalog.isIn(catalog.http.transportTypes, `${fact.specifier}#${name}`);
    const used = fact.names.filter((name) => !name.typeOnly && !/error|exception/i.test(name.imported) && !isType(name.imported) && isSpoken(code, name.b));
    return used.length === 0 ? [] : [{ span: fact, name: fact.specifier, type: "web framework", layer }];
  });
}

/** Whether an imported name stands in code that runs; in JavaScript all do. */
function isSpoken(code: Code, binding: number | undefined): boolean {
  if (binding === undefined || !isTypeScript(code.absolute)) return true;
  return code.summary.exprs.some((expr) => expr.k === "name" && expr.b === binding);
}

/** What others call: methods and module-level functions. A callback inside of one is the framework's or its own business. */
function isOffered(code: Code, fn: Fn): boolean {
  if (fn.kind === "constructor" || fn.kind === "setter") return false;
  if (fn.owner !== undefined && (fn.kind === "method" || fn.kind === "static")) return !isMiddleware(fn);
  if (fn.parent !== 0 || fn.kind === "module") return false;
  const handed =
    fn.expr !== undefined &&
    code.summary.calls.some((id) => {
      const call = code.expr(id);
      return (call.k === "call" || call.k === "new") && call.args.includes(fn.expr ?? -1);
    });
  return !handed && !isMiddleware(fn);
}

/** `use(req, res, next)`, `canActivate(context)`: what a framework calls, wherever the class lies. */
function isMiddleware(fn: Fn): boolean {
  if (/^(?:use|canActivate|intercept|catch|transform|validate|handleRequest|getRequest|\w*middleware|\w+(?:Guard|Hook|PreHandler))$/i.test(fn.n)) return true;
  return fn.params.length >= 3 && /^_?next$/.test(fn.params.at(-1)?.n ?? "");
}
