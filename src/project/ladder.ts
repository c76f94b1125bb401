import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ProjectPath } from "#finding";
import { commandBuses } from "#catalog/conventions";
import type { Code } from "./code.ts";
import { isProbe } from "./layer-names.ts";
import { reachesOf, type Subject } from "./layer-reach.ts";
import type { Layer, Layers } from "./layers.ts";
import type { StackLadder } from "./stack.ts";
import { isWithin } from "./spans.ts";

/** One layer the project shows. */
export interface LadderStep {
  readonly layer: Layer;
  readonly files: number;
  /** Some of the files, with what says so. */
  readonly samples: readonly { readonly file: string; readonly why: string }[];
}

/** The layers of a project, outermost first, and what follows for the rules. */
export interface Ladder {
  readonly steps: readonly LadderStep[];
  readonly note: string;
}

const order: readonly Layer[] = [
  "router",
  "service",
  "repository",
  "model",
  "domain",
  "infra",
  "job",
  "middleware",
  "validation",
  "error",
  "config",
  "composition",
];
const sampleCount = 3;

/** What the project shows: every layer with its files, and a sentence about it. Reads every product file. */
export function ladderOf(layers: Layers): Ladder {
  const found = new Map<Layer, { files: number; samples: { file: string; why: string }[] }>();
  for (const code of layers.names.project.productCodes()) {
    const verdict = code.role === "product" ? layers.of(code) : undefined;
    if (!verdict || verdict.layer === "none") continue;
    const step = found.get(verdict.layer) ?? { files: 0, samples: [] };
    found.set(verdict.layer, step);
    step.files += 1;
    if (step.samples.length < sampleCount && (!verdict.weak || step.files <= sampleCount)) step.samples.push({ file: code.path, why: verdict.why });
  }
  const steps = order.flatMap((layer): LadderStep[] => {
    const step = found.get(layer);
    return step ? [{ layer, ...step }] : [];
  });
  return { steps, note: noteOn(new Set(steps.map((step) => step.layer))) };
}

/** The ladder in the form of the stack report. */
export function toStackLadder({ steps, note }: Ladder): StackLadder {
  return {
    note,
    layers: steps.map(({ layer, files, samples }) => ({ name: layer, files, evidence: samples.map((sample) => `${sample.file} (${sample.why})`) })),
  };
}

function noteOn(shown: ReadonlySet<Layer>): string {
  const rungs = (["router", "service", "repository", "model"] as const).filter((layer) => shown.has(layer));
  if (!shown.has("router")) return "No routes were found: layer-direction has nothing to hold against routers here.";
  if (!shown.has("service")) return "There is no service layer: routers may use repositories, models and clients directly.";
  const rest = shown.has("repository")
    ? "Services may also query the ORM themselves (`strict` wants them to go through repositories)."
    : "There is no repository layer: services may query the ORM themselves.";
  return `The ladder here is ${rungs.join(" → ")}: a router that goes past the services is reported where its package mostly goes through them. ${rest}`;
}

/** How the routers of one package reach data: through services, or past them. */
interface House {
  readonly through: number;
  readonly past: number;
}

const houses = new WeakMap<Layers, Map<string, House>>();
const scopes = new WeakMap<Layers, Map<string, string>>();

/**
 * Whether the routers of the package a file lies in are to go through services: some do. For repositories and entities that query themselves (Active Record)
 * most must: where routers mostly use them directly, that is the style of the house and its ladder is one rung shorter.
 */
export function demandsServices(layers: Layers, code: Code, subject: Subject): boolean {
  const { through, past } = houseOf(layers, code);
  return through > 0 && (subject.data === "client" || through >= past);
}

/** Whether far most routers of the package a file lies in go through services: then the few that do not stand out, whatever they work on. */
export function mostlyServes(layers: Layers, code: Code): boolean {
  const { through, past } = houseOf(layers, code);
  return through >= 3 && through >= 2 * past;
}

/** How many routers of the file's package go through services, and how many go past them. */
function houseOf(layers: Layers, code: Code): House {
  if (layers.saved) return houseOf(layers.saved, code);
  let known = houses.get(layers);
  if (!known) houses.set(layers, (known = new Map()));
  const scope = scopeOf(layers, code.path);
  let house = known.get(scope);
  if (!house) known.set(scope, (house = look(layers, scope)));
  return house;
}

/** So many routers show the style of a house; of more, these are looked at, from all over the package. */
const mostLookedAt = 40;
const enough = 15;

