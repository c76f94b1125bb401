import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFolder, runFile } from "../cli/stage.ts";

let repository: ReturnType<typeof createFolder>;
beforeAll(() => {
  repository = createFolder({
    ".git/HEAD": "",
    ".gitignore": "src/made.ts\n",
    "package.json": '{ "workspaces": ["packages/*"] }',
    "tsconfig.base.json": "{}",
    "notes.md": "not an input",
    "packages/api/oma-lint.config.json": "{}",
    "packages/api/oma-lint-baseline.json": '{ "schemaVersion": 1, "findings": {} }',
    "packages/api/package.json": '{ "name": "api" }',
    "packages/api/tsconfig.json": '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
    "packages/api/src/.gitignore": "made.ts\n",
    "packages/api/src/made.ts": "export {};\n",
    "packages/api/src/a.ts": 'import { b } from "@/b";\nexport const a = b;\n',
    "packages/api/src/b.ts": "export const b = 1;\n",
    "packages/api/src/data.json": "{}",
    "packages/web/package.json": '{ "name": "web" }',
    "packages/web/src/c.ts": "export const c = 1;\n",
  });
});
afterAll(() => {
  repository.close();
});

const run = (...words: string[]) => runFile(path.resolve("dist/cli.js"), ["inputs", ...words], { cwd: path.join(repository.path, "packages/api") });

test("sources, and every file that decides how they are read, but nothing else", async () => {
  const { code, stdout, stderr } = await run("--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({
    schemaVersion: 1,
    sources: ["src/a.ts", "src/b.ts"],
    configuration: [
      "../../.gitignore",
      "../../package.json",
      "../../tsconfig.base.json",
      "../web/package.json",
      "oma-lint-baseline.json",
      "oma-lint.config.json",
      "package.json",
      "src/.gitignore",
      "tsconfig.json",
    ],
  });
});

test("as lines, the same every time", async () => {
  const { stdout } = await run();
  expect(stdout.split("\n")).toContain("src/a.ts");
  expect((await run()).stdout).toBe(stdout);
  expect(stdout).not.toContain(repository.path);
});
