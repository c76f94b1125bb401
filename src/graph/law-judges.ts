import type { Law } from "#config/architecture";
import { isAcceptable } from "./licences.ts";
import type { Dependency, DependencyTarget, LawGraph } from "./law-graph.ts";
import { nameOfTarget } from "./law-graph.ts";
import { ChainsTo } from "./law-chains.ts";
import type { Stability } from "./stability.ts";
import { type Captures, nothingCaptured, PathPattern } from "./patterns.ts";
import { Matcher, type MatcherItem, type ModuleFacts, textsOf } from "./selectors.ts";

/** What a judge finds wrong with a module; the law's name and reason are added by who asked. */
export interface Fault {
  readonly messageId: FaultId;
  readonly data: Readonly<Record<string, string>>;
  /** The imports that lead there, the module's own first; empty: it is about the module as a whole. */
  readonly chain: readonly Dependency[];
  readonly to?: DependencyTarget;
}

export type FaultId =
  | "forbidden"
  | "forbiddenChain"
  | "notAllowed"
  | "deprecated"
  | "missing"
  | "notPublic"
  | "onlyForOthers"
  | "privateModule"
  | "independentPart"
  | "tooManyDependents"
  | "tooManyDependencies"
  | "licence"
  | "moreUnstable";

export type Judge = (module: string) => readonly Fault[];

/** What judges ask. */
export interface Court {
  readonly graph: LawGraph;
  readonly facts: ModuleFacts;
  readonly stability: Stability;
}

/** Makes what finds the faults of one law, module by module. */
export function judgeOf(law: Law, court: Court): Judge {
  const from = law.from === undefined ? undefined : new Matcher(law.from, court.facts);
  const captured = (module: string): Captures | undefined => (from ? from.matchModule(module) : nothingCaptured);
  const dependencies = (module: string): readonly Dependency[] => court.graph.dependenciesOf(module).filter((item) => counts(law, item));
  const each = (judge: (dependency: Dependency, captures: Captures) => Fault | undefined): Judge => {
    return (module) => {
      const captures = captured(module);
      return captures ? dependencies(module).flatMap((dependency) => judge(dependency, captures) ?? []) : [];
    };
  };
  if (law.forbid !== undefined) return law.transitive ? forbidChains(law, court, from, captured) : each(forbid(law.forbid, court));
  if (law.allow !== undefined) return each(allow(law.allow, from, court));
  if (law.require !== undefined) return require(law, court, captured, dependencies);
  if (law.onlyFrom !== undefined) return each(onlyFrom(law, court));
  if (law.public !== undefined) return each(publicOnly(law, court));
  if (law.private !== undefined) return each(privateOnly(textsOf(law.private)));
  if (law.independent !== undefined) return each(independent(textsOf(law.independent)));
  if (law.licences !== undefined) return each(licensed(law.licences, court));
  return limits(law, court);
}

/** Whether an import counts for a law: those of types may be left out, or be all that counts. */
export function counts({ types = "count" }: Pick<Law, "types">, { typeOnly }: Dependency): boolean {
  return types === "count" || typeOnly === (types === "only");
}

type EdgeJudge = (dependency: Dependency, captures: Captures) => Fault | undefined;

function fault(messageId: FaultId, dependency: Dependency, data: Fault["data"] = {}): Fault {
  return { messageId, data: { to: nameOfTarget(dependency.to), ...data }, chain: [dependency], to: dependency.to };
}

function forbid(selector: NonNullable<Law["forbid"]>, { facts, stability }: Court): EdgeJudge {
  const matcher = new Matcher(selector, facts);
  return (dependency, captures) => {
    const item = matcher.items.find((candidate) => candidate.match(dependency.to, captures) && isUnstableEnough(candidate, dependency, stability));
    if (!item || isSelf(dependency)) return undefined;
    return item.selection.moreUnstable ? fault("moreUnstable", dependency, stabilityWords(dependency, stability)) : fault("forbidden", dependency);
  };
}

function isUnstableEnough({ selection }: MatcherItem, { from, to }: Dependency, stability: Stability): boolean {
  return !selection.moreUnstable || (to.kind === "module" && stability.of(to.path) > stability.of(from));
}

function stabilityWords({ from, to }: Dependency, stability: Stability): Fault["data"] {
  return { own: stability.of(from).toFixed(2), other: to.kind === "module" ? stability.of(to.path).toFixed(2) : "" };
}

function forbidChains(law: Law, court: Court, from: Matcher | undefined, captured: (module: string) => Captures | undefined): Judge {
  const matcher = new Matcher(law.forbid ?? [], court.facts);
  const isStart = (module: string): boolean => from?.matchModule(module) !== undefined;
  const chains = new ChainsTo(court.graph, matcher, { isStart, isCounted: (item) => counts(law, item) });
  return (module) => {
    const captures = captured(module);
    if (!captures) return [];
    return chains.from(module, captures).map((chain): Fault => {
      const last = chain.at(-1) ?? chain[0];
      const to = last?.to ?? { kind: "unresolved", specifier: "" };
      const data = { to: nameOfTarget(to), count: String(chain.length) };
      return { messageId: chain.length > 1 ? "forbiddenChain" : "forbidden", data, chain, to };
    });
  };
}

