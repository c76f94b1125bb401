export { defineConfig } from "#config/define";
export type { Config, LayerName, RuleSetting, UserConfig } from "#config/shape";
export type { LibraryFacts } from "#catalog/facts";
export { lint } from "#engine/lint";
export type { LintOptions, LintResult } from "#engine/options";
export type { Confidence, Finding, Notice, Place, ProjectPath, RouteStep, Severity, Suggestion, TextEdit } from "#finding";
export { UserError } from "#finding";
export type { Preset } from "#rule";
