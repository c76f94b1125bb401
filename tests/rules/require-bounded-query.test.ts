import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { projections } from "#catalog/projections";
import { lint } from "#engine/lint";
import { openProject } from "#project/open";
import { wholeRowReads } from "#project/whole-row-reads";
import { rules as allRules } from "#rules/index";
import { applySuggestions, differencesOf, expectPromised, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "require-bounded-query";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

it("knows the tables of packages that no workspace names, and of a folder of models that loads itself", () =>
  expectPromised(fixtureFolder("projects", "bounded-nested-packages"), rule, 3));

it("only notes, and shows the way from the handler", async () => {
  const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(new Set(findings.map((item) => item.severity))).toEqual(new Set(["note"]));
  expect(findings[0]?.route.map((step) => step.message)).toEqual(["request handler", "reads every row"]);
});

it("says so where only some of the requests get to a read", async () => {
  const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
  const own = findings.filter(({ place }) => place.file.endsWith("branches.ts"));
  const told = own.map(({ place, message }) => [place.line, message.includes("for each request that takes this branch")]);
  expect(told).toEqual([
    [11, true],
    [23, true],
    [28, true],
    [37, false],
    [49, false],
  ]);
});

it("tells with the option strict also of rows nobody knows the end of", async () => {
  const told = async (preset: "recommended" | "strict") => {
    const { findings } = await lint({ cwd: fixtureFolder("rules", rule), config: false, preset });
    const own = findings.filter(({ ruleId, place }) => ruleId === `oma/${rule}` && place.file === "answered.ts");
    return own.filter(({ messageId }) => messageId !== "wholeRows").map(({ messageId }) => messageId);
  };
  const known = await told("recommended");
  expect(known).not.toContain("siftedRows");
  expect(await told("strict")).toHaveLength(known.length + 3);
});

it("runs in the preset recommended", async () => {
  const { findings } = await lint({ cwd: fixtureFolder("rules", rule), config: false, preset: "recommended" });
  expect(findings.filter((item) => item.ruleId === `oma/${rule}`)).not.toEqual([]);
});

describe("whole rows of which a field or two are used", () => {
  const folder = fixtureFolder("projects", "project-fields");
  const copy = mkdtempSync(path.join(tmpdir(), "project-fields-"));
  afterAll(() => rmSync(copy, { recursive: true }));

  it("are reported where the fixtures promise, and nowhere else", async () => {
    const run = await runFixtures(folder, rule);
    expect(run.expected.length).toBeGreaterThan(30);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it("meet every read the catalogue knows a projection of", () => {
    const { names, project } = openProject(folder);
    const met = new Set(
      [...project.productCodes()].flatMap((code) => wholeRowReads(names, code).flatMap(({ operation: { api } }) => [api, withAnyModel(api)])),
    );
    const known = Object.entries(projections).flatMap(([library, facts]) => facts.flatMap(({ apis }) => apis.map((api) => `${library}#${api}`)));
    expect(known.filter((api) => !met.has(api))).toEqual([]);
  });

  it("are no longer read after the suggestion is taken, and the code still parses", async () => {
    cpSync(folder, copy, { recursive: true });
    const { findings } = await runFixtures(copy, rule);
    const suggested = applySuggestions(copy, findings);
    expect(suggested).toBeGreaterThan(28);
    const after = await runFixtures(copy, rule);
    const left = after.findings.map((item) => `${item.place.file} ${item.message}`);
    // Two of them are seen by other functions, whose types a suggestion cannot know.
    expect(left).toHaveLength(findings.length - suggested);
    expect(left.every((text) => text.includes("`findMany()` brings whole rows"))).toBe(true);
    const written = readFileSync(path.join(copy, "src", "libraries.ts"), "utf8");
    for (const text of [
      "db.select({ title: books.title }).from(books).where(",
      "findMany({ columns: { title: true }, limit: 1 })",
      "findFirst({ columns: { title: true } })",
      'knex("books").select("title").where("shelf", id)',
      'knex("books").select("title").where({ id }).first()',
      'selectFrom("books").select(["title"]).execute()',
      "members.find({ city }, { projection: { name: 1 } }).toArray()",
      'Loan.find({ title }).select("due").sort("due").lean()',
      'Reader.query().select("name").where(',
      'Author.findAll({ attributes: ["name"], where: { born: id } })',
      'Author.findByPk(id, { attributes: ["name"] })',
      'em.find(Room, {}, { fields: ["name"] })',
    ])
      expect(written).toContain(text);
    expect(readFileSync(path.join(copy, "src", "typeorm.ts"), "utf8")).toContain("this.books.findOneOrFail({ where: { id }, select: { title: true } })");
  });

  it("are only told on request: by the option, or by the preset strict", async () => {
    const rules = Object.fromEntries(Object.keys(allRules).map((id) => [id, id === rule ? "warning" : "off"] as const));
    const run = async (preset: "recommended" | "strict"): Promise<string[]> =>
      (await lint({ cwd: folder, config: false, preset, rules })).findings.map((item) => item.messageId);
    expect(await run("recommended")).not.toContain("wholeRows");
    expect(await run("strict")).toContain("wholeRows");
  });
});

/** `PrismaClient.loan.findMany` is `PrismaClient.*.findMany`. */
function withAnyModel(api: string): string {
  const parts = api.split(".");
  return parts.length < 3 ? api : [...parts.slice(0, -2), "*", parts.at(-1)].join(".");
}
