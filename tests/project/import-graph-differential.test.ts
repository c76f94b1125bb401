import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { afterAll, describe, expect, test } from "vitest";
import { cruiserViolations } from "#graph/cruiser-rules";
import { openProject } from "#project/open";
import { makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

const circular = { name: "no-circular", severity: "warn", from: {}, to: { circular: true } };

interface Edges {
  readonly edges: readonly string[];
  readonly circles: readonly string[];
}

function ours(root: string): Edges {
  const { graph } = openProject(root).laws.book;
  const edges = graph.modules.flatMap((from) => graph.dependenciesOf(from).flatMap(({ to }) => (to.kind === "module" ? [`${from} > ${to.path}`] : [])));
  const circles = cruiserViolations({ forbidden: [circular], options: { tsPreCompilationDeps: true } }, graph).map(
    ({ dependency, to }) => `${dependency.from} > ${to}`,
  );
  return { edges: sorted(edges), circles: sorted(circles) };
}

async function theirs(root: string): Promise<Edges> {
  const files = openProject(root).project.paths;
  const before = process.cwd();
  process.chdir(root);
  try {
    const options = {
      tsPreCompilationDeps: true,
      tsConfig: { fileName: "tsconfig.json" },
      ruleSet: { forbidden: [circular] },
      validate: true,
      combinedDependencies: true,
    };
    const resolving = { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] };
    const { output } = await cruise([...files], options as unknown as ICruiseOptions, resolving, { tsConfig: extractTsConfig("tsconfig.json") } as never);
    const all = (output as ICruiseResult).modules.flatMap(({ source, dependencies }) => dependencies.map((item) => ({ ...item, source })));
    const own = all.filter(({ resolved }) => (files as readonly string[]).includes(resolved));
    const spell = ({ source, resolved }: { readonly source: string; readonly resolved: string }) => `${source} > ${resolved}`;
    return { edges: sorted(own.map(spell)), circles: sorted(own.filter((item) => item.circular).map(spell)) };
  } finally {
    process.chdir(before);
  }
}

function sorted(items: readonly string[]): readonly string[] {
  return [...new Set(items)].sort();
}

const tsconfig = { compilerOptions: { module: "nodenext", moduleResolution: "nodenext", target: "es2022", experimentalDecorators: true, allowJs: true } };
const desk = "export const desk = 1;\n";

/** One small project for each way modules name each other. */
const styles: Readonly<Record<string, Readonly<Record<string, string | object>>>> = {
  "ECMAScript modules, types, barrels, late imports": {
    "src/index.ts": 'export * from "./desk";\nexport { shelf as default } from "./shelf";\nexport type { Loan } from "./loan";\n',
    "src/desk.ts": 'import shelf, { type Loan } from "./index";\nexport const desk = (loan: Loan) => [shelf, loan];\n',
    "src/shelf.ts": 'export const shelf = async () => (await import("./late")).late;\nimport "./effect";\n',
    "src/loan.ts": "export interface Loan {\n  book: string;\n}\n",
    "src/late.ts": 'import { shelf } from "./shelf";\nexport const late = shelf;\n',
    "src/effect.ts": 'import type { desk } from "./desk";\nglobalThis.lent = 1 as unknown as typeof desk;\n',
  },
  "extensions written for what is compiled": {
    "src/main.mts":
      'import { desk } from "./desk.js";\nimport { card } from "./card.cjs";\nimport { view } from "./view.jsx";\nexport const main = [desk, card, view];\n',
    "src/desk.ts": desk,
    "src/card.cts": "export const card = 1;\n",
    "src/view.tsx": "export const view = 1;\n",
  },
  CommonJS: {
    "src/main.js":
      'const { desk } = require("./desk");\nconst shelf = require("./shelf/");\nmodule.exports = { desk, shelf, late: () => require("./late.js") };\n',
    "src/desk.js": 'exports.desk = require("./main");\n',
    "src/shelf/index.js": 'module.exports = require("../data.json");\n',
    "src/data.json": {},
    "src/late.js": "module.exports = 1;\n",
  },
  "import = require and export =": {
    "src/main.ts": 'import desk = require("./desk");\nimport type shelf = require("./shelf");\nexport const main = [desk, 1 as unknown as typeof shelf];\n',
    "src/desk.ts": "const desk = 1;\nexport = desk;\n",
    "src/shelf.ts": "const shelf = 1;\nexport = shelf;\n",
  },
  "path aliases": {
    "tsconfig.json": {
      compilerOptions: {
        ...tsconfig.compilerOptions,
        module: "commonjs",
        moduleResolution: "node",
        baseUrl: ".",
        paths: { "@/*": ["src/*"], "#desk": ["src/desk/index.ts"] },
        ignoreDeprecations: "6.0",
      },
    },
    "src/main.ts":
      'import { desk } from "#desk";\nimport { shelf } from "@/shelf";\nimport { card } from "src/card";\nexport const main = [desk, shelf, card];\n',
    "src/desk/index.ts": desk,
    "src/shelf.ts": 'import { main } from "@/main";\nexport const shelf = main;\n',
    "src/card.ts": "export const card = 1;\n",
  },
  "subpath imports": {
    "package.json": { name: "lending", type: "module", imports: { "#rooms/*": "./src/rooms/*.ts", "#desk": "./src/desk.ts" } },
    "src/main.ts": 'import { desk } from "#desk";\nimport { cellar } from "#rooms/cellar";\nexport const main = [desk, cellar];\n',
    "src/desk.ts": desk,
    "src/rooms/cellar.ts": "export const cellar = 1;\n",
  },
  "workspace packages": {
    "package.json": { name: "libraries", private: true, workspaces: ["packages/*"] },
    "packages/desk/package.json": { name: "@lib/desk", dependencies: { "@lib/shelf": "*" } },
    "packages/desk/index.ts": 'import { shelf } from "@lib/shelf";\nimport { card } from "@lib/shelf/card";\nexport const desk = [shelf, card];\n',
    "packages/shelf/package.json": { name: "@lib/shelf", exports: { ".": "./index.ts", "./card": "./card.ts" } },
    "packages/shelf/index.ts": "export const shelf = 1;\n",
    "packages/shelf/card.ts": "export const card = 1;\n",
  },
  "decorated classes": {
    "src/loans.service.ts":
      'import { Desk } from "./desk.service";\nimport { Lend } from "./lend.decorator";\n@Lend()\nexport class Loans {\n  constructor(private readonly desk: Desk) {}\n}\n',
    "src/desk.service.ts": 'import { Loans } from "./loans.service";\nexport class Desk {\n  loans?: Loans;\n}\n',
    "src/lend.decorator.ts": "export const Lend = () => (target: unknown) => target as void;\n",
  },
};

describe("our imports are those of dependency-cruiser", () => {
  test.each(Object.entries(styles))("%s", async (_, files) => {
    const root = makeTree({ "package.json": { name: "lending" }, "tsconfig.json": tsconfig, ...files });
    if ("packages/shelf/index.ts" in files) {
      mkdirSync(path.join(root, "node_modules/@lib"), { recursive: true });
      symlinkSync(path.join(root, "packages/shelf"), path.join(root, "node_modules/@lib/shelf"), "junction");
    }
    const mine = ours(root);
    expect(mine.edges).not.toEqual([]);
    expect(mine).toEqual(await theirs(root));
  });
});
