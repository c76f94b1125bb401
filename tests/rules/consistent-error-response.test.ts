import { describe, expect, it } from "vitest";
import { differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "consistent-error-response";

describe(rule, () => {
  it("reports where fixtures promise, and nowhere else", async () => {
    expect(differencesOf(await runFixtures(fixtureFolder("rules", rule), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("says which status is answered, and past which handler", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const messages = findings.filter(({ place }) => place.file.includes("/express/")).map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringMatching(/^This handler answers 400 .*central handler in packages\/express\/answer\.ts\./),
      expect.stringContaining("answers 404"),
      expect.stringContaining("answers 403"),
    ]);
  });
});
