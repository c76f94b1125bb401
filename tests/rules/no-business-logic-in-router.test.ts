import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { effects } from "#catalog/effects";
import { dataLibraries } from "#catalog/data";
import type { LibraryFacts } from "#catalog/facts";
import { lint } from "#engine/lint";
import { openProject } from "#project/open";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-business-logic-in-router";

describe(rule, () => {
  it("reports where the fixtures promise, and nowhere else", async () => {
    const run = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(run.expected.length).toBeGreaterThan(30);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it.each(fixtureFolders("projects", "handlers-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("only notes what a package without services does, and procedures", async () => {
    const oneLayer = await runFixtures(fixtureFolder("projects", "handlers-one-layer"), rule);
    expect(oneLayer.findings.map((finding) => finding.severity)).toEqual(["note"]);
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const notes = new Set(findings.filter((finding) => finding.severity === "note").map((finding) => finding.place.file));
    expect([...notes].sort()).toEqual([
      "app/actions.ts",
      "app/routes/books.tsx",
      "books.procedures.ts",
      "graphql.resolvers.ts",
      "src/routes/loans/+server.ts",
      "trpc.ts",
      "type-graphql.resolver.ts",
    ]);
  });

  it("lists its evidence in words and places", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const finding = findings.find((item) => item.place.file === "thick.ts" && item.message.includes("POST /reminders"));
    expect(finding?.message).toBe(
      "The handler `POST /reminders` does more than HTTP: it hands the result of one call to the next, acts in a loop, computes with loaded values. Move this into a service, and call that.",
    );
    expect(finding?.route.map((step) => `${path.basename(step.place.file)}:${String(step.place.line)} ${step.message}`)).toEqual([
      "thick.ts:60 acts in a loop",
      "thick.ts:61 computes with loaded values",
      "thick.ts:62 hands the result of one call to the next (remindMember)",
    ]);
  });

  it("knows a handler again when a rule is added above its query", async () => {
    const printed = async (text: string): Promise<readonly string[]> => {
      const folder = await mkdtemp(path.join(tmpdir(), "oma-handlers-"));
      await writeFile(path.join(folder, "package.json"), '{ "name": "lending", "dependencies": { "express": "5", "@prisma/client": "6" } }');
      await writeFile(path.join(folder, "shelves.router.ts"), text);
      const { findings } = await lint({ cwd: folder, rules: { [rule]: "warning" } });
      return findings.filter(({ ruleId }) => ruleId === `oma/${rule}`).map(({ fingerprint, place }) => `${fingerprint} ${String(place.line)}`);
    };
    const handler = (lines: string): string =>
      `import { Router } from "express";\nimport { PrismaClient } from "@prisma/client";\nconst prisma = new PrismaClient();\nexport const router = Router();\nrouter.post("/shelves", async (req, res) => {\n  const count = await prisma.shelf.count();\n${lines}  res.json({ count });\n});\n`;
    const [before] = await printed(handler(""));
    const [after] = await printed(handler("  if (count > 40) return res.sendStatus(409);\n"));
    expect([before?.split(" ")[1], after?.split(" ")[1]]).toEqual(["6", "7"]);
    expect(after?.split(" ")[0]).toBe(before?.split(" ")[0]);
  });
});

describe("no unproven fact:", () => {
  const analysis = openProject(fixtureFolder("rules", rule));
  const called = new Set<string>();
  for (const code of analysis.project.productCodes()) {
    for (const id of code.summary.calls) {
      const call = code.expr(id);
      if (call.k === "call") for (const api of analysis.names.apisOf(code, call.c)) called.add(api);
    }
  }
  const { catalog } = analysis.project;
  const isMet = (api: string): boolean => [...called].some((name) => name === api || catalog.isIn(new Set([api]), name));
  const unmet = (facts: LibraryFacts, apis: readonly string[]): string[] => apis.map((api) => `${facts.packages[0] ?? ""}#${api}`).filter((api) => !isMet(api));

  it("every effect is called by a fixture", () => {
    expect(
      effects.flatMap((facts) =>
        unmet(
          facts,
          (facts.effects ?? []).flatMap(({ apis }) => apis),
        ),
      ),
    ).toEqual([]);
  });

  it("every call that asks nothing is made by a fixture", () => {
    expect(dataLibraries.flatMap((facts) => unmet(facts, facts.data?.local ?? []))).toEqual([]);
  });
});