function allow(selector: NonNullable<Law["allow"]>, from: Matcher | undefined, { facts }: Court): EdgeJudge {
  const matcher = new Matcher(selector, facts);
  const namesBuiltins = matcher.items.some(({ selection }) => textsOf(selection.package ?? []).some((glob) => glob.startsWith("node:") || glob === "*"));
  return (dependency, captures) => {
    const { to } = dependency;
    if (to.kind === "unresolved" || isSelf(dependency)) return undefined;
    if (to.kind === "package" && (!matcher.namesPackages || (to.name.startsWith("node:") && !namesBuiltins))) return undefined;
    if (to.kind === "module" && from?.matchModule(to.path, captures)) return undefined;
    const found = matcher.items.filter((item) => item.match(to, captures));
    if (found.length === 0) return fault("notAllowed", dependency);
    return found.every(({ selection }) => selection.deprecated) ? fault("deprecated", dependency) : undefined;
  };
}

function require(law: Law, court: Court, captured: (module: string) => Captures | undefined, dependencies: (module: string) => readonly Dependency[]): Judge {
  const matcher = new Matcher(law.require ?? [], court.facts);
  const chains = new ChainsTo(court.graph, matcher, { isStart: () => false, isCounted: (item) => counts(law, item) });
  const to = matcher.items.map((item) => item.words).join(" or ");
  return (module) => {
    const captures = captured(module);
    // What is to be depended on need not depend on itself.
    if (!captures || matcher.matchModule(module, captures)) return [];
    const found = law.transitive ? chains.from(module, captures).length > 0 : dependencies(module).some((item) => matcher.match(item.to, captures));
    return found ? [] : [{ messageId: "missing", data: { to }, chain: [] }];
  };
}

function onlyFrom(law: Law, { facts }: Court): EdgeJudge {
  const of = new Matcher(law.of ?? [], facts);
  const users = new Matcher(law.onlyFrom ?? [], facts);
  return (dependency) => {
    const captures = of.match(dependency.to)?.captures;
    if (!captures || isSelf(dependency)) return undefined;
    const mayUse = users.matchModule(dependency.from, captures) ?? of.matchModule(dependency.from, captures);
    return mayUse ? undefined : fault("onlyForOthers", dependency, { users: users.items.map((item) => item.words).join(", ") });
  };
}

function publicOnly(law: Law, { facts }: Court): EdgeJudge {
  const of = new Matcher(law.of ?? [], facts);
  const entries = textsOf(law.public ?? []);
  const patterns = entries.map((glob) => new PathPattern(glob));
  return (dependency) => {
    const { to, from } = dependency;
    const captures = to.kind === "module" ? of.matchModule(to.path) : undefined;
    if (to.kind !== "module" || !captures || of.matchModule(from, captures)) return undefined;
    return patterns.some((pattern) => pattern.match(to.path, captures)) ? undefined : fault("notPublic", dependency, { entries: entries.join(", ") });
  };
}

function privateOnly(globs: readonly string[]): EdgeJudge {
  const patterns = globs.map((glob) => new PathPattern(glob));
  return (dependency) => {
    const { to, from } = dependency;
    if (to.kind !== "module") return undefined;
    for (const pattern of patterns) {
      const owner = ownerOf(to.path, pattern);
      if (owner !== undefined && owner !== "" && !from.startsWith(`${owner}/`)) return fault("privateModule", dependency, { owner });
    }
    return undefined;
  };
}

/** The folder around the outermost folder (or file) of a path that a pattern names. */
function ownerOf(path: string, pattern: PathPattern): string | undefined {
  const parts = path.split("/");
  const depth = parts.findIndex((_, at) => pattern.match(parts.slice(0, at + 1).join("/")) !== undefined);
  return depth === -1 ? undefined : parts.slice(0, depth).join("/");
}

function independent(globs: readonly string[]): EdgeJudge {
  const patterns = globs.map((glob) => new PathPattern(glob));
  const partOf = (path: string): string | undefined => {
    for (const [at, pattern] of patterns.entries()) {
      const captures = pattern.match(path);
      if (captures) return pattern.names.length === 0 ? (globs[at] ?? "") : pattern.names.map((name) => captures[name]).join("/");
    }
    return undefined;
  };
  return (dependency) => {
    const own = partOf(dependency.from);
    const other = dependency.to.kind === "module" && own !== undefined ? partOf(dependency.to.path) : undefined;
    return own === undefined || other === undefined || own === other ? undefined : fault("independentPart", dependency, { own, other });
  };
}

function licensed(policy: NonNullable<Law["licences"]>, { graph }: Court): EdgeJudge {
  return (dependency) => {
    const { to, from } = dependency;
    if (to.kind !== "package" || to.name.startsWith("node:")) return undefined;
    const licence = graph.licenceOf(to.name, from);
    return licence === undefined || isAcceptable(licence, policy) ? undefined : fault("licence", dependency, { licence });
  };
}

function limits(law: Law, { facts, stability }: Court): Judge {
  const of = new Matcher(law.of ?? law.from ?? { not: [] }, facts);
  const { dependents = Number.POSITIVE_INFINITY, dependencies = Number.POSITIVE_INFINITY } = law.limits ?? {};
  return (module) => {
    if (!of.matchModule(module)) return [];
    const users = stability.dependents(module);
    const used = stability.dependencies(module);
    return [
      ...(users > dependents ? [limitFault("tooManyDependents", users, dependents)] : []),
      ...(used > dependencies ? [limitFault("tooManyDependencies", used, dependencies)] : []),
    ];
  };
}

function limitFault(messageId: "tooManyDependents" | "tooManyDependencies", count: number, most: number): Fault {
  return { messageId, data: { count: String(count), most: String(most) }, chain: [] };
}

function isSelf({ from, to }: Dependency): boolean {
  return to.kind === "module" && to.path === from;
}
