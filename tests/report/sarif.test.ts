import type { Location, Notification, Region, ReportingDescriptor, Result, Run, SarifLog } from "@microsoft/sarif";
import { describe, expect, it } from "vitest";
import type { ProjectPath } from "#finding";
import { reportSarif } from "../../src/report/sarif.ts";
import { toMessage, toMessageString } from "../../src/report/sarif-messages.ts";
import { toUri } from "../../src/report/sarif-places.ts";
import { ruleOf as reportRuleOf, type ReportInput, type ReportOptions } from "../../src/report/report.ts";
import { bookLending, finding, placeOf, rules, sources } from "./book-lending.ts";
import { expectGolden } from "./golden.ts";

function runOf(changes: Partial<ReportInput> = {}, options: ReportOptions = {}): Run {
  const log = JSON.parse(reportSarif(bookLending(changes), options)) as SarifLog;
  expect(log.runs).toHaveLength(1);
  return log.runs[0] as Run;
}

function resultsOf(changes: Partial<ReportInput> = {}, options: ReportOptions = {}): readonly Result[] {
  return runOf(changes, options).results ?? [];
}

function uriOf(location: Location | undefined): string {
  return location?.physicalLocation?.artifactLocation?.uri ?? "";
}

function ruleOf(run: Run, id: string): ReportingDescriptor | undefined {
  return run.tool.driver.rules?.find((rule) => rule.id === id);
}

/** `primaryLocationLineHash` of line 1 and on of a file with this text, as the report writes it. */
function hashesOf(text: string, lines: number): readonly (string | undefined)[] {
  const findings = Array.from({ length: lines }, (_, index) =>
    finding({ file: "a.ts" as ProjectPath, line: index + 1, column: 1, endLine: index + 1, endColumn: 1 }),
  );
  const project = { ...bookLending().project, readText: () => text };
  return resultsOf({ findings, project }).map((result) => result.partialFingerprints?.["primaryLocationLineHash"]);
}

