import path from "node:path";
import type { Disk } from "../disk.ts";

const skipped = /^(?:node_modules|dist|build|out|coverage|tests?|__tests__|fixtures|mocks?|__mocks__|examples?|\..*)$/;
const maxDepth = 8;
const maxFolders = 4000;
/** The schema of a large service of somebody else is no schema of this project. */
const maxLength = 2_000_000;

/**
 * Texts of the GraphQL documents below a folder that declare something, wherever they lie; those of tests and builds are left out.
 * What cannot be read counts as not there.
 * @param root absolute project root
 * @param disk as the linted version has it
 */
export function* schemaDocuments(root: string, disk: Disk): Iterable<string> {
  let folders: readonly string[] = [root];
  let seen = 0;
  for (let depth = 0; depth <= maxDepth && seen < maxFolders; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      seen++;
      const entries = disk.entries(folder);
      next.push(...entries.filter((entry) => entry.kind === "folder" && !skipped.test(entry.name)).map(({ name }) => path.join(folder, name)));
      for (const { name } of entries.filter((entry) => entry.kind === "file" && /\.(?:graphqls?|gql)$/.test(entry.name))) {
        const text = disk.text(path.join(folder, name));
        if (text !== undefined && text.length <= maxLength) yield text;
      }
    }
    folders = next;
  }
}
