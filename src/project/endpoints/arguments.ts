import type { ExprId } from "#syntax/summary";
import { readArgument } from "../call-sites.ts";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type Frame, type Origin, originsOf } from "../origins.ts";

/** A call that tells a router something; `frame` says what the parameters around it mean, when it stands in a loop over a table. */
export interface RoutingCall {
  readonly code: Code;
  readonly call: ExprId;
  readonly args: readonly ExprId[];
  readonly api: string;
  readonly frame: Frame | undefined;
}

/** Values at an argument path of `RoutingFacts`: `0`, `1.prefix`, `-1`, `1+`. A plain argument is handed on as written, not followed. */
export function valuesAt(names: Names, site: RoutingCall, path: string): readonly Origin[] {
  const { code, args, frame } = site;
  if (path.endsWith("+")) return args.slice(Number(path.slice(0, -1))).flatMap((id) => flatten(names, { code, id, frame }));
  if (/^-?\d+$/.test(path)) {
    const id = args.at(Number(path));
    return id === undefined ? [] : flatten(names, { code, id, frame });
  }
  return readArgument(names, { ...site, callers: [] }, path).values.flatMap((value) => flatten(names, value));
}

const maxDepth = 6;

/** Elements of arrays and spread arrays, nested to any depth; anything else as it is. */
function flatten(names: Names, at: Origin, depth = 0): readonly Origin[] {
  const expr = at.code.expr(at.id);
  if (depth > maxDepth) return [at];
  if (expr.k === "array") return expr.items.flatMap((id) => flatten(names, { ...at, id }, depth + 1));
  if (expr.k === "spread") return originsOf(names, { ...at, id: expr.o }).flatMap((origin) => flatten(names, origin, depth + 1));
  if (expr.k !== "name" && expr.k !== "member") return [at];
  const origins = originsOf(names, at);
  const only = origins.length === 1 ? origins[0] : undefined;
  return only?.code.expr(only.id).k === "array" ? flatten(names, only, depth + 1) : [at];
}
