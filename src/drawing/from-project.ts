import type { Finding, ProjectPath } from "#finding";
import type { Dependency } from "#graph/law-graph";
import type { Analysis } from "#project/analysis";
import type { Code } from "#project/code";
import { type Breach, type Picture, type PictureEdge, toPicture } from "./picture.ts";

/**
 * The graph of a project's own files, tests left out, with what was found about it.
 * @param findings of the architecture rules; each goes to the import it is about, or to its module
 */
export function pictureOf(analysis: Analysis, findings: readonly Finding[]): Picture {
  const { project, laws } = analysis;
  const { graph } = laws.book;
  const paths = graph.modules.filter((path) => graph.roleOf(path) === "product");
  const edges = new Map<string, PictureEdge & { readonly breaches: Breach[] }>();
  const own = new Map<string, Breach[]>();
  for (const path of paths) {
    const code = project.code(path as ProjectPath);
    for (const dependency of code ? graph.dependenciesOf(path) : []) {
      if (code && dependency.to.kind === "module" && graph.roleOf(dependency.to.path) === "product")
        edges.set(keyOf(dependency), toEdge(code, dependency, dependency.to.path));
    }
  }
  for (const finding of findings) {
    const edge = edgeOf(finding, graph.dependenciesOf(finding.place.file), edges);
    const breach = toBreach(finding, edge);
    if (edge) edge.breaches.push(breach);
    else own.set(finding.place.file, [...(own.get(finding.place.file) ?? []), breach]);
  }
  const modules = paths.map((path) => {
    const layer = laws.book.layerOf(path)?.name ?? graph.layerOf(path);
    return { path, breaches: own.get(path) ?? [], ...(layer !== undefined && { layer }) };
  });
  return toPicture(modules, [...edges.values()]);
}

function keyOf({ from, index }: Pick<Dependency, "from" | "index">): string {
  return `${from}\n${index}`;
}

function toEdge(code: Code, { from, kind, typeOnly, index }: Dependency, to: string): PictureEdge & { readonly breaches: Breach[] } {
  const fact = code.summary.imports[index];
  const late = kind === "dynamic" || (fact !== undefined && fact.fn !== 0);
  return { from, to, kind, typeOnly, late, line: fact ? code.position(fact.s).line : 1, breaches: [] };
}

/** The import a finding stands at; for one about a call the import of what is called, as its route tells. */
function edgeOf<Edge extends PictureEdge>({ place, route }: Finding, dependencies: readonly Dependency[], edges: ReadonlyMap<string, Edge>): Edge | undefined {
  const imports = dependencies.flatMap((dependency) => edges.get(keyOf(dependency)) ?? []);
  const onTheWay = route.map((step) => step.place.file as string);
  const byRoute = onTheWay.flatMap((file) => imports.filter(({ to }) => to === file))[0];
  return imports.find(({ line }) => line === place.line) ?? byRoute;
}

function toBreach({ ruleId, severity, message, place, route }: Finding, edge: PictureEdge | undefined): Breach {
  const files = route.map((step) => step.place.file as string).filter((file, at, all) => file !== all[at - 1]);
  const chain = files.length > 1 ? files : edge ? [edge.from, edge.to] : [];
  const closes = ruleId === "oma/no-circular-dependency" && chain[0] !== undefined;
  return { rule: ruleId, severity, message, line: place.line, chain: closes ? [...chain, chain[0] ?? ""] : chain };
}
