import { geteuid, seteuid } from "node:process";
import { chmodSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type ProjectPath, UserError } from "#finding";
import { discover, type DiscoverOptions, type Discovery } from "../../src/project/discover.ts";
import { parse } from "../../src/syntax/parse.ts";
import { createTestMatcher, roleOf } from "../../src/project/role.ts";
import { isGeneratedText, isMinifiedText, readSource } from "../../src/project/source.ts";
import { makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

function run(root: string, options: Partial<DiscoverOptions> = {}): Discovery {
  return discover({ root, cwd: root, paths: [], ignores: [], tests: [], errorOnUnmatched: true, ...options });
}

function pathsOf(root: string, options: Partial<DiscoverOptions> = {}): string[] {
  return run(root, options).files.map((file) => file.path);
}

function errorOf(action: () => unknown): UserError {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("which files", () => {
  it("takes every TypeScript and JavaScript extension, sorted, and nothing else", () => {
    const root = makeTree(
      Object.fromEntries(
        ["b.ts", "a.tsx", "c.mts", "d.cts", "e.js", "f.jsx", "g.mjs", "h.cjs", "i.json", "j.md", "k.d.ts", "l.d.mts", "B.ts", "vue.vue"].map((name) => [
          name,
          "",
        ]),
      ),
    );
    expect(pathsOf(root)).toEqual(["B.ts", "a.tsx", "b.ts", "c.mts", "d.cts", "e.js", "f.jsx", "g.mjs", "h.cjs"]);
  });

  it("leaves out packages, build output, generated and minified files, hidden folders", () => {
    const root = makeTree({
      "src/loan.ts": "",
      "src/node_modules/x/index.js": "",
      "node_modules/x/index.js": "",
      "dist/loan.js": "",
      "build/loan.js": "",
      "out/loan.js": "",
      "dist-cjs/loan.js": "",
      "apps/web/.next/server/page.js": "",
      "coverage/lcov.js": "",
      ".cache/x.js": "",
      "src/schema.generated.ts": "",
      "src/__generated__/types.ts": "",
      "src/generated/client.ts": "",
      "public/app.min.js": "",
    });
    expect(pathsOf(root)).toEqual(["src/loan.ts"]);
  });

  it("reads folders named like output below src: they are features there", () => {
    const root = makeTree({ "src/coverage/policy.ts": "", "src/build/plan.ts": "", "apps/api/src/out/box.ts": "" });
    expect(pathsOf(root)).toEqual(["apps/api/src/out/box.ts", "src/build/plan.ts", "src/coverage/policy.ts"]);
  });

  it("keeps names with brackets, spaces and dots that tools use for routes", () => {
    const root = makeTree({ "app/[id]/route.ts": "", "app/(group)/page.tsx": "", "app/a b/c.ts": "", ".eslintrc.js": "" });
    expect(pathsOf(root)).toEqual([".eslintrc.js", "app/(group)/page.tsx", "app/[id]/route.ts", "app/a b/c.ts"]);
    expect(pathsOf(root, { paths: ["app/[id]/route.ts", "app/(group)"] })).toEqual(["app/(group)/page.tsx", "app/[id]/route.ts"]);
  });

  it("finds 10,000 files well under a second", () => {
    const files: Record<string, string> = { ".gitignore": "node_modules\n*.log\n/coverage\n.env*\n!.env.example\n**/tmp/*.ts\n" };
    for (let index = 0; index < 10_000; index++) files[`packages/p${index % 100}/src/f${index}.ts`] = "";
    const root = makeTree(files);
    const start = performance.now();
    expect(run(root).files).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(900);
  });
});

describe(".gitignore", () => {
  const tree = {
    ".gitignore": "*.local.ts\n/private\nlogs/\n!keep.local.ts\n",
    "a.local.ts": "",
    "keep.local.ts": "",
    "private/a.ts": "",
    "src/private/a.ts": "",
    "src/logs/a.ts": "",
    "src/.gitignore": "draft*.ts\n!logs/\n",
    "src/draft1.ts": "",
    "draft1.ts": "",
    "src/deep/.gitignore": "!draft2.ts\n",
    "src/deep/draft2.ts": "",
    "src/deep/draft3.ts": "",
  };
  const expected = ["draft1.ts", "keep.local.ts", "src/deep/draft2.ts", "src/logs/a.ts", "src/private/a.ts"];

  it("is followed without git: nested, negated, anchored", () => {
    expect(pathsOf(makeTree(tree))).toEqual(expected);
  });

  it("is followed from the git root when the project is a folder of it, with .git/info/exclude", () => {
    const root = makeTree({ ".git/info/exclude": "secret.ts\n", ".gitignore": "/app/old\n", "app/old/a.ts": "", "app/new/a.ts": "", "app/secret.ts": "" });
    expect(pathsOf(join(root, "app"))).toEqual(["new/a.ts"]);
  });

  it("finds info/exclude through a worktree's .git file", () => {
    const main = makeTree({ ".git/info/exclude": "secret.ts\n", ".git/worktrees/w/commondir": "../..\n" });
    const tree = makeTree({ ".git": `gitdir: ${main}/.git/worktrees/w\n`, "secret.ts": "", "a.ts": "" });
    expect(pathsOf(tree)).toEqual(["a.ts"]);
  });

  it("does not hide what is named: a file, a folder", () => {
    const root = makeTree(tree);
    expect(run(root, { paths: ["a.local.ts"] }).files).toMatchObject([{ path: "a.local.ts", explicit: true }]);
    expect(pathsOf(root, { paths: ["private"] })).toEqual(["private/a.ts"]);
  });
});

describe("paths", () => {
  const tree = {
    "src/loan.ts": "",
    "src/book.ts": "",
    "src/book.test.ts": "",
    "README.md": "",
    "empty/": "",
    "dist/loan.js": "",
    "node_modules/x/i.js": "",
    "src/a.d.ts": "",
  };

  it("means the working folder when there are none, and is relative to it", () => {
    const root = makeTree({ ...tree, "other.ts": "" });
    expect(pathsOf(root, { cwd: join(root, "src") })).toEqual(["src/book.test.ts", "src/book.ts", "src/loan.ts"]);
    expect(pathsOf(root, { cwd: join(root, "src"), paths: ["*.ts", "../other.ts"] })).toEqual(["other.ts", "src/book.test.ts", "src/book.ts", "src/loan.ts"]);
  });

  it("takes globs, braces and negated globs; each file once", () => {
    const root = makeTree(tree);
    expect(pathsOf(root, { paths: ["src/**/*.{ts,js}", "src", "!**/*.test.ts"] })).toEqual(["src/book.ts", "src/loan.ts"]);
    expect(pathsOf(root, { paths: [join(root, "src/l*.ts")] })).toEqual(["src/loan.ts"]);
  });

  it("lints a file that is named even when the built-in ignores leave it out", () => {
    const root = makeTree(tree);
    expect(pathsOf(root, { paths: ["dist/loan.js", "src/a.d.ts"] })).toEqual(["dist/loan.js", "src/a.d.ts"]);
    expect(pathsOf(root, { paths: ["dist"] })).toEqual(["dist/loan.js"]);
  });

  it("never lints installed packages, config ignores and other files, and says so", () => {
    const root = makeTree(tree);
    const result = run(root, { paths: ["node_modules/x/i.js", "README.md", "src/loan.ts"], ignores: ["src/loan.ts"] });
    expect(result.files).toEqual([]);
    expect(result.notices.map((notice) => notice.message)).toEqual([
      "README.md is not a TypeScript or JavaScript file; it is skipped.",
      "node_modules/x/i.js is part of an installed package; it is skipped.",
      "src/loan.ts is left out by `ignores` in the config; it is skipped.",
    ]);
    expect(errorOf(() => run(root, { paths: ["node_modules"] })).hint).toBe("Installed packages are never linted.");
  });

  it("refuses a path that does not exist, with the name that was meant", () => {
    const root = makeTree(tree);
    expect(errorOf(() => run(root, { paths: ["scr"] })).message).toBe('"scr" does not exist.');
    expect(errorOf(() => run(root, { paths: ["src/laon.ts"] })).hint).toBe('Did you mean "loan.ts"?');
    expect(errorOf(() => run(root, { paths: ["zzz/y.ts"] })).hint).toMatch(/There is no "zzz"/);
  });

  it("refuses a glob or folder that matches no file; only says so on request", () => {
    const root = makeTree(tree);
    for (const path of ["empty", "src/*.jsx", "nowhere/**/*.ts"])
      expect(errorOf(() => run(root, { paths: [path] })).message).toBe(`No file matched "${path}".`);
    const result = run(root, { paths: ["empty", "src/*.jsx", "gone.ts"], errorOnUnmatched: false });
    expect(result.files).toEqual([]);
    expect(result.notices).toHaveLength(3);
  });

  it("refuses paths outside of the project", () => {
    const root = makeTree({ ...tree, "app/a.ts": "" });
    for (const path of ["../src", "../src/*.ts", "../src/loan.ts"]) {
      expect(errorOf(() => run(join(root, "app"), { paths: [path] })).message).toContain("outside of the project");
    }
  });

  it("refuses a root or working folder that is not there", () => {
    const root = makeTree(tree);
    expect(errorOf(() => run(join(root, "gone"))).message).toContain("does not exist");
    expect(errorOf(() => run(root, { cwd: join(root, "scr") })).hint).toBe('Did you mean "src"?');
    expect(errorOf(() => run(join(root, "src/loan.ts"))).message).toContain("is not a folder");
  });

  it("applies config ignores at any depth, to folders, negated", () => {
    const root = makeTree({ "a/legacy/x.ts": "", "legacy/y.ts": "", "src/z.ts": "", "src/z.gen.ts": "", "src/v1/a.ts": "", "src/v1/b.ts": "" });
    expect(pathsOf(root, { ignores: ["legacy", "*.gen.ts", "./src/v1/", "!src/v1/b.ts"] })).toEqual(["src/v1/b.ts", "src/z.ts"]);
    expect(pathsOf(root, { ignores: ["legacy", "src/**/{v1,v2}/**"] })).toEqual(["src/z.gen.ts", "src/z.ts"]);
  });
});

describe("a hostile file system", () => {
  it("survives link loops, dead links, and visits linked folders of the project once", () => {
    const root = makeTree({ "src/a.ts": "", "shared/s.ts": "" });
    symlinkSync(root, join(root, "src/loop"));
    symlinkSync(join(root, "gone.ts"), join(root, "src/dead.ts"));
    symlinkSync(join(root, "self.ts"), join(root, "self.ts"));
    symlinkSync(join(root, "shared"), join(root, "src/shared"));
    const result = run(root);
    expect(result.files.map((file) => file.path)).toEqual(["shared/s.ts", "src/a.ts"]);
    expect(result.notices.map((notice) => notice.file)).toEqual(["self.ts", "src/dead.ts"]);
  });

  it("reads links to files elsewhere (sandboxes), does not follow folders out of the project, works through a linked root", () => {
    const elsewhere = makeTree({ "real.ts": "", "lib/x.ts": "" });
    const root = makeTree({ "a.ts": "" });
    symlinkSync(join(elsewhere, "real.ts"), join(root, "linked.ts"));
    symlinkSync(join(elsewhere, "lib"), join(root, "lib"));
    const result = run(root);
    expect(result.files.map((file) => file.path)).toEqual(["a.ts", "linked.ts"]);
    expect(result.notices.map((notice) => notice.message)).toEqual(["lib is a symbolic link to a folder outside of the project; it is not followed."]);
    const holder = makeTree({});
    symlinkSync(root, join(holder, "link"));
    expect(pathsOf(join(holder, "link"))).toEqual(["a.ts", "linked.ts"]);
  });

  it("says which folder it could not read", () => {
    const root = makeTree({ "a.ts": "", "locked/b.ts": "" });
    chmodSync(root, 0o755);
    chmodSync(join(root, "locked"), 0o000);
    const user = geteuid?.() ?? 1;
    if (user === 0) seteuid?.(65534);
    try {
      const result = run(root);
      expect(result.files.map((file) => file.path)).toEqual(["a.ts"]);
      expect(result.notices[0]?.message).toBe("The folder locked cannot be read (EACCES); it is skipped.");
    } finally {
      if (user === 0) seteuid?.(0);
      chmodSync(join(root, "locked"), 0o755);
    }
  });
});

describe("contents", () => {
  const read = (content: string | Uint8Array, explicit = false): ReturnType<typeof readSource> =>
    readSource(join(makeTree({ "x.ts": content }), "x.ts"), "x.ts" as ProjectPath, { explicit });

  it("skips large, binary, vanished files aloud", () => {
    expect(read("x".repeat(2 * 1024 * 1024 + 1))).toMatchObject({ kind: "skipped", notice: { message: "x.ts is larger than 2 MB (2.0 MB); it is skipped." } });
    expect(read(new Uint8Array([0x89, 0x50, 0, 1, 2]))).toMatchObject({ kind: "skipped", notice: { message: expect.stringContaining("binary") } });
    const root = makeTree({ "x.ts": "" });
    rmSync(join(root, "x.ts"));
    expect(readSource(join(root, "x.ts"), "x.ts" as ProjectPath)).toMatchObject({ kind: "skipped", notice: { message: expect.stringContaining("vanished") } });
    expect(readSource(root, "x.ts" as ProjectPath)).toMatchObject({ kind: "skipped", notice: { message: expect.stringContaining("EISDIR") } });
  });

  it("reads byte order marks, UTF-16 and Latin-1", () => {
    expect(read("\uFEFFconst a = 1;")).toEqual({ kind: "text", text: "const a = 1;" });
    expect(read(Buffer.from("\uFEFFconst ä = 1;", "utf16le"))).toMatchObject({ text: "const ä = 1;", notice: { message: expect.stringContaining("UTF-16") } });
    expect(read(Buffer.from("const ä = 1;", "latin1"))).toMatchObject({ text: "const ä = 1;", notice: { message: expect.stringContaining("Latin-1") } });
  });

  it("leaves out generated and minified code unless it was named", () => {
    expect(read("/* eslint-disable */\n// @generated by protoc\nexport {};")).toEqual({ kind: "skipped" });
    expect(read("/* eslint-disable */\n// @generated by protoc\nexport {};", true)).toMatchObject({ kind: "text" });
    expect(isGeneratedText("// Code generated by sqlc. DO NOT EDIT.\nexport {}")).toBe(true);
    expect(isGeneratedText("export const note = '@generated';")).toBe(false);
    expect(isGeneratedText("// ids are generated by the database\nexport {}")).toBe(false);
    expect(isMinifiedText(`/* v1 */\n${"function a(b){return b};".repeat(200)}`)).toBe(true);
    expect(isMinifiedText(`export const logo = "${"A".repeat(20_000)}";\nexport function f() {}\n`)).toBe(false);
    expect(isMinifiedText("const a = 1;\n".repeat(1000))).toBe(false);
  });
});

describe("templates of a generator", () => {
  it("are no code: names with a placeholder are left out", () => {
    const root = makeTree({ "src/a.ts": "", "templates/{{domain}}/service.ts": "", "templates/{{name}}.ts": "", "templates/<%= name %>.js": "" });
    expect(run(root).files.map((file) => file.path)).toEqual(["src/a.ts"]);
  });
});

describe("what only the type checker minds", () => {
  it("is no syntax error: compilers build it", () => {
    for (const text of ["export function list(rows: readonly Array<string>) {}", "export function lend(book?: string, member: string) {}"])
      expect(parse("loans.ts", text).errors).toEqual([]);
    for (const text of ["export function list(rows {}", "function f() { await g(); }"]) expect(parse("loans.ts", text).errors).not.toEqual([]);
  });
});

describe("roles", () => {
  const of = (path: string, tests: readonly string[] = []): string => roleOf(path as ProjectPath, createTestMatcher(tests));

  it.each([
    "src/loan.test.ts",
    "src/loan.spec.js",
    "src/__tests__/a.ts",
    "test/a.ts",
    "src/tests/a.ts",
    "e2e/a.ts",
    "apps/api-e2e/src/a.ts",
    "cypress/support/x.js",
    "src/mocks/db.ts",
    "src/__mocks__/pg.ts",
    "fixtures/x.ts",
    "a.e2e-spec.ts",
    "jest.setup.js",
    "src/test-utils/db.ts",
    "spec/helper.js",
    "src/Book.stories.tsx",
    "src/testUtils.ts",
    "services/mock-service/src/bank/bank.controller.ts",
    "src/bank/bank.mock.controller.ts",
    "packages/bank-mock/src/index.ts",
    "src/keys/keyTestUtils.ts",
  ])("%s is a test", (path) => expect(of(path)).toBe("test"));

  it.each([
    "prisma/seed.ts",
    "src/database/migrations/001.ts",
    "src/seeds/books.ts",
    "scripts/release.js",
    "tools/gen.ts",
    "bin/www.js",
    "docs/example.js",
    "examples/a.ts",
    "vite.config.ts",
    "packages/api/jest.config.js",
    ".eslintrc.cjs",
    "gulpfile.js",
    "apps/docs/src/x.ts",
    "_dev/hash-password.mjs",
  ])("%s is a script", (path) => expect(of(path)).toBe("script"));

  it.each([
    "src/loan.ts",
    "src/contest.ts",
    "src/latest/index.ts",
    "src/attestation.ts",
    "src/tools/search.ts",
    "src/docs/docs.service.ts",
    "src/app.config.ts",
    "src/openapi/spec/index.ts",
    "src/seedling.ts",
    "knexfile.js",
    "src/config/database.config.ts",
    "src/testimonials/list.ts",
    "src/mocking/mock.service.ts",
    "src/dev/devices.ts",
    "src/latestUtils.ts",
  ])("%s is product code", (path) => expect(of(path)).toBe("product"));

  it("lets the project declare its own tests", () => {
    expect(of("src/checks/a.ts", ["src/checks/**"])).toBe("test");
    const root = makeTree({ "a.ts": "", "b.check.ts": "" });
    expect(run(root, { tests: ["**/*.check.ts"] }).files.map((file) => file.role)).toEqual(["product", "test"]);
  });
});
