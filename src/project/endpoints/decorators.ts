import type { ExprId } from "#syntax/summary";
import { readArgument } from "../call-sites.ts";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import type { Frame, Origin } from "../origins.ts";
import type { Level, Step } from "./model.ts";
import { pathsOf } from "./paths.ts";

/** One decorator: a library's, or one of ours that is not made of others. */
export interface Decorator extends Origin {
  /** API name; none for our own. */
  readonly api?: string;
  readonly callee: ExprId;
  readonly args: readonly ExprId[];
}

/** Decorators in the order they are written, with those of ours that are made of others taken apart: `applyDecorators(UseGuards(…), Roles(…))`. */
export function decoratorsOf(names: Names, code: Code, ids: readonly ExprId[] | undefined): readonly Decorator[] {
  return (ids ?? []).flatMap((id) => takeApart(names, { code, id }, 0));
}

function takeApart(names: Names, at: Origin, depth: number): readonly Decorator[] {
  const { catalog } = names.project;
  const expr = at.code.expr(at.id);
  const callee = expr.k === "call" ? expr.c : at.id;
  const args = expr.k === "call" ? expr.args : [];
  const apis = names.apisOf(at.code, callee);
  if (depth < 5 && apis.some((api) => catalog.controllers.composed.has(api))) return args.flatMap((id) => takeApart(names, { ...at, id }, depth + 1));
  const own = depth < 5 && expr.k === "call" ? returnedBy(names, at, callee, args) : [];
  const inner = own.flatMap((origin) => (isComposition(names, origin) ? takeApart(names, origin, depth + 1) : []));
  const self: Decorator = { ...at, callee, args, ...(apis[0] === undefined ? {} : { api: apis[0] }) };
  return inner.length > 0 ? [self, ...inner] : [self];
}

function returnedBy(names: Names, at: Origin, callee: ExprId, args: readonly ExprId[]): readonly Origin[] {
  return names.denote(at.code, callee).flatMap((item) => {
    if (item.k !== "function") return [];
    const frame: Frame = { code: item.code, f: item.f, caller: at.code, args, outer: at.frame };
    return (item.code.summary.functions[item.f]?.returns ?? []).map((id): Origin => ({ code: item.code, id, frame }));
  });
}

function isComposition(names: Names, { code, id }: Origin): boolean {
  const expr = code.expr(id);
  if (expr.k !== "call") return false;
  const { catalog } = names.project;
  return names
    .apisOf(code, expr.c)
    .some((api) => catalog.controllers.composed.has(api) || catalog.controllers.steps.has(api) || catalog.http.controls.of(api) !== undefined);
}

/** What decorators put in front of a handler: their arguments where they say so (`UseGuards(…)`), else themselves. */
export function stepsOf(names: Names, decorators: readonly Decorator[], level: Level): readonly Step[] {
  const { catalog } = names.project;
  return decorators.flatMap((item): readonly Step[] => {
    const { code, frame } = item;
    if (item.api !== undefined && catalog.controllers.steps.has(item.api))
      return item.args.map((id): Step => ({ code, id, frame, level, option: nameOf(item) }));
    return [{ code, id: item.id, frame, level, option: nameOf(item) }];
  });
}

function nameOf({ code, callee }: Decorator): string {
  return `@${code.calleeName(callee) ?? ""}`;
}

/** The values at an argument path of a decorator. */
export function valuesOf(names: Names, { code, id, api = "", args, frame }: Decorator, path: string): readonly Origin[] {
  return readArgument(names, { code, call: id, api, args, frame, callers: [] }, path).values;
}

/** The constants at an argument path of a decorator. */
export function textsAt(names: Names, item: Decorator, path: string): readonly string[] {
  const { code, id, api = "", args, frame } = item;
  const first = args[Number(path.split(".")[0])];
  if (first === undefined) return [];
  if (!path.includes(".")) return pathsOf(names, { code, id: first, frame }) ?? [];
  return readArgument(names, { code, call: id, api, args, frame, callers: [] }, path).values.flatMap((value) => pathsOf(names, value) ?? []);
}
