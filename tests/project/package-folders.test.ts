import { relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openProject } from "#project/open";
import { readPrismaSchemas } from "#project/prisma-files";
import { makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

function projectOf(files: Parameters<typeof makeTree>[0]) {
  return openProject(makeTree(files)).names.project;
}

describe("packages of a project", () => {
  it("also are folders with a manifest that no workspace declares", () => {
    const project = projectOf({
      "package.json": { workspaces: ["packages/*"], dependencies: { express: "^5.0.0" } },
      "packages/catalog/package.json": { dependencies: { knex: "^3.1.0" } },
      "services/lending/api/package.json": { dependencies: { "@prisma/client": "^6.0.0" } },
      "services/lending/api/src/loans/loans.ts": "export {};",
      "services/lending/mail/package.json": { dependencies: { nodemailer: "^7.0.0" } },
      "backend/package.json": { dependencies: { express: "^4.0.0" } },
      "backend/index.js": "",
    });
    expect(project.packages.map(({ dir }) => relative(project.root, dir))).toEqual(["", "backend", "packages/catalog", "services/lending/api"]);
    expect([...project.dependencies]).toEqual([
      ["express", ["^5.0.0", "^4.0.0"]],
      ["knex", ["^3.1.0"]],
      ["@prisma/client", ["^6.0.0"]],
    ]);
  });
});

describe("Prisma schemas", () => {
  const model = "model Loan {\n  id Int @id\n}\n";

  function schemasOf(files: Parameters<typeof makeTree>[0]): readonly string[] {
    return readPrismaSchemas(projectOf(files)).map(({ path }) => path);
  }

  it("are found in a package that is no workspace", () => {
    expect(schemasOf({ "backend/package.json": {}, "backend/src/loans.ts": "", "backend/prisma/schema.prisma": model })).toEqual([
      "backend/prisma/schema.prisma",
    ]);
  });

  it("are looked for in every folder where none lies at a conventional place", () => {
    const deep = "libraries/lending/src/database/prisma/schema.prisma";
    expect(schemasOf({ "package.json": {}, "libraries/lending/src/database/client.ts": "", [deep]: model })).toEqual([deep]);
    expect(schemasOf({ "package.json": {}, "libraries/lending/src/database/client.ts": "", [deep]: model, "prisma/schema.prisma": model })).toEqual([
      "prisma/schema.prisma",
    ]);
  });
});
