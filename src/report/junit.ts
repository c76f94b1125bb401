import { compareFindings, type Finding } from "#finding";
import { groupFindings } from "./counting.ts";
import { repositoryPath, ruleOf, type ReportInput, type ReportOptions } from "./report.ts";
import { attributes, escapeMarkup } from "./xml.ts";

/**
 * JUnit XML for the test tabs of Jenkins, GitLab and Azure: a suite per file, a failed case per finding. A run without findings has
 * one passed case: a report without cases counts as broken.
 */
export function reportJunit(input: ReportInput, options: ReportOptions): string {
  const ordered = [...input.findings].sort(compareFindings);
  const suites = [...groupFindings(ordered, (finding) => finding.place.file)].map(([file, findings]) => suite(repositoryPath(file, options), findings, input));
  const passed = [
    '  <testsuite name="oma-lint" tests="1" failures="0" errors="0">',
    '    <testcase name="no findings" classname="oma-lint"/>',
    "  </testsuite>",
  ];
  const counts = attributes({ name: "oma-lint", tests: Math.max(1, ordered.length), failures: ordered.length, errors: 0 });
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${counts}>`, ...(suites.length > 0 ? suites.flat() : passed), "</testsuites>", ""].join("\n");
}

function suite(file: string, findings: readonly Finding[], input: ReportInput): readonly string[] {
  const counts = attributes({ name: file, tests: findings.length, failures: findings.length, errors: 0 });
  return [`  <testsuite${counts}>`, ...findings.flatMap((finding) => testCase(file, finding, input)), "  </testsuite>"];
}

function testCase(file: string, finding: Finding, input: ReportInput): readonly string[] {
  const { ruleId, severity, message, place } = finding;
  const { remedy, url } = ruleOf(input, ruleId).docs;
  const steps = finding.route.map((step) => `  ${step.place.file}:${step.place.line} ${step.message}`);
  const text = [`${file}:${place.line}:${place.column}`, message, ...steps, `Fix: ${remedy}`, url].join("\n");
  return [
    `    <testcase${attributes({ name: `${ruleId} ${place.line}:${place.column}`, classname: file, file, line: place.line })}>`,
    `      <failure${attributes({ type: severity, message })}>${escapeMarkup(text).replaceAll("&#10;", "\n")}</failure>`,
    "    </testcase>",
  ];
}
