import type { HandlerFact } from "#catalog/facts/http";
import type { ExprId, Fn, FnId } from "#syntax/summary";
import { callbackUse, isEvent } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { argumentUse, namedUses, objectUse } from "./handed-on.ts";
import type { Names } from "./names.ts";

/** Types the i-th parameter has because of where the function is registered: `app.get("/books", listBooks)`. */
export function registeredTypes(names: Names, code: Code, f: FnId, i: number): string[] {
  const fn = code.summary.functions[f];
  if (!fn) return [];
  const arity = fn.params.length;
  const own = [...byMethodDecorator(names, code, fn, i), ...byBase(names, code, fn, i)];
  const use = callbackUse(code, f);
  if (use)
    return [...own, ...handlerTypes(names, { code, callee: use.callee, call: use.call, arity }, i), ...throughWrapper(names, { code, ...use, arity }, i)];
  const inObject = fn.expr === undefined ? undefined : objectUse(code, fn.expr);
  if (inObject) return [...own, ...handlerTypes(names, { code, ...inObject, arity }, i), ...throughWrapper(names, { code, ...inObject, arity }, i)];
  return [...own, ...byFunctionType(names, code, f, i), ...namedUses(names, code, f).flatMap((found) => handlerTypes(names, { ...found, arity }, i))];
}

/** A call that is handed a function: directly, or under a property path of an object argument. */
interface Registration {
  readonly code: Code;
  readonly callee: ExprId;
  readonly call: ExprId;
  readonly arity: number;
  readonly property?: readonly string[];
}

function handlerTypes(names: Names, { code, callee, call, arity, property }: Registration, i: number): string[] {
  const { catalog } = names.project;
  return names.apisOf(code, callee).flatMap((name) => {
    const facts = catalog.http.handlers.of(name).filter((fact) => {
      if (
        property === undefined
          ? fact.form !== "callback"
          : fact.form !== "object" || !(fact.properties ?? []).some((path) => matchesPath(path.split("."), property))
      )
        return false;
      return isEvent(code, call, fact.event);
    });
    const exact = facts.filter((fact) => fact.arity === arity);
    return parameterTypes(names, name, exact.length > 0 ? exact : facts.filter((fact) => fact.arity === undefined), i);
  });
}

function parameterTypes(names: Names, name: string, facts: readonly HandlerFact[], i: number): string[] {
  return facts.flatMap((fact) => (fact.parameters[i] === undefined ? [] : [names.project.catalog.typeIn(name, fact.parameters[i])]));
}

/** Whether a property path matches a pattern: `*` is any one name, `**` any number of them. */
function matchesPath(pattern: readonly string[], path: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return path.length === 0;
  if (head === "**") return path.some((_, index) => matchesPath(rest, path.slice(index))) || matchesPath(rest, []);
  return path.length > 0 && (head === "*" || head === path[0]) && matchesPath(rest, path.slice(1));
}

/** `app.get("/books", withLog(async (c) => …))`: what a function of the project, or one we know nothing about, is handed on its way to the registration. */
function throughWrapper(names: Names, { code, callee, call, arity }: Registration, i: number): string[] {
  if (code.expr(callee).k !== "name" || names.apisOf(code, callee).some((name) => names.project.catalog.http.handlers.of(name).length > 0)) return [];
  const outer = argumentUse(code, call);
  if (!outer) return [];
  const found = handlerTypes(names, { code, ...outer, arity }, i);
  return found.length > 0 ? found : throughWrapper(names, { code, ...outer, arity }, i);
}

/** `const handler: APIGatewayProxyHandler = async (event) => …`: the variable's type says what the parameter is. */
function byFunctionType(names: Names, code: Code, f: FnId, i: number): string[] {
  return names.functionTypesOf(code, f).flatMap((name) => {
    const type = names.project.catalog.functionTypes.exactly(name)?.[i];
    return type === undefined ? [] : [names.project.catalog.typeIn(name, type)];
  });
}

function byMethodDecorator(names: Names, code: Code, fn: Fn, i: number): string[] {
  return (fn.decorators ?? []).flatMap((id) => {
    const expr = code.expr(id);
    return names.apisOf(code, expr.k === "call" ? expr.c : id).flatMap((name) => {
      const facts = names.project.catalog.http.handlers.of(name).filter((fact) => fact.form === "decorator");
      return parameterTypes(names, name, facts, i);
    });
  });
}

/** A method a framework calls on every class that extends or implements its type. */
function byBase(names: Names, code: Code, fn: Fn, i: number): string[] {
  if (fn.owner === undefined || fn.kind !== "method") return [];
  const fact = code.summary.classes[fn.owner];
  const bases = [...names.basesOf(code, fn.owner), ...(fact?.implements ?? []).flatMap((n) => names.ofType(code, { k: "ref", n }))];
  return bases.flatMap((base) => {
    if (base.k !== "api") return [];
    const facts = names.project.catalog.http.handlers.of(`${base.name}.${fn.n}`).filter((item) => item.form === "method");
    return parameterTypes(names, base.name, facts, i);
  });
}
