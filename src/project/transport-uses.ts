import { escaped } from "#graph/patterns";
import type { ExprId, Fn, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { registrationsOf } from "./layer-evidence.ts";
import type { Layers } from "./layers.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";
import { isWithin } from "./spans.ts";

/** Sockets are connections, not requests, and messages of a broker are none either; a stream of Node's own may be any stream. */
const connections = /^(?:Socket|Namespace|WebSocket|(?:Rmq|Kafka|Tcp|Redis|Nats|Mqtt|BaseRpc)Context)$/;
const streams = /^(?:IncomingMessage|ServerResponse|Http2Server\w+)$/;

/**
 * Whether a function does something with the HTTP object it takes; a type alone, or a parameter that an old signature still has, brings nothing.
 * @param type name of its type
 */
export function touchesHttp(code: Code, fn: Fn, at: number, type: string): boolean {
  if (connections.test(type)) return false;
  const param = fn.params[at]?.n;
  // Taken apart where it arrives: `({ params }: Request)`.
  if (param === undefined) return !streams.test(type);
  const name = escaped(param);
  const body = bodyOf(code, fn);
  const touched = streams.test(type)
    ? String.raw`\b${name}\b[?!]?\.(?:headers|url|method|httpVersion|socket|statusCode|setHeader|writeHead|end)\b`
    : String.raw`(?<![.\w$])${name}\b(?!\s*:(?!:))`;
  return new RegExp(touched).test(body);
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

/** Whether a router registers the function itself: then it is the handler, whatever its file is called. Only files that name it are looked at. */
export function isHandler(layers: Layers, code: Code, f: FnId): boolean {
  const { names } = layers;
  for (const other of names.project.codesNaming(namesOf(code, f)))
    if (other !== code && other.role === "product" && registeredBy(names, other).get(code)?.has(f)) return true;
  return false;
}

/** What other files may call a function: its own name, those it is exported under, and where it is all a file exports, the file's. */
function namesOf(code: Code, f: FnId): readonly string[] {
  const exported = code.summary.exports.flatMap((item) => {
    const expr = item.v === undefined ? undefined : code.expr(item.v);
    return expr?.k === "function" && expr.f === f ? [item.n] : [];
  });
  const own = [code.summary.functions[f]?.n ?? "", ...exported];
  const [name = "", folder = ""] = code.path.split("/").reverse();
  const stem = name.replace(/\.[^.]+$/, "");
  const whole = own.some((word) => word === "" || word === "default" || word === "=") ? [stem === "index" ? folder : stem] : [];
  return [...own, ...whole].filter((word) => word !== "" && word !== "default" && word !== "=");
}

/** Functions of other files that a file hands to a framework as they are. */
const registeredBy = perFile((names, code) => {
  const found = new Map<Code, Set<FnId>>();
  const mounts = (code.callsByName.get("use") ?? []).filter((id) => names.apisOf(code, calleeOf(code, id)).length > 0);
  const regions = [...registrationsOf(names, code), ...mounts.map((id) => code.expr(id))];
  for (const id of regions.length > 0 ? code.summary.calls : []) {
    const call = code.expr(id);
    if (call.k !== "call" || !regions.some((region) => isWithin(call, region))) continue;
    for (const argument of call.args) addFunctions(names, code, argument, found);
  }
  return found;
});

function calleeOf(code: Code, id: ExprId): ExprId {
  const call = code.expr(id);
  return call.k === "call" || call.k === "new" ? call.c : id;
}

function addFunctions(names: Names, code: Code, argument: ExprId, found: Map<Code, Set<FnId>>): void {
  const { k } = code.expr(argument);
  if (k !== "name" && k !== "member" && k !== "module") return;
  for (const item of names.denote(code, argument)) {
    if (item.k !== "function" || item.code === code) continue;
    found.set(item.code, (found.get(item.code) ?? new Set()).add(item.f));
  }
}
