import path from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { afterAll, describe, expect, test } from "vitest";
import { cruiseWith } from "#engine/cruiser";
import { lint } from "#engine/lint";
import { beyondUs, type CruiserRuleSet, cruiserViolations } from "#graph/cruiser-rules";
import { openProject } from "#project/open";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const files = {
  "package.json": { name: "book-lending", type: "module" },
  "src/modules/loans/loan.ts":
    'import { member } from "../members/member";\nimport { fine } from "./fine";\nimport type { Shelf } from "../../shared/shelf";\nexport const loan = (shelf: Shelf) => [member, fine, shelf];\n',
  "src/modules/loans/fine.ts": 'import { loan } from "./loan";\nexport const fine = () => loan;\n',
  "src/modules/members/member.ts": 'import { card } from "./card";\nexport { rules } from "./rules";\nexport const member = card;\n',
  "src/modules/members/card.ts": 'import { rules } from "./rules";\nexport const card = rules;\n',
  "src/modules/members/rules.ts": 'import type { Card } from "./card-type";\nexport const rules: Card[] = [];\n',
  "src/modules/members/card-type.ts": 'import type { member } from "./member";\nexport type Card = typeof member;\n',
  "src/shared/shelf.ts": 'export interface Shelf {\n  name: string;\n}\nexport const load = () => import("../modules/loans/loan");\n',
  "src/main.js": 'const { load } = require("./shared/shelf");\nmodule.exports = load;\n',
};

const apart = {
  name: "modules-apart",
  severity: "error",
  comment: "each module alone",
  from: { path: "^src/modules/([^/]+)/" },
  to: { path: "^src/modules/", pathNot: "^src/modules/$1/" },
};
const circular = { name: "no-circular", severity: "warn", from: {}, to: { circular: true } };
const inShared = { name: "shared-knows-nobody", severity: "info", from: { path: "^src/shared" }, to: { path: ["^src/modules/", "^src/main"] } };
const noFs = { name: "no-fs", severity: "error", from: {}, to: { path: "^fs$" } };

async function theirs(root: string, { options, ...ruleSet }: CruiserRuleSet, paths: readonly string[]): Promise<string[]> {
  const { output } = await cruise([...paths], { ...options, ruleSet, validate: true, baseDir: root } as unknown as ICruiseOptions);
  return (output as ICruiseResult).modules
    .flatMap(({ source, dependencies }) => dependencies.flatMap(({ resolved, rules = [] }) => rules.map(({ name }) => `${name}: ${source} > ${resolved}`)))
    .sort();
}

