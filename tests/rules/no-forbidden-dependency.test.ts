import { afterAll, describe, expect, it, test } from "vitest";
import { lint } from "#engine/lint";
import { expectPromised, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const rule = "no-forbidden-dependency";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));

test.each(fixtureFolders("projects", "laws-"))("%s: reports where it promises, and nowhere else", (name) =>
  expectPromised(fixtureFolder("projects", name), rule),
);

describe("a finding", () => {
  it("says the law and why it is there", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "laws-all"), rule);
    const sibling = findings.find(({ messageId, place }) => messageId === "privateModule" && place.file === "src/modules/fines/index.ts");
    expect(sibling?.message).toBe(
      "`src/modules/members/internal/report.ts` is private to src/modules/members/ by the law `insides`. Nobody else is meant to know.",
    );
  });

  it("shows the chain of a dependency that is not direct", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "laws-all"), rule);
    const chain = findings.find(({ messageId }) => messageId === "forbiddenChain");
    expect(chain?.route.map(({ place, message }) => `${place.file}:${place.line} ${message}`)).toEqual([
      "src/desk/loans.ts:2 imports src/mail/remind.ts",
      "src/mail/remind.ts:1 imports src/storage/pool.ts",
      "src/storage/pool.ts:1 imports pg",
    ]);
  });

  it("is as severe as its law, and a deprecated dependency is a warning", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "laws-all"), rule);
    const severityOf = (id: string) => findings.find(({ messageId }) => messageId === id)?.severity;
    expect(severityOf("independentPart")).toBe("warning");
    expect(severityOf("deprecated")).toBe("warning");
    expect(severityOf("notAllowed")).toBe("error");
    expect(severityOf("unusedException")).toBe("warning");
  });
});

test("what has no effect in a configuration that is JSON is a finding too, where it stands", async () => {
  const { findings } = await lint({ cwd: fixtureFolder("options", "laws-json") });
  expect(findings.map(({ place, messageId }) => `${place.file}:${place.line} ${messageId}`)).toEqual([
    "oma-lint.config.json:5 emptyLaw",
    "oma-lint.config.json:8 expiredException",
  ]);
});

test("a run over a few files does not judge the configuration", async () => {
  const { findings } = await lint({ cwd: fixtureFolder("options", "laws-json"), paths: ["src"] });
  expect(findings).toEqual([]);
});

test("imports that lead nowhere are told when they are too many", async () => {
  const { notices } = await lint({ cwd: fixtureFolder("options", "laws-unresolved"), config: false });
  expect(notices.filter(({ kind }) => kind === "graph").map(({ message }) => message)).toEqual([
    "The import graph is incomplete: 1 of 2 imports of the project's own files (50.0 %) lead nowhere; cycles and broken laws may be missing.",
  ]);
});

test("licences of installed packages are read; what is not installed accuses nobody", async () => {
  const cwd = makeTree({
    "package.json": { name: "book-lending" },
    "oma-lint.config.json": { architecture: { laws: [{ name: "free", reason: "the source is given away", licences: { forbid: ["GPL-*"] } }] } },
    "src/shelves.ts": ["free-shelf", "copyleft-shelf", "either-shelf", "both-shelf", "not-installed"].map((name) => `import "${name}";`).join("\n"),
    "node_modules/free-shelf/package.json": { name: "free-shelf", license: "MIT" },
    "node_modules/copyleft-shelf/package.json": { name: "copyleft-shelf", license: "GPL-3.0-only" },
    "node_modules/either-shelf/package.json": { name: "either-shelf", license: "(MIT OR GPL-3.0-only)" },
    "node_modules/both-shelf/package.json": { name: "both-shelf", licenses: [{ type: "MIT AND GPL-2.0" }] },
  });
  const { findings } = await lint({ cwd });
  expect(findings.map(({ place, message }) => `${place.line} ${message}`)).toEqual([
    "2 The licence of `copyleft-shelf` is GPL-3.0-only, which the law `free` does not accept. The source is given away.",
    "4 The licence of `both-shelf` is MIT AND GPL-2.0, which the law `free` does not accept. The source is given away.",
  ]);
});
