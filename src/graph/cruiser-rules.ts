import { Components } from "./cycles.ts";
import { type Dependency, type LawGraph } from "./law-graph.ts";

/** A rule of dependency-cruiser, as far as we read it. */
export interface CruiserRule {
  readonly name?: string;
  readonly comment?: string;
  readonly severity?: string;
  readonly scope?: string;
  readonly from?: Readonly<Record<string, unknown>>;
  readonly to?: Readonly<Record<string, unknown>>;
  readonly module?: unknown;
}

export interface CruiserRuleSet {
  readonly forbidden?: readonly CruiserRule[];
  readonly allowed?: readonly CruiserRule[];
  readonly required?: readonly CruiserRule[];
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A dependency that a rule forbids. */
export interface CruiserViolation {
  readonly rule: CruiserRule;
  readonly dependency: Dependency;
  readonly to: string;
}

const knownOptions: ReadonlySet<string> = new Set([
  ...["doNotFollow", "exclude", "includeOnly", "tsPreCompilationDeps", "tsConfig", "enhancedResolveOptions", "reporterOptions", "progress", "cache"],
  ...["prefix", "moduleSystems", "preserveSymlinks", "externalModuleResolutionStrategy", "skipAnalysisNotInRules", "metrics", "baseDir", "outputType"],
]);
const pathKeys: ReadonlySet<string> = new Set(["path", "pathNot"]);

/**
 * Whether our engine gives the verdict dependency-cruiser would: only rules about paths of the project's own files and about cycles.
 * @returns why not, or `undefined`
 */
export function beyondUs({ forbidden = [], allowed = [], required = [], options = {} }: CruiserRuleSet): string | undefined {
  if (allowed.length > 0) return "`allowed` rules";
  if (required.length > 0) return "`required` rules";
  const option = Object.keys(options).find((name) => !knownOptions.has(name));
  if (option !== undefined) return `the option ${option}`;
  if (options["tsPreCompilationDeps"] === "specify") return "tsPreCompilationDeps: specify";
  for (const key of ["doNotFollow", "exclude", "includeOnly"]) {
    if (!isPathOnly(options[key])) return `the option ${key} with more than a path`;
  }
  for (const rule of forbidden) {
    const why = beyondRule(rule);
    if (why !== undefined) return `${why} in the rule ${rule.name ?? "without a name"}`;
  }
  return undefined;
}

function beyondRule({ from = {}, to = {}, module, scope }: CruiserRule): string | undefined {
  if (module !== undefined) return "`module`";
  if (scope === "folder") return "folders";
  const own = Object.keys(from).find((key) => !pathKeys.has(key));
  if (own !== undefined) return `from.${own}`;
  const other = Object.keys(to).find((key) => !pathKeys.has(key) && key !== "circular");
  if (other !== undefined) return `to.${other}`;
  if (to["circular"] === true) return undefined;
  if (to["circular"] === false) return "to.circular: false";
  return textsIn(to["path"]).length > 0 && textsIn(to["path"]).every(isOwnPath) ? undefined : "to.path that may mean packages";
}

/** Begins in a folder of the project, so that it cannot mean a package, a module of Node or something unresolved. */
function isOwnPath(expression: string): boolean {
  const first = /^\^(?:\((?:\?:)?([\w@.|-]+)\)|([\w@.-]+))(?:\/|\\\/)/.exec(expression);
  if (!first || hasOuterAlternative(expression)) return false;
  return (first[1] ?? first[2] ?? "")
    .split("|")
    .every((name) => name !== "" && !/^(?:node_modules|fs|path|stream|dns|timers|util|readline|assert|inspector|\..*|@.*)$/.test(name));
}

function hasOuterAlternative(expression: string): boolean {
  let depth = 0;
  for (const [token] of expression.matchAll(/\\.|\[(?:\\.|[^\]])*\]|[()|]/g)) {
    if (token === "(") depth += 1;
    else if (token === ")") depth -= 1;
    else if (token === "|" && depth === 0) return true;
  }
  return false;
}

function isPathOnly(value: unknown): boolean {
  if (value === undefined || typeof value === "string" || Array.isArray(value)) return true;
  return typeof value === "object" && value !== null && Object.keys(value).every((key) => key === "path");
}

