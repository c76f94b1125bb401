import path from "node:path";
import { countImports } from "#engine/law-findings";
import { lintProject } from "#engine/lint-project";
import { type ProjectPath, toProjectPath, UserError } from "#finding";
import { standings } from "#graph/law-audit";
import { draw, type DrawingFormat, mostInGraphviz } from "#drawing/formats";
import { pictureOf } from "#drawing/from-project";
import type { Picture } from "#drawing/picture";
import { select } from "#drawing/select";
import { changedSince } from "#git/changes";
import { openRepository } from "#git/repository";
import type { Analysis } from "#project/analysis";
import { rules } from "#rules/index";
import type { GraphRequest } from "./arguments.ts";
import { printLaws } from "./laws-report.ts";
import { notices } from "./notes.ts";
import { writeWhole } from "./write-whole.ts";
import type { Terminal } from "./terminal.ts";

/** What is said about imports and modules; other findings do not belong into a drawing of the graph. */
const drawn: ReadonlySet<string> = new Set(
  ["layer-direction", "no-circular-dependency", "no-forbidden-dependency", "no-orphan-module"].map((id) => `oma/${id}`),
);

/** `oma-lint graph`: draws the import graph with layers and breaches, or shows how the laws stand. */
export async function graph(request: GraphRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  const others = Object.keys(rules).filter((id) => !drawn.has(`oma/${id}`));
  const { result, analysis } = await lintProject({
    cwd: request.cwd,
    ...(request.config === undefined ? {} : { config: request.config }),
    rules: Object.fromEntries(others.map((id) => [id, "off" as const])),
  });
  terminal.note(notices(result.notices, terminal));
  const files = analysis.project.paths;
  if (request.laws) {
    const text = printLaws(
      { book: analysis.laws.book, standings: standings(analysis.laws.book), idle: analysis.laws.idle, imports: countImports(analysis, files) },
      request.format,
    );
    return publish(text, request, terminal);
  }
  const architecture = result.findings.filter(({ ruleId }) => drawn.has(ruleId));
  const picture = readable(select(pictureOf(analysis, architecture), selectionOf(request, analysis)), request, terminal);
  if (picture.modules.length === 0)
    throw new UserError("Nothing is left to draw.", "Check --focus, --reaches, --affected and --layer; globs are relative to the project root.");
  const title = `Import graph of ${path.basename(analysis.project.root)}`;
  return publish(await draw(picture, request.format as DrawingFormat, { clusters: request.cluster, title }), request, terminal);
}

function publish(text: string, { output, cwd }: GraphRequest & { readonly cwd: string }, terminal: Terminal): number {
  if (output === undefined) terminal.print(text);
  else writeWhole(path.resolve(cwd, output), text, output);
  return 0;
}

function selectionOf(request: GraphRequest & { readonly cwd: string }, analysis: Analysis): Parameters<typeof select>[1] {
  const { focus, reaches, affected, layers, collapse } = request;
  return {
    ...(focus.length > 0 && { focus }),
    ...(reaches.length > 0 && { reaches }),
    ...(layers.length > 0 && { layers }),
    ...(collapse !== undefined && { collapse }),
    ...(affected !== undefined && { affected: changedFiles(affected, analysis.project.root) }),
  };
}

/** Graphviz takes minutes for thousands of modules; folders are drawn instead, and it is said. */
function readable(picture: Picture, { format, collapse }: GraphRequest, terminal: Terminal): Picture {
  if ((format !== "svg" && format !== "html") || collapse !== undefined || picture.modules.length <= mostInGraphviz) return picture;
  const deepest = Math.max(...picture.modules.map((module) => module.path.split("/").length));
  for (let depth = deepest - 1; depth >= 1; depth -= 1) {
    const coarse = select(picture, { collapse: String(depth) });
    if (coarse.modules.length > mostInGraphviz && depth > 1) continue;
    const message = `${picture.modules.length} modules are too many to draw one by one: folders of depth ${depth} are drawn. --focus, --layer or --collapse choose otherwise.`;
    terminal.note(notices([{ kind: "graph", message }], terminal));
    return coarse;
  }
  return picture;
}

/** Files that differ from where this branch left a commit, new ones included. */
function changedFiles(ref: string, root: string): readonly ProjectPath[] {
  return [...changedSince(openRepository(root), ref, "merge-base").files].map((file) => toProjectPath(root, file));
}
