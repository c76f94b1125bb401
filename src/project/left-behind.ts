import { escaped } from "#graph/patterns";
import type { ExprId, FnId } from "#syntax/summary";
import { calledName } from "./callers.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";

const mark = /@deprecated\b|(?:^|[\s*/])DEPRECATED\b/m;
/** The comment right before a declaration, with what may stand between it and the function. */
const commentBefore =
  /(?:\/\*(?:(?!\*\/)[^])*\*\/|(?:[ \t]*\/\/[^\n]*\n)+)\s*(?:export\s+)?(?:default\s+)?(?:(?:const|let|var)\s+\w+\s*(?::[^=\n]*)?=\s*)?(?:async\s*)?$/;
const deepest = 3;

/** Whether a call stands in a function that is marked as deprecated, and that nothing in the project leads to any more: nobody names it, or nobody whoever does. */
export function isLeftBehind(names: Names, code: Code, call: ExprId): boolean {
  if (!mark.test(code.text)) return false;
  for (let f = standsIn(code, call).fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    if (isMarked(code, f)) return isNamedByNobody(names, code, f, 0);
  }
  return false;
}

function isMarked(code: Code, f: FnId): boolean {
  const s = code.summary.functions[f]?.s ?? 0;
  const comment = commentBefore.exec(code.text.slice(Math.max(0, s - 2_000), s))?.[0];
  return comment !== undefined && mark.test(comment);
}

/** Methods may be called by whoever holds the object, and handlers by the framework: only functions of a module count. */
function isNamedByNobody(names: Names, code: Code, f: FnId, depth: number): boolean {
  const fn = code.summary.functions[f];
  const name = calledName(code, f);
  if (!fn || !name || depth > deepest || (fn.kind !== "function" && fn.kind !== "arrow") || fn.parent !== 0 || isConventional(code, name)) return false;
  if (names.project.mentioning(name).some((other) => other !== code && wordOf(name).test(withoutComments(other).text))) return false;
  return [...withoutComments(code).text.matchAll(wordOf(name))].every(({ index }) => {
    if (index >= fn.s && index < fn.e) return true;
    const around = code.summary.functions.findIndex(({ s, e, parent }, id) => id > 0 && parent === 0 && s <= index && index < e);
    if (around > 0) return isNamedByNobody(names, code, around, depth + 1);
    return isDeclared(code, name, index);
  });
}

/** A framework, or whoever runs the file, takes it by the place it has: a default export, `GET`. */
function isConventional({ text }: Code, name: string): boolean {
  return (
    /^(?:[A-Z]+|default|handler|main|loader|action)$/.test(name) ||
    new RegExp(`\\bexport\\s+default\\s+(?:async\\s+)?(?:function\\s+)?${escaped(name)}(?![\\w$])`).test(text)
  );
}

function isDeclared(code: Code, name: string, index: number): boolean {
  return /\b(?:const|let|var)\s+$/.test(code.text.slice(Math.max(0, index - 20), index)) && !code.text.startsWith(",", index + name.length);
}

const wordOf = (name: string): RegExp => new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`, "g");

/** Comments become blanks, so that places stay. */
const withoutComments = ofFile((code): { readonly text: string } => ({
  text: code.text.replaceAll(/\/\*[^]*?\*\/|(?<![:"'`\w])\/\/[^\n]*/g, (comment) => comment.replaceAll(/[^\n]/g, " ")),
}));
