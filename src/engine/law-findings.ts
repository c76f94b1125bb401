import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Finding, type Notice, type ProjectPath, type Severity, toProjectPath } from "#finding";
import type { Analysis } from "#project/analysis";
import { Code } from "#project/code";
import { spanOfIdle } from "#project/laws";
import { parse } from "#syntax/parse";
import { summarise } from "#syntax/summarise";
import rule, { dataOf, severityOf } from "#rules/no-forbidden-dependency/rule";

/**
 * What has no effect among the laws, for a configuration that no rule looks at because it is JSON, or left out of the files.
 * @param files the files that are linted
 */
export function idleLawFindings(analysis: Analysis, files: readonly ProjectPath[], configured: Severity | undefined): Finding[] {
  const { laws, project } = analysis;
  if (configured === undefined || laws.file === undefined || laws.idle.length === 0) return [];
  const path = toProjectPath(project.root, laws.file);
  if (files.includes(path)) return [];
  const text = readFileSync(laws.file, "utf8").replace(/^\uFEFF/, "");
  const empty = summarise(parse("x.js", "").program, text, false);
  const code = new Code({ path, absolute: laws.file, role: "script", text, summary: { ...empty, lines: lineStarts(text) }, errors: [] });
  return laws.idle.map((idle) => {
    const message = fill(rule.meta.messages[idle.kind] ?? "", dataOf(idle));
    return {
      ruleId: "oma/no-forbidden-dependency",
      messageId: idle.kind,
      severity: configured === "error" ? severityOf(idle) : configured,
      confidence: "high",
      message,
      place: code.place(spanOfIdle(text, idle)),
      route: [],
      suggestions: [],
      fingerprint: createHash("sha256").update(`oma/no-forbidden-dependency\n${idle.kind}\n${path}\n${message}`).digest("hex").slice(0, 32),
    };
  });
}

/** Imports of the project's own that lead nowhere: too many of them, and what laws and cycles say about it is worth little. */
export function graphNotices(analysis: Analysis, files: readonly ProjectPath[]): Notice[] {
  const { own, unresolved } = countImports(analysis, files);
  const limit = analysis.laws.settings.unresolved ?? 0.05;
  if (unresolved === 0 || unresolved / own <= limit) return [];
  const share = ((unresolved / own) * 100).toFixed(1);
  return [
    {
      kind: "graph",
      message: `The import graph is incomplete: ${unresolved} of ${own} imports of the project's own files (${share} %) lead nowhere; cycles and broken laws may be missing.`,
    },
  ];
}

/** How many imports lead to files of the project, or should. */
export function countImports(analysis: Analysis, files: readonly ProjectPath[]): { readonly own: number; readonly unresolved: number } {
  let own = 0;
  let unresolved = 0;
  for (const file of files) {
    const code = analysis.project.code(file);
    if (!code || code.role !== "product") continue;
    for (const { specifier } of code.summary.imports) {
      const { kind } = analysis.project.resolution(code, specifier);
      if (kind === "file") own += 1;
      else if (kind === "unresolved") unresolved += 1;
    }
  }
  return { own: own + unresolved, unresolved };
}

function fill(template: string, data: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, key: string) => data[key] ?? "");
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map((match) => match.index + match[0].length)];
}
