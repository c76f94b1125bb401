// Builds dist/: JavaScript by rolldown, declarations by tsc (only with --types); `--out <folder>` builds elsewhere.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { rolldown } from "rolldown";
import { writeTypes } from "./types.mjs";

/** Tells one build from the next: the cache of one says nothing to another. */
function hashOfSources() {
  const hash = createHash("sha256");
  const files = ["src", "rules"].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`));
  for (const file of [...files.filter((name) => name.endsWith(".ts")), "package.json", "package-lock.json"].sort()) {
    if (existsSync(file)) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const dependencies = Object.keys(manifest.dependencies);
const external = (id) => id.startsWith("node:") || dependencies.some((name) => id === name || id.startsWith(`${name}/`));

const at = process.argv.indexOf("--out");
const out = at === -1 ? "dist" : (process.argv[at + 1] ?? "dist");
rmSync(out, { recursive: true, force: true });
const bundle = await rolldown({
  input: {
    cli: "src/cli/main.ts",
    index: "src/index.ts",
    plugin: "src/plugin.ts",
    nx: "src/nx.ts",
    worker: "src/engine/worker.ts",
    server: "src/cli/server.ts",
  },
  platform: "node",
  external,
  resolve: { conditionNames: ["source", "import", "node", "default"] },
  transform: { define: { __VERSION__: JSON.stringify(manifest.version), __BUILD__: JSON.stringify(hashOfSources()) } },
});
await bundle.write({ dir: out, format: "esm", entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js", sourcemap: false });
await bundle.close();
chmodSync(`${out}/cli.js`, 0o755);
if (process.argv.includes("--types")) writeTypes(`${out}/types`);
