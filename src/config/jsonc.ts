import { UserError } from "#finding";

/**
 * Parses JSON that may have comments, trailing commas and a byte order mark.
 * @param source name of the file in messages
 */
export function parseJsonc(text: string, source: string): unknown {
  const plain = toPlainJson(text);
  try {
    return JSON.parse(plain) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${source} is not valid JSON${placeOf(reason, plain)}: ${reasonIn(reason)}.`);
  }
}

/** The text without comments, trailing commas and byte order mark; offsets stay the same. Linear in its length. */
export function toPlainJson(text: string): string {
  return dropTrailingCommas(blankComments(text.replace(/^\uFEFF/, " ")));
}

/** Without the position and the copy of the text that V8 adds. */
function reasonIn(message: string): string {
  return message.replace(/ in JSON at position [\s\S]*$/, "").replace(/, (?:\.\.\.)?"[\s\S]*" is not valid JSON$/, "");
}

const stringOrComment = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const stringOrTrailingComma = /"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g;

/** Offsets stay the same, so positions in messages are right. */
function blankComments(text: string): string {
  return text.replace(stringOrComment, (match) => (match.startsWith('"') ? match : match.replace(/[^\n]/g, " ")));
}

function dropTrailingCommas(text: string): string {
  return text.replace(stringOrTrailingComma, (match) => (match === "," ? " " : match));
}

function placeOf(reason: string, text: string): string {
  const position = /at position (\d+)/.exec(reason)?.[1];
  const before = text.slice(0, position === undefined ? lastGoodOffset(text) : Number(position)).split("\n");
  return ` at line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

/** Not every message of V8 says where: the longest beginning that could still become JSON ends at the mistake. */
function lastGoodOffset(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (couldContinue(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function couldContinue(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    return /end of JSON|Unterminated/.test(reason) || reason.includes(`at position ${text.length}`);
  }
}
