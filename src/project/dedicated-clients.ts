import type { Expr, ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { enclosing, isInside } from "./control.ts";
import { destinationOf } from "./holders.ts";
import { wordsOfName } from "./name-words.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";
import type { RequestPath } from "./request-path.ts";

type Call = Extract<Expr, { k: "call" | "new" }>;

/** Work on the database as a whole, for which a client of its own is a choice. */
const maintaining = /^(?:backups?|restor(?:e|es|ing)|dump|dumps|migrat(?:e|es|ing|ions?|or)|exports?|exporter|cron|crons|maintenance)$/;

/**
 * Whether a request makes a client of its own on purpose, and closes it again in the same function: for a backup, an export, a job, or as the one
 * connection of a project that has no shared client to ask.
 */
export function isDedicated(names: Names, code: Code, id: ExprId, call: Call, path: RequestPath): boolean {
  const ends = closersOf(names, code, id, call.fn);
  if (ends.length === 0) return false;
  return (
    path.functions.some(maintains) ||
    listens(code, call.fn) ||
    inspects(code, call.fn) ||
    (isConnection(names, code, call) && isGivenBack(code, ends, call.fn) && !hasSharedClient(names))
  );
}

/** Whether the function that makes a client closes it again. */
export function isClosedWhereMade(names: Names, code: Code, made: ExprId, f: FnId): boolean {
  return closersOf(names, code, made, f).length > 0;
}

/** What is asked is what the database says of itself: `pg_policies`, `information_schema`. */
function inspects(code: Code, f: FnId): boolean {
  const fn = code.summary.functions[f];
  const asked = fn ? [...code.text.slice(fn.s, fn.e).matchAll(/\b(?:from|join|into|update)\s+["'`]?(\w+)/gi)].map(([, table = ""]) => table) : [];
  return asked.length > 0 && asked.every((table) => /^(?:pg_|information_schema$|sys$)/i.test(table));
}

/** `LISTEN` holds a connection for as long as somebody listens. */
function listens(code: Code, f: FnId): boolean {
  const fn = code.summary.functions[f];
  return fn !== undefined && /["'`]\s*LISTEN\s/i.test(code.text.slice(fn.s, fn.e));
}

/** Told by the name of a function, or of a folder or file on its path. */
function maintains({ code, f }: { readonly code: Code; readonly f: FnId }): boolean {
  return wordsOfName(`${code.path.replace(/\.\w+$/, "")} ${code.summary.functions[f]?.n ?? ""}`).some((word) => maintaining.test(word));
}

/** Calls that close what a call made, in the function that made it. */
function closersOf(names: Names, code: Code, made: ExprId, f: FnId): readonly ExprId[] {
  return [...names.project.catalog.lifetimes.methods.closers].flatMap((method) =>
    (code.callsByName.get(method) ?? []).filter((id) => {
      const expr = code.expr(id);
      const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
      const owner = callee?.k === "member" ? code.expr(callee.o) : undefined;
      if (expr.k !== "call" || owner?.k !== "name" || !isInside(code, expr.fn, f)) return false;
      return (code.summary.writes[`b${String(owner.b)}`] ?? []).some(({ v }) => v === made);
    }),
  );
}

/** One connection, not a pool of them. */
function isConnection(names: Names, code: Code, call: Call): boolean {
  const { sessions } = names.project.catalog.lifetimes;
  return names.apisOf(code, call.c).some((api) => sessions.of(api) === "database connection");
}

function isGivenBack(code: Code, ends: readonly ExprId[], f: FnId): boolean {
  return ends.some((id) => enclosing(code, id, "finally", f) !== undefined);
}

/** Whether anything in the project makes a pool, or keeps a connection to share. */
function hasSharedClient(names: Names): boolean {
  for (const code of names.project.codesNaming(names.project.catalog.lifetimes.methods.clients))
    if (code.role === "product" && makesShared(names, code)) return true;
  return false;
}

const makesShared = perFile((names, code): boolean => {
  const { catalog } = names.project;
  const { clients } = catalog.lifetimes;
  const isClient = (id: ExprId): boolean => names.apisOf(code, id).some((api) => catalog.isIn(clients, api));
  const makes = code.summary.calls.some((id) => {
    const call = code.expr(id);
    if ((call.k !== "call" && call.k !== "new") || !isClient(call.c)) return false;
    if (call.fn === 0 || !isConnection(names, code, call)) return true;
    const { holders, kept } = destinationOf(names, code, id, true);
    return holders.length > 0 || kept;
  });
  return makes || code.summary.classes.some(({ extends: base }) => base !== undefined && isClient(base));
});
