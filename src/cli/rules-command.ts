import { toRuleId } from "#config/resolve";
import { counted } from "#report/counting";
import { widthOf, wrap } from "#report/terminal-text";
import type { OmaRule } from "#rule";
import { rules } from "#rules/index";
import type { RulesRequest } from "./arguments.ts";
import type { Terminal } from "./terminal.ts";

/** `oma-lint rules`: every rule, as a table or as JSON. */
export function printRules({ format }: RulesRequest, terminal: Terminal): number {
  const all = Object.entries(rules)
    .map(([id, rule]) => ({ id: toRuleId(id), rule }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  terminal.print(format === "json" ? `${JSON.stringify(toJson(all), undefined, 2)}\n` : toTable(all, terminal));
  return 0;
}

interface Entry {
  readonly id: string;
  readonly rule: OmaRule;
}

function toJson(entries: readonly Entry[]): unknown {
  return {
    schemaVersion: 1,
    rules: entries.map(({ id, rule: { meta } }) => {
      const { description, severity, presets, precision, coreRule, cwe, securitySeverity, tags, remedy, url } = meta.docs;
      return {
        id,
        description,
        severity,
        presets,
        precision,
        coreRule,
        cwe,
        securitySeverity,
        tags,
        remedy,
        url,
        messages: meta.messages,
        options: meta.schema,
      };
    }),
  };
}

function toTable(entries: readonly Entry[], { ink, width }: Terminal): string {
  const idWidth = Math.max(4, ...entries.map(({ id }) => widthOf(id)));
  const besides = width - idWidth - 13 >= 30;
  const lines = entries.flatMap(({ id, rule }) => {
    const { severity, presets, description } = rule.meta.docs;
    const about = [...wrap(description, besides ? width - idWidth - 13 : width - 4), ...wrap(presets.join(", "), width - 4).map((line) => ink.dim(line))];
    const start = `${ink.cyan(id.padEnd(idWidth))}  ${severity.padEnd(7)}`;
    if (!besides) return [start.trimEnd(), ...about.map((line) => `    ${line}`)];
    return about.map((line, index) => `${index === 0 ? start : " ".repeat(idWidth + 9)}  ${line}`);
  });
  return `${[...lines, "", ink.dim(`${counted(entries.length, "rule")}. \`oma-lint explain <rule>\` says more.`)].join("\n")}\n`;
}
