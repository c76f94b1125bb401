import type { Message, MultiformatMessageString } from "@microsoft/sarif";
import type { Finding } from "#finding";
import type { ReportRule } from "./report.ts";

const placeholder = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** A rule's message as a SARIF message string: `{{name}}` becomes `{0}`, other braces are doubled (SARIF 3.11.5). */
export function toMessageString(template: string): MultiformatMessageString {
  const names = placeholderNames(template);
  const text = pieces(template)
    .map(({ text, name }) => (name === undefined ? text.replace(/[{}]/g, "$&$&") : `{${names.indexOf(name)}}`))
    .join("");
  return { text: toSentence(text) };
}

/**
 * The message of a finding: its text always, and the rule's message id with arguments where the text follows from them.
 * @param link one more sentence that links to the start of the route
 */
export function toMessage(finding: Finding, rule: ReportRule, link: string): Message {
  const text = escapeLinks(toSentence(finding.message)) + link;
  const template = Object.hasOwn(rule.messages, finding.messageId) ? rule.messages[finding.messageId] : undefined;
  const values = template === undefined ? undefined : findArguments(template, finding.message);
  if (values === undefined) return { text };
  return values.length === 0 ? { text, id: finding.messageId } : { text, id: finding.messageId, arguments: [...values] };
}

/** Text that cannot be taken for a link by what stands in it: `[` and `]` lose their meaning. */
export function escapeBrackets(text: string): string {
  return text.replace(/[\\[\]]/g, "\\$&");
}

/** SARIF viewers show sentences: one line with a mark at its end. */
export function toSentence(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return /[.!?]$/u.test(line) ? line : `${line}.`;
}

/** A word about a place as a SARIF message. */
export function toStepText(message: string): string {
  return escapeLinks(toSentence(message));
}

/** Only brackets that would read as a link are escaped, since GitHub shows the others as they are. */
function escapeLinks(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, "\\[");
}

/** The values that make the message out of the template; `undefined` when the message says something else. */
function findArguments(template: string, message: string): readonly string[] | undefined {
  const names = placeholderNames(template);
  const pattern = pieces(template).map(({ text, name }, index, all) => {
    if (name === undefined) return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    const seen = all.findIndex((piece) => piece.name === name) < index;
    return seen ? `\\k<v${names.indexOf(name)}>` : `(?<v${names.indexOf(name)}>.*?)`;
  });
  const groups = new RegExp(`^${pattern.join("")}$`, "su").exec(message);
  return groups === null ? undefined : names.map((_, index) => groups.groups?.[`v${index}`] ?? "");
}

function placeholderNames(template: string): readonly string[] {
  return [...new Set([...template.matchAll(placeholder)].map((match) => match[1] ?? ""))];
}

/** A template as literal text and placeholders, in order. */
function pieces(template: string): readonly { readonly text: string; readonly name: string | undefined }[] {
  return template.split(placeholder).map((text, index) => ({ text, name: index % 2 === 1 ? text : undefined }));
}
