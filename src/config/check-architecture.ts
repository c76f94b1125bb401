import { UserError } from "#finding";
import type { Law, Selection, Selector } from "./architecture.ts";
import { nearestWord } from "./nearest.ts";
import { layerNames, type UserConfig } from "./shape.ts";

const verbs = ["forbid", "allow", "require", "onlyFrom", "public", "private", "independent", "limits", "licences"] as const;
/** Names of the laws that `architecture.layers` makes. */
const madeLaws = ["layers", "layer-packages", "exhaustive"];

/** Refuses what the schema cannot: a law without or with two demands, names that mean nothing. */
export function assertArchitecture({ architecture }: UserConfig, source: string): void {
  if (!architecture) return;
  const { layers = [], laws = [], exceptions = [] } = architecture;
  const own = layers.flat().map((layer) => (typeof layer === "string" ? { name: layer } : layer));
  const known = [...own.map(({ name }) => name), ...layerNames];
  const names = laws.map(({ name }) => name);
  const problems = [
    ...twice(own.map(({ name }) => name)).map((name) => `layers: "${name}" stands there twice.`),
    ...own.flatMap((layer) => (layer.files === undefined && !isRecognised(layer.name) ? [`layers: "${layer.name}" needs \`files\`: ${recognisable}.`] : [])),
    ...twice(names).map((name) => `laws: there are two called "${name}".`),
    ...names.filter((name) => madeLaws.includes(name)).map((name) => `laws: "${name}" is the name of what \`layers\` demands.`),
    ...laws.flatMap((law, index) => problemsOf(law, known).map((problem) => `laws[${index}] ("${law.name}") ${problem}`)),
    ...exceptions.flatMap(({ law, to, until }, index) => [
      ...(law === undefined || names.includes(law) || madeLaws.includes(law)
        ? []
        : [`exceptions[${index}] names the law "${law}", which is none.${meant(law, names)}`]),
      ...unknownLayers(to, known).map((problem) => `exceptions[${index}] ${problem}`),
      ...(until === undefined || isDay(until) ? [] : [`exceptions[${index}].until is no day: ${until}.`]),
    ]),
  ];
  if (problems.length === 0) return;
  throw new UserError(
    `${source} is not valid:\n${problems.map((problem) => `  architecture.${problem}`).join("\n")}`,
    "`oma-lint explain no-forbidden-dependency` shows what can be written.",
  );
}

const recognisable = `only ${layerNames.join(", ")} are recognised`;

function isRecognised(name: string): boolean {
  return (layerNames as readonly string[]).includes(name);
}

function problemsOf(law: Law, layers: readonly string[]): string[] {
  const said = verbs.filter((verb) => law[verb] !== undefined);
  const [verb] = said;
  if (said.length !== 1 || verb === undefined) return [`needs exactly one of ${verbs.join(", ")}; it has ${said.length === 0 ? "none" : said.join(", ")}.`];
  const needsOf = verb === "onlyFrom" || verb === "public" || verb === "limits";
  return [
    ...(needsOf && law.of === undefined ? [`needs \`of\`: what \`${verb}\` is about.`] : []),
    ...(!needsOf && law.of !== undefined ? [`has \`of\`, which says nothing beside \`${verb}\`; \`from\` says who is held to it.`] : []),
    ...((verb === "allow" || verb === "require") && law.from === undefined ? [`needs \`from\`: who is held to it.`] : []),
    ...(law.transitive && verb !== "forbid" && verb !== "require" ? [`is \`transitive\`, which only \`forbid\` and \`require\` can be.`] : []),
    ...misplaced(law),
    ...[law.from, law.of, law.forbid, law.allow, law.require, law.onlyFrom].flatMap((selector) => unknownLayers(selector, layers)),
  ];
}

function misplaced(law: Law): string[] {
  const others = [law.from, law.of, law.require, law.onlyFrom];
  const has = (selectors: readonly (Selector | undefined)[], key: keyof Selection): boolean =>
    selectors.some((selector) => selectionsOf(selector).some((item) => item[key] !== undefined));
  return [
    ...(has([...others, law.allow], "moreUnstable") || (law.transitive && has([law.forbid], "moreUnstable"))
      ? ["has `moreUnstable` where it says nothing: it belongs into a direct `forbid`."]
      : []),
    ...(has([...others, law.forbid], "deprecated") ? ["has `deprecated` where it says nothing: it belongs into `allow`."] : []),
  ];
}

function unknownLayers(selector: Selector | undefined, known: readonly string[]): string[] {
  return selectionsOf(selector).flatMap(({ layer = [], not }) => [
    ...[layer].flat().flatMap((name) => (known.includes(name) ? [] : [`names the layer "${name}", which is none.${meant(name, known)}`])),
    ...unknownLayers(not, known),
  ]);
}

function selectionsOf(selector: Selector | undefined): readonly Selection[] {
  return [selector ?? []].flat().flatMap((item) => (typeof item === "string" ? [] : [item as Selection]));
}

function meant(word: string, candidates: readonly string[]): string {
  const near = nearestWord(word, candidates);
  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
