import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf } from "./origins.ts";
import { requestPathsOf } from "./request-path.ts";
import type { Step } from "./step.ts";
import { perFile } from "./per-file.ts";

/** A use of the unit of work that the whole process has in common, on the way from a handler and without a context. */
export interface GlobalUse {
  /** As written: `orm.em.persist`. */
  readonly what: string;
  readonly span: Span;
  /** The receiver, for `.fork()` behind it. */
  readonly receiver: Span;
  readonly steps: readonly Step[];
}

const contexts = new WeakMap<Names, boolean>();

/** Uses in a file of a global unit of work; none where the project sets up contexts, however it does. */
export const globalUses = perFile(find);

function find(names: Names, code: Code): readonly GlobalUse[] {
  const { catalog } = names.project;
  if (!dependsOnThem(names) || hasContexts(names)) return [];
  const found = new Map<FnId, GlobalUse>();
  for (const method of new Set([...catalog.lifetimes.globalSessions.values()].flat())) {
    for (const call of code.callsByName.get(method) ?? []) {
      const expr = code.expr(call);
      const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
      if (expr.k !== "call" || callee?.k !== "member" || found.has(expr.fn) || !isGlobal(names, { code, id: callee.o }, method)) continue;
      const path = requestPathsOf(names).to(code, expr.fn);
      if (!path) continue;
      const what = code.text.slice(callee.s, callee.e);
      found.set(expr.fn, {
        what,
        span: expr,
        receiver: code.expr(callee.o),
        steps: [...path.steps, { code, span: expr, message: `uses it without a context` }],
      });
    }
  }
  return [...found.values()];
}

/**
 * Options of a file that allow the common unit of work everywhere, in a server that has no other: neither contexts nor forks.
 * @returns the property, from its name to its value
 */
export const unguardedOptions = perFile((names: Names, code: Code): readonly Span[] => {
  const options = names.project.catalog.lifetimes.unguarded.filter((option) => code.text.includes(option));
  if (options.length === 0 || !dependsOnThem(names) || hasContexts(names) || names.project.mentioning("fork").length > 0) return [];
  const set = code.summary.exprs.flatMap((expr) =>
    expr.k === "object" ? expr.props.flatMap(([name, value]) => (options.includes(name) ? [{ name, value: code.expr(value) }] : [])) : [],
  );
  const on = set.filter(({ value }) => value.k === "const" && value.v === true);
  return on.length > 0 && answersRequests(names) ? on.map(({ name, value }) => ({ s: code.text.lastIndexOf(name, value.s), e: value.e })) : [];
});

/** Whether a handler stands in a file that speaks of an entity manager. */
function answersRequests(names: Names): boolean {
  const paths = requestPathsOf(names);
  return names.project.mentioning("em").some((code) => code.role === "product" && code.summary.functions.some((_, f) => f !== 0 && paths.isHandler(code, f)));
}

function dependsOnThem(names: Names): boolean {
  const { catalog, dependencies } = names.project;
  const libraries = [...catalog.lifetimes.globalSessions.keys()].map((api) => api.slice(0, api.indexOf("/")));
  return [...dependencies.keys()].some((name) => libraries.some((library) => name.startsWith(library)));
}

/** Whether the project names one of the calls or decorators that set up contexts. Which way leads through them is not followed. */
function hasContexts(names: Names): boolean {
  let answer = contexts.get(names);
  if (answer === undefined) {
    const words = [...names.project.catalog.lifetimes.contexts].map((api) => api.slice(api.lastIndexOf("#") + 1));
    contexts.set(names, (answer = words.some((word) => names.project.mentioning(word).length > 0)));
  }
  return answer;
}

/** Whether a receiver surely is the common unit of work, or a repository of it. */
function isGlobal(names: Names, receiver: Origin, method: string): boolean {
  const origins = originsOf(names, receiver);
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      const expr = origin.code.expr(origin.id);
      if (expr.k === "call") {
        const callee = origin.code.expr(expr.c);
        return callee.k === "member" && callee.p === "getRepository" && isGlobal(names, { ...origin, id: callee.o }, method);
      }
      return expr.k === "member" && names.apisOf(origin.code, expr.o).some((api) => holds(names, origin.code, expr.o, `${api}.${expr.p}`, method));
    })
  );
}

function holds(names: Names, code: Code, owner: ExprId, member: string, method: string): boolean {
  // An injected `orm.em` finds the context of the request by itself where a module sets one up.
  return code.expr(owner).k !== "param" && (names.project.catalog.lifetimes.globalSessions.get(member)?.includes(method) ?? false);
}
