import { describe, expect, it, test } from "vitest";
import { ladderOf } from "#project/ladder";
import { openProject } from "#project/open";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

describe("layer-direction", () => {
  test.each(fixtureFolders("projects", "layers-"))("%s: reports where it promises, and nowhere else", async (name) => {
    const run = await runFixtures(fixtureFolder("projects", name), "layer-direction");
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it("shows the chain through modules that belong to no layer", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "layers-chain"), "layer-direction");
    const chain = findings.find((finding) => finding.messageId === "wrongDirection");
    expect(chain?.route.map((step) => step.place.file)).toEqual([
      "src/catalogue/book.repository.ts",
      "src/catalogue/book.repository.ts",
      "src/text/links.ts",
      "src/routes/books.routes.ts",
    ]);
  });

  it("is an error only where the direction is wrong", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "layers-express"), "layer-direction");
    for (const finding of findings) expect(finding.severity).toBe(finding.messageId === "wrongDirection" ? "error" : "warning");
  });
});

test("layer-direction demands the full ladder when it is told to", async () => {
  const run = await runFixtures(fixtureFolder("options", "layer-direction-strict"), "layer-direction");
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});

describe("no-circular-dependency", () => {
  test.each(fixtureFolders("projects", "cycles"))("%s: reports where it promises, and nowhere else", async (name) => {
    const run = await runFixtures(fixtureFolder("projects", name), "no-circular-dependency");
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it("names the chain and shows every import of it", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "cycles"), "no-circular-dependency");
    const three = findings.find((finding) => finding.place.file.startsWith("src/three/"));
    expect(three?.message).toContain("src/three/author.ts → src/three/book.ts → src/three/shelf.ts → src/three/author.ts");
    expect(three?.route.map((step) => `${step.place.file}:${step.place.line} ${step.message}`)).toEqual([
      "src/three/author.ts:1 imports src/three/book.ts",
      "src/three/book.ts:1 imports src/three/shelf.ts",
      "src/three/shelf.ts:1 imports src/three/author.ts",
    ]);
  });
});

test("the ladder tells layers, files and why", () => {
  const ladder = ladderOf(openProject(fixtureFolder("projects", "layers-nest")).layers);
  expect(ladder.steps.map(({ layer, files }) => `${layer} ${files}`)).toEqual(["router 1", "service 3", "repository 2", "model 1", "composition 1"]);
  expect(ladder.steps[0]?.samples).toEqual([{ file: "src/loans/loans.controller.ts", why: "class LoansController is a @Controller()" }]);
  expect(ladder.note).toContain("router → service → repository → model");
});
