// Writes the declarations of the public API: tsc's output, made to stand alone and cut down to what the two doors lead to.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const doors = ["src/index.d.ts", "src/plugin.d.ts", "src/nx.d.ts"];
const specifiers = /(\bfrom\s+|\bimport\(|^import\s+)(["'])([#.][^"']*)\2/gm;

/** @param {string} out folder for the declarations; emptied first */
export function writeTypes(out) {
  rmSync(out, { recursive: true, force: true });
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json", "--outDir", out], { stdio: "inherit" });
  const kept = new Set();
  for (const door of doors) keep(out, door, kept);
  for (const file of readdirSync(out, { recursive: true })) if (file.endsWith(".ts") && !kept.has(file.replaceAll("\\", "/"))) rmSync(path.join(out, file));
  removeEmptyFolders(out);
}

/**
 * Rewrites a declaration file and those it imports. Inside an installed package `#project/…` would depend on the consumer's resolution
 * settings, and `./shape.ts` is no file there: both become relative paths to `.js`, which every TypeScript understands.
 */
function keep(out, file, kept) {
  if (kept.has(file)) return;
  kept.add(file);
  const absolute = path.join(out, file);
  const text = readFileSync(absolute, "utf8").replace(specifiers, (_, before, quote, specifier) => {
    const target = targetOf(specifier, file);
    if (!existsSync(path.join(out, target))) throw new Error(`${file}: ${specifier} leads to no declaration.`);
    keep(out, target, kept);
    return `${before}${quote}${relative(file, target.replace(/\.d\.ts$/, ".js"))}${quote}`;
  });
  writeFileSync(absolute, text);
}

/** Where a specifier leads, from the folder of declarations: the `imports` of package.json, spelt out. */
function targetOf(specifier, from) {
  if (specifier.startsWith("#rules/")) return `${specifier.slice(1)}.d.ts`;
  if (specifier.startsWith("#")) return `src/${specifier.slice(1)}.d.ts`;
  return path.posix.join(path.posix.dirname(from), specifier.replace(/\.ts$/, ".d.ts"));
}

function relative(from, to) {
  const found = path.posix.relative(path.posix.dirname(from), to);
  return found.startsWith(".") ? found : `./${found}`;
}

function removeEmptyFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) removeEmptyFolders(path.join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
