import type { StoreFact } from "#catalog/facts/state";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";

/** A library that keeps what belongs to all instances in the memory of this one. */
export interface StoreProblem {
  readonly keeps: StoreFact["keeps"];
  readonly label: string;
  readonly span: Span;
}

/** Sessions and rate limits of a file that are kept in the process. */
export const storeProblems = perFile((names, code): readonly StoreProblem[] => {
  const { catalog } = names.project;
  if (!code.summary.imports.some((item) => catalog.isOf(catalog.services.storeLibraries, item.specifier))) return [];
  return code.summary.calls.flatMap((call) => problemAt(names, code, call) ?? []);
});

function problemAt(names: Names, code: Code, id: ExprId): StoreProblem | undefined {
  const call = code.expr(id);
  if (call.k !== "call" && call.k !== "new") return undefined;
  if (!mayMeanLibrary(code, call.c)) return undefined;
  const found = directFact(names, code, call.c) ?? registeredFact(names, code, call.args);
  if (!found) return undefined;
  const { fact, api, options } = found;
  const argument = call.args[options];
  if (fact.unless && !isWithout(names, code, argument, fact)) return undefined;
  if (!fact.unless && !isOnlyLimiter(names, code, id, fact, api)) return undefined;
  return { keeps: fact.keeps, label: labelOf(api), span: call };
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
    const fact = names.project.catalog.services.stores.of(api).find((item) => !item.registered);
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
    const fact = names.project.catalog.services.stores.of(api).find((item) => item.registered);
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
    return isSurelyMemory(names, code, value);
  });
}

function isSurelyMemory(names: Names, code: Code, value: ExprId): boolean {
  const expr = code.expr(value);
  if (expr.k === "either" || (expr.k === "name" && (code.summary.writes[`b${expr.b}`] ?? []).length !== 1)) return false;
  const apis = names.apisOf(code, value);
  return apis.length > 0 && apis.every((api) => names.project.catalog.services.stores.of(api).some((item) => !item.unless));
}

/**
 * A store in memory is judged where something takes it; a limiter by itself. One that is handed on, or stands beside another one of its
 * library, may only be the fallback.
 */
function isOnlyLimiter(names: Names, code: Code, id: ExprId, fact: StoreFact, api: string): boolean {
  const library = api.slice(0, api.indexOf("#") + 1);
  const imported = code.summary.bindings.flatMap((binding) => binding.imported ?? []);
  const own = imported.filter(
    ({ i, n }) => code.summary.imports[i]?.typeOnly === false && names.project.catalog.nameOf(code.summary.imports[i]?.specifier ?? "", n).startsWith(library),
  );
  return (
    fact.keeps === "limits" &&
    own.length < 2 &&
    !code.summary.exprs.some((expr) =>
      expr.k === "object"
        ? expr.props.some(([, value]) => value === id)
        : expr.k === "either"
          ? expr.of.includes(id)
          : (expr.k === "call" || expr.k === "new") && expr.args.includes(id),
    )
  );
}

function labelOf(api: string): string {
  const [library = "", path = ""] = api.split("#");
  return path === "default" ? library : `${path} of ${library}`;
}
