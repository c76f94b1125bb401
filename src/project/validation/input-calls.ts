import type { OperationFact } from "#catalog/facts/data";
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
  | { readonly k: "leaves"; readonly where: string; /** What stands in its arguments may be written there. */ readonly writes: boolean }
  /** A function of ours, to be looked into. */
  | { readonly k: "own" }
  /** Nothing that matters: logs, numbers, comparisons. */
  | { readonly k: "nothing" };

/** Calls of data libraries whose arguments only say which rows are meant. */
const removing = /^(?:delete|remove|destroy|findOneAndDelete|findByIdAnd)/;

/** Calls of data libraries whose first argument says which rows are meant. */
const selecting = /^(?:updateOne|updateMany|replaceOne|findOneAnd\w+|findByIdAnd\w+)$/;
/** What a class of records is given to do beside its library's work: `Note.parseIdAsync(text)`. */
const reading = /^(?:parse|valid|check|assert|ensure|is[A-Z])/;

const checkingNames =
  /valid|saniti[sz]|^(?:safe)?parse(?:Async)?$|^assert|^check|schema|^ensure|^guard|^narrow|^decode|^is[A-Z]|^verify|^constructEvent$|^coerce/i;
/** `url.parse(req.url, true)`: the parts of an address are what was sent. */
const addressParsers = /^(?:node:)?url#(?:default\.)?(?:parse|URL|URLSearchParams)$/;
/** Questions that check something only where the answer turns somebody away: `Array.isArray(x) ? x : []` tidies up. */
const asking = new Set(["Array.isArray"]);
/** Methods of texts that no record has. */
const ofTexts = new Set(["trim", "trimStart", "trimEnd", "replace", "replaceAll", "toLowerCase", "toUpperCase", "split", "padStart", "normalize", "substring"]);
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
  // A text does what texts do, whatever else somebody may have handed in.
  if (argument === -1 && ofTexts.has(code.calleeName(expr.c) ?? "")) return { k: "passes" };
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
    const operation = catalog.data.operationOf(name);
    if (where !== undefined && !operation && reading.test(last)) return { k: "perhaps" };
    const picks = removing.test(last) || (argument === 0 && selecting.test(last));
    if (where !== undefined) return { k: "leaves", where, writes: !picks && isWriting(operation, code, call) };
  }
  if (own.some((item) => item.k === "function" || item.k === "class")) return { k: "own" };
  const spelt = spelling(code, expr.c);
  if (passingGlobals.has(spelt) || own.some((item) => item.k === "api" && addressParsers.test(item.name))) return { k: "passes" };
  if (asking.has(spelt) && !isCondition(code, call)) return { k: "nothing" };
  if (checkingNames.test(code.calleeName(expr.c) ?? "")) return { k: "perhaps" };
  return { k: "nothing" };
}

/** `if (!Array.isArray(x)) …`, `a && !Array.isArray(b)) throw`: not a choice between two values. */
function isCondition(code: Code, call: ExprId): boolean {
  const { s, e } = code.expr(call);
  return /\bif\s*\([^;{}]*$/.test(code.text.slice(Math.max(0, s - 200), s)) && !/^\s*\?[^?.]/.test(code.text.slice(e, e + 20));
}

/** Of a statement its text says so. */
function isWriting(fact: OperationFact | undefined, code: Code, call: ExprId): boolean {
  const { s, e } = code.expr(call);
  return fact?.does === "write" || (fact?.does === "statement" && /\b(?:insert|update|merge|replace)\b/i.test(code.text.slice(s, e)));
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
