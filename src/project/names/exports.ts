import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { constantModule } from "../constant-modules.ts";
import type { Denotation, Names } from "../names.ts";

const none: readonly Denotation[] = [];

/** What a name imported from a module denotes (`*` = the module itself). */
export function ofModule(names: Names, code: Code, i: number, name: string): readonly Denotation[] {
  const target = names.project.target(code, i);
  if (target.kind === "code") return [...taught(names, target.code, name), ...names.exportOf(target.code, name)];
  const generated = name === "*" || name === "default" ? undefined : names.project.catalog.generatedName(target, name);
  if (generated !== undefined) return [{ k: "api", name: generated }];
  return target.kind === "package" ? [{ k: "api", name: names.project.catalog.nameOf(target.specifier, name) }] : none;
}

/** What `require(QUERIES + "/loans")` gives, where the path is made of constants. */
export function ofComputedModule(names: Names, code: Code, path: ExprId | undefined): readonly Denotation[] {
  const home = path === undefined ? undefined : constantModule(names, code, path);
  return home ? names.exportOf(home, "*") : none;
}

/** What a file exports under a name (`*` = the module itself). */
export function exportOf(names: Names, code: Code, name: string, depth = 0): readonly Denotation[] {
  if (depth > 12) return none;
  const { exports } = code.summary;
  const whole = exports.find((item) => item.n === "=");
  if (name === "*") return whole?.v === undefined ? [{ k: "module", code }] : [...names.denote(code, whole.v), { k: "module", code }];
  const own = exports.find((item) => item.n === name && !item.typeOnly);
  if (own?.v !== undefined) return names.denote(code, own.v);
  if (own?.i !== undefined) return reexport(names, code, own.i, own.imported ?? name, depth);
  if (whole?.v !== undefined)
    return name === "default"
      ? [...names.denote(code, whole.v), ...(exports.length > 1 ? [{ k: "module" as const, code }] : [])]
      : names.denote(code, whole.v).flatMap((item) => names.memberOf(item, name));
  if (name === "default" && exports.length > 0 && exports.every((item) => item.n !== "default") && isCommonJs(code)) return [{ k: "module", code }];
  return name === "default" ? none : ofStars(names, code, name, depth);
}

/** `export * from …`: own modules are asked first; a package would answer to any name. */
function ofStars(names: Names, code: Code, name: string, depth: number): readonly Denotation[] {
  const stars = code.summary.exports.flatMap((item) => (item.n === "*" && item.i !== undefined && names.project.mayExport(code, item.i, name) ? [item.i] : []));
  const own = stars.filter((i) => names.project.target(code, i).kind === "code");
  for (const i of [...own, ...stars.filter((item) => !own.includes(item))]) {
    const found = reexport(names, code, i, name, depth);
    if (found.length > 0) return found;
  }
  return none;
}

/** What the configuration's `knows` says about a module of the project. */
function taught(names: Names, code: Code, name: string): readonly Denotation[] {
  const own = names.project.catalog.ownName(code.path, name);
  return own === undefined ? none : [{ k: "api", name: own }];
}

function reexport(names: Names, code: Code, i: number, name: string, depth: number): readonly Denotation[] {
  const target = names.project.target(code, i);
  if (target.kind === "code") return exportOf(names, target.code, name, depth + 1);
  const generated = names.project.catalog.generatedName(target, name);
  if (generated !== undefined) return [{ k: "api", name: generated }];
  return target.kind === "package" ? [{ k: "api", name: names.project.catalog.nameOf(target.specifier, name) }] : none;
}

function isCommonJs(code: Code): boolean {
  return code.summary.imports.every((item) => item.kind !== "static" && item.kind !== "reexport");
}
