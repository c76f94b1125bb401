import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { differencesOf, expectPromised, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "require-auth-rate-limit";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

describe("across files, and for whole applications:", () => {
  it.each(fixtureFolders("projects", "rate-limit-"))("%s", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });
});

describe("suggests the limiter of other routes:", () => {
  const folder = fixtureFolder("projects", "rate-limit-shared");

  it("its variable, or its import", async () => {
    const { findings } = await runFixtures(folder, rule);
    const suggested = findings.flatMap(({ place, suggestions }) => suggestions.map(({ message }) => `${place.file}:${String(place.line)} ${message}`));
    expect(suggested.sort()).toEqual([
      "src/entrance.controller.ts:12 Put `EntryThrottler` in front of it, as in front of other routes.",
      "src/routes/members.ts:6 Put `entryLimiter` in front of it, as in front of other routes.",
      "src/routes/members.ts:9 Put `entryLimiter` in front of it, as in front of other routes.",
      "src/staff/entrance.ts:4 Put `entryLimiter` in front of it, as in front of other routes.",
    ]);
  });

  it("and is content with what it suggested", async () => {
    const copy = mkdtempSync(path.join(tmpdir(), "limits-"));
    try {
      cpSync(folder, copy, { recursive: true });
      let left = (await runFixtures(copy, rule)).findings;
      for (const before = left.length; left.some(({ suggestions }) => suggestions.length > 0); left = (await runFixtures(copy, rule)).findings) {
        expect(left.length).toBeLessThanOrEqual(before);
        const found = left.find(({ suggestions }) => suggestions.length > 0);
        const file = path.join(copy, found?.place.file ?? "");
        let text = readFileSync(file, "utf8");
        for (const { start, end, text: put } of (found?.suggestions[0]?.edits ?? []).toSorted((a, b) => b.start - a.start))
          text = text.slice(0, start) + put + text.slice(end);
        writeFileSync(file, text);
      }
      // The file that uses the name for something else has no suggestion.
      expect(left.map(({ place }) => place.file)).toEqual(["src/routes/codes.ts"]);
      expect(readFileSync(path.join(copy, "src/staff/entrance.ts"), "utf8")).toContain(
        'import { Router } from "express";\nimport { entryLimiter } from "../limits.ts";\n',
      );
      expect(readFileSync(path.join(copy, "src/entrance.controller.ts"), "utf8")).toContain('  @UseGuards(EntryThrottler)\n  @Post("register")');
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it("none where it is not known which one is meant", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "rate-limit-several"), rule);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.flatMap(({ suggestions }) => suggestions)).toEqual([]);
  });
});
