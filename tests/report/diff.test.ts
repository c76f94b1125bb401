import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { TextEdit } from "#finding";
import { applyEdits, overlap, unifiedDiff } from "../../src/report/diff.ts";
import { chance } from "../engine/lending-network.ts";

const folder = mkdtempSync(path.join(tmpdir(), "oma-diff-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What `git apply` makes of a text with the diff. */
function patched(text: string, diff: string): string {
  writeFileSync(path.join(folder, "loans.ts"), text);
  writeFileSync(path.join(folder, "fix.diff"), diff);
  execFileSync("git", ["apply", "--whitespace=nowarn", "fix.diff"], { cwd: folder, env: { ...process.env, GIT_CEILING_DIRECTORIES: folder } });
  return readFileSync(path.join(folder, "loans.ts"), "utf8");
}

describe("a diff of edits", () => {
  const text = Array.from({ length: 30 }, (_, n) => `line ${n}\n`).join("");
  const at = (line: number, column = 0): number => text.indexOf(`line ${line}\n`) + column;

  it.each<[string, string, TextEdit[]]>([
    ["inside a line", text, [{ start: at(4, 2), end: at(4, 4), text: "NE" }]],
    [
      "two in one line",
      text,
      [
        { start: at(4, 0), end: at(4, 1), text: "L" },
        { start: at(4, 5), end: at(4, 6), text: "four" },
      ],
    ],
    [
      "two hunks that touch",
      text,
      [
        { start: at(4), end: at(4, 1), text: "L" },
        { start: at(9), end: at(9, 1), text: "L" },
      ],
    ],
    [
      "two hunks far apart",
      text,
      [
        { start: at(1), end: at(2), text: "" },
        { start: at(25), end: at(25), text: "new\nlines\n" },
      ],
    ],
    ["over several lines", text, [{ start: at(4, 2), end: at(8, 3), text: "one" }]],
    ["the first line", text, [{ start: 0, end: 0, text: "import a;\n" }]],
    ["the last line", text, [{ start: at(29), end: text.length, text: "end" }]],
    ["a file without a last line end", "a\nb", [{ start: 2, end: 3, text: "c" }]],
    ["Windows line ends", "a\r\nb\r\nc\r\n", [{ start: 3, end: 4, text: "B\r\nB" }]],
    ["a whole line away", text, [{ start: at(7), end: at(8), text: "" }]],
  ])("applies with git: %s", (_name, before, edits) => {
    expect(patched(before, unifiedDiff("loans.ts", before, edits))).toBe(applyEdits(before, edits));
  });

  it("applies with git: many made by chance", () => {
    const pick = chance(11);
    for (let round = 0; round < 25; round += 1) {
      const edits: TextEdit[] = [];
      for (let n = 0; n < 6; n += 1) {
        const start = pick(text.length);
        const edit = { start, end: Math.min(text.length, start + pick(20)), text: ["", "x", "new\n", "a\nb\n"][pick(4)] ?? "" };
        if (!overlap([...edits, edit])) edits.push(edit);
      }
      const expected = applyEdits(text, edits);
      const diff = unifiedDiff("loans.ts", text, edits);
      expect(expected === text ? text : patched(text, diff)).toBe(expected);
    }
  });

  it("is empty without edits", () => {
    expect(unifiedDiff("loans.ts", text, [])).toBe("");
  });

  it("knows edits that touch each other", () => {
    expect(
      overlap([
        { start: 0, end: 5, text: "" },
        { start: 5, end: 6, text: "" },
      ]),
    ).toBe(false);
    expect(
      overlap([
        { start: 0, end: 6, text: "" },
        { start: 5, end: 6, text: "" },
      ]),
    ).toBe(true);
    expect(
      overlap([
        { start: 5, end: 5, text: "a" },
        { start: 5, end: 5, text: "b" },
      ]),
    ).toBe(true);
  });
});
