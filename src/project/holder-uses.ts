import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Holder } from "./holders.ts";
import { homeOf } from "./mutations.ts";
import type { Names } from "./names.ts";
import { type RequestPath, requestPathsOf } from "./request-path.ts";

/** A place where a request uses what a holder holds. */
export interface RequestUse {
  readonly code: Code;
  readonly call: ExprId;
  readonly path: RequestPath;
}

/** Opening, closing and listening are about the life of the process. */
export const lifeCycle = /^(?:connect|end|close|on|once|off|removeListener|release|destroy|init|initialize|addListener)$/;

/** The first use of a held object on the way from a request handler. */
export function requestUseOf(names: Names, holder: Holder): RequestUse | undefined {
  const paths = requestPathsOf(names);
  for (const { code, call, f } of usesOf(names, holder)) {
    if (f === 0 || code.role !== "product") continue;
    const path = paths.to(code, f);
    if (path) return { code, call, path };
  }
  return undefined;
}

function* usesOf(names: Names, holder: Holder): Iterable<{ readonly code: Code; readonly call: ExprId; readonly f: FnId }> {
  for (const code of [holder.code, ...importers(names, holder)]) {
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.k !== "call" && expr.k !== "tag") continue;
      const read = memberPath(code, expr.k === "call" ? expr.c : expr.tag);
      if (lifeCycle.test(read.path.at(-1) ?? "") || !isHeld(names, holder, code, read)) continue;
      yield { code, call, f: expr.fn };
    }
  }
}

interface Read {
  readonly base: ExprId;
  readonly path: readonly string[];
}

function memberPath(code: Code, id: ExprId, path: readonly string[] = []): Read {
  const expr = code.expr(id);
  return expr.k === "member" ? memberPath(code, expr.o, [expr.p, ...path]) : { base: id, path };
}

/** Whether a path leads to what is held, and goes on from there. */
function isHeld(names: Names, holder: Holder, code: Code, { base, path }: Read): boolean {
  const expr = code.expr(base);
  const { root } = holder;
  if ("c" in root) {
    if (expr.k === "this" && code === holder.code) return expr.c === root.c && startsWith(path, holder.path);
    const b = holder.kind === "static" ? holder.code.moduleBinding(holder.code.summary.classes[root.c]?.n ?? "") : undefined;
    return b !== undefined && expr.k === "name" && leadsTo(names, code, expr.b, path, holder, b);
  }
  if (expr.k !== "name") return false;
  return "b" in root ? leadsTo(names, code, expr.b, path, holder, root.b) : leadsToExport(names, code, expr.b, holder);
}

function leadsTo(names: Names, code: Code, b: number, path: readonly string[], holder: Holder, target: number): boolean {
  const home = homeOf(names, code, b, path);
  return home?.code === holder.code && home.b === target && startsWith(home.path, holder.path);
}

/** A value that is exported without a name: `export default new Client()`. */
function leadsToExport(names: Names, code: Code, b: number, { code: home, root }: Holder): boolean {
  const imported = code.summary.bindings[b]?.imported;
  const target = imported && names.project.target(code, imported.i);
  if (target?.kind !== "code" || target.code !== home) return false;
  const own = home.summary.exports.find((item) => item.n === imported?.n) ?? home.summary.exports.find((item) => item.n === "=" && imported?.n !== undefined);
  return own?.v !== undefined && "made" in root && own.v === root.made;
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, at) => path[at] === name);
}

/** Other files that may name what a file exports. */
function importers(names: Names, { code, root, kind }: Holder): readonly Code[] {
  if ("c" in root && kind !== "static") return [];
  const b = "b" in root ? root.b : "c" in root ? code.moduleBinding(code.summary.classes[root.c]?.n ?? "") : undefined;
  const words = new Set<string>();
  for (const item of code.summary.exports) {
    if (item.v === undefined || !mentions(code, item.v, b, root)) continue;
    if (item.n !== "default" && item.n !== "=") words.add(item.n);
    else for (const word of fileWords(code)) words.add(word);
    const value = code.expr(item.v);
    if (value.k === "object") for (const [name] of value.props) words.add(name);
  }
  return [...new Set([...words].flatMap((word) => names.project.mentioning(word)))].filter((other) => other !== code);
}

function mentions(code: Code, id: ExprId, b: number | undefined, root: Holder["root"]): boolean {
  const expr = code.expr(id);
  if ("made" in root && id === root.made) return true;
  if (expr.k === "name" || expr.k === "class") return expr.k === "class" || expr.b === b;
  return expr.k === "object" && expr.props.some(([, value]) => mentions(code, value, b, root));
}

/** Words one of which an import of this file contains: its name, or its folder's where it is an index. */
function fileWords(code: Code): readonly string[] {
  const parts = code.path.split("/");
  const base = (parts.at(-1) ?? "").replace(/\.[^.]+$/, "");
  return base === "index" ? [parts.at(-2) ?? base, base] : [base];
}
