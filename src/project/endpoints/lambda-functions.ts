import { readFileSync } from "node:fs";
import path from "node:path";
import { toProjectPath } from "#finding";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { exportedValue } from "../text.ts";
import { readWorkspaces } from "../workspaces.ts";
import { handlingOf } from "./handlers.ts";
import type { Endpoint } from "./model.ts";
import { joinPaths, normalisePath } from "./paths.ts";
import { stepsOfWrapper } from "./procedures.ts";

const files = ["serverless.yml", "serverless.yaml", "template.yaml", "template.yml"];

/** Functions whose routes a deployment file names: `serverless.yml` of the Serverless Framework, `template.yaml` of AWS SAM. */
export function lambdaEndpoints(names: Names): readonly Endpoint[] {
  const { root } = names.project;
  const folders = new Set([root, ...readWorkspaces(root).packages.map((item) => item.absolute)]);
  return [...folders].flatMap((folder) =>
    files.flatMap((name) =>
      functionsIn(readText(path.join(folder, name))).flatMap((item) => endpointsOf(names, folder === root ? "" : toProjectPath(root, folder), item)),
    ),
  );
}

/** A function of a deployment file, and its routes. */
export interface DeployedFunction {
  /** `src/handlers/loans.lend`, below `base`. */
  readonly handler: string;
  readonly base: string;
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/**
 * Reads the functions of a `serverless.yml` or SAM template by indentation: a block that has a `handler`, and the HTTP events in it.
 * What is written in another way (variables, anchors, included files) is passed over.
 */
export function functionsIn(text: string): readonly DeployedFunction[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !/^\s*#/.test(line));
  return lines.flatMap((line, i) => {
    const found = /^(\s*)handler:\s*["']?([\w./-]+)["']?\s*$/i.exec(line);
    if (!found) return [];
    const block = blockAround(lines, i, (found[1] ?? "").length);
    const base = block.flatMap((item) => /^\s*CodeUri:\s*["']?([\w./-]+)["']?\s*$/.exec(item)?.[1] ?? [])[0] ?? "";
    return [{ handler: found[2] ?? "", base, routes: routesIn(block) }];
  });
}

/** The lines beside a line: as deep as it, or deeper. */
function blockAround(lines: readonly string[], at: number, depth: number): readonly string[] {
  let start = at;
  while (start > 0 && depthOf(lines[start - 1] ?? "") >= depth) start--;
  let end = at + 1;
  while (end < lines.length && depthOf(lines[end] ?? "") >= depth) end++;
  return lines.slice(start, end);
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}

function routesIn(block: readonly string[]): DeployedFunction["routes"] {
  return block.flatMap((line, i) => {
    const short = /^\s*-\s*(?:http|httpApi):\s*["']?(\w+|\*)\s+([^\s"']+)["']?\s*$/.exec(line);
    if (short) return [route(short[1], short[2])];
    const event = /^\s*-\s*(?:http|httpApi):(.*)$/.exec(line) ?? /^\s*Type:\s*["']?(?:Api|HttpApi)["']?(\s*)$/.exec(line);
    if (!event) return [];
    const inner = [event[1] ?? "", ...below(block, i)].join("\n");
    const [method, own] = [valueOf(inner, "method"), valueOf(inner, "path")];
    return method === undefined || own === undefined ? [] : [route(method, own)];
  });
}

/** Lines of an event: deeper than its own in a list, or beside it (`Properties`) in a map. */
function below(block: readonly string[], at: number): readonly string[] {
  const line = block[at] ?? "";
  const isItem = /^\s*-/.test(line);
  const depth = depthOf(line) + (isItem ? 1 : 0);
  const rest = block.slice(at + 1);
  const end = rest.findIndex((item) => depthOf(item) < depth || (isItem && depthOf(item) === depthOf(line)));
  return end === -1 ? rest : rest.slice(0, end);
}

function valueOf(text: string, key: string): string | undefined {
  return new RegExp(`(?:^|[\\s{,])${key}:\\s*["']?([^\\s"',}]+(?:\\}[^\\s"',}]*)*)`, "im").exec(text)?.[1];
}

function route(method = "…", own = "…"): DeployedFunction["routes"][number] {
  return { method: /^(?:\*|any)$/i.test(method) ? "ALL" : method.toUpperCase(), path: joinPaths(own.replace(/\{(\w+)\+\}/g, "{*$1}")) };
}

function endpointsOf(names: Names, folder: string, { handler, base, routes }: DeployedFunction): readonly Endpoint[] {
  if (routes.length === 0) return [];
  const dot = handler.lastIndexOf(".");
  const file = path.posix.join(folder, base, handler.slice(0, dot));
  const code = fileAt(names, file);
  const value = code && exportedValue(names, code, handler.slice(dot + 1));
  if (!code || !value) return [];
  const { handler: found, wrappers } = handlingOf(names, value);
  const fn = found?.code === code ? code.summary.functions[found.f] : undefined;
  const { s, e } = fn ?? (value.code === code ? code.expr(value.id) : { s: 0, e: 1 });
  return routes.map(({ method, path: own }) => ({
    framework: "aws-lambda",
    methods: [method],
    path: normalisePath(own),
    code,
    span: { s, e },
    ...(found ? { handler: found } : {}),
    chain: wrappers.flatMap((step) => stepsOfWrapper(names, step)),
    // The gateway may ask for more than the file says: default authorizers, usage plans.
    open: true,
  }));
}

function fileAt(names: Names, bare: string): Code | undefined {
  const found = names.project.paths.find((item) => item.startsWith(`${bare}.`) && /^\.[cm]?[jt]sx?$/.test(item.slice(bare.length)));
  return found === undefined ? undefined : names.project.code(found);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
