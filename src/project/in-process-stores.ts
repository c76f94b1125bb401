import type { StoreFact } from "#catalog/facts";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** A library that keeps what belongs to all instances in the memory of this one. */
export interface StoreProblem {
  readonly keeps: StoreFact["keeps"];
  readonly label: string;
  readonly span: Span;
}

const known = new WeakMap<Code, readonly StoreProblem[]>();

/** Sessions and rate limits of a file that are kept in the process. */
export function storeProblems(names: Names, code: Code): readonly StoreProblem[] {
  let found = known.get(code);
  if (!found) known.set(code, (found = code.summary.imports.length === 0 ? [] : code.summary.calls.flatMap((call) => problemAt(names, code, call) ?? [])));
  return found;
}

function problemAt(names: Names, code: Code, id: ExprId): StoreProblem | undefined {
  const call = code.expr(id);
  if (call.k !== "call" && call.k !== "new") return undefined;
  if (!mayMeanLibrary(code, call.c)) return undefined;
  const found = directFact(names, code, call.c) ?? registeredFact(names, code, call.args);
  if (!found) return undefined;
  const { fact, api, options } = found;
  const argument = call.args[options];
  if (fact.unless && !isWithout(names, code, argument, fact)) return undefined;
  if (!fact.unless && !isUsedDirectly(code, id)) return undefined;
  return { keeps: fact.keeps, label: labelOf(code, api), span: call };
}

type Found = { readonly fact: StoreFact; readonly api: string; readonly options: number };

/** Most calls have nothing to do with a store: only what is imported, or a method that takes plugins, is asked about. */
function mayMeanLibrary(code: Code, callee: ExprId): boolean {
  const expr = code.expr(callee);
  if (expr.k === "member") return true;
  return expr.k === "name" || expr.k === "module";
}

function directFact(names: Names, code: Code, callee: ExprId): Found | undefined {
  for (const api of names.apisOf(code, callee)) {
    const fact = names.project.catalog.storesOf(api).find((item) => !item.registered);
    if (fact) return { fact, api, options: fact.options ?? 0 };
  }
  return undefined;
}

/** `app.register(session, options)`. */
function registeredFact(names: Names, code: Code, args: readonly ExprId[]): Found | undefined {
  const [first] = args;
  const plugin = first === undefined ? undefined : code.expr(first);
  if (first === undefined || (plugin?.k !== "name" && plugin?.k !== "module" && plugin?.k !== "member")) return undefined;
  for (const api of names.apisOf(code, first)) {
    const fact = names.project.catalog.storesOf(api).find((item) => item.registered);
    if (fact) return { fact, api, options: 1 };
  }
  return undefined;
}

/** Whether the options surely name no other store; options we cannot read may. */
function isWithout(names: Names, code: Code, argument: ExprId | undefined, fact: StoreFact): boolean {
  if (argument === undefined) return true;
  const given = code.expr(argument);
  if (given.k === "name") {
    const writes = code.summary.writes[`b${given.b}`] ?? [];
    const changed = (fact.unless ?? []).some((name) => code.summary.writes[`b${given.b}.${name}`] !== undefined);
    const [only] = writes;
    return !changed && writes.length === 1 && only !== undefined && code.expr(only.v).k === "object" && isWithout(names, code, only.v, fact);
  }
  if (given.k !== "object") return false;
  return given.props.every(([name, value]) => {
    if (name === "..." || name === "[]") return false;
    if (!(fact.unless ?? []).includes(name)) return true;
    return names.apisOf(code, value).some((api) => names.project.catalog.storesOf(api).some((item) => !item.unless));
  });
}

/** An in-process store handed to something else may only be its fallback; the call that takes it is judged instead. */
function isUsedDirectly(code: Code, id: ExprId): boolean {
  return !code.summary.exprs.some((expr) => (expr.k === "object" ? expr.props.some(([, value]) => value === id) : expr.k === "either" ? expr.of.includes(id) : (expr.k === "call" || expr.k === "new") && expr.args.includes(id)));
}

function labelOf(code: Code, api: string): string {
  const [library = "", path = ""] = api.split("#");
  return path === "default" ? library : `${path} of ${library}`;
}
