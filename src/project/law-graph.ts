import { dirname, join } from "node:path";
import type { Dependency, DependencyTarget, LawGraph } from "#graph/law-graph";
import type { ProjectPath } from "#finding";
import type { Analysis } from "./analysis.ts";
import type { Code } from "./code.ts";
import { asObject, readJsonObject } from "./jsonc.ts";

/** The project's imports as laws see them. Files are read when they are asked about. */
export function lawGraphOf(analysis: Analysis): LawGraph {
  const { project } = analysis;
  const dependencies = new Map<string, readonly Dependency[]>();
  const decorators = new Map<string, readonly string[]>();
  const licences = new Licences(project.root);
  const code = (module: string): Code | undefined => project.code(module as ProjectPath);
  return {
    modules: project.paths.toSorted(),
    roleOf: (module) => project.file(module as ProjectPath)?.role ?? "product",
    dependenciesOf: (module) => remembered(dependencies, module, () => findDependencies(analysis, code(module))),
    decoratorsOf: (module) => remembered(decorators, module, () => findDecorators(analysis, code(module))),
    layerOf: (module) => {
      const found = code(module);
      const verdict = found && analysis.layers.of(found);
      return verdict && verdict.layer !== "none" && !verdict.weak ? verdict.layer : undefined;
    },
    licenceOf: (name, from) => licences.of(name, from),
  };
}

function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = find()));
  return value;
}

function findDependencies(analysis: Analysis, code: Code | undefined): readonly Dependency[] {
  if (!code) return [];
  return code.summary.imports.flatMap((fact, index): Dependency[] => {
    const target = targetOf(analysis, code, index);
    if (!target) return [];
    const typeOnly = target.code ? analysis.graph.isTypeOnly(code, fact, target.code) : fact.typeOnly;
    return [{ from: code.path, to: target.to, kind: fact.kind, typeOnly, index }];
  });
}

/** Where an import leads; nothing for what is no code, and for files that are left out of the project. */
function targetOf({ project }: Analysis, code: Code, index: number): { readonly to: DependencyTarget; readonly code?: Code } | undefined {
  const target = project.target(code, index);
  if (target.kind === "code") return { to: { kind: "module", path: target.code.path }, code: target.code };
  const { specifier } = target;
  const resolution = project.resolution(code, specifier);
  switch (resolution.kind) {
    case "package":
      return { to: { kind: "package", name: resolution.name } };
    case "builtin":
      return { to: { kind: "package", name: `node:${resolution.name.replace(/^node:/, "")}` } };
    case "unresolved":
      return { to: { kind: "unresolved", specifier } };
    default:
      return undefined;
  }
}

/** The decorators of a file's classes by what they are: `@nestjs/common#Controller`, or `./src/decorators#Internal` for our own. */
function findDecorators({ names }: Analysis, code: Code | undefined): readonly string[] {
  if (!code) return [];
  const found = code.summary.classes.flatMap((fact) =>
    fact.decorators.flatMap((decorator) => {
      const expr = code.expr(decorator);
      return names.denote(code, expr.k === "call" ? expr.c : decorator).flatMap((item): string[] => {
        if (item.k === "api") return [item.name];
        const name = item.k === "function" ? item.code.summary.functions[item.f]?.n : undefined;
        return item.k === "function" && name !== undefined ? [`./${item.code.path.replace(/\.[cm]?[jt]sx?$/, "")}#${name}`] : [];
      });
    }),
  );
  return [...new Set(found)];
}

/** Licences of installed packages, looked for as Node looks for the package. */
class Licences {
  readonly #root: string;
  readonly #known = new Map<string, string | null>();

  constructor(root: string) {
    this.#root = root;
  }

  of(name: string, from: string): string | undefined {
    return this.#in(join(this.#root, dirname(from)), name) ?? undefined;
  }

  #in(folder: string, name: string): string | null {
    const key = `${folder}\n${name}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const manifest = readJsonObject(join(folder, "node_modules", name, "package.json"));
    const own = manifest && licenceIn(manifest);
    const found = manifest ? (own ?? null) : dirname(folder) === folder ? null : this.#in(dirname(folder), name);
    this.#known.set(key, found);
    return found;
  }
}

/** `license` as npm wants it, and the two older forms: an object, a list of objects. */
function licenceIn(manifest: Readonly<Record<string, unknown>>): string | undefined {
  const { license, licenses } = manifest;
  if (typeof license === "string") return license;
  const listed = (Array.isArray(licenses) ? (licenses as unknown[]) : [license]).flatMap((item) => {
    const type = asObject(item)?.["type"];
    return typeof type === "string" ? [type] : [];
  });
  return listed.length === 0 ? undefined : listed.join(" OR ");
}
