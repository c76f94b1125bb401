import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { DataRoots, Root } from "../data-roots.ts";
import { isContext, keptMember } from "../handler-context.ts";
import { keyOfExpr } from "../storage-key.ts";
import { isData } from "./calls.ts";
import { clientAt, connectionOf } from "./clients.ts";

const unknown: readonly Root[] = [{ k: "unknown" }];
const none: readonly Root[] = [];
const deepest = 12;

/** What a variable goes back to. */
export function ofName(data: DataRoots, code: Code, b: number, depth: number): readonly Root[] {
  const binding = code.summary.bindings[b];
  if (!binding) return unknown;
  if (binding.imported) return ofImport(data, code, binding.imported.i, binding.imported.n, depth);
  const writes = (code.summary.writes[`b${b}`] ?? []).filter((write) => write.op === "=");
  if (writes.length === 0) return unknown;
  return writes.flatMap((write) => (isData(data, code, write.v) ? none : data.of(code, write.v, depth)));
}

/** What a name imported from a module goes back to. */
export function ofImport(data: DataRoots, code: Code, i: number, name: string, depth: number): readonly Root[] {
  const target = data.names.project.target(code, i);
  const generated = target.kind === "code" ? undefined : data.names.project.catalog.generatedName(target, name);
  if (target.kind !== "code" && generated !== undefined) {
    const library = generated.slice(0, generated.indexOf("#"));
    return [{ k: "client", of: `default:${library}:`, library, at: `${target.specifier}#${name}` }];
  }
  if (target.kind === "package") return [{ k: "client", of: `${target.specifier}#${name}`, library: undefined }];
  if (target.kind !== "code" || name === "*") return unknown;
  return ofExport(data, target.code, name, depth);
}

function ofExport(data: DataRoots, code: Code, name: string, depth: number): readonly Root[] {
  const { exports } = code.summary;
  const own = exports.find((item) => item.n === name && !item.typeOnly) ?? (name === "default" ? exports.find((item) => item.n === "=") : undefined);
  if (own?.v !== undefined) return data.of(code, own.v, depth);
  if (own?.i !== undefined && depth < deepest) return ofImport(data, code, own.i, own.imported ?? name, depth + 1);
  const isOwn = (i: number | undefined): boolean => i !== undefined && data.names.project.target(code, i).kind === "code";
  // A package would answer to any name.
  for (const item of exports.toSorted((a, b) => Number(isOwn(b.i)) - Number(isOwn(a.i)))) {
    if (item.n !== "*" || item.i === undefined || depth >= deepest || !data.names.project.mayExport(code, item.i, name)) continue;
    const found = ofImport(data, code, item.i, name, depth + 1);
    if (found.length > 0 && found.every((root) => root.k !== "unknown")) return found;
  }
  return unknown;
}

/** What a member goes back to: a field that holds a client, or what it is a member of. */
export function ofMember(data: DataRoots, code: Code, id: ExprId, o: ExprId, p: string, depth: number): readonly Root[] {
  const owner = code.expr(o);
  // `declare const global: { prisma: PrismaClient }`, and then `global.prisma = new PrismaClient()`.
  const kept = owner.k === "name" && code.summary.bindings[owner.b]?.fn === 0 ? (code.summary.writes[`b${String(owner.b)}.${p}`] ?? []) : [];
  if (kept.length > 0) return kept.flatMap((write) => ofKept(data, code, write.v, keyOfExpr(code, id), depth));
  if (owner.k !== "this") {
    const shared = ofContext(data, code, { id, o, p }, depth);
    if (shared) return shared;
    const roots = data.of(code, o, depth);
    if (roots.some((root) => root.k === "param")) return roots.map((root) => (root.k === "param" ? { ...root, path: [...root.path, p] } : root));
    // What a factory made on a transaction runs in it, whatever the factory's parameter is elsewhere.
    if (roots.some((root) => root.k === "handle" || root.k === "made")) return roots;
    const held = data.names.denote(code, o).flatMap((item) => {
      const object = item.k === "object" ? item.code.expr(item.e) : undefined;
      const value = object?.k === "object" ? object.props.findLast(([name]) => name === p)?.[1] : undefined;
      return item.k === "object" && value !== undefined ? data.of(item.code, value, depth) : none;
    });
    return held.length > 0 ? held : roots;
  }
  const member = code.summary.classes[owner.c]?.members[p];
  // A getter may look the transaction up; a field that is written again may hold one for a while.
  if (member?.kind === "getter" || member?.kind === "method") return unknown;
  const writes = (code.summary.writes[`c${owner.c}.${p}`] ?? []).filter((write) => write.op === "=");
  const later = writes.filter((write) => code.summary.functions[write.fn]?.kind !== "constructor" && write.fn !== code.summary.classes[owner.c]?.ctor);
  if (later.some((write) => data.of(code, write.v, depth).some((root) => root.k !== "client"))) return unknown;
  const connection = connectionOf(code, owner.c, p, member?.decorators, member?.param);
  const root = clientAt(data.names, code, id, `field:${code.path}:${owner.c}.${p}`, connection);
  return [root.k === "client" && (code.summary.classes[owner.c]?.decorators?.length ?? 0) > 0 ? { ...root, isInjected: true } : root];
}

/** A member, what it is a member of, and its name. */
export interface Member {
  readonly id: ExprId;
  readonly o: ExprId;
  readonly p: string;
}

/** What the application put into the context of its handlers, `req.models`, or a client it keeps there, `const { prisma } = ctx`; `undefined` for anything else. */
export function ofContext(data: DataRoots, code: Code, { id, o, p }: Member, depth = 0): readonly Root[] | undefined {
  const { names } = data;
  const contexts = names.apisOf(code, o).filter((api) => isContext(names, api));
  if (contexts.length === 0) return undefined;
  const values = contexts.flatMap((type) => keptMember(names, type, p));
  const put = values.flatMap((value) => data.of(value.code, value.id, depth));
  const isKnown = put.length === 0 || put.some(({ k }) => k !== "unknown");
  if (values.length > 0 && isKnown) return put;
  const { catalog } = names.project;
  const client = names.apisOf(code, id).find((api) => catalog.isIn(catalog.data.clients, api));
  const library = client?.slice(0, client.indexOf("#"));
  if (library !== undefined) return [{ k: "client", of: `default:${library}:`, library }];
  return values.length > 0 ? put : undefined;
}

/** `holder.prisma ??= …` writes what is there already, or something new: the latter counts. */
function ofKept(data: DataRoots, code: Code, value: ExprId, key: string | undefined, depth: number): readonly Root[] {
  const expr = code.expr(value);
  if (expr.k === "either") return expr.of.filter((item) => keyOfExpr(code, item) !== key).flatMap((item) => data.of(code, item, depth));
  return data.of(code, value, depth);
}
