import { join } from "node:path";
import { browserRuntimes } from "#catalog/conventions";
import type { Code } from "./code.ts";
import { scopeOf } from "./ladder.ts";
import type { Layers } from "./layers.ts";
import { readManifest } from "./manifest.ts";

const memo = new WeakMap<Layers, Map<string, boolean>>();

/** Whether a file belongs to a package that draws in browsers and has no library that serves requests or stores data: layers of a back-end mean nothing there. */
export function isFrontEnd(layers: Layers, code: Code): boolean {
  let known = memo.get(layers);
  if (!known) memo.set(layers, (known = new Map()));
  const scope = scopeOf(layers, code.path);
  let answer = known.get(scope);
  if (answer === undefined) known.set(scope, (answer = drawsOnly(layers, scope)));
  return answer;
}

function drawsOnly({ names }: Layers, scope: string): boolean {
  const declared = readManifest(join(names.project.root, scope))?.declared ?? {};
  if (!browserRuntimes.some((name) => name in declared)) return false;
  const serves = names.project.catalog.libraries.filter(({ http, data }) => http || data);
  return !serves.some(({ packages }) => packages.some((name) => name in declared));
}

/** What a compiler wrote, kept beside its source: `exports.__esModule = true`. */
export function isCompiled({ path, text }: Code): boolean {
  return path.endsWith(".js") && /\bexports\.__esModule = true;|Object\.defineProperty\(exports, "__esModule"/.test(text);
}
