import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeStack, type StackEntry, type StackReport } from "../../src/project/stack.ts";
import { formatStack } from "../../src/project/stack-format.ts";
import { reasonFor } from "../../src/project/stack-reasons.ts";
import { stackKinds, stackLibraries } from "../../src/project/stack-packages.ts";
import { makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

type Tree = Parameters<typeof makeTree>[0];

function describeTree(tree: Tree): StackReport {
  return describeStack({ cwd: makeTree(tree) });
}

function entriesOf(report: StackReport, dir = "."): readonly StackEntry[] {
  const found = report.packages.find((one) => one.dir === dir);
  return stackKinds.flatMap((kind) => found?.libraries[kind] ?? []);
}

const library: Tree = {
  "package.json": {
    name: "library-api",
    type: "module",
    packageManager: "pnpm@9.1.0+sha512.abc",
    engines: { node: ">=20" },
    scripts: { test: "vitest" },
    dependencies: { express: "^5.0.0", "@prisma/client": "^6.1.0", zod: "^4.0.0", redis: "^5.0.0" },
    devDependencies: { prisma: "^6.1.0", vitest: "^4.0.0" },
  },
  "pnpm-lock.yaml": "",
  ".nvmrc": "22\n",
  "src/server.ts": 'import express from "express";\nimport { z } from "zod";\nimport "./loans.js";',
  "src/loans.ts": 'import { PrismaClient } from "@prisma/client";\nimport type { Request } from "express";\nimport { createHash } from "node:crypto";',
  "src/legacy.js": 'const jwt = require("jsonwebtoken");',
  "src/loans.test.ts": 'import { test } from "node:test";\nconst x = await import("@prisma/client/runtime");',
};

describe("one package", () => {
  const report = describeTree(library);
  const [one] = report.packages;

  it("tells languages, module system, runtime, package manager", () => {
    expect(one).toMatchObject({
      name: "library-api",
      dir: ".",
      languages: [
        { name: "TypeScript", files: 3 },
        { name: "JavaScript", files: 1 },
      ],
      moduleSystem: { name: "ES modules", evidence: ["type: module", "3 with import/export", "1 with require"] },
      packageManagers: [{ name: "pnpm", version: "9.1.0", evidence: ["packageManager in package.json", "pnpm-lock.yaml"] }],
      node: [
        { name: "Node", version: ">=20", evidence: ["engines in package.json"] },
        { name: "Node", version: "22", evidence: [".nvmrc"] },
      ],
    });
  });

  it("tells libraries with range, manifest and number of importing files", () => {
    const entries = new Map(entriesOf(report).map((entry) => [entry.name, entry]));
    expect(entries.get("Express")).toEqual({
      name: "Express",
      packages: ["express"],
      range: "^5.0.0",
      evidence: { manifest: "package.json", dev: false, files: 2 },
    });
    expect(entries.get("Prisma")).toMatchObject({ packages: ["@prisma/client", "prisma"], range: "^6.1.0", evidence: { files: 2 } });
    expect(entries.get("node-redis")?.evidence).toEqual({ manifest: "package.json", dev: false, files: 0 });
    expect(entries.get("jsonwebtoken")).toEqual({ name: "jsonwebtoken", packages: ["jsonwebtoken"], evidence: { dev: false, files: 1 } });
    expect(entries.get("Vitest")?.evidence).toEqual({ manifest: "package.json", dev: true, files: 0 });
    expect(entries.get("node:test")?.evidence.files).toBe(1);
    expect(entries.has("Fastify")).toBe(false);
  });

  it("prints text without absolute paths, within the width, colour on request only", () => {
    for (const width of [60, 80, 120]) {
      const text = formatStack(report, "text", { color: false, width });
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(text).not.toMatch(/\u001B|\/tmp\//);
    }
    expect(formatStack(report, "text", { color: true, width: 100 })).toContain("\u001B[");
    expect(formatStack(report, "text", { color: false, width: 100 })).toMatchInlineSnapshot(`
      "library-api  4 files
        Language      TypeScript            3 files
                      JavaScript            1 file
        Modules       ES modules            type: module · 3 with import/export · 1 with require
        Runtime       Node          >=20    engines in package.json
                      Node          22      .nvmrc
        Installed by  pnpm          9.1.0   packageManager in package.json · pnpm-lock.yaml
        Framework     Express       ^5.0.0  imported by 2 files
        Data          Prisma        ^6.1.0  imported by 2 files · @prisma/client
        Validation    Zod           ^4.0.0  imported by 1 file
        Auth          jsonwebtoken          imported by 1 file · not declared
        Cache         node-redis    ^5.0.0  not imported · redis
        Tests         node:test             imported by 1 file · built in
                      Vitest        ^4.0.0  not imported · dev dependency
      "
    `);
  });

  it("is JSON that says its version and is the same every time", () => {
    const json = formatStack(report, "json", { color: true, width: 10 });
    expect(JSON.parse(json)).toMatchObject({ schemaVersion: 1, files: 4 });
    expect(json).toBe(formatStack(describeTree(library), "json", { color: false, width: 80 }));
  });
});

describe("workspaces", () => {
  const tree: Tree = {
    "package.json": { name: "root", private: true, workspaces: ["packages/*"], devDependencies: { vitest: "^4.0.0", zod: "^4.0.0" } },
    "yarn.lock": "",
    "package-lock.json": "{}",
    "tools.js": "module.exports = {};",
    "packages/api/package.json": { name: "@acme/api", dependencies: { hono: "^4.0.0" } },
    "packages/api/src/a.ts": 'import { Hono } from "hono";\nimport { z } from "zod";',
    "packages/db/package.json": { name: "@acme/db", dependencies: { "drizzle-orm": "1.0.0" } },
    "packages/db/src/a.ts": 'export * from "drizzle-orm/pg-core";',
    "packages/config/package.json": { name: "@acme/config" },
    "services/mail/package.json": { name: "mail", dependencies: { koa: "*" } },
    "services/mail/index.js": "require('koa')",
    "packages/db/src/cjs/package.json": { type: "commonjs" },
    "packages/db/src/cjs/x.cts": "",
  };

  it("tells each package with files, declared or not, once; inherits ranges from above", () => {
    const report = describeTree(tree);
    expect(report.packages.map((one) => `${one.dir} ${one.name}`)).toEqual([". root", "packages/api @acme/api", "packages/db @acme/db", "services/mail mail"]);
    expect(entriesOf(report, "packages/api").map((entry) => [entry.name, entry.range, entry.evidence.manifest])).toEqual([
      ["Hono", "^4.0.0", "packages/api/package.json"],
      ["Zod", "^4.0.0", "package.json"],
    ]);
    expect(entriesOf(report).map((entry) => entry.name)).toEqual(["Vitest"]);
    expect(entriesOf(report, "packages/db").map((entry) => entry.name)).toEqual(["Drizzle"]);
    expect(report.packages[1]?.packageManagers.map((told) => told.name)).toEqual(["yarn", "npm"]);
    expect(report.packages[3]?.moduleSystem.name).toBe("CommonJS");
  });

  it("describes only what lies below the working folder", () => {
    const root = makeTree(tree);
    expect(describeStack({ cwd: join(root, "packages/api") }).packages.map((one) => one.dir)).toEqual(["packages/api"]);
    expect(describeStack({ cwd: root, config: { root, ignores: ["services"], tests: [] } }).packages).toHaveLength(3);
  });
});

describe("other languages", () => {
  it("are told as such, also when nothing else is there", () => {
    const report = describeTree({
      "ml/pyproject.toml": "",
      "ml/requirements.txt": "",
      "svc/Cargo.toml": "",
      "go.mod": "",
      "java/pom.xml": "",
      "node_modules/x/go.mod": "",
      "App/App.csproj": "",
    });
    expect(report.packages).toEqual([]);
    expect(report.otherLanguages).toEqual([
      { name: "C#", files: ["App/App.csproj"] },
      { name: "Go", files: ["go.mod"] },
      { name: "Java", files: ["java/pom.xml"] },
      { name: "Python", files: ["ml/pyproject.toml", "ml/requirements.txt"] },
      { name: "Rust", files: ["svc/Cargo.toml"] },
    ]);
    const text = formatStack(report, "text", { color: false, width: 80 });
    expect(text).toContain("No TypeScript or JavaScript here.");
    expect(text).toContain("rules cover TypeScript / JavaScript");
  });
});

describe("stack.yaml", () => {
  it("supplements; what the project's files contradict is told", () => {
    const report = describeTree({
      ...library,
      "stack.yaml": "language: ts\nframework: Fastify # old\norm: prisma\nverify:\n  - npm test\n  - pnpm lint\n  - make check\n",
      ".agents/skills/oma-backend/stack/stack.yaml": "language: python\nframework: express.js\ndatabase: postgres\n",
    });
    expect(report.stackFiles.map((stack) => stack.file)).toEqual(["stack.yaml", ".agents/skills/oma-backend/stack/stack.yaml"]);
    expect(report.disagreements).toEqual([
      { file: "stack.yaml", key: "framework", says: "Fastify", found: "Express" },
      { file: "stack.yaml", key: "verify", says: "pnpm lint", found: 'no script "lint" in package.json' },
      { file: ".agents/skills/oma-backend/stack/stack.yaml", key: "language", says: "python", found: "TypeScript, JavaScript" },
    ]);
    const text = formatStack(report, "text", { color: false, width: 100 });
    expect(text).toContain("disagrees: Express");
    expect(text).toContain("The project's own files win");
  });

  it("is not Haskell's, and broken ones say nothing", () => {
    expect(describeTree({ "a.ts": "", "stack.yaml": "resolver: lts-22.0\npackages:\n- .\n" }).stackFiles).toEqual([]);
    expect(describeTree({ "a.ts": "", "stack.yaml": "[[[" }).stackFiles).toEqual([]);
  });
});

describe("odd projects", () => {
  it("survives no manifest, broken manifests and odd values", () => {
    expect(describeTree({ "a.js": "require('pg')" }).packages).toMatchObject([
      { name: ".", dir: ".", libraries: { data: [{ name: "pg", evidence: { files: 1 } }] } },
    ]);
    expect(describeTree({ "package.json": "{", "a.ts": "" }).packages).toHaveLength(1);
    expect(describeTree({ "package.json": { name: 1, dependencies: ["express"], engines: "20", scripts: null }, "a.ts": "" }).packages).toHaveLength(1);
    expect(describeTree({}).packages).toEqual([]);
  });

  it("prints the ladder when somebody filled it in", () => {
    const ladder = { layers: [{ name: "router", files: 3, evidence: ["routes declared in 3 files"] }], note: "The project has no repository layer." };
    const text = formatStack({ ...describeTree(library), ladder }, "text", { color: false, width: 80 });
    expect(text).toMatch(/Layers\n\s+router\s+3 files\s+routes declared in 3 files\n\s+The project has no repository layer\./);
  });

  it("names each package in one library only", () => {
    const all = stackLibraries.flatMap((library) => library.packages);
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
  });
});

describe("why a rule has something to do", () => {
  const { packages } = describeTree(library);

  it.each([
    [["performance", "orm"], "watches Prisma"],
    [["security", "validation", "api"], "watches Express"],
    [["security", "authentication", "jwt"], "watches jsonwebtoken"],
    [["architecture", "layers"], "the layers above"],
    [["security", "secrets"], "any TypeScript / JavaScript"],
  ])("%j: %s", (tags, expected) => {
    expect(reasonFor(tags, packages)).toBe(expected);
  });

  it("says so where nothing it watches was found", () => {
    expect(reasonFor(["database"], describeTree({ "src/shelves.ts": "export const shelves = 3;" }).packages)).toBe(
      "no data library was found that it could watch",
    );
  });

  it("stands beside the rules, with who switched them on", () => {
    const active = [
      { id: "oma/require-transaction", severity: "warning", by: "configuration" as const, why: "watches Prisma" },
      { id: "oma/secure-jwt", severity: "error", by: "preset" as const, why: "watches jsonwebtoken" },
    ];
    const report = { ...describeTree(library), rules: { preset: "recommended", note: "the default.", active } };
    const text = formatStack(report, "text", { color: false, width: 100 });
    expect(text).toContain(
      [
        "Rules",
        "  oma/require-transaction  warning  watches Prisma · set in the configuration",
        "  oma/secure-jwt           error    watches jsonwebtoken",
        "  Preset recommended: the default. `oma-lint explain <rule>` says more.",
      ].join("\n"),
    );
  });
});
