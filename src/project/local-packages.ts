import { join } from "node:path";
import type { LocatedManifest, ManifestCache } from "./manifest.ts";
import type { WorkspacePackage } from "./workspaces.ts";

/** Which packages lie in the project itself: members of its workspace, and folders a manifest links to. */
export class LocalPackages {
  readonly #members: ReadonlyMap<string, WorkspacePackage>;
  readonly #manifests: ManifestCache;

  constructor(members: readonly WorkspacePackage[], manifests: ManifestCache) {
    this.#members = new Map(members.map((member) => [member.name, member]));
    this.#manifests = manifests;
  }

  /** Absolute folder of a member of the workspace. */
  folderOf(name: string): string | undefined {
    return this.#members.get(name)?.absolute;
  }

  /**
   * A workspace package, or one declared as `file:` / `link:`, unless the importer asks the registry for another one of that name.
   * @param manifests those above the importing file, nearest first
   * @param declared the one of them that declares the name
   */
  find(name: string, manifests: readonly LocatedManifest[], declared: LocatedManifest | undefined): LocatedManifest | undefined {
    const range = declared?.manifest.declared[name] ?? "";
    const folder = /^(?:file|link|portal|workspace):(\.{1,2}\/.*|\.)$/.exec(range)?.[1];
    const linked = folder === undefined || !declared ? undefined : join(declared.dir, folder);
    const linkedManifest = linked === undefined ? undefined : this.#manifests.of(linked);
    if (linked !== undefined && linkedManifest) return { dir: linked, manifest: linkedManifest };
    const member = this.#members.get(name);
    if (!member) return undefined;
    if (manifests[0]?.dir === member.absolute && declared) return undefined;
    return isOtherMajor(range, member.manifest.version) ? undefined : { dir: member.absolute, manifest: member.manifest };
  }
}

/** Whether a registry range asks for another major version than the workspace has: then the import means the registry's package. */
function isOtherMajor(range: string, version: string | undefined): boolean {
  const wanted = /^[~^>=<v\s]*(\d+)\./.exec(range)?.[1];
  const present = /^(\d+)\./.exec(version ?? "")?.[1];
  return wanted !== undefined && present !== undefined && wanted !== present;
}
