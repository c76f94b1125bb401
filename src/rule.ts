import type { Rule } from "eslint";
import type { Confidence, RouteStep, Severity } from "#finding";
import type { Analysis } from "#project/analysis";
import type { Code } from "#project/code";

export type Preset = "recommended" | "strict" | "security" | "architecture" | "all";

/** What a rule says about itself: the single source for docs, SARIF and `explain`. */
export interface RuleDocs {
  /** One sentence, ends with a full stop. At most 160 characters. */
  readonly description: string;
  readonly url: string;
  /** Core Rule number of the rulebook this rule belongs to. */
  readonly coreRule: number;
  /** Presets that switch the rule on (`all` has every rule). */
  readonly presets: readonly Preset[];
  readonly severity: Severity;
  readonly precision: "very-high" | "high" | "medium" | "low";
  /** CWE numbers, most specific first. */
  readonly cwe: readonly number[];
  /** CVSS-like 0.0-10.0 as GitHub reads it; only for security rules. */
  readonly securitySeverity?: number;
  /** Short topic tags, e.g. `security`, `architecture`. */
  readonly tags: readonly string[];
  /** The way out, one or two sentences, shown by `explain`, stylish output and SARIF help. */
  readonly remedy: string;
}

/** Options a preset gives the rule where the configuration gives none. */
export type PresetOptions = Readonly<Partial<Record<Preset, object>>>;

export interface OmaRuleMeta extends Rule.RuleMetaData {
  readonly docs: RuleDocs & { recommended: boolean };
  readonly presetOptions?: PresetOptions;
  readonly messages: Record<string, string>;
}

/** A rule of this project: an ESLint rule with complete documentation. */
export interface OmaRule extends Rule.RuleModule {
  readonly name: string;
  readonly meta: OmaRuleMeta;
  /** A cheap answer to "can this rule say anything about this file?"; the command line skips ESLint where no rule can. */
  readonly mayReport?: (analysis: Analysis, code: Code, options: object) => boolean;
}

export interface OmaRuleDefinition {
  readonly name: string;
  readonly meta: {
    readonly docs: Omit<RuleDocs, "url">;
    readonly messages: Record<string, string>;
    readonly schema: NonNullable<Rule.RuleMetaData["schema"]>;
    readonly defaultOptions?: unknown[];
    readonly presetOptions?: PresetOptions;
    readonly hasSuggestions?: boolean;
    readonly type?: "problem" | "suggestion" | "layout";
  };
  readonly create: Rule.RuleModule["create"];
  readonly mayReport?: OmaRule["mayReport"];
}

const docsBase = "https://github.com/oma-lint/oma-lint/blob/main/rules";

/** Completes a rule definition: documentation URL, language, recommended flag. */
export function createRule(definition: OmaRuleDefinition): OmaRule {
  const { name, meta, create, mayReport } = definition;
  return {
    name,
    meta: {
      type: "problem",
      languages: ["js/js"],
      ...meta,
      docs: { ...meta.docs, url: `${docsBase}/${name}/README.md`, recommended: meta.docs.presets.includes("recommended") },
    } as OmaRuleMeta,
    create,
    ...(mayReport && { mayReport }),
  };
}

/** What a finding carries beyond an ESLint message. */
export interface FindingExtras {
  readonly route: readonly RouteStep[];
  readonly confidence: Confidence;
  /** Set when one message of a rule is milder than the rule's own severity. */
  readonly severity?: Severity;
  /** What is reported is known by this text from run to run; a place in a report ends with its line. */
  readonly span?: { readonly s: number; readonly e: number };
}
