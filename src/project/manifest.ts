import { dirname, join } from "node:path";
import { type Disk, theDisk } from "./disk.ts";
import { asObject, asStringRecord, type JsonObject, readJsonObject } from "./jsonc.ts";

/** The parts of a package.json we ask about; wrong types count as absent. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly type?: string;
  readonly packageManager?: string;
  /** All declared dependencies: package → range; `dependencies` win over dev, peer and optional ones. */
  readonly declared: Readonly<Record<string, string>>;
  /** Only `dependencies`. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly raw: JsonObject;
}

/** A manifest and the absolute folder it stands in. */
export interface LocatedManifest {
  readonly dir: string;
  readonly manifest: Manifest;
}

/** Reads `package.json` of a folder; `undefined` when it is missing, broken, or not an object. */
export function readManifest(dir: string, disk: Disk = theDisk): Manifest | undefined {
  const raw = readJsonObject(join(dir, "package.json"), disk);
  if (!raw) return undefined;
  const dependencies = asStringRecord(raw["dependencies"]);
  const others = ["peerDependencies", "optionalDependencies", "devDependencies"].map((field) => asStringRecord(raw[field]));
  return {
    ...textFields(raw),
    declared: Object.assign({}, ...others, dependencies) as Record<string, string>,
    dependencies,
    engines: asStringRecord(raw["engines"]),
    raw,
  };
}

function textFields(raw: JsonObject): Pick<Manifest, "name" | "version" | "type" | "packageManager"> {
  const fields = ["name", "version", "type", "packageManager"] as const;
  return Object.fromEntries(fields.flatMap((field) => (typeof raw[field] === "string" && raw[field] !== "" ? [[field, raw[field]]] : [])));
}

/** Manifests by folder, each read once. */
export class ManifestCache {
  readonly #own = new Map<string, Manifest | undefined>();
  readonly #chains = new Map<string, readonly LocatedManifest[]>();
  readonly #disk: Disk;

  constructor(disk: Disk = theDisk) {
    this.#disk = disk;
  }

  /** Manifest of exactly this folder. */
  of(dir: string): Manifest | undefined {
    if (!this.#own.has(dir)) this.#own.set(dir, readManifest(dir, this.#disk));
    return this.#own.get(dir);
  }

  /** Manifests from a folder upwards, nearest first, up to and including `top` (or the file system's root). */
  above(dir: string, top: string): readonly LocatedManifest[] {
    const known = this.#chains.get(dir);
    if (known) return known;
    const parent = dirname(dir);
    const rest = dir === top || parent === dir ? [] : this.above(parent, top);
    const manifest = this.of(dir);
    const chain = manifest ? [{ dir, manifest }, ...rest] : rest;
    this.#chains.set(dir, chain);
    return chain;
  }

  clear(): void {
    this.#own.clear();
    this.#chains.clear();
  }
}

/** Splits a bare specifier into package name and subpath; `undefined` when it cannot name a package (`@/x`, `~/x`, ``). */
export function packageNameOf(specifier: string): { name: string; subpath: string } | undefined {
  const match = /^(@[\w~][\w.~-]*\/[\w~][\w.~-]*|[A-Za-z0-9_][\w.~-]*)(?:\/(.*))?$/s.exec(specifier);
  const name = match?.[1];
  return name === undefined ? undefined : { name, subpath: (match?.[2] ?? "").replace(/\/+$/, "") };
}

/** `workspaces` patterns of a manifest: an array, or yarn's `{ packages }`. */
export function workspacePatternsOf(manifest: Manifest): readonly string[] {
  const field = manifest.raw["workspaces"];
  const list = Array.isArray(field) ? field : asObject(field)?.["packages"];
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}
