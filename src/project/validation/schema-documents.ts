import { type Dirent, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const skipped = /^(?:node_modules|dist|build|out|coverage|tests?|__tests__|fixtures|mocks?|__mocks__|examples?|\..*)$/;
const maxDepth = 8;
const maxFolders = 4000;
/** The schema of a large service of somebody else is no schema of this project. */
const maxLength = 2_000_000;

/**
 * Texts of the GraphQL documents below a folder that declare something, wherever they lie; those of tests and builds are left out.
 * What cannot be read counts as not there.
 * @param root absolute project root
 */
export function* schemaDocuments(root: string): Iterable<string> {
  let folders: readonly string[] = [root];
  let seen = 0;
  for (let depth = 0; depth <= maxDepth && seen < maxFolders; depth++) {
    const next: string[] = [];
    for (const folder of folders) {
      seen++;
      const entries = entriesOf(folder);
      next.push(...entries.filter((entry) => entry.isDirectory() && !skipped.test(entry.name)).map(({ name }) => path.join(folder, name)));
      for (const { name } of entries.filter((entry) => entry.isFile() && /\.(?:graphqls?|gql)$/.test(entry.name))) yield* readText(path.join(folder, name));
    }
    folders = next;
  }
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function readText(file: string): readonly string[] {
  try {
    const text = readFileSync(file, "utf8");
    return text.length > maxLength ? [] : [text];
  } catch {
    return [];
  }
}
