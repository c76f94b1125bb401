import path from "node:path";
import { describe, expect, it } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-in-memory-state";

describe(rule, () => {
  it("reports where fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

  it.each(fixtureFolders("projects", "state-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("shows the way from the handler to the write", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "state-express"), rule);
    const finding = findings.find((item) => item.message.includes("`books`"));
    expect(finding?.severity).toBe("warning");
    expect(finding?.route.map((step) => `${path.basename(step.place.file)}:${String(step.place.line)} ${step.message}`)).toEqual([
      "books.router.js:6 request handler",
      "books.router.js:7 calls addBook()",
      "books.service.js:8 writes books",
    ]);
  });

  it("only notes limits that are counted per process", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    for (const { messageId, severity } of findings) expect(severity).toBe(messageId === "memoryLimits" || messageId === "unboundedCache" ? "note" : "warning");
  });
});