describe("rules of dependency-cruiser", () => {
  test.each([
    ["types left out", { options: {} }],
    ["types counted", { options: { tsPreCompilationDeps: true } }],
    ["a part of the files", { options: { tsPreCompilationDeps: true, includeOnly: "^src/modules", exclude: "card\\.ts$" } }],
    ["files not followed", { options: { doNotFollow: { path: "loans/fine" } } }],
  ])("mean the same to our engine: %s", async (_, { options }) => {
    const root = makeTree(files);
    const ruleSet: CruiserRuleSet = { forbidden: [apart, circular], options };
    expect(beyondUs(ruleSet)).toBeUndefined();
    const analysis = openProject(root);
    const ours = cruiserViolations(ruleSet, analysis.laws.book.graph).map(({ rule, dependency, to }) => `${rule.name}: ${dependency.from} > ${to}`);
    const before = process.cwd();
    process.chdir(root);
    try {
      expect([...new Set(ours)].sort()).toEqual(await theirs(root, ruleSet, analysis.project.paths));
    } finally {
      process.chdir(before);
    }
  });

  test.each([
    [{ forbidden: [noFs] }, "packages"],
    [{ forbidden: [inShared, { ...circular, to: { circular: true, via: "x" } }] }, "to.via"],
    [{ forbidden: [{ ...apart, from: { orphan: true } }] }, "from.orphan"],
    [{ forbidden: [{ ...apart, to: { path: "^src/a/|^lodash" } }] }, "packages"],
    [{ forbidden: [{ ...apart, to: { path: "^fs/promises" } }] }, "packages"],
    [{ allowed: [apart] }, "allowed"],
    [{ forbidden: [apart], options: { webpackConfig: {} } }, "webpackConfig"],
  ])("%j is left to dependency-cruiser", (ruleSet, why) => {
    expect(beyondUs(ruleSet as CruiserRuleSet)).toContain(why);
  });

  test.each([
    ["our engine", [apart, circular]],
    ["dependency-cruiser", [apart, circular, noFs]],
  ])("are findings with a line, by %s", async (_, forbidden) => {
    const cwd = makeTree({
      ...files,
      "src/read.ts": 'import { readFileSync } from "fs";\nexport const read = readFileSync;\n',
      ".dependency-cruiser.json": { forbidden },
    });
    const { findings } = await lint({ cwd, rules: { "no-circular-dependency": "off", "layer-direction": "off" } });
    expect(findings.map(({ place, messageId, severity }) => `${place.file}:${place.line} ${messageId} ${severity}`)).toEqual(
      [
        expect.stringMatching(/^src\/modules\/loans\/(?:fine\.ts:1|loan\.ts:2) cruiserCycle warning$/),
        ...(forbidden.includes(noFs)
          ? ["src/modules/loans/loan.ts:1 cruiserRule error", "src/read.ts:1 cruiserRule error"]
          : ["src/modules/loans/loan.ts:1 cruiserRule error"]),
      ].sort(),
    );
    expect(findings.find(({ messageId }) => messageId === "cruiserRule")?.message).toBe(
      "`src/modules/members/member.ts` breaks dependency-cruiser's rule `modules-apart`. Each module alone.",
    );
    expect(findings.find(({ messageId }) => messageId === "cruiserCycle")?.route.length).toBe(2);
  });

  test("are left out when the configuration says so, and a directive suppresses them in place", async () => {
    const suppressed = {
      ...files,
      "src/modules/loans/loan.ts": `// eslint-disable-next-line oma/no-forbidden-dependency -- until spring\n${files["src/modules/loans/loan.ts"]}`,
    };
    const off = { "no-circular-dependency": "off", "layer-direction": "off" } as const;
    const rules = { ".dependency-cruiser.json": { forbidden: [apart] } };
    expect((await lint({ cwd: makeTree({ ...suppressed, ...rules }), rules: off })).findings).toEqual([]);
    const without = { ...files, ...rules, "oma-lint.config.json": { architecture: { dependencyCruiser: false } } };
    expect((await lint({ cwd: makeTree(without), rules: off })).findings).toEqual([]);
  });

  test("that would be called kept without looking are refused", async () => {
    const root = makeTree({
      ...files,
      "node_modules/dependency-cruiser/src/main/index.mjs":
        'export const allExtensions = [{ extension: ".ts", available: false }, { extension: ".js", available: true }];\nexport const cruise = async () => ({ output: { modules: [], summary: { violations: [] } } });\n',
    });
    await expect(cruiseWith(root, ".dependency-cruiser.json", { forbidden: [noFs] }, ["src/main.ts"])).rejects.toThrow(
      "without looking: it cannot read .ts here",
    );
    await expect(cruiseWith(root, ".dependency-cruiser.json", { forbidden: [noFs] }, [path.join("src", "main.js")])).rejects.toThrow(
      "it found no module at all",
    );
  });

  test("for a few files are not run where they need the whole project, and that is said", async () => {
    const cwd = makeTree({ ...files, ".dependency-cruiser.json": { forbidden: [noFs] } });
    const { notices } = await lint({ cwd, paths: ["src/main.js"] });
    expect(notices.map(({ message }) => message)).toContainEqual(expect.stringContaining("The rules of .dependency-cruiser.json were not run"));
  });
});
