import { readFileSync } from "node:fs";
import path from "node:path";
import { toProjectPath } from "#finding";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { exportedValue } from "../exported-value.ts";
import { readWorkspaces } from "../workspaces.ts";
import { isYamlMap, parseSimpleYaml, type YamlMap, type YamlValue } from "../yaml.ts";
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
 * Reads the functions of a `serverless.yml` or SAM template: maps that have a `handler`, and the HTTP events in them.
 * What is written in another way (variables, anchors, included files) is passed over.
 */
export function functionsIn(text: string): readonly DeployedFunction[] {
  return /\bhandler:/i.test(text) ? functionsBelow(parseSimpleYaml(text)) : [];
}

function functionsBelow(value: YamlValue): readonly DeployedFunction[] {
  if (typeof value === "string") return [];
  if (!isYamlMap(value)) return value.flatMap(functionsBelow);
  const handler = at(value, "handler");
  const inner = Object.values(value).flatMap(functionsBelow);
  if (typeof handler !== "string" || !/^[\w./-]+$/.test(handler)) return inner;
  const base = at(value, "codeuri");
  const events = at(value, "events") ?? [];
  const listed = typeof events === "string" ? [] : isYamlMap(events) ? Object.values(events) : events;
  return [{ handler, base: typeof base === "string" && /^[\w./-]+$/.test(base) ? base : "", routes: listed.flatMap(routesOf) }, ...inner];
}

/** A property by its name in small letters: the Serverless Framework writes `path`, SAM writes `Path`. */
function at(map: YamlMap, name: string): YamlValue | undefined {
  return Object.entries(map).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** `{ http: "GET /books" }`, `{ httpApi: { method, path } }`, `{ Type: Api, Properties: { Method, Path } }`. */
function routesOf(event: YamlValue): DeployedFunction["routes"] {
  if (!isYamlMap(event)) return [];
  const type = at(event, "type");
  const told = type === "Api" || type === "HttpApi" ? at(event, "properties") : (at(event, "http") ?? at(event, "httpapi"));
  if (typeof told === "string") {
    const [, method, own] = /^(\w+|\*)\s+(\S+)$/.exec(told) ?? [];
    return method === undefined || own === undefined ? [] : [route(method, own)];
  }
  const [method, own] = isYamlMap(told) ? [at(told, "method"), at(told, "path")] : [];
  return typeof method === "string" && typeof own === "string" ? [route(method, own)] : [];
}

function route(method: string, own: string): DeployedFunction["routes"][number] {
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
