import { describe, expect, it } from "vitest";
import { isPasswordName } from "#project/password-names";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "strong-password-hash";

describe(rule, () => {
  it("reports where its fixtures promise, and nowhere else", async () => {
    const run = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
    expect(run.expected.length).toBeGreaterThan(40);
  });

  it.each(fixtureFolders("projects", "password-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("sets the bar higher when it is told to", async () => {
    expect(differencesOf(await runFixtures(fixtureFolder("options", "strong-password-hash-strict"), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("suggests a cost of 12 where the number is written", async () => {
    const { findings } = await runFixtures(fixtureFolder("options", "strong-password-hash-strict"), rule);
    expect(findings.map(({ suggestions }) => suggestions.flatMap(({ edits }) => edits.map(({ text }) => text)))).toEqual([["12"], ["12"], []]);
  });

  it("shows where a password enters a helper", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "password-helper"), rule);
    expect(findings[0]?.route.map(({ place, message }) => `${place.file}:${String(place.line)} ${message}`)).toEqual([
      "src/readers.ts:5 a password",
      "src/digest.ts:3 hashed here",
    ]);
  });
});

describe("password names", () => {
  it.each(["password", "newPassword", "clearTextPassword", "user_passwd", "pwd", "passphrase", "password1", "passwordConfirmation", "PASSWORD", "pwtext"])(
    "%s is one",
    (name) => {
      expect(isPasswordName(name)).toBe(true);
    },
  );

  it.each([
    "passwordHash",
    "hashedPassword",
    "passwordResetToken",
    "resetPasswordUrl",
    "encryptedPassword",
    "oneTimePassword",
    "hasPassword",
    "passwordField",
    "passport",
    "compass",
    "email",
    "token",
    "passwordless",
  ])("%s is none", (name) => {
    expect(isPasswordName(name)).toBe(false);
  });
});
