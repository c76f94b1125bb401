import type { Severity } from "#finding";
import type { Architecture, ArchitectureException, Law } from "#config/architecture";
import type { Dependency, DependencyTarget, LawGraph } from "./law-graph.ts";
import { nameOfTarget } from "./law-graph.ts";
import { type Court, counts, type FaultId, type Judge, judgeOf } from "./law-judges.ts";
import { LayerOrder, type OrderedLayer } from "./law-layers.ts";
import { PathPattern } from "./patterns.ts";
import { Matcher, type ModuleFacts, packageMatcher, textsOf } from "./selectors.ts";
import { Stability } from "./stability.ts";

export type ViolationId = FaultId | "upwards" | "sibling" | "skipped" | "unlayered" | "layerPackage" | "cruiserRule" | "cruiserCycle";

/** One breach of a law, seen from the module that commits it. */
export interface Violation {
  readonly law: string;
  readonly reason: string;
  readonly severity: Severity;
  readonly messageId: ViolationId;
  readonly data: Readonly<Record<string, string>>;
  readonly from: string;
  /** The imports that lead there, the module's own first; empty: it is about the module as a whole. */
  readonly chain: readonly Dependency[];
  readonly to?: DependencyTarget;
}

type Breach = Pick<Violation, "messageId" | "data" | "chain" | "to">;

/** Laws made of `architecture.layers` go by these names in reports and exceptions. */
type LayerLaw = "layers" | "layer-packages" | "exhaustive";

/** An exception with the day it ends in view. */
export interface ReadyException {
  readonly setting: ArchitectureException;
  readonly isExpired: boolean;
  readonly excuses: (violation: Violation) => boolean;
}

/** A law that can be asked about a module. */
export interface ReadyLaw {
  readonly name: string;
  readonly reason: string;
  /** The law as written; laws of the layers are made, not written. */
  readonly setting?: Law;
  readonly violationsOf: (module: string) => readonly Violation[];
}

/** The laws of a project over its graph. Answers module by module; what needs the whole graph looks at it once. */
export class LawBook {
  readonly graph: LawGraph;
  readonly order: LayerOrder;
  readonly facts: ModuleFacts;
  readonly laws: readonly ReadyLaw[];
  readonly exceptions: readonly ReadyException[];
  readonly #settings: Architecture;
  readonly #layers = new Map<string, OrderedLayer | undefined>();
  readonly #broken = new Map<string, readonly Violation[]>();
  #populated: ReadonlySet<string> | undefined;

  /** @param today `2026-12-31`: exceptions that ended before are expired */
  constructor(graph: LawGraph, settings: Architecture, today: string) {
    this.graph = graph;
    this.#settings = settings;
    this.order = new LayerOrder(settings.layers);
    this.facts = { decoratorsOf: (module) => graph.decoratorsOf(module), layersOf: (module) => this.#layerNames(module) };
    const court: Court = { graph, facts: this.facts, stability: new Stability(graph) };
    this.laws = [...this.#layerLaws(), ...(settings.laws ?? []).map((law) => this.#ready(law, judgeOf(law, court)))];
    this.exceptions = (settings.exceptions ?? []).map((setting) => readyException(setting, today, this.facts));
  }

  /** Every breach in a module, the excused ones too. */
  brokenBy(module: string): readonly Violation[] {
    let found = this.#broken.get(module);
    if (!found) this.#broken.set(module, (found = this.laws.flatMap((law) => law.violationsOf(module))));
    return found;
  }

  /** What is to be reported of a module. */
  violationsOf(module: string): readonly Violation[] {
    return this.brokenBy(module).filter((violation) => !this.exceptionFor(violation));
  }

  /** The exception in force that excuses a breach. */
  exceptionFor(violation: Violation): ReadyException | undefined {
    return this.exceptions.find((exception) => !exception.isExpired && exception.excuses(violation));
  }

  /** The configured layer of a module. */
  layerOf(module: string): OrderedLayer | undefined {
    if (!this.#layers.has(module))
      this.#layers.set(
        module,
        this.order.of(module, () => this.graph.layerOf(module)),
      );
    return this.#layers.get(module);
  }

  /** Whether a layer has product files. */
  hasFiles(layer: OrderedLayer): boolean {
    this.#populated ??= new Set(this.graph.modules.flatMap((module) => (this.graph.roleOf(module) === "product" ? [this.layerOf(module)?.name ?? ""] : [])));
    return this.#populated.has(layer.name);
  }

  #layerNames(module: string): readonly string[] {
    const configured = this.layerOf(module)?.name;
    const recognised = this.graph.layerOf(module);
    return [configured, recognised].filter((name) => name !== undefined);
  }

  #ready(law: Law, judge: Judge): ReadyLaw {
    const { name, reason, severity = "error" } = law;
    return {
      name,
      reason,
      setting: law,
      violationsOf: (module) => {
        if (!isHeld(law, this.graph.roleOf(module))) return [];
        return judge(module).map((fault) => ({
          ...fault,
          law: name,
          reason,
          severity: fault.messageId === "deprecated" && severity === "error" ? "warning" : severity,
          from: module,
        }));
      },
    };
  }

