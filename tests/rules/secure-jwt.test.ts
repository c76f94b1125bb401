import { describe, expect, it } from "vitest";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "secure-jwt";

describe(rule, () => {
  it("reports where its fixtures promise, and nowhere else", async () => {
    const run = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
    expect(run.expected.length).toBeGreaterThan(35);
  });

  it.each(fixtureFolders("projects", "jwt-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("judges lifetimes when it is told to", async () => {
    expect(differencesOf(await runFixtures(fixtureFolder("options", "secure-jwt-strict"), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("is milder about algorithms that are not named", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "jwt-wrapper"), rule);
    expect(new Set(findings.map(({ messageId, severity }) => `${messageId} ${severity}`))).toEqual(
      new Set(["missingExpiry error", "unpinnedAlgorithms warning"]),
    );
  });

  it("suggests options where they fit", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const texts = findings
      .filter(({ place }) => place.file === "jsonwebtoken.ts")
      .flatMap(({ suggestions }) => suggestions.flatMap(({ edits }) => edits.map(({ text }) => text)));
    expect([...new Set(texts)]).toEqual([
      ', { expiresIn: "15m" }',
      ' expiresIn: "15m",',
      ' expiresIn: "15m" ',
      '{ expiresIn: "15m" }, ',
      ', { algorithms: ["HS256"] }',
      ', { algorithms: ["RS256"] }',
      ' algorithms: ["RS256"],',
    ]);
  });

  it("shows from where a wrapper is called", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "jwt-wrapper"), rule);
    const finding = findings.find(({ place }) => place.file === "src/login.ts");
    expect(finding?.route.map(({ place, message }) => `${place.file}:${String(place.line)} ${message}`)).toEqual([
      "src/login.ts:7 passed on from here",
      "src/tokens.ts:5 sign() is called here",
    ]);
  });
});
