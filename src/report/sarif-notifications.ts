import type { Invocation, Notification, ReportingConfiguration, ReportingDescriptor } from "@microsoft/sarif";
import type { Finding, Notice } from "#finding";
import { parseErrorId, ruleOf, type ReportInput, type ReportOptions } from "./report.ts";
import { toSentence } from "./sarif-messages.ts";
import { toArtifactLocation, toPhysicalLocation } from "./sarif-places.ts";
import { toPascalCase } from "./sarif-rules.ts";

/** Where a notice belongs: it is about the configuration, or about the run. */
const noticeKinds: Readonly<Record<Notice["kind"], { readonly about: "configuration" | "execution"; readonly text: string }>> = {
  cache: { about: "execution", text: "What an earlier run remembered could not be used." },
  config: { about: "configuration", text: "Something in the configuration has no effect or needs attention." },
  "empty-layer": { about: "configuration", text: "A layer matches no file." },
  graph: { about: "execution", text: "The import graph is not complete." },
  "skipped-file": { about: "execution", text: "A file was not checked." },
  "unreadable-file": { about: "execution", text: "A file could not be read, so the check is not complete." },
  "unresolved-alias": { about: "configuration", text: "A path alias leads nowhere." },
  "unused-suppression": { about: "execution", text: "A suppression comment suppresses nothing." },
};

const omitted = "omitted-results";
const parseError = "parse-error";

/**
 * The run itself: it succeeded, and this is what could not be checked.
 * @param cut how many findings the file has no room for
 */
export function toInvocation(
  input: ReportInput,
  cut: number,
  ruleIds: readonly string[],
  descriptors: readonly ReportingDescriptor[],
  options: ReportOptions,
): Invocation {
  const notices = [...input.notices].sort(byNotice);
  const about = (subject: "configuration" | "execution") =>
    notices.filter((notice) => noticeKinds[notice.kind].about === subject).map((notice) => toNotification(notice, descriptors, options));
  const overrides = toOverrides(input, ruleIds);
  return {
    executionSuccessful: true,
    ...(overrides.length > 0 ? { ruleConfigurationOverrides: overrides } : {}),
    ...nonEmpty("toolConfigurationNotifications", about("configuration")),
    ...nonEmpty("toolExecutionNotifications", [
      ...input.findings.filter(isParseError).map((finding) => fromParseError(finding, descriptors, options)),
      ...about("execution"),
      ...(cut > 0 ? [fromOmission(cut, descriptors)] : []),
    ]),
  };
}

/** Descriptors of the notifications this run has, in a fixed order. */
export function toNotificationDescriptors(input: ReportInput, cut: number): ReportingDescriptor[] {
  const kinds = (Object.keys(noticeKinds) as Notice["kind"][]).filter((kind) => input.notices.some((notice) => notice.kind === kind));
  return [
    ...kinds.map((kind) => describe(kind, noticeKinds[kind].text)),
    ...(input.findings.some(isParseError) ? [describe(parseError, "A file does not parse and was not checked.")] : []),
    ...(cut > 0 ? [describe(omitted, "There are more findings than the file may hold.")] : []),
  ];
}

function describe(id: string, text: string): ReportingDescriptor {
  return {
    id: `oma/${id}`,
    name: toPascalCase(id),
    shortDescription: { text },
    fullDescription: { text },
    help: { text: `${text} See the message for what to look at.` },
  };
}

function isParseError(finding: Finding): boolean {
  return finding.ruleId === parseErrorId;
}

function fromParseError(finding: Finding, descriptors: readonly ReportingDescriptor[], options: ReportOptions): Notification {
  return {
    descriptor: reference(parseError, descriptors),
    level: "error",
    message: { text: toSentence(finding.message) },
    locations: [{ physicalLocation: toPhysicalLocation(finding.place, options) }],
  };
}

function toNotification(notice: Notice, descriptors: readonly ReportingDescriptor[], options: ReportOptions): Notification {
  return {
    descriptor: reference(notice.kind, descriptors),
    level: "warning",
    message: { text: toSentence(notice.message) },
    ...(notice.file === undefined ? {} : { locations: [{ physicalLocation: { artifactLocation: toArtifactLocation(notice.file, options) } }] }),
  };
}

function fromOmission(cut: number, descriptors: readonly ReportingDescriptor[]): Notification {
  return {
    descriptor: reference(omitted, descriptors),
    level: "warning",
    message: { text: `${cut} findings of lower severity are not in this file, because it may not hold more results.` },
  };
}

function reference(id: string, descriptors: readonly ReportingDescriptor[]): { id: string; index: number } {
  return { id: `oma/${id}`, index: descriptors.findIndex((descriptor) => descriptor.id === `oma/${id}`) };
}

/** Rules whose severity in this run is not their own. */
function toOverrides(input: ReportInput, ruleIds: readonly string[]): { descriptor: object; configuration: ReportingConfiguration }[] {
  return ruleIds.flatMap((id, index) => {
    const severity = input.project.rules[id];
    if (severity === undefined || severity === ruleOf(input, id).docs.severity) return [];
    return [{ descriptor: { id, index }, configuration: { level: severity } }];
  });
}

function nonEmpty<Key extends string, Item>(key: Key, items: Item[]): Partial<Record<Key, Item[]>> {
  return items.length > 0 ? ({ [key]: items } as Partial<Record<Key, Item[]>>) : {};
}

function byNotice(a: Notice, b: Notice): number {
  return compareText(a.kind, b.kind) || compareText(a.file ?? "", b.file ?? "") || compareText(a.message, b.message);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
