import { afterAll, describe, expect, test } from "vitest";
import { lint } from "#engine/lint";
import { join } from "node:path";
import { ESLint } from "eslint";
import * as parser from "@typescript-eslint/parser";
import plugin from "../../src/plugin.ts";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

const workspace = {
  "package.json": { name: "lending", private: true, workspaces: ["packages/*"] },
  // The database is known to one package alone; another one asks it through a function of its own.
  "packages/data/package.json": { name: "@lending/data", type: "module", exports: "./src/index.ts", dependencies: { pg: "8" } },
  "packages/data/src/index.ts":
    'import { Pool } from "pg";\nconst pool = new Pool();\nexport async function runReport(text: string) {\n  return pool.query(text);\n}\n',
  "packages/loans/package.json": { name: "@lending/loans", type: "module", dependencies: { "@lending/data": "*", express: "5" } },
  "packages/loans/src/router.ts":
    'import { Router } from "express";\nimport { runReport } from "@lending/data";\nexport const router = Router();\nrouter.get("/loans", async (request, response) => {\n  response.json(await runReport("SELECT * FROM loans WHERE due < " + request.query.due));\n});\n',
  "packages/members/package.json": { name: "@lending/members", type: "module" },
  "packages/members/src/name.ts": "export const nameOf = (member: { name: string }) => member.name;\n",
};

const rules = { "no-raw-sql-interpolation": "error" } as const;
const packages = ["packages/data", "packages/loans", "packages/members"];

describe("a workspace", () => {
  test("says the same whether it is linted as a whole or package by package", async () => {
    const root = makeTree(workspace);
    const whole = await lint({ cwd: root, rules });
    expect(whole.findings.map(({ ruleId, place }) => `${ruleId} ${place.file}`)).toContain("oma/no-raw-sql-interpolation packages/loans/src/router.ts");
    const parts = await Promise.all(packages.map((folder) => lint({ cwd: join(root, folder), rules })));
    expect(parts.flatMap(({ findings }) => findings)).toEqual(whole.findings);
    expect(parts.flatMap(({ project }) => project.paths)).toEqual(whole.project.paths);
    expect(new Set(parts.map(({ project }) => project.root))).toEqual(new Set([whole.project.root]));
    const named = await Promise.all(packages.map((folder) => lint({ cwd: root, paths: [folder], rules })));
    expect(named.flatMap(({ findings }) => findings)).toEqual(whole.findings);
  });

  test("is what an editor sees that was opened in one package", async () => {
    const root = makeTree(workspace);
    const cwd = join(root, "packages/loans");
    const eslint = new ESLint({
      cwd,
      overrideConfigFile: true,
      overrideConfig: [{ files: ["**/*.ts"], languageOptions: { parser }, plugins: { oma: plugin }, rules: { "oma/no-raw-sql-interpolation": "error" } }],
    });
    const results = await eslint.lintFiles("src");
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))).toEqual(["oma/no-raw-sql-interpolation"]);
  });

  test("does not take in a package that it does not list", async () => {
    const root = makeTree({ ...workspace, "tools/package.json": { name: "tools" }, "tools/src/a.ts": "export const a = 1;\n" });
    const { project } = await lint({ cwd: join(root, "tools"), rules });
    expect(project.root).toBe(join(root, "tools"));
    expect(project.paths).toEqual(["src/a.ts"]);
  });
});
