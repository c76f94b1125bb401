import type { Architecture, ArchitectureLayer } from "#config/architecture";
import { textsOf } from "./selectors.ts";
import { PathPattern } from "./patterns.ts";

/** One layer in the configured order. */
export interface OrderedLayer extends ArchitectureLayer {
  /** Position from the outside in; siblings share it. */
  readonly rank: number;
  readonly patterns: readonly PathPattern[] | undefined;
}

/** What is wrong with an import between two layers. */
export interface LayerFault {
  readonly kind: "upwards" | "sibling" | "skipped";
  readonly from: OrderedLayer;
  readonly to: OrderedLayer;
  /** The closed layer that was gone past. */
  readonly past?: OrderedLayer;
}

/** The configured layers in order. */
export class LayerOrder {
  readonly layers: readonly OrderedLayer[];
  readonly #byName: ReadonlyMap<string, OrderedLayer>;

  constructor(settings: Architecture["layers"] = []) {
    this.layers = settings.flatMap((setting, rank) => (isSiblings(setting) ? setting : [setting]).map((item) => toLayer(item, rank)));
    this.#byName = new Map(this.layers.map((layer) => [layer.name, layer]));
  }

  /**
   * The configured layer of a module: the first whose files it is among, else the one that was recognised.
   * @param recognised name of the layer that the code shows
   */
  of(path: string, recognised: () => string | undefined): OrderedLayer | undefined {
    const listed = this.layers.find((layer) => layer.patterns?.some((pattern) => pattern.match(path)));
    if (listed) return listed;
    if (this.layers.every((layer) => layer.patterns)) return undefined;
    const found = this.#byName.get(recognised() ?? "");
    return found?.patterns ? undefined : found;
  }

  /** @param hasFiles whether a layer has files: an optional one without any cannot be gone past */
  fault(from: OrderedLayer, to: OrderedLayer, hasFiles: (layer: OrderedLayer) => boolean): LayerFault | undefined {
    if (from === to) return undefined;
    if (from.rank === to.rank) return { kind: "sibling", from, to };
    if (to.rank < from.rank) return { kind: "upwards", from, to };
    const past = this.layers.find((layer) => layer.closed === true && layer.rank > from.rank && layer.rank < to.rank && hasFiles(layer));
    return past && { kind: "skipped", from, to, past };
  }
}

function toLayer(setting: string | ArchitectureLayer, rank: number): OrderedLayer {
  const layer = typeof setting === "string" ? { name: setting } : setting;
  return { ...layer, rank, patterns: layer.files === undefined ? undefined : textsOf(layer.files).map((glob) => new PathPattern(glob)) };
}

function isSiblings(setting: NonNullable<Architecture["layers"]>[number]): setting is readonly (string | ArchitectureLayer)[] {
  return Array.isArray(setting);
}