  #layerLaws(): ReadyLaw[] {
    const { layers = [], exhaustive = false } = this.#settings;
    if (layers.length === 0) return [];
    const ready = (name: LayerLaw, reason: string, judge: (module: string) => readonly Breach[]): ReadyLaw => ({
      name,
      reason,
      violationsOf: (module) =>
        this.graph.roleOf(module) === "product" ? judge(module).map((breach) => ({ ...breach, law: name, reason, severity: "error", from: module })) : [],
    });
    const names = layers.map((item) => (Array.isArray(item) ? item.map(nameOf).join(" | ") : nameOf(item as string)));
    return [
      ready("layers", `the order is ${names.join(" → ")}`, (module) => this.#layerFaults(module)),
      ...(this.order.layers.some((layer) => layer.packages)
        ? [ready("layer-packages", "each layer has its own packages", (module) => this.#packageFaults(module))]
        : []),
      ...(exhaustive === false
        ? []
        : [
            ready(
              "exhaustive",
              "every file has its layer",
              unlayered((module) => this.layerOf(module), exhaustive),
            ),
          ]),
    ];
  }

  #layerFaults(module: string): readonly Breach[] {
    const from = this.layerOf(module);
    if (!from) return [];
    const types = this.#settings.types ?? "ignore";
    return this.graph.dependenciesOf(module).flatMap((dependency): Breach[] => {
      const to = dependency.to.kind === "module" && counts({ types }, dependency) ? this.layerOf(dependency.to.path) : undefined;
      const fault = to && this.order.fault(from, to, (layer) => this.hasFiles(layer));
      if (!fault) return [];
      const data = { to: nameOfTarget(dependency.to), own: from.name, other: to.name, past: fault.past?.name ?? "" };
      return [{ messageId: fault.kind, data, chain: [dependency], to: dependency.to }];
    });
  }

  #packageFaults(module: string): readonly Breach[] {
    const layer = this.layerOf(module);
    if (!layer?.packages) return [];
    const { allow, forbid = [] } = layer.packages;
    const isAllowed = allow && packageMatcher(allow);
    const isForbidden = packageMatcher(forbid);
    return this.graph.dependenciesOf(module).flatMap((dependency): Breach[] => {
      if (dependency.to.kind !== "package") return [];
      const { name } = dependency.to;
      const isFree = name.startsWith("node:") && !allow?.some((glob) => glob.startsWith("node:"));
      if (!isForbidden(name) && (isFree || !isAllowed || isAllowed(name))) return [];
      return [{ messageId: "layerPackage", data: { to: name, own: layer.name }, chain: [dependency], to: dependency.to }];
    });
  }
}

/** A law without `from` is about product files; one that names files may name scripts too, and tests when it says so. */
export function isHeld({ from, of, tests = false }: Law, role: ReturnType<LawGraph["roleOf"]>): boolean {
  if (role === "test") return tests;
  return role === "product" || from !== undefined || of !== undefined;
}

function nameOf(layer: string | { readonly name: string }): string {
  return typeof layer === "string" ? layer : layer.name;
}

function unlayered(layerOf: (module: string) => unknown, exhaustive: true | readonly string[]): (module: string) => Breach[] {
  const listed = exhaustive === true ? [] : exhaustive.map((glob) => new PathPattern(glob));
  return (module) => {
    if (layerOf(module) !== undefined || listed.some((pattern) => pattern.match(module))) return [];
    return [{ messageId: "unlayered", data: {}, chain: [] }];
  };
}

function readyException(setting: ArchitectureException, today: string, facts: ModuleFacts): ReadyException {
  const from = textsOf(setting.from).map((glob) => new PathPattern(glob));
  const to = setting.to === undefined ? undefined : new Matcher(setting.to, facts);
  return {
    setting,
    isExpired: setting.until !== undefined && setting.until < today,
    excuses: (violation) => {
      if (setting.law !== undefined && setting.law !== violation.law) return false;
      if (!from.some((pattern) => pattern.match(violation.from))) return false;
      return !to || (violation.to !== undefined && to.match(violation.to) !== undefined);
    },
  };
}
