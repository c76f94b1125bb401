import type { OmaRule, Preset } from "#rule";
import { rules } from "#rules/index";
import { version } from "#version";

/** A preset of the plugin; `off` switches every rule off. */
export type PluginPreset = Preset | "off";

/**
 * The ESLint plugin: rules, and presets to spread into a flat config or to name in `extends`. Typed without ESLint's own types, so that
 * it fits the configuration of ESLint 9 and of ESLint 10, whichever of them stands beside it.
 */
export interface OmaPlugin {
  meta: { name: string; version: string; namespace: string };
  rules: Record<string, PluginRule>;
  configs: Record<PluginPreset, PluginConfig[]>;
}

/** A rule as far as a configuration looks at it. */
export interface PluginRule {
  meta: { type: "problem" | "suggestion" | "layout"; docs: { description: string; url: string }; messages: Record<string, string> };
  create(context: never): Record<string, () => void>;
}

type Level = "error" | "warn" | "off";

/** One object of a flat config. */
export interface PluginConfig {
  name: string;
  plugins: { oma: OmaPlugin };
  rules: Record<string, Level | [Level, object]>;
}

/** The ESLint plugin. In a flat config: `plugins: { oma }, extends: ["oma/recommended"]`. */
const plugin: OmaPlugin = {
  meta: { name: "oma-lint", version, namespace: "oma" },
  rules: rules as unknown as OmaPlugin["rules"],
  configs: { recommended: [], strict: [], security: [], architecture: [], all: [], off: [] },
};

for (const [preset, configs] of Object.entries(plugin.configs)) {
  configs.push({ name: `oma/${preset}`, plugins: { oma: plugin }, rules: levelsOf(preset) });
}

export default plugin;

function levelsOf(preset: string): PluginConfig["rules"] {
  return Object.fromEntries(
    Object.entries(rules)
      .filter(([, { meta }]) => preset === "all" || preset === "off" || meta.docs.presets.some((name) => name === preset))
      .map(([id, rule]): [string, Level | [Level, object]] => [`oma/${id}`, preset === "off" ? "off" : levelWithOptions(rule, preset)]),
  );
}

function levelWithOptions(rule: OmaRule, preset: string): Level | [Level, object] {
  const options = rule.meta.presetOptions?.[preset as Preset];
  return options ? [levelOf(rule), options] : levelOf(rule);
}

/** ESLint has no notes; they are warnings there. */
function levelOf(rule: OmaRule): "error" | "warn" {
  return rule.meta.docs.severity === "error" ? "error" : "warn";
}
