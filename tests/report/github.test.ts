import { describe, expect, it } from "vitest";
import type { ProjectPath, Severity } from "#finding";
import { reportGithub } from "../../src/report/github.ts";
import { bookLending, finding } from "./book-lending.ts";
import { expectGolden } from "./golden.ts";

function many(count: number, severity: Severity) {
  return Array.from({ length: count }, (_, index) =>
    finding({ file: "src/shelf.ts" as ProjectPath, line: index + 1, column: 1, endLine: index + 1, endColumn: 5 }, { severity }),
  );
}

describe("github", () => {
  it("is what GitHub reads", () => {
    expectGolden("github.txt", reportGithub(bookLending(), {}));
  });

  it("is empty without findings", () => {
    expect(reportGithub(bookLending({ findings: [] }), {})).toBe("");
  });

  it("escapes data and properties, so that no text becomes a command", () => {
    const place = { file: "src/a,b:c%d\n.ts" as ProjectPath, line: 1, column: 2, endLine: 1, endColumn: 3 };
    const text = reportGithub(bookLending({ findings: [finding(place, { message: "100%\r\n::error::x, y: z" })] }), {});
    expect(text.split("\n")).toHaveLength(2);
    expect(text).toContain(
      "::error file=src/a%2Cb%3Ac%25d%0A.ts,line=1,endLine=1,col=2,endColumn=3,title=oma/no-raw-sql-interpolation::100%25%0D%0A::error::x, y: z%0AFix: ",
    );
  });

  it("gives no columns to a region of several lines", () => {
    const place = { file: "src/a.ts" as ProjectPath, line: 1, column: 2, endLine: 4, endColumn: 3 };
    expect(reportGithub(bookLending({ findings: [finding(place)] }), {})).toMatch(/^::error file=src\/a\.ts,line=1,endLine=4,title=/);
  });

  it("stays within ten of each kind, most severe first, and counts the rest", () => {
    const findings = [...many(11, "note"), ...many(3, "warning"), ...many(25, "error")];
    const lines = reportGithub(bookLending({ findings }), {}).trimEnd().split("\n");
    const kinds = lines.map((line) => /^::(\w+)/.exec(line)?.[1] ?? line);
    expect(kinds).toEqual([
      ...Array<string>(10).fill("error"),
      ...Array<string>(3).fill("warning"),
      ...Array<string>(10).fill("notice"),
      "oma-lint: 16 more without annotation: 15 errors, 1 note (GitHub shows 10 of each kind per step).",
    ]);
  });

  it("shows what is sure before what is likely", () => {
    const findings = many(12, "error").map((one, index) => ({ ...one, confidence: index < 11 ? ("medium" as const) : one.confidence }));
    expect(reportGithub(bookLending({ findings }), {})).toMatch(/^::error file=src\/shelf\.ts,line=12,/);
  });

  it.each(["packages/api", "./packages/api/", "/packages/api", "packages\\api"])("puts %s before the path", (pathPrefix) => {
    expect(reportGithub(bookLending({ findings: many(1, "error") }), { pathPrefix })).toContain("file=packages/api/src/shelf.ts,");
  });
});
