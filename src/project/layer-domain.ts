import type { Code } from "./code.ts";
import { isFrontEnd } from "./front-ends.ts";
import type { FoundImport } from "./graph.ts";
import { isScaffold } from "./layer-names.ts";
import type { Layers } from "./layers.ts";
import { isPureFunction } from "./pure-functions.ts";
import type { Step } from "./step.ts";

/** The rings of a hexagonal (clean, onion, DDD) project, by folder. */
type Zone = "domain" | "application" | "infrastructure" | "transport";

const zones: readonly (readonly [Zone, RegExp])[] = [
  ["domain", /^domains?$/],
  ["application", /^(?:application|use-?cases?|app-?services?)$/i],
  ["infrastructure", /^(?:infra|infrastructure|persistence|database|adapters)$/i],
  ["transport", /^(?:presentation|http|controllers?|routes?|graphql|rest|api)$/i],
];

/** An import that leads from the domain to a ring around it. */
export interface DomainProblem {
  readonly found: FoundImport;
  readonly zone: string;
  readonly name: string;
  readonly steps: readonly Step[];
}

/** Runtime imports of domain code that lead outwards, in projects that show rings. */
export function domainProblems(layers: Layers, code: Code): readonly DomainProblem[] {
  if (
    code.role !== "product" ||
    isScaffold(code.path) ||
    zoneOf(code.path) !== "domain" ||
    !isOwnDomain(layers, code) ||
    takesClient(layers, code) ||
    !hasRings(layers) ||
    isFrontEnd(layers, code)
  )
    return [];
  return layers.graph.importsOf(code).flatMap((found): DomainProblem[] => {
    if (found.typeOnly || found.fact.fn !== 0 || found.fact.names.length === 0 || isHarmless(layers, found)) return [];
    const zone = outerZoneOf(layers, found.to);
    if (!zone) return [];
    const name = nameOf(code, found);
    const steps: Step[] = [
      { code, span: found.fact, message: `imports ${name}` },
      { code: found.to, span: { s: 0, e: 1 }, message: `${found.to.path} belongs to the ${zone}` },
    ];
    return [{ found, zone, name, steps }];
  });
}

/** Functions that only work on what they are given, and constants of files that need nothing themselves: what lies there by chance. */
function isHarmless(layers: Layers, { fact, to }: FoundImport): boolean {
  const values = fact.names.filter((item) => !item.typeOnly);
  return values.length > 0 && values.every((item) => isTool(layers, to, item.imported));
}

function isTool(layers: Layers, to: Code, name: string): boolean {
  const v = to.exportNamed(name)?.v;
  const expr = v === undefined ? undefined : to.expr(v);
  const written = expr?.k === "name" ? to.summary.writes[`b${String(expr.b)}`]?.[0]?.v : v;
  const value = written === undefined ? expr : to.expr(written);
  if (value?.k === "function") return isPureFunction(layers.names, to, value.f);
  return (value?.k === "const" || value?.k === "template") && layers.graph.importsOf(to).length === 0;
}

/** Controllers and repositories that merely lie below `domain/` are judged as such. */
function isOwnDomain(layers: Layers, code: Code): boolean {
  const { layer } = layers.of(code);
  return layer === "domain" || layer === "none" || layer === "model" || layer === "error";
}

/** A file that is handed a client or a connection of the database is no part of a ring that keeps clear of it, whatever its folder is called. */
function takesClient({ names }: Layers, code: Code): boolean {
  const { catalog } = names.project;
  return code.summary.imports.some(({ specifier, names: imported }) =>
    imported.some(
      (name) =>
        catalog.isIn(catalog.data.clients, `${specifier}#${name.imported}`) || catalog.lifetimes.sessions.of(`${specifier}#${name.imported}`) !== undefined,
    ),
  );
}

function outerZoneOf(layers: Layers, to: Code): string | undefined {
  const zone = zoneOf(to.path);
  if (
    !zone ||
    zone === "domain" ||
    to.path
      .split("/")
      .slice(0, -1)
      .some((folder) => /^domains?$/.test(folder))
  )
    return undefined;
  const { layer } = layers.of(to);
  if (zone === "infrastructure") return layer === "config" ? "infrastructure configuration" : "infrastructure";
  if (zone === "application")
    return layer === "none" && /\.(?:types?|interfaces?|dto|constants?|enums?)\.[cm]?[jt]s$/.test(to.path) ? undefined : "application layer";
  return layer === "router" ? "transport layer" : undefined;
}

/** The zone of the nearest folder that is one. */
function zoneOf(path: string): Zone | undefined {
  const folders = path.split("/").slice(0, -1);
  for (let at = folders.length - 1; at >= 0; at -= 1) {
    const hit = zones.find(([, pattern]) => pattern.test(folders[at] ?? ""));
    if (hit) return hit[0];
  }
  return undefined;
}

const rings = new WeakMap<Layers, boolean>();

/** A folder called `domain` means a ring only where other rings stand around it; `domains/books/book.controller.ts` cuts a project into slices. */
function hasRings(layers: Layers): boolean {
  let known = rings.get(layers);
  if (known === undefined) {
    const { project } = layers.names;
    const paths = project.paths.filter((item) => project.file(item)?.role === "product");
    const found = new Set(paths.flatMap((item) => zoneOf(item) ?? []));
    const isSliced = layers.pathsNamed("router").some((item) => zoneOf(item) === "domain" && /(?:controller|routes?|resolver)s?\.[cm]?[jt]s$/i.test(item));
    known = found.has("domain") && (found.has("infrastructure") || found.has("application")) && !isSliced;
    rings.set(layers, known);
  }
  return known;
}

function nameOf(code: Code, { fact, to }: FoundImport): string {
  const name = fact.names.find((item) => !item.typeOnly);
  if (!name || name.imported === "*" || name.imported === "default") {
    return (name?.b === undefined ? undefined : code.summary.bindings[name.b]?.n) ?? to.path.slice(to.path.lastIndexOf("/") + 1);
  }
  return name.imported;
}
