import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createResolver, type Resolution } from "../../src/project/resolve.ts";
import { parseJsonc } from "../../src/project/jsonc.ts";
import { addFiles, makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

type Tree = Parameters<typeof makeTree>[0];

/** Resolves from a file of a tree; files are told relative to the root, everything else as it is. */
function resolverFor(tree: Tree): (from: string, specifier: string) => string | Resolution {
  const root = makeTree({ "package.json": { name: "library" }, ...tree });
  return resolverAt(root, root);
}

function resolverAt(root: string, shown: string): (from: string, specifier: string) => string | Resolution {
  const resolver = createResolver(root);
  return (from, specifier) => {
    const answer = resolver.resolve(join(shown, from), specifier);
    return answer.kind === "file" ? answer.file.slice(shown.length + 1) : answer;
  };
}

const packageNamed = (name: string, subpath = ""): Resolution => ({ kind: "package", name, subpath });

describe("relative imports", () => {
  const to = resolverFor({
    "src/a.ts": "",
    "src/b.tsx": "",
    "src/c.mts": "",
    "src/both.ts": "",
    "src/both.js": "",
    "src/plain.js": "",
    "src/loan.service.ts": "",
    "src/models/index.ts": "",
    "src/models.ts": "",
    "src/types.d.ts": "",
    "src/data.json": "{}",
    "src/query.sql": "",
    "lib/package.json": { main: "./entry.js" },
    "lib/entry.ts": "",
    "unbuilt/package.json": { main: "dist/index.js" },
    "unbuilt/src/index.ts": "",
    "src/index.ts": "",
    "node_modules/pg/lib/index.js": "",
  });

  it.each([
    ["./a", "src/a.ts"],
    ["./a.js", "src/a.ts"],
    ["./a.ts", "src/a.ts"],
    ["./b.jsx", "src/b.tsx"],
    ["./b.js", "src/b.tsx"],
    ["./b", "src/b.tsx"],
    ["./c.mjs", "src/c.mts"],
    ["./both.js", "src/both.ts"],
    ["./plain", "src/plain.js"],
    ["./loan.service", "src/loan.service.ts"],
    ["./models", "src/models.ts"],
    ["./models/", "src/models/index.ts"],
    ["./models/index.js", "src/models/index.ts"],
    ["./types", "src/types.d.ts"],
    [".", "src/index.ts"],
    ["..", "src/index.ts"],
    ["../src", "src/index.ts"],
    ["../lib", "lib/entry.ts"],
    ["../unbuilt", "unbuilt/src/index.ts"],
    ["../dist/a.js", "src/a.ts"],
    ["../dist/cjs/models/index.js", "src/models/index.ts"],
    ["./a?worker", "src/a.ts"],
    ["/src/a", "src/a.ts"],
  ])("%s leads to %s", (specifier, file) => expect(to(specifier === ".." ? "src/models/index.ts" : "src/x.ts", specifier)).toBe(file));

  it.each(["./data.json", "./data", "./query.sql", "./missing.css", "../logo.svg?url", "style-loader!./missing.css"])("%s is an asset", (specifier) =>
    expect(to("src/x.ts", specifier)).toEqual({ kind: "asset" }),
  );

  it("tells what is missing, and never looks into node_modules", () => {
    expect(to("src/x.ts", "./gone")).toEqual({ kind: "unresolved", tried: ["src/gone"], alias: false });
    expect(to("src/x.ts", "../node_modules/pg/lib/index.js")).toEqual(packageNamed("pg", "lib/index.js"));
  });
});

describe("packages and builtins", () => {
  const to = resolverFor({ "package.json": { name: "express", dependencies: { express: "^5.0.0" } }, "index.ts": "", "redis/index.ts": "" });

  it.each([
    ["pg", packageNamed("pg")],
    ["lodash/fp", packageNamed("lodash", "fp")],
    ["@nestjs/common", packageNamed("@nestjs/common")],
    ["drizzle-orm/pg-core/columns", packageNamed("drizzle-orm", "pg-core/columns")],
    ["express", packageNamed("express")],
    ["redis", packageNamed("redis")],
    ["npm:zod@4.0.0/mini", packageNamed("zod", "mini")],
    ["jsr:@std/fs@1", packageNamed("@std/fs")],
    ["https://deno.land/x/oak/mod.ts", packageNamed("https://deno.land/x/oak/mod.ts")],
    ["punycode/", packageNamed("punycode")],
    ["fs", { kind: "builtin", name: "fs" }],
    ["node:fs/promises", { kind: "builtin", name: "fs/promises" }],
    ["node:sqlite", { kind: "builtin", name: "sqlite" }],
    ["fs/promises", { kind: "builtin", name: "fs/promises" }],
    ["bun:sqlite", { kind: "builtin", name: "bun:sqlite" }],
    ["cloudflare:workers", { kind: "builtin", name: "cloudflare:workers" }],
  ])("%s", (specifier, expected) => expect(to("index.ts", specifier)).toEqual(expected));

  it.each(["", "@", "!", "  ", "./", "\u0000", "@/", "~", "#", "..", ":"])("does not throw on %j", (specifier) =>
    expect(() => to("index.ts", specifier)).not.toThrow(),
  );
});

describe("tsconfig paths", () => {
  it("reads comments, trailing commas, baseUrl, exact and longest patterns", () => {
    const to = resolverFor({
      "tsconfig.json": `{
        // library paths
        "compilerOptions": { "baseUrl": "./src", /* "*" */ "paths": { "@db": ["db/index.ts"], "@db/*": ["db/*"], "@db/models/*": ["models/*"], "@url//*": ["a//*"], }, },
        "include": ["src/only-this.ts"],
      }`,
      "src/db/index.ts": "",
      "src/db/pool.ts": "",
      "src/models/book.ts": "",
      "src/config/env.ts": "",
      "test/x.ts": "",
    });
    expect(to("test/x.ts", "@db")).toBe("src/db/index.ts");
    expect(to("test/x.ts", "@db/pool.js")).toBe("src/db/pool.ts");
    expect(to("test/x.ts", "@db/models/book")).toBe("src/models/book.ts");
    expect(to("src/x.ts", "config/env")).toBe("src/config/env.ts");
    expect(to("src/x.ts", "@db/gone")).toEqual({ kind: "unresolved", tried: ["src/db/gone"], alias: true });
  });

  it("survives broken extends, follows readable ones, also arrays and packages of the workspace", () => {
    const to = resolverFor({
      "package.json": { workspaces: ["packages/*"] },
      "packages/tsconfig/package.json": { name: "@acme/tsconfig" },
      "packages/tsconfig/base.json": { compilerOptions: { paths: { "~shared/*": ["${configDir}/shared/*"] } } },
      "a/tsconfig.json": { extends: ["not-installed/tsconfig.json", "./gone.json"], compilerOptions: { paths: { "@/*": ["./lib/*"] } } },
      "a/lib/x.ts": "",
      "b/tsconfig.json": { extends: "@acme/tsconfig/base.json" },
      "b/shared/y.ts": "",
      "c/tsconfig.json": { extends: "../c/tsconfig" },
      "c/x.ts": "",
      "d/tsconfig.json": "{ this is not json",
      "d/x.ts": "",
    });
    expect(to("a/deep/m.ts", "@/x")).toBe("a/lib/x.ts");
    expect(to("b/m.ts", "~shared/y")).toBe("b/shared/y.ts");
    expect(to("c/m.ts", "./x")).toBe("c/x.ts");
    expect(to("d/m.ts", "./x")).toBe("d/x.ts");
  });

  it("reads references in the same folder, jsconfig, shared bases and outer configs", () => {
    const to = resolverFor({
      "tsconfig.base.json": { compilerOptions: { paths: { "@lib/common/*": ["libs/common/src/*"] } } },
      "libs/common/src/dates.ts": "",
      "apps/api/tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }, { path: "../web" }] },
      "apps/api/tsconfig.app.json": { compilerOptions: { paths: { "@api/*": ["./src/*"] } } },
      "apps/api/src/app.ts": "",
      "apps/web/tsconfig.json": { compilerOptions: { paths: { "@api/*": ["./wrong/*"] } } },
      "tools/jsconfig.json": { compilerOptions: { baseUrl: ".", paths: { "@utils": ["./utils"], "@root": ["./"] } } },
      "tools/utils/index.js": "",
      "tools/server.js": "",
    });
    expect(to("apps/api/src/m.ts", "@api/app")).toBe("apps/api/src/app.ts");
    expect(to("apps/api/src/m.ts", "@lib/common/dates")).toBe("libs/common/src/dates.ts");
    expect(to("prisma/seed.ts", "@lib/common/dates")).toBe("libs/common/src/dates.ts");
    expect(to("tools/m.js", "@utils")).toBe("tools/utils/index.js");
    expect(to("tools/m.js", "@root/server.js")).toBe("tools/server.js");
  });

  it("takes mapped declaration files and node_modules for what they describe, catch-alls only when a file is there", () => {
    const to = resolverFor({
      "package.json": { dependencies: { config: "1.0.0" } },
      "tsconfig.json": {
        compilerOptions: { baseUrl: ".", paths: { pg: ["types/pg.d.ts"], vite: ["./node_modules/vite/index.d.ts"], "*": ["src/*", "types/*"] } },
      },
      "types/pg.d.ts": "",
      "src/loans/index.ts": "",
      "config/index.ts": "",
      "events/index.ts": "",
    });
    expect(to("src/m.ts", "pg")).toEqual(packageNamed("pg"));
    expect(to("src/m.ts", "vite")).toEqual(packageNamed("vite"));
    expect(to("src/m.ts", "loans")).toBe("src/loans/index.ts");
    expect(to("src/m.ts", "kysely")).toEqual(packageNamed("kysely"));
    expect(to("src/m.ts", "config")).toEqual(packageNamed("config"));
    expect(to("src/m.ts", "events")).toEqual({ kind: "builtin", name: "events" });
  });
});

describe("workspaces without node_modules", () => {
  const to = resolverFor({
    "package.json": { name: "root", workspaces: { packages: ["packages/*", "apps/**"] } },
    "packages/db/package.json": { name: "@acme/db", main: "dist/index.js", types: "dist/index.d.ts" },
    "packages/db/src/index.ts": "",
    "packages/db/src/schema/index.ts": "",
    "packages/db/src/loans.ts": "",
    "packages/db/migrate.ts": "",
    "packages/ui/package.json": {
      name: "@acme/ui",
      exports: {
        ".": { types: "./dist/types/main.d.ts", import: { default: "./dist/esm/main.mjs" }, require: "./dist/cjs/main.cjs" },
        "./button": "./lib/button.js",
        "./parts/*": "./dist/parts/*.js",
        "./style.css": "./style.css",
      },
    },
    "packages/ui/src/main.ts": "",
    "packages/ui/src/button.tsx": "",
    "packages/ui/src/parts/card.ts": "",
    "packages/flat/package.json": { name: "flat", exports: "./dist/index.js" },
    "packages/flat/index.ts": "",
    "packages/built/package.json": { name: "built", main: "./dist/index.js" },
    "packages/built/dist/index.js": "",
    "packages/empty/package.json": { name: "empty", main: "./dist/index.js" },
    "packages/zod/package.json": { name: "zod", version: "0.1.0" },
    "packages/zod/index.ts": "",
    "apps/group/api/package.json": {
      name: "api",
      imports: { "#db": "@acme/db", "#env": "./dist/env.js", "#lib/*": { source: "./src/lib/*.ts", default: "./dist/lib/*.js" }, "#gone": "./src/gone.ts" },
      dependencies: { zod: "^4.0.0", linked: "file:../../../linked" },
    },
    "apps/group/api/src/env.ts": "",
    "apps/group/api/src/lib/mail.ts": "",
    "linked/package.json": { name: "linked" },
    "linked/index.js": "",
  });

  it.each([
    ["@acme/db", "packages/db/src/index.ts"],
    ["@acme/db/src/schema", "packages/db/src/schema/index.ts"],
    ["@acme/db/loans", "packages/db/src/loans.ts"],
    ["@acme/db/dist/loans", "packages/db/src/loans.ts"],
    ["@acme/db/migrate.js", "packages/db/migrate.ts"],
    ["@acme/ui", "packages/ui/src/main.ts"],
    ["@acme/ui/button", "packages/ui/src/button.tsx"],
    ["@acme/ui/parts/card", "packages/ui/src/parts/card.ts"],
    ["flat", "packages/flat/index.ts"],
    ["built", "packages/built/dist/index.js"],
    ["linked", "linked/index.js"],
    ["#db", "packages/db/src/index.ts"],
    ["#env", "apps/group/api/src/env.ts"],
    ["#lib/mail", "apps/group/api/src/lib/mail.ts"],
  ])("%s leads to %s", (specifier, file) => expect(to("apps/group/api/src/m.ts", specifier)).toBe(file));

  it("knows assets, missing entries, and packages that only share a name", () => {
    expect(to("apps/group/api/src/m.ts", "@acme/ui/style.css")).toEqual({ kind: "asset" });
    expect(to("apps/group/api/src/m.ts", "empty")).toEqual({ kind: "unresolved", tried: ["packages/empty"], alias: true });
    expect(to("apps/group/api/src/m.ts", "zod")).toEqual(packageNamed("zod"));
    expect(to("packages/db/src/index.ts", "zod")).toBe("packages/zod/index.ts");
    expect(to("apps/group/api/src/m.ts", "@acme/unknown")).toEqual(packageNamed("@acme/unknown"));
    expect(to("apps/group/api/src/m.ts", "#gone")).toEqual({ kind: "unresolved", tried: ["apps/group/api/src/gone.ts"], alias: true });
    expect(to("apps/group/api/src/m.ts", "#nothing")).toMatchObject({ kind: "unresolved", alias: true });
  });

  it("reaches the workspace from a project that is one package of it, through links too", () => {
    const root = makeTree({
      "pnpm-workspace.yaml": "packages:\n  - 'packages/*'\n",
      "package.json": {},
      "packages/api/package.json": { name: "api" },
      "packages/api/m.ts": "",
      "packages/db/package.json": { name: "@acme/db" },
      "packages/db/src/index.ts": "",
      "shared/s.ts": "",
    });
    symlinkSync(join(root, "shared"), join(root, "packages/api/shared"));
    const to = resolverAt(join(root, "packages/api"), root);
    expect(to("packages/api/m.ts", "@acme/db")).toBe("packages/db/src/index.ts");
    expect(to("packages/api/m.ts", "./shared/s")).toBe("shared/s.ts");
  });
});

describe("aliases of other tools", () => {
  it("reads Babel as JSON and as code, module-alias, webpack and vite", () => {
    const to = resolverFor({
      "src/a.ts": "",
      "src/deep/b.ts": "",
      "one/.babelrc": `{ "env": { "test": { "plugins": [["module-resolver", { "root": ["./src"], "alias": { "@one": "./src", "^@re/(.+)": "./src/\\\\1" } }]] } } }`,
      "one/package.json": {},
      "one/src/a.js": "",
      "two/babel.config.js": `module.exports = { plugins: [["module-resolver", { alias: { "@two": "./app", three: path.resolve(__dirname, "lib/three"), react: "preact/compat" } }]] };`,
      "two/package.json": {},
      "two/app/a.js": "",
      "two/lib/three/index.js": "",
      "three/package.json": { _moduleAliases: { "@root": ".", "@models": "db/models" } },
      "three/db/models/book.js": "",
      "three/index.js": "",
      "four/package.json": {},
      "four/vite.config.ts": `export default defineConfig({ resolve: { alias: { "~~": fileURLToPath(new URL("./src", import.meta.url)), '#api': path.join(__dirname, './api') } } })`,
      "four/src/a.ts": "",
      "four/api/x.ts": "",
      "five/package.json": {},
      "five/svelte.config.js": `export default { kit: { alias: { $database: "./src/database" } } };`,
      "five/src/database/client.ts": "",
    });
    expect(to("five/src/m.ts", "$database/client")).toBe("five/src/database/client.ts");
    expect(to("one/m.js", "@one/a")).toBe("one/src/a.js");
    expect(to("one/m.js", "@re/a")).toBe("one/src/a.js");
    expect(to("one/m.js", "a")).toBe("one/src/a.js");
    expect(to("two/m.js", "@two/a")).toBe("two/app/a.js");
    expect(to("two/m.js", "three")).toBe("two/lib/three/index.js");
    expect(to("two/m.js", "react")).toEqual(packageNamed("react"));
    expect(to("three/m.js", "@models/book")).toBe("three/db/models/book.js");
    expect(to("three/db/m.js", "@root")).toBe("three/index.js");
    expect(to("four/m.ts", "~~/a")).toBe("four/src/a.ts");
    expect(to("four/m.ts", "#api/x")).toBe("four/api/x.ts");
  });

  it("tries @/ and ~/ and src/ and what frameworks map by convention", () => {
    const to = resolverFor({ "src/lib/c.ts": "", "src/a.ts": "", "b.ts": "", "packages/x/package.json": {}, "packages/x/src/a.ts": "" });
    expect(to("src/m.ts", "@/a")).toBe("src/a.ts");
    expect(to("src/m.ts", "~/b")).toBe("b.ts");
    expect(to("src/m.ts", "src/a")).toBe("src/a.ts");
    expect(to("src/m.ts", "$lib/c")).toBe("src/lib/c.ts");
    expect(to("src/m.ts", "~~/b")).toBe("b.ts");
    expect(to("packages/x/src/m.ts", "@/a")).toBe("packages/x/src/a.ts");
    expect(to("src/m.ts", "@/gone")).toEqual({ kind: "unresolved", tried: ["src/gone", "gone", "app/gone"], alias: true });
    expect(to("src/m.ts", "src/gone")).toEqual(packageNamed("src", "gone"));
  });
});

describe("the resolver", () => {
  it("answers 10,000 questions in half a second when warm, and forgets on request", () => {
    const root = makeTree({ "package.json": {}, "a.ts": "" });
    const resolver = createResolver(root);
    const from = join(root, "m.ts");
    expect(resolver.resolve(from, "./b").kind).toBe("unresolved");
    addFiles(root, { "b.ts": "" });
    expect(resolver.resolve(from, "./b").kind).toBe("unresolved");
    resolver.clear();
    expect(resolver.resolve(from, "./b").kind).toBe("file");
    const start = performance.now();
    for (let index = 0; index < 10_000; index++) resolver.resolve(from, index % 2 ? "./a" : "pg");
    expect(performance.now() - start).toBeLessThan(500);
  });

  it("reads JSON with comments as TypeScript does", () => {
    expect(parseJsonc('{ "a": "// no comment", /* yes, */ "b": [1, 2, ], // end\n }')).toEqual({ a: "// no comment", b: [1, 2] });
    expect(parseJsonc('\uFEFF{"a": "x\\"//y,}"}')).toEqual({ a: 'x"//y,}' });
    expect(() => parseJsonc("{")).toThrow(SyntaxError);
    // A broken file of nothing but slashes once took longer than anybody waited.
    expect(() => parseJsonc(`{ "a": "5",${"/".repeat(100_000)} "b": ",${"/".repeat(100_000)}`)).toThrow(SyntaxError);
  });
});
