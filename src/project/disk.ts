import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, sep } from "node:path";

/** Something that lies in a folder. */
export interface DiskEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "other";
}

/** What files say and folders hold: the disk itself, or the disk with another version of some files in front of it. */
export interface Disk {
  /** Text of a file; `undefined` when there is none or it cannot be read. */
  readonly text: (file: string) => string | undefined;
  /** Names of the files and folders in a folder; empty when there is none. */
  readonly names: (folder: string) => readonly string[];
  /** The same, with what they are. */
  readonly entries: (folder: string) => readonly DiskEntry[];
}

/** Another version of some files than the one on disk, such as the index of git holds. Keys are absolute paths. */
export interface Versions {
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** Files on disk that this version does not have. */
  readonly absent: ReadonlySet<string>;
}

/** Nothing stands in front of the disk. */
export const noVersions: Versions = { contents: new Map(), absent: new Set() };

export const theDisk: Disk = {
  text: (file) => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return undefined;
    }
  },
  names: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  entries: (folder) => {
    try {
      return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: entry.isFile() ? "file" : entry.isDirectory() ? "folder" : "other",
      }));
    } catch {
      return [];
    }
  },
};

/**
 * The disk as it would be with other versions of some files.
 * @param onRead told each file that is read
 */
export function diskWith({ contents, absent }: Versions, onRead: (file: string) => void = () => undefined): Disk {
  return {
    text: (file) => {
      onRead(file);
      const content = contents.get(file);
      if (content) return Buffer.from(content).toString("utf8");
      return absent.has(file) ? undefined : theDisk.text(file);
    },
    names: (folder) => {
      const names = new Set(theDisk.names(folder));
      for (const file of contents.keys()) if (dirname(file) === folder) names.add(basename(file));
      for (const file of absent) if (dirname(file) === folder) names.delete(basename(file));
      return [...names];
    },
    entries: (folder) => {
      const entries = new Map(theDisk.entries(folder).map((entry) => [entry.name, entry]));
      for (const file of absent) if (dirname(file) === folder) entries.delete(basename(file));
      for (const file of contents.keys()) {
        if (!file.startsWith(folder + sep)) continue;
        const [name = "", ...rest] = file.slice(folder.length + 1).split(sep);
        entries.set(name, { name, kind: rest.length > 0 ? "folder" : "file" });
      }
      return [...entries.values()];
    },
  };
}
