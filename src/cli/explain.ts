import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { nearestWord } from "#config/nearest";
import { toRuleId } from "#config/resolve";
import { UserError } from "#finding";
import { parseErrorId } from "#report/report";
import type { OmaRule } from "#rule";
import { rules } from "#rules/index";
import type { ExplainRequest } from "./arguments.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Terminal } from "./terminal.ts";

const parseErrorText = `# oma/parse-error

A file that does not parse cannot be checked, so the report says so instead of staying silent.

Correct the syntax, or list the file under \`ignores\` in the configuration.
`;

const suppressionReasonText = `# oma/suppression-reason

A comment that suppresses a rule says why: the next reader cannot know, and nobody dares to remove it.

Write the reason after the rule, behind two dashes: \`// eslint-disable-next-line oma/some-rule -- the names come from our own migration\`.

On in the preset \`strict\`, or with \`--require-reason\`.
`;

/** Findings without a rule behind them. */
const ownTexts: Readonly<Record<string, string>> = { [parseErrorId]: parseErrorText, "oma/suppression-reason": suppressionReasonText };

/** `oma-lint explain <rule>`: the rule's README, rendered for the terminal. */
export function explain({ rule: asked }: ExplainRequest, terminal: Terminal): number {
  const id = toRuleId(asked);
  const own = ownTexts[id];
  if (own !== undefined) {
    terminal.print(renderMarkdown(own, terminal));
    return 0;
  }
  const known = new Map(Object.entries(rules).map(([name, rule]) => [toRuleId(name), rule]));
  const rule = known.get(id);
  if (rule === undefined) throw unknownRule(asked, [...known.keys()]);
  terminal.print(`${renderMarkdown(readmeOf(id, rule), terminal)}\n${factsOf(rule, terminal)}`);
  return 0;
}

function unknownRule(asked: string, known: readonly string[]): UserError {
  const near = nearestWord(toRuleId(asked), known) ?? nearestWord(asked, known);
  return new UserError(`There is no rule "${asked}".${near === undefined ? "" : ` Did you mean "${near}"?`}`, "`oma-lint rules` lists every rule.");
}

function readmeOf(id: string, rule: OmaRule): string {
  const file = path.join(packageRoot(), "rules", id.replace(/^oma\//, ""), "README.md");
  if (existsSync(file)) return readFileSync(file, "utf8");
  const { description, remedy } = rule.meta.docs;
  return `# ${id}\n\n${description}\n\n${remedy}\n`;
}

/** The folder with our package.json: two levels above the source, one or two above a built file. */
function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "package.json")) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return folder;
}

function factsOf({ meta }: OmaRule, { ink }: Terminal): string {
  const { severity, presets, precision, cwe, url } = meta.docs;
  const facts: readonly (readonly [string, string])[] = [
    ["severity", severity],
    ["presets", [...presets, "all"].filter((preset, index, list) => list.indexOf(preset) === index).join(", ")],
    ["precision", precision],
    ["CWE", cwe.map((number) => `CWE-${number}`).join(", ")],
    ["docs", url],
  ];
  return facts
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${ink.dim(name.padEnd(9))}  ${value}\n`)
    .join("");
}
