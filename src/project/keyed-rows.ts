import type { BindingId, Span } from "#syntax/summary";
import { escaped } from "#graph/patterns";
import type { Code } from "./code.ts";

/** `byId.set(`, `byId[loan.id] =`, `(byBranch[loan.branch] ??= [])`. */
const filling = /([\w$]+)(?:\.set\(|\[[^[\]]*\]\s*(?:\?\?|\|\|)?=(?![=>]))/g;
/** `const loans = byMember.get(id) ?? []`: an entry. */
const entry = /\b(?:const|let)\s+([\w$]+)(?:\s*:[^=;]+)?\s*=\s*\(?([\w$]+)(?:\.get\(|\[)/g;
/** What a list is kept in: `loans.`, `byMember.get(id)?.`, `(byMember[id] ??= []).`. */
const holder = /([\w$]+)(?:\.get\([^;]*?\)|\[[^;]*?\])?(?:\s*(?:\?\?|\|\|)=\s*\[\])?\)?[!?]*$/;
const adding = /\.(?:push|unshift|add)\s*\(/g;
const leaving = /\b(?:await|yield)\b|\breturn\b(?!\s*;)/;

/**
 * The variables of a function in which a stretch of code puts rows under keys: `byId.set(loan.id, loan)`. Nothing where it does something else with the rows.
 * @param row the variable of a row; nothing where its fields are taken out at once
 */
export function filledIn(code: Code, body: Span, row: string | undefined): readonly BindingId[] {
  const text = withoutComments(code.text.slice(body.s, body.e));
  const filled = new Set([...text.matchAll(filling)].map(([, name = ""]) => name));
  const entries = [...text.matchAll(entry)].flatMap(([, name = "", of = ""]) => (filled.has(of) ? [name] : []));
  if (filled.size === 0 || leaving.test(text) || !keepsOnly(text, new Set([...filled, ...entries]))) return [];
  if (row !== undefined && handsOn(text, row)) return [];
  const bindings = [...filled].filter((name) => !entries.includes(name)).map((name) => variableAt(code, name, body));
  return bindings.includes(undefined) ? [] : bindings.filter((b) => b !== undefined);
}

/** Whether lists that are added to are entries of what is filled. */
function keepsOnly(text: string, known: ReadonlySet<string>): boolean {
  return [...text.matchAll(adding)].every(({ index }) => known.has(holder.exec(text.slice(0, index))?.[1] ?? ""));
}

/** Whether a row goes elsewhere than under a key: `show(loan)`. */
function handsOn(text: string, row: string): boolean {
  const name = escaped(row);
  const kept = new RegExp(`(?:\\.set\\([^;]*,\\s*\\[?|\\.(?:push|unshift|add)\\(\\s*|=\\s*\\[?|\\.\\.\\.)${name}(?=\\s*(?:[)\\],;}]|$))`, "g");
  return new RegExp(`(?<![\\w$.])${name}(?![\\w$])(?!\\s*[!?]?\\.|\\s*\\[)`).test(text.replace(kept, ""));
}

/** The variable of a function that a name stands for; what a module keeps is out of sight. */
function variableAt(code: Code, name: string, { s, e }: Span): BindingId | undefined {
  let found: BindingId | undefined;
  code.summary.bindings.forEach((binding, b) => {
    const around = code.summary.functions[binding.fn];
    if (binding.n !== name || !around || around.s > s || around.e < e || binding.at >= e) return;
    found = binding.fn === 0 || /^(?:param|import)$/.test(binding.kind) ? undefined : b;
  });
  return found;
}

/** Whether a stretch of code keeps something of a row only where a condition holds: `if (loan.late) late.push(loan)`. */
export function siftsIn(code: Code, { s, e }: Span): boolean {
  const text = withoutComments(code.text.slice(s, e));
  const kept = [...text.matchAll(/\.(?:push|unshift|add|set)\s*\(/g)].map(({ index }) => index);
  return kept.length > 0 && kept.every((at) => isConditional(text.slice(0, at)));
}

/** Whether the end of a text stands in an `if`, or behind one that goes on with the next turn. */
function isConditional(before: string): boolean {
  if (/\bif\s*\([^{}]*\)\s*\{?\s*continue\b/.test(before) || /\bif\s*\([^;{}]*\)[^;{}]*$/.test(before)) return true;
  let closed = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    if (before[at] === "}") closed++;
    else if (before[at] === "{" && closed-- === 0) {
      if (/\bif\s*\([^;{}]*\)\s*$/.test(before.slice(0, at))) return true;
      closed = 0;
    }
  }
  return false;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*/g, "");
}
