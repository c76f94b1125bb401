import { Linter, type Rule, type SourceCode } from "eslint";
import type { Config } from "#config/shape";
import type { Finding, Notice } from "#finding";
import type { Analysis } from "#project/analysis";
import type { Code } from "#project/code";
import { bindLinting } from "#project/linting";
import type { OmaRule } from "#rule";
import { rules } from "#rules/index";
import { commentNotices } from "./comment-notices.ts";
import { toFindings } from "./findings.ts";
import type { Suppressed } from "./options.ts";
import { optionsOf, severitiesOf } from "./severities.ts";
import { toSourceCode } from "./source-code.ts";
import { reasonlessSuppressions, suppressedFindings } from "./suppressions.ts";

/** What linting one file gave. */
export interface HostResult {
  readonly findings: readonly Finding[];
  /** About directive comments that name our rules: unused ones, and ones ESLint cannot read. */
  readonly notices: readonly Notice[];
  readonly suppressed: readonly Suppressed[];
}

/** Runs the active rules over one file on ESLint's Linter, with a ready-made SourceCode over oxc's tree. */
export function lintCode(analysis: Analysis, code: Code, active: readonly (readonly [string, OmaRule])[], config: Config, requireReason: boolean): HostResult {
  const severities = severitiesOf(config);
  const sourceCode = toSourceCode(code);
  bindLinting(sourceCode.ast, { analysis, code });
  const messages = verify(analysis.project.root, code, sourceCode, [
    // Which files are linted was decided before; ESLint shall not leave any out.
    { ignores: ["!**/node_modules/", "!**/.git/"] },
    {
      files: [() => true],
      plugins: { oma: { rules: hosted } },
      rules: settingsOf(active, config, severities),
      linterOptions: { reportUnusedDisableDirectives: "warn" },
    },
  ]);
  const suppressed = suppressedFindings(code, suppressedMessages(linterFor(analysis.project.root)), severities);
  return {
    findings: [...toFindings(code, messages, severities), ...(requireReason ? reasonlessSuppressions(code, sourceCode, "warning") : [])],
    notices: commentNotices(code, messages, severities),
    suppressed,
  };
}

/** All rules, the inactive ones too: a comment in a file may switch them on. */
const hosted = rules as unknown as Record<string, Rule.RuleModule>;

function settingsOf(active: readonly (readonly [string, OmaRule])[], config: Config, severities: ReturnType<typeof severitiesOf>): Linter.RulesRecord {
  return Object.fromEntries(
    active.map(([name]): [string, Linter.RuleEntry] => {
      const level = severities[`oma/${name}`] === "error" ? "error" : "warn";
      // A rule without options may be given none, which ESLint would refuse.
      const rule = rules[name];
      const schema = rule?.meta.schema;
      const options = rule && optionsOf(config, name, rule);
      const takesOptions = Array.isArray(schema) ? schema.length > 0 : schema !== undefined;
      return [`oma/${name}`, options && takesOptions ? [level, options] : level];
    }),
  );
}

function verify(root: string, code: Code, sourceCode: SourceCode, configs: readonly unknown[]): readonly Linter.LintMessage[] {
  const messages = linterFor(root).verify(sourceCode, configs as Linter.Config[], { filename: code.absolute });
  const refused = messages.find((message) => message.ruleId === null && (message.fatal === true || message.line === 0));
  if (refused) throw new Error(`ESLint would not run on ${code.path}: ${refused.message}`);
  return messages;
}

/** Of the last run. ESLint's types leave this method out; its documentation does not. */
function suppressedMessages(linter: Linter): readonly Linter.SuppressedLintMessage[] {
  return (linter as Linter & { readonly getSuppressedMessages: () => Linter.SuppressedLintMessage[] }).getSuppressedMessages();
}

let known: { readonly root: string; readonly linter: Linter } | undefined;

/** ESLint looks only at files below its working folder. */
function linterFor(root: string): Linter {
  if (known?.root !== root) known = { root, linter: new Linter({ configType: "flat", cwd: root }) };
  return known.linter;
}
