import type { Config } from "#config/shape";
import type { Severity } from "#finding";
import { rules } from "#rules/index";
import type { OmaRule } from "#rule";

/** Severity of every rule that is on: `oma/<rule>` → severity; what the config says wins over the preset. */
export function severitiesOf(config: Pick<Config, "preset" | "rules">): Readonly<Record<string, Severity>> {
  const found: Record<string, Severity> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const id = `oma/${name}`;
    const setting = config.rules[id];
    const chosen = typeof setting === "string" ? setting : setting?.[0];
    const severity = chosen ?? (inPreset(rule.meta.docs.presets, config.preset) ? rule.meta.docs.severity : "off");
    if (severity !== "off") found[id] = severity;
  }
  return found;
}

function inPreset(presets: readonly string[], preset: string): boolean {
  return preset === "all" || presets.includes(preset);
}

/** The options of a rule: what the configuration gives it, else what the preset does. */
export function optionsOf(config: Pick<Config, "preset" | "rules">, name: string, { meta }: OmaRule): object | undefined {
  const setting = config.rules[`oma/${name}`];
  return typeof setting === "object" ? setting[1] : meta.presetOptions?.[config.preset];
}
