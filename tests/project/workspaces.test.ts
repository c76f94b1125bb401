import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findRoot } from "../../src/project/root.ts";
import { isWorkspaceRoot, readWorkspaces } from "../../src/project/workspaces.ts";
import { parseSimpleYaml } from "../../src/project/yaml.ts";
import { makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

function dirsOf(root: string): string[] {
  return readWorkspaces(root).packages.map((member) => `${member.dir} ${member.name}`);
}

const twoPackages = {
  "packages/a/package.json": { name: "a" },
  "packages/b/package.json": {},
  "packages/no-manifest/x.ts": "",
  "packages/node_modules/c/package.json": { name: "c" },
};

describe("workspace layout", () => {
  it.each([
    ["npm and yarn", { "package.json": { name: "root", workspaces: ["packages/*"] } }],
    ["old yarn", { "package.json": { name: "root", workspaces: { packages: ["./packages/*/"], nohoist: [] } } }],
    ["pnpm", { "package.json": { name: "root" }, "pnpm-workspace.yaml": "packages:\n- packages/* # all\n" }],
    ["lerna", { "package.json": { name: "root" }, "lerna.json": { packages: ["packages/*"] } }],
    ["deno", { "package.json": { name: "root" }, "deno.json": { workspace: ["./packages/a", "./packages/b"] } }],
  ])("of %s", (_, files) => {
    const root = makeTree({ ...twoPackages, ...files });
    expect(dirsOf(root)).toEqual([". root", "packages/a a", "packages/b packages/b"]);
    expect(isWorkspaceRoot(root)).toBe(true);
  });

  it("follows **, negation and nested workspaces, each package once", () => {
    const root = makeTree({
      "package.json": { name: "root", workspaces: ["packages/**", "!**/examples/**", "apps/web", "../outside"] },
      "packages/group/a/package.json": { name: "a" },
      "packages/group/package.json": { name: "group" },
      "packages/group/examples/x/package.json": { name: "x" },
      "apps/web/package.json": { name: "web", workspaces: ["plugins/*"] },
      "apps/web/plugins/p/package.json": { name: "p" },
      "apps/other/package.json": { name: "other" },
    });
    expect(dirsOf(root)).toEqual([". root", "apps/web web", "apps/web/plugins/p p", "packages/group group", "packages/group/a a"]);
  });

  it("is one package without a declaration, none without a manifest; broken files count as missing", () => {
    expect(dirsOf(makeTree({ "package.json": { name: "solo" } }))).toEqual([". solo"]);
    expect(dirsOf(makeTree({ "x.ts": "" }))).toEqual([]);
    expect(dirsOf(makeTree({ "package.json": "{ broken", "pnpm-workspace.yaml": ": : [" }))).toEqual([]);
    expect(dirsOf(makeTree({ "package.json": { name: 5, workspaces: [1, null, "gone/*"] } }))).toEqual([". ."]);
    expect(dirsOf(makeTree({ "package.json": [] }))).toEqual([]);
  });
});

describe("the project root", () => {
  it("is the nearest workspace root, else the git root, else the nearest manifest, else the folder", () => {
    const workspace = makeTree({
      ".git/HEAD": "",
      "mono/package.json": { workspaces: ["packages/*"] },
      "mono/packages/a/package.json": {},
      "mono/packages/a/src/x.ts": "",
    });
    expect(findRoot(join(workspace, "mono/packages/a/src"))).toBe(join(workspace, "mono"));
    const git = makeTree({ ".git/HEAD": "", "backend/package.json": {}, "backend/src/": "" });
    expect(findRoot(join(git, "backend/src"))).toBe(git);
    const plain = makeTree({ "app/package.json": {}, "app/src/deep/": "", "other/": "" });
    expect(findRoot(join(plain, "app/src/deep"))).toBe(join(plain, "app"));
    expect(findRoot(join(plain, "other"))).toBe(join(plain, "other"));
  });

  it("does not leave the git repository", () => {
    const outer = makeTree({ "package.json": { workspaces: ["*"] }, "repo/.git/HEAD": "", "repo/package.json": {}, "repo/src/": "" });
    expect(findRoot(join(outer, "repo/src"))).toBe(join(outer, "repo"));
  });
});

describe("the little YAML", () => {
  it("reads lists, maps, quotes and comments", () => {
    expect(
      parseSimpleYaml(
        [
          "# pnpm",
          "packages:",
          '  - "packages/*" # quoted',
          "  - 'apps/**'",
          "  - '!**/test/**'",
          "  # a comment",
          "  - libs/#odd",
          "",
          "catalog:",
          "  react: ^19.0.0",
          "  '@types/node': 22.x",
          "onlyBuiltDependencies: [esbuild, 'sharp' , \"@x/y\"]",
          "language: typescript",
          "verify:",
          "  test: npm test -- --run",
          "  url: http://localhost:3000/#x",
          "empty:",
        ].join("\r\n"),
      ),
    ).toEqual({
      packages: ["packages/*", "apps/**", "!**/test/**", "libs/#odd"],
      catalog: { react: "^19.0.0", "@types/node": "22.x" },
      onlyBuiltDependencies: ["esbuild", "sharp", "@x/y"],
      language: "typescript",
      verify: { test: "npm test -- --run", url: "http://localhost:3000/#x" },
      empty: "",
    });
  });

  it("reads flow lists over lines and passes over what it does not know", () => {
    expect(parseSimpleYaml("packages: [\n  a/*,\n  b/*,\n]\nnext: 1")).toEqual({ packages: ["a/*", "b/*"], next: "1" });
    expect(parseSimpleYaml("jobs:\n  - name: x\n    run: y\n  - plain\nend: z")).toEqual({ jobs: [{ name: "x", run: "y" }, "plain"], end: "z" });
    expect(parseSimpleYaml("events:\n  - http: get /a\n  - http:\n      path: /b\n      method: post\n  -\n    - c\n  - - d\nend: z")).toEqual({
      events: [{ http: "get /a" }, { http: { path: "/b", method: "post" } }, ["c"], ["d"]],
      end: "z",
    });
    expect(parseSimpleYaml("a: { path: /x/{id}, of: [1, { b: 'c, d' }], 'q': \"r\" }\nb: [{c: d},\n  e]\nFn::Sub: x")).toEqual({
      a: { path: "/x/{id}", of: ["1", { b: "c, d" }], q: "r" },
      b: [{ c: "d" }, "e"],
      "Fn::Sub": "x",
    });
    for (const text of [
      "",
      "[",
      "a: [{",
      "a: {b",
      "a: }",
      "- - -",
      "a: {b: [c}",
      `a: ${"[".repeat(20_000)}`,
      `a:\n${"- ".repeat(20_000)}`,
      ": :",
      "- a\n- b",
      "\t\tx:\n\ty",
      "a: 'unclosed",
      '"',
      "a:\n    b:\n  c: 1",
      "? complex\n: key",
    ])
      expect(() => parseSimpleYaml(text)).not.toThrow();
  });
});
