import { describe, expect, it } from "vitest";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "./fixtures.ts";

/** What containers hand out, and how long it lives, shows in these rules. */
const asking = ["no-shared-orm-session", "no-client-per-request", "no-in-memory-state", "no-raw-sql-interpolation"];

describe.each(fixtureFolders("projects", "containers-"))("%s:", (name) => {
  it.each(asking)("%s reports what is promised, and nothing else", async (rule) => {
    const run = await runFixtures(fixtureFolder("projects", name), rule);
    expect(run.expected).not.toEqual([]);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });
});
