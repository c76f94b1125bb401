import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const made: string[] = [];

/** Writes files into a fresh temporary folder and returns its real path. Objects are written as JSON; a path that ends in `/` is an empty folder. */
export function makeTree(files: Readonly<Record<string, string | Uint8Array | object>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "oma-lint-")));
  made.push(root);
  addFiles(root, files);
  return root;
}

export function addFiles(root: string, files: Readonly<Record<string, string | Uint8Array | object>>): void {
  for (const [path, content] of Object.entries(files)) {
    const absolute = join(root, path);
    mkdirSync(path.endsWith("/") ? absolute : dirname(absolute), { recursive: true });
    if (path.endsWith("/")) continue;
    writeFileSync(absolute, typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content));
  }
}

export function removeTrees(): void {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
}
