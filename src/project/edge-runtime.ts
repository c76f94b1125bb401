import { dirname } from "node:path";
import { edgePackages } from "#catalog/edge-runtimes";
import type { Code } from "./code.ts";
import { ManifestCache } from "./manifest.ts";
import type { Names } from "./names.ts";

const manifests = new WeakMap<Names, ManifestCache>();
const edge = new Set(edgePackages);

/** Whether a file runs on an edge runtime, where a client lives as long as a request: by its own word, or by what its package depends on. */
export function isOnEdge(names: Names, code: Code): boolean {
  if (/\bruntime\s*[:=]\s*["'](?:experimental-)?edge["']|@prisma\/client\/(?:edge|wasm)|["']cloudflare:/.test(code.text)) return true;
  let cache = manifests.get(names);
  if (!cache) manifests.set(names, (cache = new ManifestCache()));
  const [nearest] = cache.above(dirname(code.absolute), names.project.root);
  return Object.keys(nearest?.manifest.declared ?? {}).some((name) => edge.has(name));
}
