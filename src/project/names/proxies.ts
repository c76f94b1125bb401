import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Denotation, Names } from "../names.ts";

/** `value` of `const value = Reflect.get(client, key)`, and no further. */
const deepest = 2;

/**
 * What a proxy stands for: what its `get` reads from, where it reads from something of its own (`get: (_, key) => getClient()[key]`),
 * else what it is put in front of.
 * @param args arguments of `new Proxy(target, handler)`
 */
export function ofProxy(names: Names, code: Code, [target, handler]: readonly ExprId[]): readonly Denotation[] {
  const get = handler === undefined ? undefined : methodOf(code, handler, "get");
  const isTarget = (id: ExprId): boolean => {
    const expr = code.expr(id);
    return expr.k === "name" && expr.b === get?.params[0]?.b;
  };
  const sources = (get?.returns ?? []).flatMap((item) => readFrom(code, item, deepest));
  const read = sources.filter((item) => !isTarget(item)).flatMap((item) => names.denote(code, item));
  return target === undefined || (read.length > 0 && !sources.some(isTarget)) ? read : [...names.denote(code, target), ...read];
}

function methodOf(code: Code, object: ExprId, name: string) {
  const expr = code.expr(object);
  const value = expr.k === "object" ? expr.props.find(([key]) => key === name)?.[1] : undefined;
  const method = value === undefined ? undefined : code.expr(value);
  return method?.k === "function" ? code.summary.functions[method.f] : undefined;
}

/** The object a value is read from by a key that is only known at run time, bound to it or not. */
function readFrom(code: Code, id: ExprId, depth: number): readonly ExprId[] {
  const expr = code.expr(id);
  if (expr.k === "index") return [expr.o];
  if (expr.k === "either") return expr.of.flatMap((item) => readFrom(code, item, depth));
  if (expr.k === "name" && depth > 0) return (code.summary.writes[`b${expr.b}`] ?? []).flatMap((write) => readFrom(code, write.v, depth - 1));
  if (expr.k !== "call") return [];
  const callee = code.expr(expr.c);
  if (callee.k !== "member") return [];
  if (callee.p === "bind") return readFrom(code, callee.o, depth);
  const object = code.expr(callee.o);
  return callee.p === "get" && object.k === "global" && object.n === "Reflect" ? expr.args.slice(0, 1) : [];
}
