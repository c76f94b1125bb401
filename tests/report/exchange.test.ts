import { describe, expect, it } from "vitest";
import type { Finding } from "#finding";
import { formats, type ReportFormat, type ReportInput } from "../../src/report/report.ts";
import { bookLending, sources } from "./book-lending.ts";
import { expectGolden } from "./golden.ts";

const empty = (): ReportInput => bookLending({ findings: [] });
const hostile = "<script>alert(1)</script> & \"'`|@ada #1 ]]> \u0000\ud800";

/** The same findings with a message and a fingerprint nobody would choose. */
function hostileInput(): ReportInput {
  const input = bookLending();
  return { ...input, findings: input.findings.map((finding): Finding => ({ ...finding, message: hostile, ruleId: `${finding.ruleId}"<&` })) };
}

/** The elements of an XML text in order; throws when it is not well-formed. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const found: string[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const rest = body.replace(
    /<(\/?)([a-z]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#\d+);[^"<&]*)*")*)(\/?)>|[^<&]+|&(?:amp|lt|gt|quot|#\d+);/g,
    (_all, close: string, name?: string, _attributes?: string, self?: string) => {
      if (name === undefined) return "";
      if (close === "/") expect(open.pop()).toBe(name);
      else {
        found.push(name);
        if (self !== "/") open.push(name);
      }
      return "";
    },
  );
  expect(rest).toBe("");
  expect(open).toEqual([]);
  expect(xml).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f]/);
  return found;
}

describe("reports for other tools", () => {
  it.each<[ReportFormat, string]>([
    ["junit", "junit.xml"],
    ["checkstyle", "checkstyle.xml"],
    ["gitlab", "gitlab.json"],
    ["rdjson", "reviewdog.json"],
    ["markdown", "summary.md"],
    ["agent", "agent.txt"],
    ["html", "report.html"],
  ])("%s looks as it always did", async (format, name) => {
    expectGolden(name, await formats[format](bookLending(), { pathPrefix: "services/lending" }));
  });

  it.each(["junit", "checkstyle"] as const)("%s is well-formed whatever code says", async (format) => {
    const count = bookLending().findings.length;
    const names = elementsOf(await formats[format](hostileInput(), {}));
    expect(names.filter((name) => name === (format === "junit" ? "failure" : "error"))).toHaveLength(count);
    elementsOf(await formats[format](empty(), {}));
  });

  it("JUnit has a case even when there is no finding", async () => {
    expect(elementsOf(await formats.junit(empty(), {}))).toEqual(["testsuites", "testsuite", "testcase"]);
  });

  it("GitLab gets paths from the repository's root, and fingerprints that are each somebody's own", async () => {
    const issues = JSON.parse(await formats.gitlab(bookLending(), { pathPrefix: "services/lending" })) as {
      fingerprint: string;
      severity: string;
      location: { path: string; lines: { begin: number } };
    }[];
    expect(issues).toHaveLength(bookLending().findings.length);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    expect(issues.every(({ location }) => location.path.startsWith("services/lending/") && location.lines.begin > 0)).toBe(true);
    expect(new Set(issues.map(({ severity }) => severity))).toEqual(new Set(["critical", "major", "minor"]));
    expect(await formats.gitlab(empty(), {})).toBe("[]\n");
  });

  it("reviewdog gets columns in bytes", async () => {
    const input = bookLending();
    const { diagnostics } = JSON.parse(await formats.rdjson(input, {})) as {
      diagnostics: { location: { path: string; range: { start: { line: number; column: number }; end: { line: number; column: number } } } }[];
    };
    const wide = input.findings.findIndex(({ place }) => place.file.includes("[branch]"));
    expect(wide).toBeGreaterThanOrEqual(0);
    const { place } = input.findings[wide] as Finding;
    const found = diagnostics.find(({ location }) => location.path === place.file && location.range.start.line === place.line);
    const line = (sources[place.file] ?? "").split("\n")[place.line - 1] ?? "";
    const bytes = Buffer.from(line).subarray((found?.location.range.start.column ?? 0) - 1, (found?.location.range.end.column ?? 0) - 1);
    expect(bytes.toString("utf8")).toBe(line.slice(place.column - 1, place.endColumn - 1));
  });

  it("Markdown takes nothing of a message for markup but code", async () => {
    const text = await formats.markdown(hostileInput(), {});
    expect(text).not.toMatch(/<script|@ada|[^&]#1 /);
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    for (const row of rows) expect([3, 5]).toContain(row.split("|").length - 2);
  });

  it("Markdown stays short, and says what it leaves out", async () => {
    const input = bookLending();
    const many = Array.from({ length: 40 }, () => input.findings).flat();
    const text = await formats.markdown({ ...input, findings: many }, {});
    expect(text).toContain(`${many.length - 50} more are not listed here.`);
    expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  });

  it("an agent reads each recipe once, and no escape reaches a terminal", async () => {
    const text = await formats.agent(bookLending(), {});
    const recipes = text.split("\n").filter((line) => line.includes("More: oma-lint explain"));
    expect(recipes).toHaveLength(new Set(bookLending().findings.map(({ ruleId }) => ruleId)).size);
    expect(text).not.toContain("\u001b");
    expect(text.length).toBeLessThan((await formats.stylish(bookLending(), {})).length * 0.75);
  });

  it("a baseline's findings are counted, not listed", async () => {
    const input = bookLending();
    const known = input.findings.map((finding): Finding => ({ ...finding, severity: "note" }));
    expect(await formats.markdown({ ...input, findings: [], known }, {})).toContain(`${known.length} accepted findings in the baseline.`);
    expect(elementsOf(await formats.junit({ ...input, findings: [], known }, {}))).toHaveLength(3);
  });
});
