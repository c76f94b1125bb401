import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Root } from "../data-roots.ts";
import type { Denotation, Names } from "../names.ts";

/** The client a value is: the default one of its library, an instance of a class of ours, or else itself. */
export function clientAt(names: Names, code: Code, id: ExprId, otherwise: string, connection = ""): Root {
  for (const item of names.denote(code, id)) {
    const library = libraryOf(names, item);
    if (library?.isDefault) return { k: "client", of: `default:${library.name}:${connection}`, library: library.name, at: otherwise };
    if (item.k === "class" || item.k === "instance") return { k: "client", of: `class:${item.code.path}:${item.c}`, library: library?.name };
  }
  return { k: "client", of: otherwise, library: undefined };
}

/** Library of a client, and whether it is the library's default connection that it stands for. */
function libraryOf(names: Names, item: Denotation, depth = 0): { readonly name: string; readonly isDefault: boolean } | undefined {
  const { catalog } = names.project;
  if (item.k === "api") {
    const name = item.name.slice(0, item.name.indexOf("#"));
    return catalog.data.querying.has(name) ? { name, isDefault: true } : undefined;
  }
  if ((item.k !== "class" && item.k !== "instance") || depth > 4) return undefined;
  for (const base of names.basesOf(item.code, item.c)) {
    const found = libraryOf(names, base, depth + 1);
    if (!found) continue;
    const isClient = base.k === "api" && catalog.isIn(catalog.data.clients, base.name);
    return { name: found.name, isDefault: found.isDefault && !isClient };
  }
  return undefined;
}

/** Name of the connection an injection asks for. */
export function connectionOf(code: Code, c: number, p: string, decorators: readonly ExprId[] | undefined, param: number | undefined): string {
  const ctor = code.summary.classes[c]?.ctor;
  const params = ctor === undefined ? [] : (code.summary.functions[ctor]?.params ?? []);
  const all = [...(decorators ?? []), ...((param === undefined ? params.find((item) => item.n === p) : params[param])?.decorators ?? [])];
  for (const id of all) {
    const expr = code.expr(id);
    if (expr.k !== "call") continue;
    const name = code.calleeName(expr.c);
    const argument = expr.args[name === "InjectRepository" || name === "InjectModel" ? 1 : 0];
    const value = argument === undefined ? undefined : code.expr(argument);
    if (argument !== undefined) return value?.k === "const" ? String(value.v) : `?${code.text.slice(value?.s, value?.e)}`;
  }
  return "";
}
