import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { openProject } from "#project/open";

it("answers what an element of two lists that are assigned to each other is", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "names-"));
  try {
    writeFileSync(path.join(folder, "package.json"), '{ "name": "book-lending" }');
    writeFileSync(
      path.join(folder, "shelves.js"),
      [
        "let front = [];",
        "let back = front;",
        "while (back.length > 0) {",
        "  front = back;",
        "  back = front;",
        "}",
        "for (const shelf of back) shelf.tidy();",
        "",
      ].join("\n"),
    );
    const { project, names } = openProject(folder);
    const code = project.code(project.paths[0] ?? ("" as never));
    const [call] = (code?.summary.calls ?? []).map((id) => code?.expr(id));
    expect(call?.k === "call" && code ? names.denote(code, call.c) : undefined).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("knows what is put into an exported object later", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "names-"));
  try {
    writeFileSync(path.join(folder, "package.json"), '{ "name": "book-lending", "dependencies": { "sequelize": "*" } }');
    writeFileSync(
      path.join(folder, "loan.js"),
      'const { Model } = require("sequelize");\nmodule.exports = () => {\n  class Loan extends Model {}\n  return Loan;\n};\n',
    );
    writeFileSync(path.join(folder, "models.js"), 'const models = {};\nmodels.Loan = require("./loan")();\nmodels.city = "Ghent";\nmodule.exports = models;\n');
    writeFileSync(path.join(folder, "desk.js"), 'const { Loan, city } = require("./models");\nLoan.findAll();\ncity.trim();\n');
    const { project, names } = openProject(folder);
    const code = project.code("desk.js" as never);
    const called = (code?.summary.calls ?? []).flatMap((id) => {
      const call = code?.expr(id);
      return call?.k === "call" && code ? names.apisOf(code, call.c) : [];
    });
    expect(called).toContain("sequelize#Model.findAll");
    expect(called.filter((name) => name.endsWith("trim"))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
