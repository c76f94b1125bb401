import type { Linter, Rule } from "eslint";
import type { Config } from "#config/shape";
import type { Analysis } from "#project/analysis";
import type { Code } from "#project/code";
import { bindLinting } from "#project/linting";
import type { OmaRule } from "#rule";
import { toFindings } from "./findings.ts";
import type { HostResult } from "./host.ts";
import { optionsOf, severitiesOf } from "./severities.ts";

/** Whether a file has comments that ESLint has to read: all of them have its name in them. */
export function speaksToEslint(code: Code): boolean {
  return code.text.includes("eslint");
}

/**
 * Runs the active rules over one file as ESLint's Linter does, without it: our rules ask at `Program` and look at summaries, so that
 * there is no tree to walk. Only for files without comments for ESLint. `tests/parity.test.ts` holds both ways against each other.
 */
export function lintDirectly(analysis: Analysis, code: Code, active: readonly (readonly [string, OmaRule])[], config: Config): HostResult {
  const severities = severitiesOf(config);
  const messages: Linter.LintMessage[] = [];
  for (const [name, rule] of active) {
    const options = optionsOf(config, name, rule);
    if (rule.mayReport && !rule.mayReport(analysis, code, options ?? {})) continue;
    const ruleId = `oma/${name}`;
    const severity = severities[ruleId] === "error" ? 2 : 1;
    run(analysis, code, rule, { id: ruleId, options: options ? [options] : [] }, (descriptor) => {
      messages.push(toMessage(code, rule, { ruleId, severity }, descriptor));
    });
  }
  messages.sort((a, b) => a.line - b.line || a.column - b.column);
  return { findings: toFindings(code, messages, severities), notices: [], suppressed: [] };
}

function run(
  analysis: Analysis,
  code: Code,
  rule: OmaRule,
  { id, options }: { readonly id: string; readonly options: readonly unknown[] },
  report: (descriptor: Rule.ReportDescriptor) => void,
): void {
  const ast = {};
  bindLinting(ast, { analysis, code });
  const sourceCode = { ast, text: code.text };
  const context = { id, options, sourceCode, filename: code.absolute, physicalFilename: code.absolute, cwd: analysis.project.root, settings: {}, report };
  const { Program: ask, ...others } = rule.create(context as unknown as Rule.RuleContext) as { readonly Program?: () => void };
  if (Object.keys(others).length > 0) throw new Error(`${id} visits more than Program: ${Object.keys(others).join(", ")}.`);
  ask?.();
}

type Descriptor = Rule.ReportDescriptor & {
  readonly messageId: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly loc: { readonly start: Position; readonly end: Position };
};

interface Position {
  readonly line: number;
  readonly column: number;
}

function toMessage(
  code: Code,
  { meta }: OmaRule,
  { ruleId, severity }: { readonly ruleId: string; readonly severity: 1 | 2 },
  descriptor: Rule.ReportDescriptor,
): Linter.LintMessage {
  const { messageId, data, loc, suggest } = descriptor as Descriptor;
  const suggestions = (suggest ?? []).flatMap((item): Linter.LintSuggestion[] => {
    const fix = toFix(code.text, item.fix);
    const id = "messageId" in item ? (item.messageId as string) : "";
    return fix ? [{ messageId: id, desc: filled(meta.messages[id] ?? "", item.data), fix }] : [];
  });
  return {
    ruleId,
    severity,
    messageId,
    message: filled(meta.messages[messageId] ?? "", data),
    line: loc.start.line,
    column: loc.start.column + 1,
    endLine: loc.end.line,
    endColumn: loc.end.column + 1,
    ...(suggestions.length > 0 && { suggestions }),
  };
}

/** Placeholders as ESLint fills them: `{{name}}`, blanks around the name allowed; an unknown one stays. */
function filled(message: string, data: Readonly<Record<string, unknown>> = {}): string {
  return message.replace(/\{\{([^{}]+?)\}\}/gu, (whole, name: string) => {
    const key = name.trim();
    return key in data ? String(data[key]) : whole;
  });
}

/** One change out of several, as ESLint merges them: what stands between them stays. */
function toFix(text: string, fix: Rule.ReportFixer | null | undefined): Rule.Fix | undefined {
  const made = fix?.(fixer as Rule.RuleFixer);
  const edits = (made === null || made === undefined ? [] : Symbol.iterator in made ? [...made] : [made]).toSorted(
    (a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1],
  );
  const [first, last] = [edits[0], edits.at(-1)];
  if (!first || !last) return undefined;
  let merged = "";
  let at = first.range[0];
  for (const { range, text: inserted } of edits) {
    merged += text.slice(at, range[0]) + inserted;
    at = range[1];
  }
  return { range: [first.range[0], last.range[1]], text: merged };
}

/** Our rules give ranges; `report` in `project/linting` uses this one method. */
const fixer = { replaceTextRange: (range: [number, number], text: string): Rule.Fix => ({ range, text }) };
