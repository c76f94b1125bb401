import { computeRollingHashes, NewLineIndex, PRIMARY_LOCATION_LINE_HASH, type PropertyBagHolder, type Result } from "@microsoft/sarif";
import type { Finding, RouteStep, Suggestion } from "#finding";
import { ruleOf, type ReportInput, type ReportOptions } from "./report.ts";
import { escapeBrackets, toMessage, toSentence, toStepText } from "./sarif-messages.ts";
import { toArtifactLocation, toLocation, toPhysicalLocation } from "./sarif-places.ts";

/** What is computed once per file, however many findings it has. */
export interface FileFacts {
  readonly lineHash: (line: number) => string | undefined;
  readonly lines: NewLineIndex;
}

/** GitHub refuses more than 10,000 steps of a flow and shows 1,000; of other locations it shows 100. */
const maxSteps = 1000;
const maxRelated = 100;

/** A finding as a SARIF result. */
export function toResult(finding: Finding, ruleIndex: number, facts: FileFacts | undefined, input: ReportInput, options: ReportOptions): Result {
  const related = relatedSteps(finding);
  return {
    ruleId: finding.ruleId,
    ruleIndex,
    level: finding.severity,
    message: toMessage(finding, ruleOf(input, finding.ruleId), startLink(related)),
    locations: [{ physicalLocation: toPhysicalLocation(finding.place, options) }],
    partialFingerprints: fingerprintsOf(finding, facts),
    ...(finding.route.length > 0 ? { codeFlows: [toCodeFlow(finding.route, options)] } : {}),
    ...(related.length > 0
      ? { relatedLocations: related.map((step, index) => ({ id: index + 1, ...toLocation(step.place, toStepText(step.message), options) })) }
      : {}),
    ...toFixes(finding, facts, options),
    properties: { confidence: finding.confidence },
  };
}

/** Looks at a file once; `undefined` when its text cannot be had. */
export function readFacts(file: string, input: ReportInput): FileFacts | undefined {
  const text = input.project.readText(file);
  if (text === undefined) return undefined;
  // GitHub hashes the file with its byte order mark; ESLint counts columns and offsets without it.
  const hashes = computeRollingHashes(text);
  return { lineHash: (line) => hashes.get(line), lines: new NewLineIndex(text.replace(/^\ufeff/, "")) };
}

function fingerprintsOf(finding: Finding, facts: FileFacts | undefined): Record<string, string> {
  // The upload action warns about every result whose hash is not the one it computes itself, so a guess is worse than none.
  const hash = facts?.lineHash(Math.max(1, finding.place.line));
  return {
    ...(hash === undefined ? {} : { [PRIMARY_LOCATION_LINE_HASH]: hash }),
    "omaLintFingerprint/v1": finding.fingerprint,
  };
}

/** The steps at other places than the finding itself, each place once. */
function relatedSteps({ route, place }: Finding): readonly RouteStep[] {
  const seen = new Set([keyOf(place)]);
  const others = route.filter((step) => {
    const key = keyOf(step.place);
    return !seen.has(key) && seen.add(key);
  });
  return others.slice(0, maxRelated);
}

function keyOf(place: Finding["place"]): string {
  return [place.file, place.line, place.column, place.endLine, place.endColumn].join("\0");
}

/** GitHub shows a related location only where the message links to it. */
function startLink(related: readonly RouteStep[]): string {
  const [first] = related;
  if (first === undefined) return "";
  return ` See [${escapeBrackets(toSentence(first.message).replace(/\.$/, ""))}](1).`;
}

function toCodeFlow(route: readonly RouteStep[], options: ReportOptions): PropertyBagHolder {
  const tooLong = route.length > maxSteps;
  const steps = tooLong ? [...route.slice(0, maxSteps / 2), ...route.slice(-maxSteps / 2)] : route;
  const locations = steps.map((step) => ({
    location: toLocation(step.place, toStepText(step.message), options),
  }));
  return { threadFlows: [{ locations }] };
}

function toFixes(finding: Finding, facts: FileFacts | undefined, options: ReportOptions): { fixes?: PropertyBagHolder[] } {
  const usable = finding.suggestions.filter((suggestion) => suggestion.edits.length > 0);
  if (facts === undefined || usable.length === 0) return {};
  return { fixes: usable.map((suggestion) => toFix(suggestion, finding.place.file, facts.lines, options)) };
}

function toFix(suggestion: Suggestion, file: string, lines: NewLineIndex, options: ReportOptions): PropertyBagHolder {
  const replacements = suggestion.edits.map(({ start, end, text }) => {
    const [from, to] = [lines.offsetInfo(start), lines.offsetInfo(end)];
    return {
      deletedRegion: { startLine: from.lineNumber, startColumn: from.columnNumber, endLine: to.lineNumber, endColumn: to.columnNumber },
      insertedContent: { text },
    };
  });
  return {
    description: { text: toSentence(suggestion.message) },
    artifactChanges: [{ artifactLocation: toArtifactLocation(file, options), replacements }],
  };
}
