import { schemaLibraries } from "#catalog/values";
import type { ExprId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf } from "./origins.ts";

/** Somebody typed each of them. */
const mostWritten = 20;
/** Cut off: a handful of turns is no list worth a batch. */
const handful = 10;
const deepest = 8;
/** A value that comes from more places than that is of no one schema. */
const mostSeen = 12;

const parsing = new Set(["parse", "parseAsync", "validateSync", "cast"]);
const safely = new Set(["safeParse", "safeParseAsync"]);
const going = new Set(["keys", "values", "entries"]);

/**
 * Whether a validation schema lets few elements through: keys of `z.record(z.enum([…]), …)`, elements of `z.array(z.enum([…]))`, or a list of at most ten
 * (`z.array(…).max(5)`). The schema is the one whose `parse` brought the value, or the one a route has for what its handler asks for (`c.req.valid("json")`).
 */
export function isValidatedShort(names: Names, code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (expr.k === "call" && callee?.k === "member" && going.has(callee.p) && code.expr(callee.o).k === "global")
    return expr.args[0] !== undefined && isValidatedShort(names, code, expr.args[0]);
  return schemasOf(names, { code, id }, [], new Set()).some(({ at, path }) => isOfFew(names, at, path, 0));
}

interface Checked {
  readonly at: Origin;
  /** Where in the schema. */
  readonly path: readonly string[];
}

function schemasOf(names: Names, at: Origin, path: readonly string[], seen: Set<string>): readonly Checked[] {
  const key = `${at.code.path}:${String(at.id)}`;
  if (seen.has(key) || seen.size > mostSeen) return [];
  seen.add(key);
  return originsOf(names, at).flatMap((origin) => {
    const { code, id } = origin;
    const expr = code.expr(id);
    if (expr.k === "member") {
      const owner = code.expr(expr.o);
      const isData = owner.k === "call" && safely.has(code.calleeName(owner.c) ?? "");
      return schemasOf(names, { code, id: expr.o }, isData || expr.p === "data" ? path : [expr.p, ...path], seen);
    }
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    if (expr.k !== "call" || callee?.k !== "member") return [];
    if (parsing.has(callee.p) || safely.has(callee.p)) return [{ at: { code, id: callee.o }, path }];
    return callee.p === "valid" ? besideHandler(code, id, expr.args[0]).map((schema) => ({ at: { code, id: schema }, path })) : [];
  });
}

/** `app.post("/marks", zValidator("json", schema), (c) => … c.req.valid("json"))`. */
function besideHandler(code: Code, id: ExprId, target: ExprId | undefined): readonly ExprId[] {
  const asked = target === undefined ? undefined : code.expr(target);
  const use = callbackUse(code, standsIn(code, id).fn);
  const route = use && code.expr(use.call);
  if (asked?.k !== "const" || route?.k !== "call") return [];
  return route.args.flatMap((argument) => {
    const check = code.expr(argument);
    const [first, schema] = check.k === "call" ? check.args : [];
    const named = first === undefined ? undefined : code.expr(first);
    return schema !== undefined && named?.k === "const" && named.v === asked.v ? [schema] : [];
  });
}

/** Whether what stands at a path of a schema has few elements, or few keys. */
function isOfFew(names: Names, at: Origin, path: readonly string[], depth: number): boolean {
  if (depth > deepest) return false;
  return originsOf(names, at).some(({ code, id }) => {
    const expr = code.expr(id);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    if (expr.k !== "call" || callee?.k !== "member") return false;
    if (!isOfLibrary(names, code, callee.o)) {
      const limit = callee.p === "max" && path.length === 0 && isList(code, callee.o) ? numberOf(code, expr.args[0]) : undefined;
      return limit !== undefined ? limit <= handful : callee.p !== "or" && isOfFew(names, { code, id: callee.o }, path, depth + 1);
    }
    const [head, ...rest] = path;
    if (head !== undefined) {
      const fields = /object/i.test(callee.p) && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
      const field = fields?.k === "object" ? fields.props.find(([key]) => key === head) : undefined;
      return field !== undefined && isOfFew(names, { code, id: field[1] }, rest, depth + 1);
    }
    return /^(?:record|partialRecord|array|set)$/.test(callee.p) && expr.args[0] !== undefined && isEnum(names, { code, id: expr.args[0] });
  });
}

function isOfLibrary(names: Names, code: Code, id: ExprId): boolean {
  return code.expr(id).k !== "call" && names.apisOf(code, id).some((api) => schemaLibraries.test(api));
}

/** `z.array(…)`, `z.string().array().min(1)`: what is limited is a list, not a text or a number. */
function isList(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (callee?.k !== "member") return false;
  return callee.p === "array" || (/^(?:min|nonempty|refine|superRefine)$/.test(callee.p) && isList(code, callee.o));
}

function isEnum(names: Names, at: Origin): boolean {
  return originsOf(names, at).some(({ code, id }) => {
    const expr = code.expr(id);
    if (expr.k !== "call") return false;
    const method = code.calleeName(expr.c);
    const listed = expr.args[0] === undefined ? undefined : originsOf(names, { code, id: expr.args[0] }).map((value) => value.code.expr(value.id));
    if (method === "nativeEnum") return true;
    return method === "enum" && listed?.every((value) => (value.k === "array" ? value.items.length : 0) <= mostWritten) === true;
  });
}

function numberOf(code: Code, id: ExprId | undefined): number | undefined {
  const expr = id === undefined ? undefined : code.expr(id);
  return expr?.k === "const" && typeof expr.v === "number" ? expr.v : undefined;
}
