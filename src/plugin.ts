import type { ESLint, Linter, Rule } from "eslint";
import type { OmaRule, Preset } from "#rule";
import { rules } from "#rules/index";
import { version } from "#version";

/** A preset of the plugin; `off` switches every rule off. */
export type PluginPreset = Preset | "off";

/** The ESLint plugin: rules, and presets to spread into a flat config or to name in `extends`. */
export interface OmaPlugin extends ESLint.Plugin {
  readonly meta: { readonly name: "oma-lint"; readonly version: string; readonly namespace: "oma" };
  readonly rules: Record<string, Rule.RuleModule>;
  readonly configs: Record<PluginPreset, Linter.Config[]>;
}

const presets: readonly PluginPreset[] = ["recommended", "strict", "security", "architecture", "all", "off"];

const configs = {} as OmaPlugin["configs"];

/** The ESLint plugin. In a flat config: `plugins: { oma }, extends: ["oma/recommended"]`. */
const plugin: OmaPlugin = {
  meta: { name: "oma-lint", version, namespace: "oma" },
  // ESLint's types leave no room for what we say about a rule in `meta.docs`.
  rules: rules as unknown as Record<string, Rule.RuleModule>,
  configs,
};

for (const preset of presets) {
  configs[preset] = [{ name: `oma/${preset}`, plugins: { oma: plugin }, rules: settingsOf(preset) }];
}

export default plugin;

function settingsOf(preset: PluginPreset): Linter.RulesRecord {
  return Object.fromEntries(
    Object.entries(rules)
      .filter(([, rule]) => preset === "off" || isIn(preset, rule))
      .map(([id, rule]): [string, Linter.RuleSeverity] => [`oma/${id}`, preset === "off" ? "off" : levelOf(rule)]),
  );
}

function isIn(preset: Preset, rule: OmaRule): boolean {
  return preset === "all" || rule.meta.docs.presets.includes(preset);
}

/** ESLint has no notes; they are warnings there. */
function levelOf(rule: OmaRule): "error" | "warn" {
  return rule.meta.docs.severity === "error" ? "error" : "warn";
}
