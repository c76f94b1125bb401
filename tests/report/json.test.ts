import { describe, expect, it } from "vitest";
import { reportJson } from "../../src/report/json.ts";
import { bookLending } from "./book-lending.ts";
import { expectGolden } from "./golden.ts";

interface Report {
  readonly findings: readonly Record<string, unknown>[];
}

describe("json", () => {
  it("is version 1 as published", () => {
    expectGolden("report.json", reportJson(bookLending()));
    expectGolden("report-empty.json", reportJson(bookLending({ findings: [], notices: [] })));
  });

  it("has the published properties in the published order", () => {
    const report = JSON.parse(reportJson(bookLending())) as Report;
    expect(Object.keys(report)).toEqual(["schemaVersion", "tool", "findings", "summary", "notices"]);
    const keys = "ruleId messageId severity confidence message file line column endLine endColumn fingerprint route";
    for (const finding of report.findings) expect(Object.keys(finding)).toEqual(keys.split(" "));
    const [step] = report.findings.flatMap((finding) => finding["route"] as object[]);
    expect(Object.keys(step ?? {})).toEqual(["file", "line", "column", "message"]);
  });

  it("does not depend on the order of its input and knows no absolute path", () => {
    const { findings, notices } = bookLending();
    const text = reportJson(bookLending({ findings: [...findings].reverse(), notices: [...notices].reverse() }));
    expect(text).toBe(reportJson(bookLending()));
    expect(text).not.toContain("/home/librarian");
  });
});
