// `node tools/compare-graph.mjs <project...> [--all]`: our import graph beside dependency-cruiser's, edge by edge and cycle by cycle.
// Prints a Markdown table, and what each has that the other has not (a few, or all of them).
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { cruise } from "dependency-cruiser";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { importSources } from "./sources.mjs";

const { openProject, cruiserViolations } = await importSources(
  `export { openProject } from "#project/open"; export { cruiserViolations } from "#graph/cruiser-rules";`,
);
const { values, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: "boolean", default: false } } });
const most = values.all ? Number.POSITIVE_INFINITY : 6;
const circular = { name: "no-circular", severity: "warn", from: {}, to: { circular: true } };

console.log("| project | modules | our edges | theirs | only ours | only theirs | circular edges: ours | theirs |\n|---|--:|--:|--:|--:|--:|--:|--:|");
const differences = [];
for (const project of positionals.map((name) => path.resolve(name))) {
  const { laws, project: opened } = openProject(project);
  const { graph } = laws.book;
  const files = new Set(opened.paths);
  const ours = new Set(graph.modules.flatMap((from) => graph.dependenciesOf(from).flatMap(({ to }) => (to.kind === "module" ? [`${from} > ${to.path}`] : []))));
  const ourCircles = new Set(
    cruiserViolations({ forbidden: [circular], options: { tsPreCompilationDeps: true } }, graph).map(({ dependency, to }) => `${dependency.from} > ${to}`),
  );
  const modules = await cruised(project, [...files]);
  const dependencies = modules.flatMap(({ source, dependencies: list }) => list.map((item) => ({ ...item, from: source })));
  const theirs = new Set(
    dependencies.filter(({ from, resolved }) => files.has(from) && files.has(resolved)).map(({ from, resolved }) => `${from} > ${resolved}`),
  );
  const theirCircles = new Set(dependencies.filter(({ circular: closes }) => closes).map(({ from, resolved }) => `${from} > ${resolved}`));
  const onlyOurs = [...ours].filter((edge) => !theirs.has(edge));
  const onlyTheirs = [...theirs].filter((edge) => !ours.has(edge));
  const name = path.basename(project).replace(/__|\+/, "/");
  console.log(
    `| ${name} | ${files.size} | ${ours.size} | ${theirs.size} | ${onlyOurs.length} | ${onlyTheirs.length} | ${ourCircles.size} | ${theirCircles.size} |`,
  );
  const lost = new Map(dependencies.filter(({ couldNotResolve }) => couldNotResolve).map(({ from, module }) => [`${from}: ${module}`, true]));
  const circles = [...ourCircles].filter((edge) => !theirCircles.has(edge)).concat([...theirCircles].filter((edge) => !ourCircles.has(edge)));
  differences.push({
    name,
    onlyOurs,
    onlyTheirs,
    circles: circles.map((edge) => `${edge}; the way back in their edges: ${wayBack(theirs, edge)}`),
    unresolved: [...lost.keys()],
  });
}
for (const { name, onlyOurs, onlyTheirs, circles, unresolved } of differences) {
  console.log(`\n## ${name}`);
  for (const [title, list] of [
    ["only ours", onlyOurs],
    ["only theirs", onlyTheirs],
    ["circular for one of us", circles],
    ["unresolved there", unresolved],
  ]) {
    console.log(
      `\n${title}: ${list.length}\n${list
        .slice(0, most)
        .map((item) => `- ${item}`)
        .join("\n")}`,
    );
  }
}

/** Shortest way from the target of an edge back to its source. */
function wayBack(edges, edge) {
  const next = new Map();
  for (const [from, to] of [...edges].map((item) => item.split(" > "))) next.set(from, [...(next.get(from) ?? []), to]);
  const [end, start] = edge.split(" > ");
  const open = [[start]];
  const seen = new Set([start]);
  for (let way = open.shift(); way; way = open.shift()) {
    if (way.at(-1) === end) return way.join(" > ");
    for (const to of next.get(way.at(-1)) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      open.push([...way, to]);
    }
  }
  return "none";
}

/** dependency-cruiser over the same files, types included, with the project's own tsconfig. */
async function cruised(project, files) {
  process.chdir(project);
  const tsConfig = ["tsconfig.json", "tsconfig.base.json"].find((name) => existsSync(name));
  const options = {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    ...(tsConfig && { tsConfig: { fileName: tsConfig } }),
    ruleSet: { forbidden: [circular] },
    validate: true,
  };
  let parsed = {};
  try {
    if (tsConfig) parsed = { tsConfig: extractTsConfig(tsConfig) };
  } catch (error) {
    console.error(`${project}: ${tsConfig} cannot be read (${error.message.split("\n")[0]})`);
    delete options.tsConfig;
  }
  const { output } = await cruise(files, options, { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] }, parsed);
  return output.modules;
}
