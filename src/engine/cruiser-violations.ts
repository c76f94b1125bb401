import type { IViolation } from "dependency-cruiser";
import type { Notice, ProjectPath, Severity } from "#finding";
import { beyondUs, type CruiserRuleSet, cruiserViolations, type CruiserViolation } from "#graph/cruiser-rules";
import { Components, explainComponent } from "#graph/cycles";
import type { Edge, Graph } from "#graph/graph";
import { groupedBy } from "#graph/grouping";
import type { Dependency, LawGraph } from "#graph/law-graph";
import type { Violation } from "#graph/laws";
import type { Analysis } from "#project/analysis";
import { existsCruiserConfig } from "./cruiser-names.ts";

/**
 * Runs the rules of a `.dependency-cruiser.*` in the project root and hands what they forbid to the laws, where it is reported at its import.
 * Rules about nothing but paths and cycles are judged by our engine, others by dependency-cruiser.
 * @param whole the whole project is checked; for a few files dependency-cruiser is not started
 * @throws {UserError} the rules cannot be read or run
 */
export async function adoptCruiserRules(analysis: Analysis, whole: boolean): Promise<readonly Notice[]> {
  const { laws, project } = analysis;
  if (laws.settings.dependencyCruiser === false || !existsCruiserConfig(project.root)) return [];
  const { cruiseWith, readCruiserConfig } = await import("./cruiser.ts");
  const found = await readCruiserConfig(project.root);
  if (!found) return [];
  const ruleSet = found.configuration as CruiserRuleSet;
  const why = beyondUs(ruleSet);
  const { graph } = laws.book;
  if (why === undefined) laws.adopt(fromOwn(cruiserViolations(ruleSet, graph)));
  else if (whole) laws.adopt(fromCruiser(await cruiseWith(project.root, found.name, found.configuration, project.paths), ruleSet, graph));
  else return [{ kind: "graph", message: `The rules of ${found.name} were not run: they need dependency-cruiser (${why}), which looks at the whole project.` }];
  return [];
}

const severities: Readonly<Record<string, Severity>> = { error: "error", warn: "warning", info: "note" };

function head(rule: { readonly name?: string; readonly severity?: string; readonly comment?: string }): Pick<Violation, "law" | "reason" | "severity"> {
  return { law: rule.name ?? "unnamed", reason: rule.comment ?? "", severity: severities[rule.severity ?? "warn"] ?? "warning" };
}

/** Forbidden cycles are told as circles: the shortest ones that explain each knot, not every import in it. */
function fromOwn(violations: readonly CruiserViolation[]): Violation[] {
  const circular = groupedBy(
    violations.filter(({ rule }) => rule.to?.["circular"] === true),
    ({ rule }) => rule,
  );
  const direct = violations.filter(({ rule }) => rule.to?.["circular"] !== true);
  return [
    ...direct.map(({ rule, dependency, to }): Violation => ({
      ...head(rule),
      messageId: "cruiserRule",
      data: { to },
      from: dependency.from,
      chain: [dependency],
      to: dependency.to,
    })),
    ...[...circular].flatMap(([rule, list]) => circles(list.map(({ dependency }) => dependency)).map((chain) => cycleViolation(head(rule), chain))),
  ];
}

function circles(dependencies: readonly Dependency[]): Dependency[][] {
  const byKey = new Map(dependencies.map((dependency) => [`${dependency.from}\n${dependency.index}`, dependency]));
  const byModule = groupedBy(dependencies, ({ from }) => from);
  const toEdge = ({ from, to, kind, typeOnly, index }: Dependency): Edge => ({
    from,
    to: to.kind === "module" ? to.path : "",
    kind,
    typeOnly,
    late: false,
    index,
  });
  const graph: Graph = { edgesOf: (node) => (byModule.get(node) ?? []).map(toEdge).filter(({ from, to }) => from !== to) };
  const components = new Components(graph);
  const knots = new Set([...byModule.keys()].sort().map((node) => components.of(node)));
  return [...knots].flatMap((members) =>
    explainComponent(graph, members).map(({ edges }) => edges.flatMap(({ from, index }) => byKey.get(`${from}\n${index}`) ?? [])),
  );
}

function cycleViolation(said: Pick<Violation, "law" | "reason" | "severity">, chain: readonly Dependency[]): Violation {
  const names = [...chain.map(({ from }) => from), chain[0]?.from ?? ""];
  const shown = names.length <= 6 ? names : [...names.slice(0, 3), `… ${names.length - 5} more …`, ...names.slice(-2)];
  return { ...said, messageId: "cruiserCycle", data: { chain: shown.join(" → ") }, from: chain[0]?.from ?? "", chain, ...(chain[0] && { to: chain[0].to }) };
}

function fromCruiser(violations: readonly IViolation[], { forbidden = [], required = [], allowed = [] }: CruiserRuleSet, graph: LawGraph): Violation[] {
  const comments = new Map([...forbidden, ...required, ...allowed].map((rule) => [rule.name, rule.comment]));
  return violations.flatMap((violation): Violation[] => {
    const { rule, from, to, cycle } = violation;
    const comment = comments.get(rule.name);
    const said = head({ ...rule, ...(comment !== undefined && { comment }) });
    const first = importTo(graph, from, cycle?.[0]?.name ?? violation.via?.[0]?.name ?? to, violation.unresolvedTo);
    if (cycle !== undefined && first) {
      const names = [from, ...cycle.map(({ name }) => name)];
      const chain = names.slice(0, -1).flatMap((name, at) => importTo(graph, name, names[at + 1] ?? "") ?? []);
      return [cycleViolation(said, chain)];
    }
    return [
      {
        ...said,
        messageId: "cruiserRule",
        data: { to: first?.to.kind === "package" ? first.to.name : to },
        from,
        chain: first ? [first] : [],
        ...(first && { to: first.to }),
      },
    ];
  });
}

/** The import of a module that dependency-cruiser means, by the file it leads to, the package that lies there, or the name as written. */
function importTo(graph: LawGraph, from: string, to: string, written?: string): Dependency | undefined {
  const dependencies = graph.dependenciesOf(from as ProjectPath);
  const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*\/node_modules\/)/.exec(to)?.[1];
  return dependencies.find((item) => {
    if (item.to.kind === "module") return item.to.path === to;
    if (item.to.kind === "unresolved") return item.to.specifier === (written ?? to);
    return item.to.name === name || item.to.name === `node:${to}` || item.to.name === to || written === item.to.name;
  });
}
