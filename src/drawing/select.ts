import { PathPattern } from "#graph/patterns";
import { type Picture, type PictureModule, toPicture } from "./picture.ts";

/** Which part of the graph is drawn, and how coarse. */
export interface Selection {
  /** Globs: these modules, what they import and what imports them. */
  readonly focus?: readonly string[];
  /** Globs: these modules and everything that leads to them. */
  readonly reaches?: readonly string[];
  /** Paths: these modules and everything that leads to them. */
  readonly affected?: readonly string[];
  /** Names of layers. */
  readonly layers?: readonly string[];
  /** A number of folders, or a glob of folders each drawn as one. */
  readonly collapse?: string;
}

/** The part of a picture that was asked for. */
export function select(picture: Picture, { focus, reaches, affected, layers, collapse }: Selection): Picture {
  let part = picture;
  if (layers) part = keep(part, new Set(part.modules.flatMap(({ path, layer }) => (layer !== undefined && layers.includes(layer) ? [path] : []))));
  if (affected) part = leadingTo(part, new Set(affected));
  if (reaches) part = leadingTo(part, matching(part, reaches));
  if (focus) part = around(part, matching(part, focus));
  return collapse === undefined ? part : collapsed(part, collapse);
}

function matching({ modules }: Picture, globs: readonly string[]): ReadonlySet<string> {
  const patterns = globs.map((glob) => new PathPattern(glob));
  return new Set(modules.flatMap(({ path }) => (patterns.some((pattern) => pattern.match(path)) ? [path] : [])));
}

function keep({ modules, edges }: Picture, paths: ReadonlySet<string>, highlighted?: ReadonlySet<string>): Picture {
  const kept = modules
    .filter(({ path }) => paths.has(path))
    .map((module): PictureModule => (highlighted?.has(module.path) ? { ...module, highlighted: true } : module));
  return toPicture(
    kept,
    edges.filter(({ from, to }) => paths.has(from) && paths.has(to)),
  );
}

function around(picture: Picture, centre: ReadonlySet<string>): Picture {
  const touching = picture.edges.filter(({ from, to }) => centre.has(from) || centre.has(to));
  const paths = new Set([...centre, ...touching.flatMap(({ from, to }) => [from, to])]);
  const { modules } = keep(picture, paths, centre);
  return toPicture(modules, touching);
}

function leadingTo(picture: Picture, targets: ReadonlySet<string>): Picture {
  const importers = new Map<string, string[]>();
  for (const { from, to } of picture.edges) {
    const list = importers.get(to);
    if (list) list.push(from);
    else importers.set(to, [from]);
  }
  const reached = new Set<string>();
  const open = picture.modules.flatMap(({ path }) => (targets.has(path) ? [path] : []));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    open.push(...(importers.get(path) ?? []));
  }
  return keep(picture, reached, targets);
}

/** Draws whole folders as one module each. */
function collapsed(picture: Picture, collapse: string): Picture {
  const group = grouping(collapse);
  const groups = new Map<string, PictureModule[]>();
  for (const module of picture.modules) {
    const name = group(module.path);
    const list = groups.get(name);
    if (list) list.push(module);
    else groups.set(name, [module]);
  }
  const modules = [...groups].map(([path, list]): PictureModule => {
    const [first] = list;
    if (first && list.length === 1 && first.path === path) return first;
    const layers = new Set(list.map(({ layer }) => layer));
    const [layer] = layers;
    return {
      path,
      collapsed: list.length,
      breaches: list.flatMap(({ breaches }) => breaches),
      ...(layers.size === 1 && layer !== undefined && { layer }),
      ...(list.some(({ highlighted }) => highlighted) && { highlighted: true as const }),
    };
  });
  const renamed = (name: string): string => group(name);
  const edges = picture.edges.map((edge) => ({
    ...edge,
    from: renamed(edge.from),
    to: renamed(edge.to),
    breaches: edge.breaches.map((breach) => ({ ...breach, chain: breach.chain.map(renamed).filter((name, at, all) => name !== all[at - 1]) })),
  }));
  return toPicture(modules, edges);
}

/** The folder a path is drawn as. */
function grouping(collapse: string): (path: string) => string {
  if (/^\d+$/.test(collapse)) {
    const depth = Number(collapse);
    return (path) => {
      const parts = path.split("/");
      return parts.length > depth ? parts.slice(0, depth).join("/") : path;
    };
  }
  const pattern = new PathPattern(collapse.replace(/\/\*\*$/, ""));
  return (path) => {
    const parts = path.split("/");
    const at = parts.findIndex((_, index) => pattern.match(parts.slice(0, index + 1).join("/")) !== undefined);
    return at === -1 ? path : parts.slice(0, at + 1).join("/");
  };
}
