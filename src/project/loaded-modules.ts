import { posix } from "node:path";
import type { Expr, ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";
import { joined, onlyWrite, writtenText } from "./written-texts.ts";

/** A call of whatever the modules of a folder give: `require(path.join(__dirname, file))(sequelize, DataTypes)`. */
export interface FolderCall {
  readonly code: Code;
  readonly args: readonly ExprId[];
}

/** `f` of `const { default: f } = await import(path)`, and no further. */
const deepest = 3;
/** Words one of which stands where the files of a folder are listed. */
const listing = ["readdir", "readdirSync", "glob", "globSync"];

/** The path a callee is loaded from, where that is only known at run time: `require(path)`, `(await import(path)).default`, or a variable that holds it. */
export function pathLoaded(code: Code, callee: ExprId, depth = 0): ExprId | undefined {
  const expr = code.expr(callee);
  if (depth > deepest) return undefined;
  if (expr.k === "unknown") return expr.from;
  if (expr.k === "member") return expr.p === "default" ? pathLoaded(code, expr.o, depth + 1) : undefined;
  const held = expr.k === "name" ? onlyWrite(code, expr.b) : undefined;
  return held === undefined ? undefined : pathLoaded(code, held, depth + 1);
}

/** Calls of a function that is what its file exports as a whole, where the files of its folder are listed and loaded one after another. */
export function folderCalls(names: Names, code: Code, f: FnId): readonly FolderCall[] {
  const whole = wholeOf(code);
  if (whole?.f !== f) return [];
  return callsByFolder(names).get(posix.dirname(code.path)) ?? [];
}

const wholeOf = ofFile((code): { readonly f?: FnId } => {
  const v = code.summary.exports.find((item) => item.n === "=" || item.n === "default")?.v;
  const expr = v === undefined ? undefined : code.expr(v);
  const held = expr?.k === "name" ? onlyWrite(code, expr.b) : undefined;
  const value = held === undefined ? expr : code.expr(held);
  return value?.k === "function" ? { f: value.f } : {};
});

const answers = new WeakMap<Names, ReadonlyMap<string, readonly FolderCall[]>>();

/** By folder, from the root of the project. */
function callsByFolder(names: Names): ReadonlyMap<string, readonly FolderCall[]> {
  let known = answers.get(names);
  if (known) return known;
  const found = new Map<string, FolderCall[]>();
  for (const code of names.project.codesNaming(listing)) {
    for (const { folder, args } of callsIn(code)) found.set(folder, [...(found.get(folder) ?? []), { code, args }]);
  }
  answers.set(names, (known = found));
  return known;
}

const callsIn = ofFile((code) =>
  code.summary.calls.flatMap((call) => {
    const expr = code.expr(call);
    const path = expr.k === "call" && expr.args.length > 0 ? pathLoaded(code, expr.c) : undefined;
    const folder = path === undefined ? undefined : folderOf(code, path, 0);
    if (folder === undefined || expr.k !== "call") return [];
    return [{ folder: posix.join(posix.dirname(code.path), folder).replace(/\/$/, ""), args: expr.args }];
  }),
);

/** What stands before the name of the file in a path; `undefined` where that is not known. */
function folderOf(code: Code, path: ExprId, depth: number): string | undefined {
  const expr = code.expr(path);
  if (depth > deepest) return undefined;
  const textOf = (id: ExprId): string | undefined => writtenText(code, id, (leaf) => pathOf(code, leaf));
  if (expr.k === "concat") return isEnd(code, expr.r) ? folderOf(code, expr.l, depth + 1) : textOf(expr.l);
  if (expr.k === "template") return joined(expr.quasis.slice(0, -1), expr.parts.slice(0, -1).map(textOf));
  if (expr.k === "call" && isJoin(code, expr.c)) return joinedPath(expr.args.slice(0, -1).map(textOf));
  const held = expr.k === "name" ? onlyWrite(code, expr.b) : undefined;
  return held === undefined ? undefined : folderOf(code, held, depth + 1);
}

/** `.js` of `folder + name + ".js"`. */
function isEnd(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return expr.k === "const" && typeof expr.v === "string" && !expr.v.includes("/");
}

/** A path that is known, seen from the folder of the file it stands in. */
function pathOf(code: Code, expr: Expr): string | undefined {
  if (expr.k === "global") return expr.n === "__dirname" ? "." : undefined;
  if (expr.k === "call" && isJoin(code, expr.c)) return joinedPath(expr.args.map((id) => writtenText(code, id, (leaf) => pathOf(code, leaf))));
  return ownFolder(code, expr);
}

/** `path.dirname(fileURLToPath(import.meta.url))`, `fileURLToPath(new URL(".", import.meta.url))`: where the file itself lies. */
function ownFolder(code: Code, { s, e }: { readonly s: number; readonly e: number }): string | undefined {
  const own = /^import\.meta\.dirname$|dirname\((?:\w+\.)?fileURLToPath\(import\.meta\.url\)\)$|URL\((["'])\.\/?\1, import\.meta\.url\)\)?$/;
  return own.test(code.text.slice(s, e)) ? "." : undefined;
}

function isJoin(code: Code, callee: ExprId): boolean {
  const name = code.calleeName(callee);
  return name === "join" || name === "resolve";
}

function joinedPath(parts: readonly (string | undefined)[]): string | undefined {
  return parts.length === 0 || parts.includes(undefined) ? undefined : posix.join(...parts.map((part) => part ?? ""));
}
