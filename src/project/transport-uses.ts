import type { Fn, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { registrationsOf } from "./layer-evidence.ts";
import type { Layers } from "./layers.ts";

/** Sockets are connections, not requests; a stream of Node's own may be any stream. */
const connections = /^(?:Socket|Namespace|WebSocket)$/;
const streams = /^(?:IncomingMessage|ServerResponse|Http2Server\w+)$/;

/**
 * Whether a function does something with the HTTP object it takes; a type alone, or a parameter that an old signature still has, brings nothing.
 * @param type name of its type
 */
export function touchesHttp(code: Code, fn: Fn, at: number, type: string): boolean {
  if (connections.test(type)) return false;
  const name = fn.params[at]?.n;
  // Taken apart where it arrives: `({ params }: Request)`.
  if (name === undefined) return !streams.test(type);
  const body = bodyOf(code, fn);
  const touched = streams.test(type)
    ? String.raw`\b${name}\b[?!]?\.(?:headers|url|method|httpVersion|socket|statusCode|setHeader|writeHead|end)\b`
    : String.raw`(?<![.\w$])${escaped(name)}\b(?!\s*:(?!:))`;
  return new RegExp(touched).test(body);
}

function escaped(name: string): string {
  return name.replace(/\$/g, String.raw`\$`);
}

/** The text of a function behind its last parameter. */
function bodyOf(code: Code, fn: Fn): string {
  const ends = fn.params.flatMap((param) => {
    const binding = param.b === undefined ? undefined : code.summary.bindings[param.b];
    return binding ? [binding.at + binding.n.length] : [];
  });
  return code.text.slice(Math.max(fn.s, ...ends), fn.e);
}

/** What only its own file calls, or is private, or is about cookies and headers alone: who hands the object in from outside is told. */
export function isPart(code: Code, fn: Fn): boolean {
  if (/cookie|header/i.test(fn.n)) return true;
  if (fn.owner === undefined) return !isExported(code, fn);
  const before = code.text.slice(Math.max(0, fn.s - 40), fn.s + 40);
  return fn.n.startsWith("#") || new RegExp(String.raw`\b(?:private|protected)\s+(?:static\s+)?(?:async\s+)?\*?${escaped(fn.n)}\b`).test(before);
}

function isExported(code: Code, fn: Fn): boolean {
  // CommonJS and default exports: the name stands in an assignment or an object, and is not followed here.
  return (
    code.summary.exports.some((item) => item.n === fn.n || item.n === "default" || item.n === "=" || item.n === "*") ||
    fn.n === "" ||
    /\bexports\b/.test(code.text)
  );
}

/** Whether a router registers the function itself: then it is the handler, whatever its file is called. */
export function isHandler(layers: Layers, code: Code, f: FnId): boolean {
  return handlersOf(layers).get(code)?.has(f) ?? false;
}

const known = new WeakMap<Layers, Map<Code, Set<FnId>>>();

/** Functions of services that are handed to a framework as they are, by file. */
function handlersOf(layers: Layers): Map<Code, Set<FnId>> {
  let found = known.get(layers);
  if (found) return found;
  known.set(layers, (found = new Map()));
  const { names } = layers;
  for (const path of names.project.paths) {
    const code = names.project.file(path)?.role === "product" ? names.project.code(path) : undefined;
    if (!code || !layers.graph.importsOf(code).some(({ to }) => layers.of(to).layer === "service" || layers.of(to).layer === "none")) continue;
    const regions = registrationsOf(names, code);
    for (const { s, e } of regions) addHandlers(layers, code, s, e, found);
  }
  return found;
}

function addHandlers(layers: Layers, code: Code, s: number, e: number, found: Map<Code, Set<FnId>>): void {
  for (const id of code.summary.calls) {
    const call = code.expr(id);
    if (call.k !== "call" || call.s < s || call.e > e) continue;
    for (const argument of call.args) {
      const { k } = code.expr(argument);
      if (k !== "name" && k !== "member" && k !== "module") continue;
      for (const item of layers.names.denote(code, argument)) {
        if (item.k !== "function" || item.code === code || layers.of(item.code).layer !== "service") continue;
        const known = found.get(item.code) ?? new Set();
        found.set(item.code, known.add(item.f));
      }
    }
  }
}
