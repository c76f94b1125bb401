import path from "node:path";
import picomatch from "picomatch";
import { resolveConfig } from "#config/resolve";
import type { Config } from "#config/shape";
import { discover } from "#project/discover";
import { type EndpointRow, inventoryOf } from "#project/endpoints/inventory";
import { openProject } from "#project/open";
import { findRoot } from "#project/root";
import { compareInventories } from "#report/endpoints/compare";
import { emptyText, type InventoryInput, isMissing } from "#report/endpoints/words";
import { rules } from "#rules/index";
import type { EndpointsRequest } from "./arguments.ts";
import { notices } from "./notes.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

type LocatedRequest = EndpointsRequest & { readonly cwd: string };

/** `oma-lint endpoints`: every endpoint with its controls, or what changed since an earlier time. Returns the exit code. */
export async function printEndpoints(request: LocatedRequest, terminal: Terminal): Promise<number> {
  const config = await resolveConfig({ cwd: request.cwd, config: request.config, knownRules: rules, findRoot });
  const found = discover({ root: config.root, cwd: request.cwd, paths: request.paths, ignores: config.ignores, tests: config.tests, errorOnUnmatched: true });
  const analysis = openProject(config.root, config);
  const all = inventoryOf(analysis);
  const isChosen = filterOf(request, config);
  const endpoints = all.filter(isChosen);
  const input: InventoryInput = {
    endpoints,
    total: all.length,
    files: found.files.length,
    toolVersion: version,
    ...(await comparison(request, config, endpoints)),
  };
  terminal.note(notices([...found.notices, ...analysis.project.notices], terminal));
  // The table and the Markdown say so themselves; an empty list of a machine's format should not pass for a clean result.
  if (endpoints.length === 0 && !input.diff && request.format !== "table") terminal.note(`${terminal.noteInk.yellow("▲")} ${emptyText(input)}\n`);
  terminal.print(await format(request.format, input, terminal));
  return request.failOn === "lost-control" && (input.diff?.lost ?? 0) > 0 ? 1 : 0;
}

async function comparison(request: LocatedRequest, config: Config, endpoints: readonly EndpointRow[]): Promise<Pick<InventoryInput, "diff">> {
  if (request.diff === undefined) return {};
  const { endpointsBefore } = await import("./endpoints-before.ts");
  const before = endpointsBefore(request.diff, request.cwd, config).filter(filterOf(request, config));
  return { diff: { ...compareInventories(before, endpoints), against: request.diff } };
}

async function format(name: EndpointsRequest["format"], input: InventoryInput, { color, width }: Terminal): Promise<string> {
  switch (name) {
    case "table":
      return (await import("#report/endpoints/table")).inventoryTable(input, { color, width });
    case "json":
      return (await import("#report/endpoints/json")).inventoryJson(input);
    case "markdown":
      return (await import("#report/endpoints/markdown")).inventoryMarkdown(input);
    case "html":
      return (await import("#report/endpoints/html")).inventoryHtml(input);
  }
}

/** Says of an endpoint, of today or of an earlier time, whether it was asked for. */
function filterOf({ methods, path: glob, missing, paths, cwd }: LocatedRequest, { root }: Config): (row: EndpointRow) => boolean {
  // In paths of endpoints braces are parameters.
  const matches = glob === undefined ? () => true : picomatch(glob, { nobrace: true, dot: true });
  const isIn = placeFilter(paths.length > 0 ? paths : ["."], cwd, root);
  return (row) =>
    (methods.length === 0 || methods.some((method) => row.methods.includes(method) || (row.methods.includes("ALL") && method !== "ALL"))) &&
    matches(row.path) &&
    missing.every((control) => isMissing[control](row)) &&
    [row.registered.file, ...(row.handler ? [row.handler.file] : [])].some(isIn);
}

/** Files, folders and globs as `discover` understands them, said of paths alone: files of an earlier time are not on disk. */
function placeFilter(paths: readonly string[], cwd: string, root: string): (file: string) => boolean {
  const relative = (one: string): string => path.relative(root, path.resolve(cwd, one)).replaceAll("\\", "/");
  const toTest = (one: string): ((file: string) => boolean) => {
    const place = relative(one);
    if (place === "") return () => true;
    const isMatch = picomatch(place, { dot: true });
    return (file) => file === place || file.startsWith(`${place}/`) || isMatch(file);
  };
  const wanted = paths.filter((one) => !one.startsWith("!")).map(toTest);
  const unwanted = paths.filter((one) => one.startsWith("!")).map((one) => toTest(one.slice(1)));
  return (file) => (wanted.length === 0 || wanted.some((test) => test(file))) && !unwanted.some((test) => test(file));
}