function look(layers: Layers, scope: string): House {
  const isIn = (path: string): boolean => !isProbe(path) && scopeOf(layers, path) === scope;
  const named = layers.pathsNamed("router").filter(isIn);
  const step = Math.max(1, named.length / mostLookedAt);
  const sample = named.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
  const routers = routersAt(layers, sample);
  // Where few are called routers, any file may be one.
  return houseIn(layers, routers.length >= enough ? routers : routersAt(layers, layers.names.project.paths.filter(isIn)));
}

function routersAt(layers: Layers, paths: readonly ProjectPath[]): readonly Code[] {
  const { project } = layers.names;
  return paths.flatMap((path) => {
    const code = project.file(path)?.role === "product" ? project.code(path) : undefined;
    return code && layers.of(code).layer === "router" ? [code] : [];
  });
}

function houseIn(layers: Layers, routers: readonly Code[]): House {
  let through = 0;
  let past = 0;
  for (const code of routers) {
    if (usesService(layers, code)) through += 1;
    if (reachesOf(layers.names, code).some((reach) => reach.fn !== 0 && isData(layers, reach.subject))) past += 1;
  }
  return { through, past };
}

/** The folder of the nearest package.json. */
export function scopeOf(layers: Layers, path: string): string {
  let known = scopes.get(layers);
  if (!known) scopes.set(layers, (known = new Map()));
  const slash = path.lastIndexOf("/");
  if (slash === -1) return "";
  const folder = path.slice(0, slash);
  let scope = known.get(folder);
  if (scope === undefined) {
    scope = existsSync(join(layers.names.project.root, folder, "package.json")) ? folder : scopeOf(layers, folder);
    known.set(folder, scope);
  }
  return scope;
}

function usesService(layers: Layers, code: Code): boolean {
  // A command bus is the way to a service that nobody names.
  if (code.summary.imports.some((fact) => commandBuses.includes(fact.specifier))) return true;
  if (layers.graph.importsOf(code).some(({ to }) => isBusinessService(layers, to))) return true;
  return reachesOf(layers.names, code).some(({ subject }) => subject.home && isBusinessService(layers, subject.home.code));
}

function isBusinessService(layers: Layers, code: Code): boolean {
  const verdict = layers.of(code);
  return verdict.layer === "service" && !verdict.weak && isBusiness(layers, code);
}

/** Whether a call goes to stored data: a repository, a client, an entity, a function of a model file that queries. */
export function isData(layers: Layers, subject: Subject): boolean {
  if (subject.data) return true;
  const { home } = subject;
  if (!home) return false;
  const { layer } = layers.of(home.code);
  if (layer === "repository") return true;
  const within = (id: number): boolean => isWithin(home.code.expr(id), home.span);
  return layer === "model" && reachesOf(layers.names, home.code).some((reach) => reach.subject.data && within(reach.call));
}

const business = new WeakMap<Layers, WeakMap<Code, boolean>>();

/** Whether a service stands above stored data. One that logs, encrypts or reads settings is a tool any layer may use. */
export function isBusiness(layers: Layers, code: Code, depth = 0): boolean {
  const saved = layers.savedFor(code);
  if (saved) return isBusiness(saved, code, depth);
  let known = business.get(layers);
  if (!known) business.set(layers, (known = new WeakMap()));
  const answer = known.get(code);
  if (answer !== undefined) return answer;
  if (depth === 0) known.set(code, false);
  const found =
    importsData(layers, code) ||
    (depth < 3 &&
      layers.graph
        .importsOf(code)
        .some(({ to }) => (layers.of(to).layer === "service" || layers.of(to).layer === "none") && to !== code && isBusiness(layers, to, depth + 1)));
  if (depth === 0 || found) known.set(code, found);
  return found;
}

function importsData(layers: Layers, code: Code): boolean {
  return layers.graph.importsOf(code).some(({ to }) => isDataModule(layers, to, 0));
}

/** A module that stands for stored data, or a barrel in front of one. */
function isDataModule(layers: Layers, code: Code, depth: number): boolean {
  const { layer, by } = layers.of(code);
  if (layer === "repository" || layer === "model" || (layer === "infra" && by === "evidence")) return true;
  if (layer === "service" || layer === "router" || depth > 3) return false;
  if (importsDataPackage(layers, code)) return true;
  return layers.graph.importsOf(code).some(({ to, fact }) => fact.kind === "reexport" && isDataModule(layers, to, depth + 1));
}

function importsDataPackage(layers: Layers, code: Code): boolean {
  return code.summary.imports.some((fact) => isDataPackage(layers, fact.specifier));
}

function isDataPackage(layers: Layers, specifier: string): boolean {
  const { catalog } = layers.names.project;
  return catalog.libraries.some((library) => library.data?.clients?.length && library.packages.some((name) => name === specifier));
}
