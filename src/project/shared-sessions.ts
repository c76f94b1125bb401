import type { SessionKind } from "#catalog/facts/lifetimes";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { destinationOf, type Holder } from "./holders.ts";
import { requestUseOf } from "./holder-uses.ts";
import type { Names } from "./names.ts";
import type { Step } from "./step.ts";
import { perFile } from "./per-file.ts";

/** An object for one unit of work that requests share. */
export interface SharedSession {
  readonly kind: SessionKind;
  readonly name: string;
  /** What holds it, in words: `module-level variable`. */
  readonly holder: string;
  readonly span: Span;
  /** Where it is made, the handler, the calls, the use. */
  readonly steps: readonly Step[];
}

const words = { module: "module-level variable", static: "static field", field: "field of an object shared by all requests" } as const;

/** Sessions made in a file, kept in a place that outlives a request, and used on the way from a handler. */
export const sharedSessions = perFile(find);

function find(names: Names, code: Code): readonly SharedSession[] {
  const found = new Map<string, SharedSession>();
  for (const { call, kind } of sessionsMadeIn(names, code)) {
    for (const holder of destinationOf(names, code, call).holders) {
      const problem = found.has(holder.name) ? undefined : judge(names, holder, kind, call);
      if (problem) found.set(holder.name, problem);
    }
  }
  return [...found.values()];
}

/** Calls of a file that make a session; one that is handed a function gives the session to that. */
export function* sessionsMadeIn(names: Names, code: Code): Iterable<{ readonly call: ExprId; readonly kind: SessionKind }> {
  const { catalog } = names.project;
  for (const method of catalog.lifetimes.methods.sessions) {
    for (const call of code.callsByName.get(method) ?? []) {
      const expr = code.expr(call);
      if ((expr.k !== "call" && expr.k !== "new") || expr.args.some((argument) => code.expr(argument).k === "function")) continue;
      const kind = kindOf(names, code, expr.c, expr.k);
      if (kind !== undefined) yield { call, kind };
    }
  }
}

function kindOf(names: Names, code: Code, callee: ExprId, form: "call" | "new"): SessionKind | undefined {
  for (const api of names.apisOf(code, callee)) {
    const kind = names.project.catalog.lifetimes.sessions.of(api);
    // A class is made by `new`; `Client()` alone, or a method of that name, is something else.
    if (kind !== undefined && (form === "new") === isClass(api)) return kind;
  }
  return undefined;
}

function isClass(api: string): boolean {
  return /^[A-Z]/.test(api.slice(Math.max(api.lastIndexOf("."), api.lastIndexOf("#")) + 1));
}

function judge(names: Names, holder: Holder, kind: SessionKind, call: ExprId): SharedSession | undefined {
  const use = requestUseOf(names, holder);
  if (!use) return undefined;
  const { code } = holder;
  const made: Step = { code, span: code.expr(call), message: `this ${kind} is made` };
  const used: Step = { code: use.code, span: use.code.expr(use.call), message: `uses ${holder.name === "export" ? "it" : holder.name}` };
  return { kind, name: holder.name, holder: words[holder.kind], span: holder.span, steps: [made, ...use.path.steps, used] };
}
