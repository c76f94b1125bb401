import { describe, expect, it } from "vitest";
import { isConfigPath } from "#project/environment-reads";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-env-outside-config";

describe("fixtures", () => {
  it.each(fixtureFolders("projects", "env-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });
});

it.each([
  ["src/config/mail.ts", true],
  ["src/env.ts", true],
  ["src/mail.config.ts", true],
  ["apps/api/src/environments/prod.ts", true],
  ["src/settings.js", true],
  ["src/loans/loan.service.ts", false],
  ["src/configure-mail.ts", false],
  ["src/loans/environmental-books.ts", false],
])("%s is a config module: %s", (path, expected) => {
  expect(isConfigPath(path as never)).toBe(expected);
});
