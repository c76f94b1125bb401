import { expect, it } from "vitest";
import { operationsIn } from "#project/data-operations";
import { openProject } from "#project/open";
import { fixtureFolder } from "../fixtures.ts";

const { project, names } = openProject(fixtureFolder("projects", "data-clients"));
const files = project.paths.filter((path) => path.startsWith("apps/") && path.endsWith(".ts"));

it.each(files)("operations of %s are known where the comments say so, and nowhere else", (path) => {
  const code = project.code(path);
  expect(code).toBeDefined();
  if (!code) return;
  const found = operationsIn(names, code).map(({ call }) => code.position(code.expr(call).s).line);
  const promised = code.text.split("\n").flatMap((line, index) => (line.endsWith("// operation") ? [index + 1] : []));
  expect(promised).not.toEqual([]);
  expect([...new Set(found)].toSorted((a, b) => a - b)).toEqual(promised);
});