describe("sarif", () => {
  it("is what we looked at", () => {
    expectGolden("report.sarif", reportSarif(bookLending(), {}));
  });

  it("is written without results too, so that GitHub closes old alerts", () => {
    const text = reportSarif(bookLending({ findings: [], notices: [] }), {});
    expectGolden("report-empty.sarif", text);
    expect((JSON.parse(text) as SarifLog).runs[0]?.results).toEqual([]);
  });

  it("is the same, byte for byte, whatever the order of the input", () => {
    const { findings, notices, project } = bookLending();
    const text = reportSarif(bookLending(), {});
    const backwards = <Value>(record: Readonly<Record<string, Value>>) => Object.fromEntries(Object.entries(record).reverse());
    const reversed = bookLending({
      findings: [...findings].reverse(),
      notices: [...notices].reverse(),
      rules: backwards(rules),
      project: { ...project, rules: backwards(project.rules) },
    });
    expect(reportSarif(bookLending(), {})).toBe(text);
    expect(reportSarif(reversed, {})).toBe(text);
  });

  it("names no absolute path, no clock, no line end of the platform", () => {
    const text = reportSarif(bookLending(), {});
    expect(text).not.toMatch(/\/home\/librarian|file:\/\/|Utc"|\r/);
  });
});

describe("sarif rules", () => {
  it("lists every rule that ran, sorted, and points each result at its own", () => {
    const run = runOf();
    const ids = run.tool.driver.rules?.map((rule) => rule.id) ?? [];
    expect(ids).toEqual([...ids].sort());
    expect(ids).toEqual(expect.arrayContaining([...Object.keys(rules), "oma/parse-error", "oma/undocumented-rule"]));
    for (const result of run.results ?? []) expect(ids[result.ruleIndex ?? -1]).toBe(result.ruleId);
  });

  it("makes only security rules security alerts", () => {
    const run = runOf();
    const security = ruleOf(run, "oma/no-raw-sql-interpolation")?.properties;
    expect(security?.["security-severity"]).toBe("8.8");
    expect(security?.["tags"]).toEqual(["security", "sql", "external/cwe/cwe-089", "cwe-89"]);
    expect(ruleOf(run, "oma/layer-direction")?.properties).not.toHaveProperty("security-severity");
    expect(ruleOf(run, "oma/money-in-minor-units")?.properties?.["problem.severity"]).toBe("recommendation");
  });

  it("relates rules to taxa that are there", () => {
    const run = runOf();
    const taxa = run.taxonomies?.[0]?.taxa?.map((taxon) => taxon.id);
    expect(taxa).toEqual(["CWE-20", "CWE-89", "CWE-1047", "CWE-1287"]);
    const targets = run.tool.driver.rules?.flatMap((rule) => rule.relationships ?? []).map((relation) => relation.target.id);
    expect(new Set(targets)).toEqual(new Set(taxa));
    expect(runOf({ findings: [], rules: {} }).taxonomies).toBeUndefined();
  });

  it("says where this run takes a rule more or less seriously", () => {
    expect(runOf().invocations?.[0]?.["ruleConfigurationOverrides"]).toEqual([
      { descriptor: { id: "oma/layer-direction", index: 0 }, configuration: { level: "warning" } },
    ]);
  });
});

describe("sarif messages", () => {
  it("come with id and arguments that lead to the same text", () => {
    const run = runOf();
    const withId = (run.results ?? []).filter((result) => result.message.id !== undefined);
    expect(withId).toHaveLength(9);
    for (const { ruleId, message } of withId) {
      const template = ruleOf(run, ruleId ?? "")?.messageStrings?.[message.id ?? ""]?.text ?? "";
      const text = template.replace(/\{\{|\}\}|\{(\d+)\}/g, (whole, index: string | undefined) =>
        index === undefined ? whole.charAt(0) : (message.arguments?.[Number(index)] ?? "?"),
      );
      expect(message.text?.replace(/ See \[.*$/, "")).toBe(text);
    }
  });

  it("have no id where the text is another one", () => {
    const rule = { docs: reportRuleOf(bookLending(), "oma/layer-direction").docs, messages: { interpolatedSql: "Text with {{name}} and {{name}}." } };
    const place = placeOf("src/hostile.ts", "run(reader)");
    expect(toMessage(finding(place, { message: "Text with a and b." }), rule, "")).toEqual({ text: "Text with a and b." });
    expect(toMessage(finding(place, { message: "Text with a and a." }), rule, "")).toEqual({
      text: "Text with a and a.",
      id: "interpolatedSql",
      arguments: ["a"],
    });
    expect(toMessageString("{{a}} {b} {{ c }} {{a}}").text).toBe("{0} {{b}} {1} {0}.");
  });

  it("link to the start of the route, and to nothing else", () => {
    const texts = resultsOf().map((result) => result.message.text ?? "");
    expect(texts.filter((text) => / See \[.*\]\(1\)\.$/.test(text))).toHaveLength(3);
    expect(texts.find((text) => text.startsWith("Text is run"))).toBe("Text is run as code: 50 % of it, \\[seen](1), {really}.");
    const untrusted = resultsOf().find((result) => result.message.id === "untrustedSql");
    expect(untrusted?.message.text).toContain(" See [query parameter reader of GET /loans](1).");
    expect(untrusted?.relatedLocations?.map((location) => location.id)).toEqual([1, 2, 3, 4]);
    expect(uriOf(untrusted?.relatedLocations?.[0])).toBe("src/loans/loan.router.ts");
  });
});

describe("sarif places", () => {
  it("are relative, encoded URIs that decode to the path", () => {
    const uris = resultsOf().map((result) => uriOf(result.locations?.[0]));
    expect(uris).toContain("src/ksi%C4%85%C5%BCki%20100%25/caf%C3%A9%20&%20co%231.ts");
    expect(uris).toContain("app/%5Bbranch%5D/@modal/route.ts");
    for (const uri of uris) expect(uri).toMatch(/^[\w%@&./-]+$/);
    for (const path of ["a b.ts", "100%.ts", "q?.ts", "c:d.ts", "#.ts", "貸出/📕.ts", "[id]/(x)/~!$'.ts"]) {
      expect(decodeURIComponent(toUri(path))).toBe(path);
      expect(new URL(toUri(path), "file:///root/").hash).toBe("");
    }
    expect(toUri("lone\ud800.ts")).toBe("lone%EF%BF%BD.ts");
  });

  it("start at the root of the repository", () => {
    const [result] = resultsOf({ findings: [finding(placeOf("src/hostile.ts", "run(reader)"))] }, { pathPrefix: "packages/api" });
    expect(uriOf(result?.locations?.[0])).toBe("packages/api/src/hostile.ts");
  });

  it("have a region that never runs backwards", () => {
    const place = { file: "a.ts" as ProjectPath, line: 3, column: 9, endLine: 0, endColumn: 0 };
    const region = resultsOf({ findings: [finding(place)] })[0]?.locations?.[0]?.physicalLocation?.region;
    expect(region).toEqual({ startLine: 3, startColumn: 9, endLine: 3, endColumn: 9 });
  });

  it("of a route are a code flow in its order", () => {
    const untrusted = resultsOf().find((result) => result.message.id === "untrustedSql");
    const flow = untrusted?.codeFlows?.[0] as { threadFlows: { locations: { location: Location }[] }[] };
    const steps = flow.threadFlows[0]?.locations.map(({ location }) => location.message?.text);
    expect(steps?.[0]).toBe("query parameter reader of GET /loans.");
    expect(steps?.at(-1)).toBe("SQL text of pool.query.");
    expect(steps).toHaveLength(5);
  });

  it("of a suggestion replace exactly its text", () => {
    const fixes = resultsOf().flatMap((result) => result.fixes ?? []) as {
      artifactChanges: { replacements: { deletedRegion: Region; insertedContent: { text: string } }[] }[];
    }[];
    const [replacement] = fixes[0]?.artifactChanges[0]?.replacements ?? [];
    const { startLine = 0, startColumn = 0, endLine, endColumn = 0 } = replacement?.deletedRegion ?? {};
    const line = sources["src/loans/loan.repository.ts"]?.split("\n")[startLine - 1] ?? "";
    expect(endLine).toBe(startLine);
    expect(line.slice(startColumn - 1, endColumn - 1)).toBe(`"SELECT * FROM loans " + where`);
    expect(replacement?.insertedContent.text).toBe(`"SELECT * FROM loans WHERE reader = $1", [reader]`);
  });
});

describe("sarif fingerprints", () => {
  // Values that codeql-action's own fingerprint code gives for these inputs.
  it("are the ones GitHub computes", () => {
    expect(hashesOf("", 1)).toEqual(["c129715d7a2bc9a3:1"]);
    expect(hashesOf(" a\nb\n  \t\tc\n d", 4)).toEqual(["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]);
  });

  it("do not depend on line ends, blanks and tabs, and count repeated lines", () => {
    const [first, second] = hashesOf("lend(book);\r\n".repeat(20), 2);
    expect(first?.endsWith(":1")).toBe(true);
    expect(second).toBe(first?.replace(/1$/, "2"));
    expect(hashesOf("\tlend( book );\n".repeat(20), 2)).toEqual([first, second]);
  });

  it("keep the byte order mark, as the upload action does", () => {
    expect(hashesOf("\ufefflend();", 1)).not.toEqual(hashesOf("lend();", 1));
  });

  it("are left to GitHub where the text cannot be read or has no such line, while ours is always there", () => {
    expect(hashesOf("one line", 2)[1]).toBeUndefined();
    const gone = resultsOf().find((result) => uriOf(result.locations?.[0]) === "src/gone.ts");
    expect(gone?.partialFingerprints).toEqual({ "omaLintFingerprint/v1": "v1-11-7-3" });
  });
});

describe("sarif limits and notifications", () => {
  function notificationsOf(run: Run): readonly Notification[] {
    return run.invocations?.[0]?.toolExecutionNotifications ?? [];
  }

  it("keeps the most severe findings and says how many it left out", () => {
    const run = runOf({}, { maxResults: 9 });
    expect(run.results?.map((result) => result.level)).not.toContain("note");
    expect(run.results).toHaveLength(9);
    expect(notificationsOf(run).at(-1)?.message.text).toMatch(/^3 findings of lower severity are not in this file/);
  });

  it("never writes more than GitHub takes", () => {
    const [one] = bookLending().findings;
    const findings = Array.from({ length: 25_001 }, () => one).flatMap((same) => same ?? []);
    expect(resultsOf({ findings }, { maxResults: 1_000_000 })).toHaveLength(25_000);
  });

  it("says what could not be checked", () => {
    const run = runOf();
    const [parseError] = notificationsOf(run);
    expect(parseError?.descriptor?.id).toBe("oma/parse-error");
    expect(uriOf(parseError?.locations?.[0])).toBe("src/broken.ts");
    expect(run.results?.some((result) => result.ruleId === "oma/parse-error" && result.level === "error")).toBe(true);
    const all = [...notificationsOf(run), ...(run.invocations?.[0]?.toolConfigurationNotifications ?? [])];
    expect(all).toHaveLength(4);
    for (const { descriptor } of all) expect(run.tool.driver.notifications?.[descriptor?.index ?? -1]?.id).toBe(descriptor?.id);
  });

  it("shortens a route GitHub would refuse", () => {
    const place = placeOf("src/loans/loan.router.ts", "reader");
    const route = Array.from({ length: 12_000 }, (_, index) => ({ place: { ...place, line: index + 1, endLine: index + 1 }, message: `hop ${index}` }));
    const [result] = resultsOf({ findings: [finding(place, { route })] });
    const flow = result?.codeFlows?.[0] as { threadFlows: { locations: unknown[] }[] };
    expect(flow.threadFlows[0]?.locations).toHaveLength(1000);
    expect(result?.relatedLocations).toHaveLength(100);
  });

  it("files alerts under a category when asked to", () => {
    expect(runOf().automationDetails).toBeUndefined();
    expect(runOf({}, { category: "api" }).automationDetails?.id).toBe("api/");
  });
});
