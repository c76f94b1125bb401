// Lets tools use what the TypeScript sources say: bundles them into node_modules/.cache and imports the result.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

export const root = fileURLToPath(new URL("..", import.meta.url));
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const dependencies = Object.keys(manifest.dependencies);

/** Ids of all rules: every folder of rules/ that has a rule.ts, sorted. */
export function ruleIds() {
  return readdirSync(path.join(root, "rules"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "rule.ts")
    .map((entry) => path.basename(entry.parentPath))
    .sort();
}

/**
 * Imports a module that is written here as text, with TypeScript sources behind it.
 * @param {string} text the module; its relative imports start at the root of this project
 * @param {Readonly<Record<string, string>>} replaced files (from the root) whose text on disk is not the one to read
 */
export async function importSources(text, replaced = {}) {
  const entry = path.join(root, "tools-entry.ts");
  const texts = new Map([[entry, text], ...Object.entries(replaced).map(([file, instead]) => [path.join(root, file), instead])]);
  const inMemory = { name: "in-memory", resolveId: (id) => (id === entry ? id : undefined), load: (id) => texts.get(id) };
  const bundle = await rolldown({
    input: { sources: entry },
    cwd: root,
    platform: "node",
    external: (id) => id.startsWith("node:") || dependencies.some((name) => id === name || id.startsWith(`${name}/`)),
    resolve: { conditionNames: ["source", "import", "node", "default"] },
    plugins: [inMemory],
  });
  const folder = path.join(root, "node_modules/.cache/oma-lint", `${process.pid}-${Date.now()}`);
  try {
    await bundle.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
    return await import(pathToFileURL(path.join(folder, "sources.mjs")).href);
  } finally {
    await bundle.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
