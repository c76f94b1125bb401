import { layerNames } from "#config/shape";
import picomatch from "picomatch";
import type { ProjectPath } from "#finding";
import type { Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { ImportGraph } from "./graph.ts";
import {
  findClientClass,
  findEntity,
  findQuery,
  findRepositoryClass,
  findRoutes,
  findServerStart,
  findServingFunction,
  findTransportFunction,
} from "./layer-evidence.ts";
import { type NamePromise, promiseOf } from "./layer-names.ts";
import type { Names } from "./names.ts";

export type Layer =
  "router" | "service" | "repository" | "model" | "domain" | "infra" | "config" | "middleware" | "validation" | "error" | "job" | "composition" | "none";

/** Which layer a file is in, and how we know. */
export interface LayerVerdict {
  readonly layer: Layer;
  readonly by: "config" | "evidence" | "name" | "folder" | "nothing";
  /** The evidence in words, for people: `class BooksController is a @Controller()`. */
  readonly why: string;
  /** Only a name says so, and one that means other things as well: too little to accuse anybody. */
  readonly weak: boolean;
  /** Where the evidence stands. */
  readonly at?: Span;
}

const knownLayers: ReadonlySet<string> = new Set(layerNames);

/** Answers which layer a file is in: the configuration says, else what the file does, else what it is called, else where it lies. */
export class Layers {
  readonly names: Names;
  readonly graph: ImportGraph;
  readonly #globs: readonly (readonly [layer: Layer, glob: string, match: (path: string) => boolean])[];
  readonly #verdicts = new WeakMap<Code, LayerVerdict>();

  readonly #saved: Layers | undefined;

  /** @param saved of the same project without an unsaved file; it answers about all other files */
  constructor(names: Names, graph: ImportGraph, globs: Readonly<Partial<Record<string, readonly string[]>>>, saved?: Layers) {
    this.#saved = saved;
    this.names = names;
    this.graph = graph;
    this.#globs = Object.entries(globs).flatMap(([layer, patterns]) =>
      isLayer(layer) ? (patterns ?? []).map((glob) => [layer, glob, picomatch(glob, { dot: true })] as const) : [],
    );
  }

  /** The layer of a file, with the evidence. */
  of(code: Code): LayerVerdict {
    const saved = this.savedFor(code);
    if (saved) return saved.of(code);
    let verdict = this.#verdicts.get(code);
    if (!verdict) this.#verdicts.set(code, (verdict = this.#judge(code)));
    return verdict;
  }

  /** Who answers about a file that is not the one being typed in: the layers of the saved project, where nothing has to be worked out again. */
  savedFor(code: Code): Layers | undefined {
    return this.#saved?.names.project.code(code.path) === code ? this.#saved : undefined;
  }

  /** The layers of the saved project, when a file of this one is not saved. */
  get saved(): Layers | undefined {
    return this.#saved;
  }

  /** Product files that the configuration or their names put into a layer: found without opening one. What a file does may say otherwise; only routers have other ways to be one. */
  pathsNamed(layer: "service" | "router"): readonly ProjectPath[] {
    const globs = this.#globs.map(([name, glob]) => `${name} ${glob}`).join("\0");
    const isNamed = (path: string): boolean => (this.#configured(path)?.layer ?? promiseOf(path)?.layer) === layer;
    return this.names.project.pathsWhere(`${layer}s ${globs}`, (_, { path, role }) => role === "product" && isNamed(path));
  }

  #configured(path: string): LayerVerdict | undefined {
    const hit = this.#globs.find(([, , match]) => match(path));
    return hit && { layer: hit[0], by: "config", why: `the configuration puts ${hit[1]} there`, weak: false };
  }

  #judge(code: Code): LayerVerdict {
    const configured = this.#configured(code.path);
    if (configured) return configured;
    const promise = promiseOf(code.path);
    if (promise && (promise.layer === "test" || promise.layer === "ignored")) return nothing(promise);
    if (promise?.layer === "composition" && !promise.weak) return byName(promise, "composition", false);
    return this.#byEvidence(code, promise) ?? this.#byName(code, promise);
  }

  /** What the file does. A strong name of another kind (a middleware, an error module, a job) is believed before its parts are looked at. */
  #byEvidence(code: Code, promise: NamePromise | undefined): LayerVerdict | undefined {
    const { names } = this;
    const started = findServerStart(names, code);
    if (started) return { layer: "composition", by: "evidence", why: started.words, weak: false, at: started };
    const believed = promise !== undefined && !promise.weak && promise.from !== "folder";
    if (!believed || promise.layer === "router" || promise.layer === "none") {
      const routes = findRoutes(names, code);
      if (routes) return { layer: "router", by: "evidence", why: routes.words, weak: false, at: routes };
    }
    const client = findClientClass(names, code);
    if (client) return { layer: "infra", by: "evidence", why: client.words, weak: false, at: client };
    const repository = findRepositoryClass(names, code);
    if (repository) return { layer: "repository", by: "evidence", why: repository.words, weak: false, at: repository };
    if (believed && promise.layer !== "model" && promise.layer !== "none") return undefined;
    const entity = findEntity(names, code);
    return entity && { layer: "model", by: "evidence", why: entity.words, weak: false, at: entity };
  }

  #byName(code: Code, promise: NamePromise | undefined): LayerVerdict {
    if (!promise || !isLayer(promise.layer)) return promise ? nothing(promise) : unknown;
    const layer = promise.layer;
    if (layer === "router") return this.#namedRouter(code, promise);
    if (layer === "repository") {
      const serving = findServingFunction(this.names, code);
      if (serving)
        return {
          ...byName(promise, "router", false),
          by: "evidence",
          why: `${serving.n || "a function"} takes a request and its answer`,
          at: { s: serving.s, e: serving.e },
        };
    }
    if (layer === "repository" && promise.weak) {
      const query = findQuery(this.names, code);
      return query ? { ...byName(promise, layer, true), why: `${nameWords(promise)}, and ${query.words}`, at: query } : byName(promise, "none", true);
    }
    return byName(promise, layer, promise.weak);
  }

  /** A name alone does not make a route: helpers lie beside routes. A strong file name does, or a function that takes a request. */
  #namedRouter(code: Code, promise: NamePromise): LayerVerdict {
    const transport = findTransportFunction(this.names, code);
    if (transport) {
      return {
        ...byName(promise, "router", false),
        why: `${nameWords(promise)}, and ${transport.fn.n || "a function"} takes ${transport.type}`,
        at: { s: transport.fn.s, e: transport.fn.e },
      };
    }
    return promise.from === "folder" || promise.weak || /resolver/i.test(promise.word) ? byName(promise, "none", true) : byName(promise, "router", true);
  }
}

const unknown: LayerVerdict = { layer: "none", by: "nothing", why: "nothing says where it belongs", weak: true };

function nothing(promise: NamePromise): LayerVerdict {
  return { layer: "none", by: promise.from === "folder" ? "folder" : "name", why: nameWords(promise), weak: promise.weak };
}

function byName(promise: NamePromise, layer: Layer, weak: boolean): LayerVerdict {
  return { layer, by: promise.from === "folder" ? "folder" : "name", why: nameWords(promise), weak };
}

function nameWords({ from, word }: NamePromise): string {
  return from === "folder" ? `it lies in ${word}/` : `it is called ${word}`;
}

function isLayer(name: string): name is Exclude<Layer, "none"> {
  return knownLayers.has(name);
}
