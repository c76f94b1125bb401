import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { ProjectPath } from "#finding";
import { Analysis } from "#project/analysis";
import { isLoaded } from "#project/endpoints/loaded-files";
import { openProject } from "#project/open";
import { makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

test("what is said of a file is asked again when another one changes", () => {
  const root = makeTree({
    "package.json": "{}",
    "src/books.ts": "export const books = [];\n",
    "src/main.ts": 'import "./books.js";\n',
  });
  const loaded = ({ names, project }: Analysis): boolean | undefined => {
    const code = project.code("src/books.ts" as ProjectPath);
    return code && isLoaded(names, code);
  };
  const before = openProject(root);
  expect(loaded(before)).toBe(true);
  writeFileSync(path.join(root, "src/main.ts"), 'console.log("no books");\n');
  expect(loaded(new Analysis(before.project.next(new Set(["src/main.ts" as ProjectPath]))))).toBe(false);
  expect(loaded(before)).toBe(true);
});
