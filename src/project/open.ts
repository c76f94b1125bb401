import { statSync } from "node:fs";
import type { Rule } from "eslint";
import type { Node } from "oxc-parser";
import { Catalog } from "#catalog/lookup";
import { dataLibraries } from "#catalog/data";
import type { LibraryFacts } from "#catalog/facts";
import { webLibraries } from "#catalog/web";
import { toProjectPath } from "#finding";
import { isTypeScript } from "#syntax/parse";
import { summarise } from "#syntax/summarise";
import { Analysis } from "./analysis.ts";
import { Code } from "./code.ts";
import { discover } from "./discover.ts";
import type { Linting } from "./linting.ts";
import { Project } from "./project.ts";
import { createResolver } from "./resolve.ts";
import { createTestMatcher, roleOf } from "./role.ts";
import { findRoot } from "./root.ts";

/** What a project is opened with; the engine fills it from the config. */
export interface OpenOptions {
  readonly ignores?: readonly string[];
  readonly tests?: readonly string[];
  readonly knows?: readonly LibraryFacts[];
  readonly layers?: Readonly<Partial<Record<string, readonly string[]>>>;
}

/** Opens the project at a root: finds its files, prepares resolution and the catalogue. */
export function openProject(root: string, options: OpenOptions = {}): Analysis {
  const { files } = discover({ root, cwd: root, paths: [], ignores: options.ignores ?? [], tests: options.tests ?? [], errorOnUnmatched: false });
  const catalog = new Catalog([...(options.knows ?? []), ...dataLibraries, ...webLibraries]);
  return new Analysis(new Project({ root, files, resolver: createResolver(root), catalog }), options.layers);
}

const open = new Map<string, { analysis: Analysis; at: number }>();

/** Makes an analysis the one rules use for files below its root (the engine does this before it lints). */
export function useAnalysis(analysis: Analysis): void {
  open.set(analysis.project.root, { analysis, at: Number.POSITIVE_INFINITY });
}

/** How long an editor works with one picture of the other files before it looks again, in milliseconds. */
const editorFreshness = 3000;

/** The analysis and the summary of the file a rule runs on. */
export function openFile(context: Rule.RuleContext): Linting | undefined {
  const { sourceCode } = context;
  const known = lintings.get(sourceCode.ast);
  if (known) return known;
  const absolute = context.filename.replaceAll("\\", "/");
  const analysis = analysisFor(absolute, context.cwd);
  const path = toProjectPath(analysis.project.root, absolute);
  const existing = analysis.project.code(path);
  let code = existing;
  if (!existing || existing.text !== sourceCode.text) {
    const summary = summarise(sourceCode.ast as unknown as Node, sourceCode.text, isTypeScript(absolute));
    code = new Code({ path, absolute, role: roleOf(path, createTestMatcher([])), text: sourceCode.text, summary, errors: [] });
    analysis.project.overlay(code);
  }
  if (!code) return undefined;
  const linting = { analysis, code };
  lintings.set(sourceCode.ast, linting);
  return linting;
}

const lintings = new WeakMap<object, Linting>();

function analysisFor(file: string, cwd: string): Analysis {
  for (const [root, entry] of open) {
    if (!file.startsWith(`${root}/`) || entry.at < Date.now() - editorFreshness) continue;
    return entry.analysis;
  }
  const root = findRoot(isFolder(cwd) && file.startsWith(`${cwd}/`) ? cwd : file.slice(0, file.lastIndexOf("/")));
  const analysis = openProject(root);
  open.set(root, { analysis, at: Date.now() });
  return analysis;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
