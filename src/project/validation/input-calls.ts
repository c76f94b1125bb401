import { schemaLibraries, uncheckedConversions, validatingCalls } from "#catalog/values";
import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type CheckWorth, worthOf } from "./check-results.ts";

/** What a call does with an input it is handed. */
export type CallEffect =
  /** Checks it: whoever comes after may rely on it; or looks as if it did. */
  | CheckWorth
  /** May check it; nobody can tell. */
  | { readonly k: "perhaps" }
  /** Hands it on, in the call's own value. */
  | { readonly k: "passes" }
  /** Takes it out of the program: a database, another service, a file. */
  | { readonly k: "leaves"; readonly where: string }
  /** A function of ours, to be looked into. */
  | { readonly k: "own" }
  /** Nothing that matters: logs, numbers, comparisons. */
  | { readonly k: "nothing" };

const checkingNames =
  /valid|sanitiz|^(?:safe)?parse(?:Async)?$|^assert|^check|schema|^ensure|^guard|^narrow|^decode|^is[A-Z]|^verify|^constructEvent$|^coerce/i;
const passingGlobals = new Set([
  "String",
  "JSON.parse",
  "JSON.stringify",
  "Object.assign",
  "Object.entries",
  "Object.values",
  "Object.fromEntries",
  "Object.freeze",
  "structuredClone",
  "decodeURIComponent",
  "encodeURIComponent",
  "Array.from",
  "Promise.resolve",
  "Promise.all",
  "URLSearchParams",
  "URL",
  "Array",
  "Object",
]);

/** Answers what a call does with one of its arguments; without an index, with what it is called on. */
export function effectOf(names: Names, code: Code, call: ExprId, argument = -1): CallEffect {
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "new") return { k: "perhaps" };
  const { catalog } = names.project;
  const own = names.denote(code, expr.c);
  for (const item of own) {
    if (item.k !== "api") continue;
    const { name } = item;
    const last = name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("#")) + 1);
    if (uncheckedConversions.test(name)) return { k: "passes" };
    if (schemaLibraries.test(name) && (validatingCalls.has(last) || /#\w+\*?$/.test(name) === false)) return worthOf(names, code, call, name, argument);
    if (catalog.http.controls.of(name)?.kind === "validator") return { k: "checks" };
    if (schemaLibraries.test(name)) return { k: "perhaps" };
    if (/Pipe\.transform$/.test(name)) return { k: "checks" };
    // A record holds what it is made of, until it is saved.
    if (expr.k === "new" && catalog.data.libraries.has(name.slice(0, name.indexOf("#")))) return { k: "passes" };
    const where = leavesTo(names, name);
    if (where !== undefined) return { k: "leaves", where };
  }
  if (own.some((item) => item.k === "function" || item.k === "class")) return { k: "own" };
  const spelt = spelling(code, expr.c);
  if (passingGlobals.has(spelt)) return { k: "passes" };
  if (checkingNames.test(code.calleeName(expr.c) ?? "")) return { k: "perhaps" };
  return { k: "nothing" };
}

function leavesTo(names: Names, name: string): string | undefined {
  const { catalog } = names.project;
  const library = name.slice(0, name.indexOf("#"));
  if (catalog.data.libraries.has(library)) return name.includes(".") ? "the database" : undefined;
  return undefined;
}

/** `JSON.parse`, `Number`: a global's name, or nothing. */
function spelling(code: Code, callee: ExprId): string {
  const expr = code.expr(callee);
  if (expr.k === "global") return expr.n;
  const owner = expr.k === "member" ? code.expr(expr.o) : undefined;
  return expr.k === "member" && owner?.k === "global" ? `${owner.n}.${expr.p}` : "";
}
