import { join, resolve } from "node:path";
import { type Disk, theDisk } from "./disk.ts";
import { asObject, asStringRecord, asStrings, type JsonObject, parseJsonc, readJsonObject } from "./jsonc.ts";
import type { Manifest } from "./manifest.ts";
import { type PathPattern, toPattern } from "./tsconfig-paths.ts";

/** Aliases a package declares for Babel's module-resolver, module-alias, webpack, vite, SvelteKit or Nuxt, and further roots for bare specifiers. */
export interface Aliases {
  readonly patterns: readonly PathPattern[];
  /** Absolute folders (module-resolver's `root`). */
  readonly roots: readonly string[];
}

type Found = { alias: Record<string, string>; roots: string[] };

const jsonConfigs = new Set([".babelrc", ".babelrc.json", "babel.config.json"]);
const codeConfig = /^(?:\.babelrc\.[cm]?js|babel\.config\.[cm]?[jt]s|webpack(?:\.[\w-]+)*\.[cm]?[jt]s|(?:vite|svelte|nuxt)\.config\.[cm]?[jt]s)$/;

/**
 * Reads the aliases a package folder declares. JSON is read as such; from JavaScript configs only literal objects (`alias: { "@x": "./src" }`,
 * `path.resolve(__dirname, "src")`) are understood. Values that are not local paths (`preact/compat`) are passed over.
 */
export function readAliases(dir: string, manifest: Manifest | undefined, disk: Disk = theDisk): Aliases {
  const found: Found = { alias: {}, roots: [] };
  for (const [key, value] of Object.entries(asStringRecord(manifest?.raw["_moduleAliases"]))) found.alias[key] = value.startsWith(".") ? value : `./${value}`;
  collectBabel(asObject(manifest?.raw["babel"]), found);
  for (const name of namesIn(dir, disk)) {
    if (jsonConfigs.has(name)) collectBabel(readJsonObject(join(dir, name), disk), found);
    else if (codeConfig.test(name)) collectFromCode(disk.text(join(dir, name)) ?? "", found);
  }
  const patterns = Object.entries(found.alias).flatMap(([key, value]) => patternsOf(dir, key, value));
  patterns.sort((a, b) => b.prefix.length - a.prefix.length);
  return { patterns, roots: found.roots.map((root) => resolve(dir, root)) };
}

/** `@x` stands for `@x` and `@x/…`; a trailing `$` (webpack) for itself alone; regular expressions only as `^@x/(.+)$`. */
function patternsOf(dir: string, key: string, value: string): PathPattern[] {
  if (!/^\.{0,2}(?:\/|$)/.test(value) && !value.startsWith("./")) return [];
  const expression = /^\^([\w@~#/-]+)\/?\(\.[+*]\)\$?$/.exec(key);
  if (expression?.[1] !== undefined) return [toPattern(`${expression[1]}*`, [resolve(dir, value.replace(/\\\\?1|\$1/, "*"))])];
  if (/[\^()[\]*\\]/.test(key)) return [];
  const target = resolve(dir, value);
  if (key.endsWith("$")) return [toPattern(key.slice(0, -1), [target])];
  const plain = key.replace(/\/$/, "");
  return [toPattern(plain, [target]), toPattern(`${plain}/*`, [`${target}/*`])];
}

function collectBabel(config: JsonObject | undefined, found: Found): void {
  if (!config) return;
  for (const plugin of Array.isArray(config["plugins"]) ? config["plugins"] : []) {
    if (!Array.isArray(plugin) || !/(?:^|plugin-)module-resolver$/.test(String(plugin[0]))) continue;
    const options = asObject(plugin[1]);
    Object.assign(found.alias, asStringRecord(options?.["alias"]));
    found.roots.push(...asStrings(options?.["root"]));
  }
  for (const environment of Object.values(asObject(config["env"]) ?? {})) collectBabel(asObject(environment), found);
}

const aliasEntry =
  /(?:(["'`])([^"'`\n]+)\1|([\w$]+))\s*:\s*(?:(?:path\.)?(?:resolve|join)\(\s*(?:__dirname|process\.cwd\(\)|import\.meta\.dirname)\s*,\s*(["'`])([^"'`\n]+)\4\s*\)|(?:fileURLToPath\(\s*)?(?:new URL\(\s*)?(["'`])([^"'`\n]+)\6)/g;

function collectFromCode(code: string, found: Found): void {
  const text = code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  if (!text.includes("alias") && !text.includes("module-resolver")) return;
  for (const match of text.matchAll(/\balias["']?\s*:\s*\{/g)) {
    const body = balanced(text, match.index + match[0].length - 1);
    for (const entry of body.matchAll(aliasEntry)) {
      const key = entry[2] ?? entry[3] ?? "";
      const value = entry[5] !== undefined && !/^[./]/.test(entry[5]) ? `./${entry[5]}` : (entry[5] ?? entry[7] ?? "");
      if (key !== "") found.alias[key] = value.replace(/^\/(?=src\b|app\b|server\b)/, "./");
    }
  }
  const roots = text.includes("module-resolver") ? /\broot["']?\s*:\s*(\[[^\]]*\])/.exec(text)?.[1] : undefined;
  if (roots !== undefined) found.roots.push(...parseStrings(roots));
}

function parseStrings(literal: string): string[] {
  try {
    return asStrings(parseJsonc(literal.replaceAll("'", '"')));
  } catch {
    return [];
  }
}

/** The text from an opening brace to the one that closes it. */
function balanced(text: string, open: number): string {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    if (text[index] === "{") depth += 1;
    else if (text[index] === "}" && --depth === 0) return text.slice(open, index + 1);
  }
  return "";
}

function namesIn(dir: string, disk: Disk): string[] {
  return disk
    .names(dir)
    .filter((name) => jsonConfigs.has(name) || codeConfig.test(name))
    .sort();
}
