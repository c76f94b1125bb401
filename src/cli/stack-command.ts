import path from "node:path";
import { resolveConfig } from "#config/resolve";
import type { Config } from "#config/shape";
import { severitiesOf } from "#engine/severities";
import { ladderOf, toStackLadder } from "#project/ladder";
import { openProject } from "#project/open";
import { findRoot } from "#project/root";
import { describeStack, type StackPackage, type StackRules } from "#project/stack";
import { formatStack } from "#project/stack-format";
import { reasonFor } from "#project/stack-reasons";
import { counted } from "#report/counting";
import { rules } from "#rules/index";
import type { StackRequest } from "./arguments.ts";
import { notices } from "./notes.ts";
import type { Terminal } from "./terminal.ts";

/** `oma-lint stack`: what the project is made of, as oma-lint sees it, and which rules follow. */
export async function printStack({ cwd, config: file, format }: StackRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  const config = await resolveConfig({ cwd, config: file, knownRules: rules, findRoot });
  const stack = describeStack({ cwd, config });
  const report = { ...stack, ladder: toStackLadder(ladderOf(openProject(config.root, config).layers)), rules: rulesOf(config, stack.packages) };
  terminal.note(notices(report.notices, terminal));
  terminal.print(formatStack(report, format, { color: terminal.color > 0, width: terminal.width }));
  return 0;
}

/** Which rules run, why, and what another preset would add. */
function rulesOf(config: Config, packages: readonly StackPackage[]): StackRules {
  const severities = severitiesOf(config);
  const active = Object.entries(severities).map(([id, severity]) => ({
    id,
    severity,
    by: config.rules[id] === undefined ? ("preset" as const) : ("configuration" as const),
    why: reasonFor(rules[id.slice("oma/".length)]?.meta.docs.tags ?? [], packages),
  }));
  const more = Object.keys(severitiesOf({ ...config, preset: "strict" })).filter((id) => severities[id] === undefined).length;
  const from = config.file === undefined ? "the default, for no configuration was found." : `from ${path.basename(config.file)} or the default.`;
  return { preset: config.preset, note: more > 0 ? `${from} \`strict\` would add ${counted(more, "rule")}.` : from, active };
}
