import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import type { Notice, ProjectPath } from "#finding";
import type { Versions } from "./disk.ts";

/** Larger files are skipped aloud: they are data or bundles, and parsing them costs more than they tell. */
const maxSourceBytes = 2 * 1024 * 1024;

/** The text of a file, or why it is not linted. A skip without a notice is one of the built-in ignores (generated, minified). */
export type Source = { readonly kind: "text"; readonly text: string; readonly notice?: Notice } | { readonly kind: "skipped"; readonly notice?: Notice };

/**
 * Reads a discovered file and judges it by its content: size, binary, encoding, `@generated` header, minified. Never throws: a
 * file that vanished or cannot be read is a skip with a notice.
 * @param options.explicit the user named this file: generated and minified code is then linted too
 */
export function readSource(
  absolute: string,
  path: ProjectPath,
  options: { readonly explicit?: boolean; readonly versions?: Versions | undefined } = {},
): Source {
  const skip = (message: string): Source => ({ kind: "skipped", notice: { kind: "skipped-file", message: `${path} ${message}`, file: path } });
  let bytes: Buffer;
  try {
    const version = options.versions?.contents.get(absolute);
    const size = version?.length ?? statSync(absolute).size;
    if (size > maxSourceBytes) return skip(`is larger than 2 MB (${(size / 1024 / 1024).toFixed(1)} MB); it is skipped.`);
    bytes = version ? Buffer.from(version) : readFileSync(absolute);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT") return skip("vanished while oma-lint was running; it is skipped.");
    return { kind: "skipped", notice: { kind: "unreadable-file", message: `${path} cannot be read (${code}); it is not checked.`, file: path } };
  }
  const decoded = decode(bytes);
  if (decoded === undefined) return skip("is a binary file; it is skipped.");
  if (isNestedTooDeep(decoded.text)) return skip(nestedTooDeep);
  if (options.explicit !== true && (isGeneratedText(decoded.text) || isMinifiedText(decoded.text))) return { kind: "skipped" };
  if (decoded.encoding === "utf8") return { kind: "text", text: decoded.text };
  const message = `${path} is not UTF-8; it was read as ${decoded.encoding}, so columns may be off.`;
  return { kind: "text", text: decoded.text, notice: { kind: "skipped-file", message, file: path } };
}

/** Said of a file no walk can go through: parsers and their trees take one step of the stack per level. */
export const nestedTooDeep = "is nested too deeply to be read; it is skipped.";

/** The native parser ends the whole process at about 15,000 levels; nobody writes a tenth of that. */
const mostLevels = 1500;

/** Whether brackets nest deeper than any parser need go, counted without parsing: in strings and comments too. */
export function isNestedTooDeep(text: string): boolean {
  if (text.length < mostLevels) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x28 || char === 0x5b || char === 0x7b) depth += 1;
    else if ((char === 0x29 || char === 0x5d || char === 0x7d) && depth > 0) depth -= 1;
    if (depth > mostLevels) return true;
  }
  return false;
}

function decode(bytes: Buffer): { text: string; encoding: "utf8" | "UTF-16" | "Latin-1" } | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString("utf16le", 2), encoding: "UTF-16" };
  if (bytes[0] === 0xfe && bytes[1] === 0xff && bytes.length % 2 === 0) return { text: bytes.swap16().toString("utf16le", 2), encoding: "UTF-16" };
  const nul = bytes.indexOf(0);
  if (nul !== -1 && nul < 8000) return undefined;
  if (!isUtf8(bytes)) return { text: bytes.toString("latin1"), encoding: "Latin-1" };
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { text: bytes.toString("utf8", hasMark ? 3 : 0), encoding: "utf8" };
}

const leadingComments = /^(?:\s+|#![^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(["'])use \w+\1;?)*/;

/** Whether the comments at the top say that a tool wrote the file: `@generated`, or "generated … do not edit". */
export function isGeneratedText(text: string): boolean {
  const head = text.slice(0, 2000);
  if (!/generated/i.test(head)) return false;
  const comments = leadingComments.exec(head)?.[0] ?? "";
  return /@generated\b/.test(comments) || (/\b(?:auto-?)?generated\b/i.test(comments) && /do not (?:edit|modify|change|touch)/i.test(comments));
}

/** Whether nearly all of the code stands in huge lines. A long data literal alone (few `;{}`) does not make a file minified. */
export function isMinifiedText(text: string): boolean {
  if (text.length < 2000) return false;
  let huge = 0;
  let marks = 0;
  let lines = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    lines += 1;
    if (end - start > 1000) {
      huge += end - start;
      marks += text.slice(start, Math.min(end, start + 5000)).match(/[;{}]/g)?.length ?? 0;
    }
    start = end + 1;
  }
  return huge > text.length * 0.7 && marks >= 30 && text.length / lines > 300;
}
