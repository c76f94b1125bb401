import type { Node, Program } from "oxc-parser";
import { Draft } from "./draft.ts";
import { hoistVars } from "./hoisting.ts";
import { settleElision } from "./imports.ts";
import { addStatements } from "./statements.ts";
import type { Summary, TypeDecl } from "./summary.ts";

/**
 * Writes the summary of one file.
 * @param program ESTree / TS-ESTree program of any parser (oxc, typescript-eslint, espree)
 * @param text the file's text the offsets refer to
 * @param typescript whether TypeScript drops type-only imports here (`.ts`, `.tsx`, `.mts`, `.cts`)
 */
export function summarise(program: Node, text: string, typescript: boolean): Summary {
  const draft = new Draft(text);
  const body = (program as Program).body as readonly Node[];
  hoistVars(draft, body);
  addStatements(draft, body);
  settleElision(draft, typescript);
  return {
    version: 1,
    exprs: draft.exprs,
    bindings: draft.bindings,
    functions: draft.functions,
    classes: draft.classes,
    calls: draft.calls,
    writes: draft.writes,
    updates: draft.updates,
    imports: draft.imports,
    exports: draft.exports,
    types: withExports(draft),
    guards: draft.guards,
    regions: draft.regions,
    directives: body.flatMap((statement) => ("directive" in statement && statement.directive ? [statement.directive] : [])),
    lines: lineStarts(text),
  };
}

function withExports(draft: Draft): TypeDecl[] {
  const exported = new Set(draft.exports.map((item) => item.n));
  return draft.types.map((type) => (exported.has(type.n) ? { ...type, exported: true } : type));
}

/** Offsets of the first character of each line, as ESLint counts lines: `\r\n` is one break, and U+2028 and U+2029 are breaks. */
function lineStarts(text: string): number[] {
  if (/\r(?!\n)|[\u2028\u2029]/.test(text)) return [0, ...[...text.matchAll(/\r\n|[\r\n\u2028\u2029]/g)].map((match) => match.index + match[0].length)];
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
