import { expect, it } from "vitest";
import { operationsIn } from "#project/data-operations";
import { dataEffectsOf } from "#project/data-effects";
import { entitiesOf } from "#project/entities";
import { openProject } from "#project/open";
import { fixtureFolder } from "../fixtures.ts";

const { project, names } = openProject(fixtureFolder("projects", "registered-models"));
const files = project.paths.filter((path) => /\.[jt]s$/.test(path));

it.each(files)("operations of %s are known where the comments say so, and nowhere else", (path) => {
  const code = project.code(path);
  expect(code).toBeDefined();
  if (!code) return;
  const found = operationsIn(names, code).map(({ call }) => code.position(code.expr(call).s).line);
  const promised = code.text.split("\n").flatMap((line, index) => (line.endsWith("// operation") ? [index + 1] : []));
  expect([...new Set(found)].toSorted((a, b) => a - b)).toEqual(promised);
});

it.each([
  ["Book", ["title", "isbn"]],
  ["Copy", ["shelf"]],
  ["member", ["email", "joinedAt"]],
  ["loan", ["dueAt"]],
  ["Fine", ["amount"]],
  ["Branch", ["city"]],
])("%s is an entity, whoever calls the function that defines it", (name, columns) => {
  expect(entitiesOf(names).named(name, "sequelize")?.columns).toEqual(columns);
});

it("models the application keeps run on the client", () => {
  const code = project.code(files.find((path) => path.endsWith("routes/books.js")) ?? ("" as never));
  const roots = code ? operationsIn(names, code).flatMap((operation) => dataEffectsOf(names).roots.ofOperation(operation)) : [];
  expect(new Set(roots.map(({ k }) => k))).toEqual(new Set(["client"]));
});
