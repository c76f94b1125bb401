import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { ProjectPath } from "#finding";
import { reportStylish } from "../../src/report/stylish.ts";
import { widthOf } from "../../src/report/terminal-text.ts";
import { bookLending, finding, placeOf } from "./book-lending.ts";
import { expectGolden } from "./golden.ts";

const escape = "\u001b";

describe("stylish", () => {
  it.each([100, 50, 40])("is what we looked at, %i columns wide", (width) => {
    expectGolden(`stylish-${width}.txt`, reportStylish(bookLending(), { width }));
  });

  it("is what we looked at in colours", () => {
    expectGolden("stylish-100-color.txt", reportStylish(bookLending(), { width: 100, color: true }));
  });

  it("says so when there is nothing to say", () => {
    expectGolden("stylish-empty.txt", reportStylish(bookLending({ findings: [] }), { width: 80 }));
  });

  it("has no escape sequence without colours, and the same text with them", () => {
    const plain = reportStylish(bookLending(), { width: 90 });
    expect(plain).not.toContain(escape);
    expect(reportStylish(bookLending(), { width: 90, color: false })).toBe(plain);
    expect(reportStylish(bookLending(), { width: 90, color: 0 })).toBe(plain);
    for (const color of [true, 1, 2, 3] as const) {
      const colored = reportStylish(bookLending(), { width: 90, color });
      expect(colored).toContain(escape);
      expect(stripVTControlCharacters(colored)).toBe(plain);
    }
  });

  it.each([24, 30, 40, 60, 79, 120])("fits into %i columns but for what must stay whole", (width) => {
    const wider = reportStylish(bookLending(), { width })
      .split("\n")
      .filter((line) => widthOf(line) > width);
    const whole = /^(?:\s*(?:\d+ {2})?(?:https:\/\/\S+|more: oma-lint explain \S+|(?:app|src)\/.*:\d+:\d+|oma\/\S+)|(?:app|src)\/.*|.*oma\/\S+)$/;
    expect(wider.filter((line) => !whole.test(line))).toEqual([]);
  });

  it("never grows past a readable width and survives an impossible one", () => {
    const wide = reportStylish(bookLending(), { width: 400 });
    expect(Math.max(...wide.split("\n").map(widthOf))).toBeLessThanOrEqual(120);
    expect(reportStylish(bookLending(), { width: 1 })).toContain("What to do first");
  });

  it("neither lets source text steer the terminal nor file names", () => {
    const odd = finding({ file: "src/a\u001b[2J\nb.ts" as ProjectPath, line: 1, column: 1, endLine: 1, endColumn: 2 });
    const text = reportStylish(bookLending({ findings: [odd, finding(placeOf("src/hostile.ts", "run(reader)"))] }), {});
    expect(text).not.toContain(escape);
    expect(text).not.toMatch(/[\u202a-\u202e]/);
    expect(text).toContain("src/a␛[2J␊b.ts");
  });

  it("shows both ends of a long route", () => {
    const place = placeOf("src/loans/loan.router.ts", "reader");
    const route = Array.from({ length: 31 }, (_, index) => ({ place, message: `hop ${index + 1}` }));
    const text = reportStylish(bookLending({ findings: [finding(place, { route })] }), { width: 80 });
    expect(text.match(/hop \d+/g)).toEqual(["hop 1", "hop 2", "hop 3", "hop 4", "hop 5", "hop 28", "hop 29", "hop 30", "hop 31"]);
    expect(text).toContain("⋮  22 more steps");
  });

  it("does not depend on the order of the findings", () => {
    const { findings } = bookLending();
    expect(reportStylish(bookLending({ findings: [...findings].reverse() }), {})).toBe(reportStylish(bookLending(), {}));
  });
});
