import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { afterAll, describe, expect, test } from "vitest";
import type { Law } from "#config/architecture";
import { convert, toRuleSet } from "#drawing/rule-set";
import { openProject } from "#project/open";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const files = {
  "package.json": { name: "lending", type: "module", dependencies: { pg: "^8.0.0" } },
  "src/modules/loans/index.ts":
    'import { member } from "../members";\nimport { card } from "../members/internal/card";\nexport const loans = [member, card];\n',
  "src/modules/members/index.ts": 'import { card } from "./internal/card";\nimport { save } from "../../storage/save";\nexport const member = [card, save];\n',
  "src/modules/members/internal/card.ts": 'import { text } from "../../../plain/text";\nexport const card = text;\n',
  "src/modules/members/card.test.ts": 'import { loans } from "../loans";\nloans.at(0);\n',
  "src/storage/save.ts":
    'import { Pool } from "pg";\nimport type { member } from "../modules/members";\nexport const save = (of: typeof member) => [new Pool(), of];\n',
  "src/plain/text.ts": 'import { count } from "./count";\nexport const text = count;\n',
  "src/plain/count.ts": 'import { save } from "../storage/save";\nimport { Pool } from "pg";\nexport const count = [save, Pool];\n',
  "node_modules/pg/package.json": { name: "pg", version: "8.0.0", main: "index.js" },
  "node_modules/pg/index.js": "exports.Pool = class {};\n",
};

const laws: Record<string, Omit<Law, "name" | "reason">> = {
  "forbid with captures": { from: "src/modules/<m>", forbid: { path: "src/modules/<other>", not: "src/modules/<m>" } },
  "forbid a list": { from: "src/plain/**", forbid: ["src/storage", { package: "pg" }] },
  "forbid without types": { from: ["src/storage", "src/plain"], forbid: ["src/modules", "src/storage"], types: "ignore" },
  "forbid types alone": { forbid: "src/modules", types: "only" },
  "forbid for tests too": { from: "src/modules/members", forbid: "src/modules/loans", tests: true },
  allow: { from: "src/modules/<m>", allow: ["src/modules/<m>", "src/storage"] },
  "allow with packages": { from: "src/plain", allow: ["src/storage", { package: "zod" }] },
  require: { from: ["src/storage", "src/plain/*.ts"], require: "src/plain/count.ts" },
  "only from": { of: { package: "pg" }, onlyFrom: "src/storage" },
  public: { of: "src/modules/<m>", public: "src/modules/<m>/index.ts" },
  private: { private: "**/internal" },
  independent: { independent: "src/modules/<m>" },
};

describe("laws exported to dependency-cruiser", () => {
  test.each(Object.entries(laws))("%s: the same breaches there", async (_, demand) => {
    const root = makeTree(files);
    const law: Law = { name: "the-law", reason: "because", ...demand };
    const analysis = openProject(root, { architecture: { laws: [law] } });
    const { book } = analysis.laws;
    const { rules, unspoken } = convert(book);
    expect(unspoken).toEqual([]);
    const ours = book.graph.modules.flatMap((module) =>
      book
        .violationsOf(module)
        .map(
          ({ from, to, messageId }) =>
            `${from} > ${messageId === "missing" || to === undefined ? from : to.kind === "module" ? to.path : to.kind === "package" ? to.name : ""}`,
        ),
    );
    const before = process.cwd();
    process.chdir(root);
    try {
      const asked = { ruleSet: rules, validate: true, tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" } };
      const { output } = await cruise([...analysis.project.paths], asked as ICruiseOptions);
      const theirs = (output as ICruiseResult).summary.violations.map(({ from, to }) => `${from} > ${to.replace(/^node_modules\/([^/]+).*$/, "$1")}`);
      expect([...new Set(ours)].sort()).not.toEqual([]);
      expect([...new Set(theirs)].sort()).toEqual([...new Set(ours)].sort());
    } finally {
      process.chdir(before);
    }
  });

  test("layers become rules for each pair, and what cannot be said is said to be left out", () => {
    const architecture = {
      layers: [
        { name: "modules", files: "src/modules" },
        { name: "storage", files: "src/storage" },
      ],
      laws: [{ name: "few", reason: "because", of: "src", limits: { dependencies: 3 } }],
    };
    const text = toRuleSet(openProject(makeTree(files), { architecture }).laws.book);
    expect(text).toContain('"name": "layers-storage-to-modules"');
    expect(text).toContain("// Left out: few (the number of dependencies of a module).");
  });
});
