import type { Finding, Notice } from "#finding";
import type { ProjectFacts, Suppressed } from "#engine/options";
import type { RuleDocs } from "#rule";

/** What a report may say about a rule; every `OmaRuleMeta` is one. */
export interface ReportRule {
  readonly docs: RuleDocs;
  /** Message id → message with `{{placeholders}}`. */
  readonly messages: Readonly<Record<string, string>>;
}

/** Everything a report is made of. Nothing else may reach it: no clock, no file system, no process. */
export interface ReportInput {
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
  /** Accepted findings of a baseline, as notes; `undefined` without a baseline. Reports about what is to be done leave them out. */
  readonly known?: readonly Finding[];
  /** Findings that comments suppress. */
  readonly suppressed?: readonly Suppressed[];
  /** `oma/<rule>` → what the rule says about itself. Rules that ran without a finding belong here too. */
  readonly rules: Readonly<Record<string, ReportRule>>;
  readonly project: ProjectFacts;
  readonly toolVersion: string;
  readonly informationUri: string;
}

/** 0 none · 1 sixteen colours · 2 256 colours · 3 true colour, as chalk counts them. */
export type ColorLevel = 0 | 1 | 2 | 3;

/** What the caller decides about the outside; each format takes what it needs. */
export interface ReportOptions {
  /** Stylish: `true` means sixteen colours. Default: none. */
  readonly color?: boolean | ColorLevel;
  /** Stylish: columns of the terminal. Default: 80. */
  readonly width?: number;
  /** All but stylish, json and agent: where the project root lies in the repository, `packages/api`. Default: the repository's root. */
  readonly pathPrefix?: string;
  /** SARIF: at most so many results, the most severe first. Default and limit: 25,000. */
  readonly maxResults?: number;
  /** SARIF: list suppressed findings too. GitHub opens alerts for them. Default: no. */
  readonly suppressed?: boolean;
  /** SARIF: category under which GitHub files the alerts. Default: none, so that the upload step decides. */
  readonly category?: string;
}

export type Report = (input: ReportInput, options: ReportOptions) => string | Promise<string>;

export type ReportFormat = "stylish" | "json" | "sarif" | "github" | "gitlab" | "junit" | "checkstyle" | "rdjson" | "markdown" | "html" | "agent";

/** The reports by name. Each one loads its own code only when it is asked for. */
export const formats: Readonly<Record<ReportFormat, Report>> = {
  stylish: async (input, options) => (await import("./stylish.ts")).reportStylish(input, options),
  json: async (input) => (await import("./json.ts")).reportJson(input),
  sarif: async (input, options) => (await import("./sarif.ts")).reportSarif(input, options),
  github: async (input, options) => (await import("./github.ts")).reportGithub(input, options),
  gitlab: async (input, options) => (await import("./gitlab.ts")).reportGitlab(input, options),
  junit: async (input, options) => (await import("./junit.ts")).reportJunit(input, options),
  checkstyle: async (input, options) => (await import("./checkstyle.ts")).reportCheckstyle(input, options),
  rdjson: async (input, options) => (await import("./rdjson.ts")).reportRdjson(input, options),
  markdown: async (input, options) => (await import("./markdown.ts")).reportMarkdown(input, options),
  html: async (input, options) => (await import("./html.ts")).reportHtml(input, options),
  agent: async (input) => (await import("./agent.ts")).reportAgent(input),
};

/** The rule id of code that does not parse: a finding without a rule behind it. */
export const parseErrorId = "oma/parse-error";

/**
 * What is known about the rule of a finding, also for `oma/parse-error` and for ids nobody documented.
 * @param ruleId `oma/<rule>`
 */
export function ruleOf(input: ReportInput, ruleId: string): ReportRule {
  const known = Object.hasOwn(input.rules, ruleId) ? input.rules[ruleId] : undefined;
  if (known) return known;
  const own = ownFindings.get(ruleId);
  return {
    messages: {},
    docs: {
      description: own?.description ?? `Findings of ${ruleId}.`,
      remedy: own?.remedy ?? "See the message of the finding.",
      url: input.informationUri,
      coreRule: 0,
      presets: [],
      severity: own?.severity ?? input.project.rules[ruleId] ?? "warning",
      precision: own ? "very-high" : "medium",
      cwe: [],
      tags: own?.tags ?? [],
    },
  };
}

/** Findings without a rule behind them. */
const ownFindings = new Map<string, Pick<RuleDocs, "description" | "remedy" | "severity" | "tags">>([
  [
    parseErrorId,
    {
      description: "A file that does not parse cannot be checked.",
      remedy: "Correct the syntax, or ignore the file in the configuration.",
      severity: "error",
      tags: ["syntax"],
    },
  ],
  [
    "oma/suppression-reason",
    {
      description: "A comment that suppresses a rule says why.",
      remedy: "Write the reason after the rule, behind two dashes.",
      severity: "warning",
      tags: ["suppression"],
    },
  ],
]);

/** The path a reader of the repository knows the file by. */
export function repositoryPath(file: string, options: ReportOptions): string {
  const prefix = (options.pathPrefix ?? "").replaceAll("\\", "/").replace(/^(?:\.?\/)+|\/+$/g, "");
  return prefix === "" || prefix === "." ? file : `${prefix}/${file}`;
}
