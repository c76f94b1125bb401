import { isAbsolute, resolve } from "node:path";
import type { Rule } from "eslint";
import type { Node } from "oxc-parser";
import { loadConfigNow } from "#config/load-now";
import { isTypeScript, languageOf } from "#syntax/parse";
import { Analysis } from "./analysis.ts";
import { discover } from "./discover.ts";
import { filesOfVersion } from "./version-files.ts";
import { EditorProject } from "./editor.ts";
import { type Home, homeOf } from "./home.ts";
import type { Linting } from "./linting.ts";
import { catalogOf, type OpenOptions } from "./options.ts";
import { Project } from "./project.ts";
import { createResolver } from "./resolve.ts";
import { stampOf } from "./stamps.ts";

export type { OpenOptions } from "./options.ts";

/** Opens the project at a root: finds its files, prepares resolution and the catalogue. */
export function openProject(root: string, options: OpenOptions = {}): Analysis {
  const { versions, summaries, mentions, onRead } = options;
  const { files } = discover({ root, cwd: root, paths: [], ignores: options.ignores ?? [], tests: options.tests ?? [], errorOnUnmatched: false });
  const present = versions ? filesOfVersion(root, files, versions, options) : files;
  const project = new Project({
    root,
    files: present,
    resolver: createResolver(root, { versions, onRead }),
    catalog: catalogOf(options),
    versions,
    summaries,
    mentions,
  });
  return new Analysis(project, options.layers, undefined, options);
}

/**
 * The door in editors and under ESLint: the project around the file a rule runs on, and the file in it. Never throws; where it cannot
 * answer, rules stay silent.
 */
export function openFile(context: Rule.RuleContext): Linting | undefined {
  try {
    const { ast, text } = context.sourceCode;
    const file = fileOf(context);
    const typescript = languageOf(file ?? "") === undefined ? parsesTypeScript(context) : isTypeScript(file ?? "");
    return projectOf(file, context.cwd).answer({ file: file ?? resolve(context.cwd, context.filename), text, tree: ast as unknown as Node, typescript });
  } catch (error) {
    warnOnce(`oma-lint cannot look at ${context.filename}: ${messageOf(error)}`, error);
    return undefined;
  }
}

/** Absolute path, or `undefined` for text without a file: `<input>`, `<text>`, and code blocks inside of those. */
function fileOf({ filename, cwd }: Rule.RuleContext): string | undefined {
  if (filename === "" || filename.startsWith("<")) return undefined;
  return isAbsolute(filename) ? filename : resolve(cwd, filename.replaceAll("\\", "/"));
}

function parsesTypeScript({ languageOptions }: Rule.RuleContext): boolean {
  const parser: unknown = languageOptions["parser"];
  const meta = typeof parser === "object" && parser !== null && "meta" in parser ? parser.meta : undefined;
  return typeof meta === "object" && meta !== null && "name" in meta && String(meta.name).includes("typescript");
}

/** How long it is taken for granted where a folder's files belong, in milliseconds. */
const freshness = 3000;
/** Projects kept open at once; a monorepo may configure each of its packages. */
const most = 8;

const homes = new Map<string, { readonly home: Home; readonly config: string; readonly at: number }>();
const projects = new Map<string, EditorProject>();

function projectOf(file: string | undefined, cwd: string): EditorProject {
  const { home, config } = knownHome(file, cwd);
  const key = JSON.stringify([home, config]);
  let project = projects.get(key);
  if (project) projects.delete(key);
  else project = new EditorProject(home, optionsOf(home));
  projects.set(key, project);
  const [oldest] = projects.keys();
  if (projects.size > most && oldest !== undefined) projects.delete(oldest);
  return project;
}

function knownHome(file: string | undefined, cwd: string): { readonly home: Home; readonly config: string } {
  const key = `${cwd}\n${file === undefined ? "" : resolve(file, "..")}`;
  const known = homes.get(key);
  if (known && Date.now() - known.at < freshness) return known;
  const home = homeOf(file, cwd);
  const found = { home, config: home.config === undefined ? "" : stampOf(home.config), at: Date.now() };
  homes.set(key, found);
  return found;
}

/** A configuration that cannot be read is the command line's to refuse; here the project is read without it. */
function optionsOf({ config }: Home): OpenOptions {
  if (config === undefined) return {};
  try {
    return { ...loadConfigNow(config), file: config };
  } catch (error) {
    warnOnce(`oma-lint goes on without its configuration: ${messageOf(error)}`, error);
    return {};
  }
}

const said = new Set<string>();

function warnOnce(message: string, error: unknown): void {
  if (said.has(message)) return;
  said.add(message);
  const detail = error instanceof Error && error.name !== "UserError" ? error.stack : undefined;
  process.emitWarning(message, { type: "OmaLintWarning", ...(detail !== undefined && { detail }) });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
