import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ProjectPath, toProjectPath } from "#finding";
import { isYamlMap, parseSimpleYaml, type YamlMap, type YamlValue } from "./yaml.ts";

/** What a project writes about its own stack. */
export interface StackFile {
  readonly file: ProjectPath;
  /** `language`, `framework`, `orm`, `verify` and whatever else it says, as text. */
  readonly entries: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** What the project's own files show, to hold a stack file against. Names are as they are displayed or installed. */
export interface Shown {
  readonly languages: readonly string[];
  readonly frameworks: readonly string[];
  readonly data: readonly string[];
  readonly scripts: readonly string[];
}

/** A statement of a stack file that the project's files contradict. The project's files win. */
export interface Disagreement {
  readonly file: ProjectPath;
  readonly key: string;
  readonly says: string;
  readonly found: string;
}

/** Reads `stack.yaml` at the root and under `.agents/skills/<skill>/stack/`. Haskell's file of the same name is not one. */
export function readStackFiles(root: string): readonly StackFile[] {
  const skills = join(root, ".agents", "skills");
  const folders = namesIn(skills).map((skill) => join(skills, skill, "stack"));
  const nested = folders.flatMap((folder) =>
    namesIn(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => join(folder, name)),
  );
  return [join(root, "stack.yaml"), join(root, "stack.yml"), ...nested].flatMap((file) => {
    const entries = flatten(parseSimpleYaml(readTextOrEmpty(file)), "");
    const isHaskell = entries.some(({ key }) => key === "resolver" || key === "snapshot");
    return entries.length === 0 || isHaskell ? [] : [{ file: toProjectPath(root, file), entries }];
  });
}

/** Holds a stack file against what was found. Keys nobody can check are left alone. */
export function findDisagreements(stack: StackFile, shown: Shown): readonly Disagreement[] {
  const found: Disagreement[] = [];
  for (const { key, values } of stack.entries) {
    const known = knownFor(key, shown);
    for (const says of known ? values : []) {
      if (!known?.some((name) => isSameName(name, says))) found.push({ file: stack.file, key, says, found: known?.length ? known.join(", ") : "none" });
    }
    for (const command of /^verify\b/.test(key) ? values : []) {
      const script = scriptIn(command);
      if (script !== undefined && !shown.scripts.includes(script))
        found.push({ file: stack.file, key, says: command, found: `no script "${script}" in package.json` });
    }
  }
  return found;
}

function knownFor(key: string, shown: Shown): readonly string[] | undefined {
  switch (key.split(".").pop()) {
    case "language":
    case "languages":
      return shown.languages;
    case "framework":
    case "frameworks":
      return shown.frameworks;
    case "orm":
    case "database_library":
    case "data":
      return shown.data;
    default:
      return undefined;
  }
}

function isSameName(a: string, b: string): boolean {
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .replace(/[._-]?js$|\s+v?\d[\d.x]*$/g, "")
      .replace(/orm$|[^a-z0-9#+]/g, "");
  const short: Readonly<Record<string, string>> = { ts: "typescript", javascript: "js", node: "js", nest: "nestjs" };
  const name = (text: string): string => short[plain(text)] ?? plain(text);
  return name(a) === name(b);
}

/** The package.json script a command runs, if it runs one: `npm test`, `pnpm run lint`, `yarn build`. */
function scriptIn(command: string): string | undefined {
  const match = /^\s*(npm|pnpm|yarn|bun)\s+(run\s+|run-script\s+)?(?:-\S+\s+)*([\w:.-]+)/.exec(command);
  const [, manager, run, script] = match ?? [];
  if (script === undefined) return undefined;
  if (run !== undefined) return script;
  const isBuiltIn = /^(?:install|i|ci|add|exec|dlx|x|audit|publish|pack|version|why|list|ls|init|create|workspace|workspaces|node)$/.test(script);
  if (script === "test" && manager !== "bun") return script;
  return isBuiltIn || manager === "npm" || manager === "bun" ? undefined : script;
}

function flatten(map: YamlMap, prefix: string): { key: string; values: readonly string[] }[] {
  return Object.entries(map).flatMap(([name, value]) =>
    isYamlMap(value) ? flatten(value, `${prefix}${name}.`) : [{ key: prefix + name, values: textsOf(value) }],
  );
}

function textsOf(value: string | readonly YamlValue[]): readonly string[] {
  return typeof value === "string" ? (value === "" ? [] : [value]) : value.filter((item) => typeof item === "string");
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort();
  } catch {
    return [];
  }
}

function readTextOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
