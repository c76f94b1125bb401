import { describe, expect, it } from "vitest";
import type { Place } from "#finding";
import { codeFrame, splitLines } from "../../src/report/code-frame.ts";
import { toPrintable, widthOf, wrap } from "../../src/report/terminal-text.ts";
import { placeOf, sources } from "./book-lending.ts";

const plain = { span: (text: string) => `«${text}»`, mark: (text: string) => text, frame: (text: string) => text };

function frameOf(text: string, place: Partial<Place>, width = 60): readonly string[] {
  const whole = { file: "shelf.ts", line: 1, column: 1, endLine: 1, endColumn: 2, ...place } as Place;
  return codeFrame(splitLines(text), whole, width, plain);
}

describe("code frame", () => {
  it("underlines the span between its neighbours", () => {
    expect(frameOf("if (book) {\n  lend(book);\n}\n", { line: 2, column: 3, endLine: 2, endColumn: 13 })).toEqual([
      "  1 │ if (book) {",
      "❯ 2 │   «lend(book)»;",
      "    │   ^^^^^^^^^^",
      "  3 │ }",
    ]);
  });

  it("widens tabs and leaves out the common indentation", () => {
    expect(frameOf("\t\tlend(\n\t\t\tbook,\n", { line: 2, column: 4, endLine: 2, endColumn: 8 })).toEqual(["  1 │ lend(", "❯ 2 │   «book»,", "    │   ^^^^"]);
  });

  it("underlines wide characters twice as wide, and combined ones once", () => {
    expect(frameOf("貸出 📕 e\u0301 x", { column: 1, endColumn: 3 })[1]).toBe("    │ ^^^^");
    expect(frameOf("貸出 📕 e\u0301 x", { column: 4, endColumn: 6 })[1]).toBe("    │      ^^");
    expect(frameOf("貸出 📕 e\u0301 x", { column: 7, endColumn: 9 })[1]).toBe("    │         ^");
  });

  it("counts the lines of CRLF files and ignores the byte order mark", () => {
    const text = "\ufeffconst a = 1;\r\nconst b = 2;\r\n";
    expect(frameOf(text, { line: 1, column: 7, endLine: 1, endColumn: 8 })[0]).toBe("❯ 1 │ const «a» = 1;");
    expect(frameOf(text, { line: 2, column: 7, endLine: 2, endColumn: 8 })[1]).toBe("❯ 2 │ const «b» = 2;");
  });

  it("points at one character where the place is empty, at the end of a line too", () => {
    expect(frameOf("lend(", { column: 6, endColumn: 6 })).toEqual(["❯ 1 │ lend(", "    │      ^"]);
    expect(frameOf("", { column: 1, endColumn: 1 })).toEqual(["❯ 1 │", "    │ ^"]);
  });

  it("leaves the middle of a long region out", () => {
    const text = Array.from({ length: 30 }, (_, index) => `line${index + 1}`).join("\n");
    expect(frameOf(text, { line: 3, column: 1, endLine: 20, endColumn: 4 })).toEqual([
      "   2 │ line2",
      "❯  3 │ «line3»",
      "     │ ^^^^^",
      "┃  4 │ «line4»",
      "┃  5 │ «line5»",
      "┃  6 │ «line6»",
      "     ⋮",
      "┃ 20 │ «lin»e20",
      "  21 │ line21",
    ]);
  });

  it.each([20, 30, 44, 60, 100])("keeps the span of a minified line in sight in %i columns", (width) => {
    const place = placeOf("src/generated/catalogue.js", `"SELECT * FROM books WHERE id="+id`);
    const rows = codeFrame(splitLines(sources["src/generated/catalogue.js"] ?? ""), place, width, { ...plain, span: (text) => text });
    expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(width);
    expect(rows[0]).toContain(`"SELECT`.slice(0, width - 14));
    expect(rows[0]?.indexOf('"')).toBe(rows[1]?.indexOf("^"));
  });

  it("is quick on a very long line", () => {
    const text = "lend(book);".repeat(200_000);
    const start = performance.now();
    expect(frameOf(text, { column: 1_100_001, endColumn: 1_100_012 })[0]).toContain("«lend(book);»");
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("is empty where the file has no such line", () => {
    expect(frameOf("one line", { line: 9, endLine: 9 })).toEqual([]);
  });
});

describe("terminal text", () => {
  it("wraps words, breaks what is too long, and knows wide characters", () => {
    expect(wrap("lend the book", 8)).toEqual(["lend the", "book"]);
    expect(wrap("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
    expect(wrap("図書館の本", 4)).toEqual(["図書", "館の", "本"]);
    expect(wrap("", 8)).toEqual([""]);
  });

  it("makes what acts on a terminal visible", () => {
    expect(toPrintable("a\tb\u001b[31m\u202e\u0007\u009b")).toBe("a  b␛[31m�␇�");
  });
});