/** `path` as a text, a list of texts, or inside `{ path }`. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string");
  return typeof value === "object" && value !== null && "path" in value ? textsIn(value.path) : [];
}

function expressionIn(value: unknown): RegExp | undefined {
  const texts = textsIn(value);
  return texts.length === 0 ? undefined : new RegExp(texts.join("|"));
}

/** What the rules forbid, dependency by dependency, with dependency-cruiser's meaning of each word. Rules must not be {@link beyondUs}. */
export function cruiserViolations({ forbidden = [], options = {} }: CruiserRuleSet, graph: LawGraph): readonly CruiserViolation[] {
  const cruised = new Cruised(graph, options);
  const rules = forbidden.filter(({ severity }) => severity !== "ignore").map((rule) => ({ rule, judge: judgeOf(rule, cruised) }));
  return cruised.modules.flatMap((module) =>
    cruised
      .dependenciesOf(module)
      .flatMap((dependency) => rules.flatMap(({ rule, judge }) => (judge(dependency) ? [{ rule, dependency, to: targetOf(dependency) }] : []))),
  );
}

/** The graph as the options of a rule set cut it. */
class Cruised {
  readonly modules: readonly string[];
  readonly #graph: LawGraph;
  readonly #keeps: (path: string) => boolean;
  readonly #types: boolean;
  readonly #components: Components;
  readonly #known = new Map<string, readonly Dependency[]>();

  constructor(graph: LawGraph, options: Readonly<Record<string, unknown>>) {
    // Every file is handed over by name, and what is named is looked at whatever `doNotFollow` says.
    const [exclude, only] = ["exclude", "includeOnly"].map((key) => expressionIn(options[key]));
    this.#graph = graph;
    this.#keeps = (path) => exclude?.test(path) !== true && only?.test(path) !== false;
    this.#types = options["tsPreCompilationDeps"] === true;
    this.modules = graph.modules.filter((path) => this.#keeps(path));
    this.#components = new Components({ edgesOf: (node) => this.dependenciesOf(node).map((item) => ({ ...item, to: targetOf(item), late: false })) });
  }

  dependenciesOf(module: string): readonly Dependency[] {
    let found = this.#known.get(module);
    if (!found) {
      found = this.#graph.dependenciesOf(module).filter(({ to, typeOnly }) => to.kind === "module" && (this.#types || !typeOnly) && this.#keeps(to.path));
      this.#known.set(module, found);
    }
    return found;
  }

  isCircular(dependency: Dependency): boolean {
    const to = targetOf(dependency);
    return to === dependency.from || this.#components.of(to) === this.#components.of(dependency.from);
  }
}

function judgeOf({ from = {}, to = {} }: CruiserRule, cruised: Cruised): (dependency: Dependency) => boolean {
  const [fromPath, fromNot] = [expressionIn(from["path"]), expressionIn(from["pathNot"])];
  const fill = grouped(to);
  return (dependency) => {
    if (fromPath?.test(dependency.from) === false || fromNot?.test(dependency.from) === true) return false;
    const target = targetOf(dependency);
    const { path, pathNot } = fill(fromPath?.exec(dependency.from) ?? []);
    if (path?.test(target) === false || pathNot?.test(target) === true) return false;
    return to["circular"] !== true || cruised.isCircular(dependency);
  };
}

/** `$1` in `to` is what the first group of `from` matched. */
function grouped(
  to: Readonly<Record<string, unknown>>,
): (groups: readonly string[]) => { readonly path: RegExp | undefined; readonly pathNot: RegExp | undefined } {
  const known = new Map<string, { readonly path: RegExp | undefined; readonly pathNot: RegExp | undefined }>();
  return (groups) => {
    const key = groups.slice(1).join("\n");
    let found = known.get(key);
    if (!found) {
      const filled = (value: unknown): string[] =>
        textsIn(value).map((text) => groups.reduce((result, group, at) => result.replaceAll(`$${at}`, group ?? ""), text));
      known.set(key, (found = { path: expressionIn(filled(to["path"])), pathNot: expressionIn(filled(to["pathNot"])) }));
    }
    return found;
  };
}

function targetOf({ to }: Dependency): string {
  return to.kind === "module" ? to.path : "";
}
