import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EditorProject } from "#project/editor";
import type { ProjectPath } from "#finding";
import { parse } from "#syntax/parse";
import { createFolder } from "../cli/stage.ts";

const repository = `import { Pool } from "pg";
import { columnOf } from "./columns.js";
const pool = new Pool();
export const list = async (sort: string) => pool.query(\`select * from books order by \${columnOf(sort)}\`);
`;
const bounded = 'export const columnOf = (sort: string) => (sort === "title" ? "title" : "author");\n';
const unbounded = "export const columnOf = (sort: string) => sort;\n";

let folder: ReturnType<typeof createFolder>;
let project: EditorProject;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  folder = createFolder({
    "package.json": '{"name":"lending","dependencies":{"pg":"*"}}',
    "src/books.repository.ts": repository,
    "src/columns.ts": bounded,
    "src/other.ts": "export const other = 1;\n",
  });
  project = open();
});
afterEach(() => {
  vi.useRealTimers();
  folder.close();
});

function open(options: ConstructorParameters<typeof EditorProject>[1] = {}): EditorProject {
  return new EditorProject({ root: folder.path, config: undefined, alone: false }, options);
}

function write(file: string, text: string): void {
  const absolute = path.join(folder.path, file);
  mkdirSync(path.dirname(absolute), { recursive: true });
  writeFileSync(absolute, text);
}

function answer(file: string, text: string, from = project): ReturnType<EditorProject["answer"]> {
  const absolute = path.join(folder.path, file);
  return from.answer({ file: absolute, text, tree: parse(absolute, text).program, typescript: true });
}

function problems(text = repository): number {
  const linting = answer("src/books.repository.ts", text);
  if (!linting) throw new Error("left out");
  return linting.analysis.sql.problemsIn(linting.code).length;
}

const laterOn = (): void => void vi.setSystemTime(Date.now() + 3100);

describe("a project in an editor", () => {
  it("sees a changed file after three seconds, and not before", () => {
    expect(problems()).toBe(0);
    write("src/columns.ts", unbounded);
    expect(problems()).toBe(0);
    laterOn();
    expect(problems()).toBe(1);
  });

  it("notices a change that keeps the size, by its time", () => {
    expect(problems()).toBe(0);
    write("src/columns.ts", unbounded.padEnd(bounded.length));
    utimesSync(path.join(folder.path, "src/columns.ts"), new Date(), new Date(Date.now() + 5000));
    laterOn();
    expect(problems()).toBe(1);
  });

  it("keeps what it read of files that did not change", () => {
    const other = "src/other.ts" as ProjectPath;
    const before = answer("src/books.repository.ts", repository)?.analysis;
    const read = before?.project.code(other);
    laterOn();
    expect(answer("src/books.repository.ts", repository)?.analysis).toBe(before);
    write("src/columns.ts", unbounded);
    laterOn();
    const after = answer("src/books.repository.ts", repository)?.analysis;
    expect(after).not.toBe(before);
    expect(after?.project.code(other)).toBe(read);
  });

  it("notices files that come and go", () => {
    rmSync(path.join(folder.path, "src/columns.ts"));
    laterOn();
    expect(answer("src/books.repository.ts", repository)?.analysis.project.paths).not.toContain("src/columns.ts");
    write("src/columns.ts", unbounded);
    laterOn();
    expect(problems()).toBe(1);
  });

  it("notices what decides where imports lead", () => {
    const aliased = repository.replace("./columns.js", "@books/columns");
    write("src/books.repository.ts", aliased);
    write("src/columns.ts", unbounded);
    project = open();
    const withoutAlias = answer("src/books.repository.ts", aliased);
    expect(withoutAlias?.analysis.project.target(withoutAlias.code, 1).kind).not.toBe("code");
    write("tsconfig.json", '{"compilerOptions":{"paths":{"@books/*":["./src/*"]}}}');
    laterOn();
    const withAlias = answer("src/books.repository.ts", aliased);
    expect(withAlias?.analysis.project.target(withAlias.code, 1).kind).toBe("code");
  });

  it("lets unsaved text win, in the file that is linted only", () => {
    const typed = repository.replace("columnOf(sort)}", "sort}");
    expect(problems(typed)).toBe(1);
    expect(problems(repository)).toBe(0);
    expect(answer("src/columns.ts", unbounded)?.code.text).toBe(unbounded);
    expect(problems(repository)).toBe(0);
  });

  it("gives the same answer to every rule of one run", () => {
    const typed = `${repository}\n`;
    expect(answer("src/books.repository.ts", typed)).toBe(answer("src/books.repository.ts", typed));
  });

  it("finds words in unsaved text, and no longer in what it replaces", () => {
    const words = (text: string, word: string): readonly string[] =>
      answer("src/columns.ts", text)
        ?.analysis.project.mentioning(word)
        .map((code) => code.path) ?? [];
    expect(words(bounded, "columnOf")).toEqual(["src/books.repository.ts", "src/columns.ts"]);
    expect(words("export const nothing = 1;", "columnOf")).toEqual(["src/books.repository.ts"]);
    expect(words("export const other = 1;", "other")).toEqual(["src/columns.ts", "src/other.ts"]);
  });

  it("reads what our parser cannot from the editor's tree", () => {
    const file = path.join(folder.path, "src/books.repository.ts");
    const tree = parse(file, repository).program;
    const broken = `${repository}\nconst = ;`;
    const linting = project.answer({ file, text: broken, tree, typescript: true });
    expect(linting?.code.errors).toEqual([]);
    expect(linting?.code.summary.imports.map((item) => item.specifier)).toEqual(["pg", "./columns.js"]);
  });
});

describe("which files it answers about", () => {
  it("leaves out what the command line leaves out", () => {
    write("dist/built.js", "1;");
    write("src/skipped/a.ts", "1;");
    write(".gitignore", "local/\n");
    write("local/b.ts", "1;");
    project = open({ ignores: ["src/skipped/**"] });
    expect(answer("dist/built.js", "1;")).toBeUndefined();
    expect(answer("src/skipped/a.ts", "1;")).toBeUndefined();
    expect(answer("local/b.ts", "1;")).toBeUndefined();
    expect(answer("node_modules/pg/index.js", "1;")).toBeUndefined();
    expect(answer("src/types.d.ts", "1;")).toBeUndefined();
    expect(answer("src/page.vue", "1;")).toBeUndefined();
    expect(answer("src/made.ts", "// @generated\n1;")).toBeUndefined();
  });

  it("looks at files that were never saved, and at new ones at once", () => {
    expect(answer("src/new.ts", "1;")?.code.path).toBe("src/new.ts");
    expect(answer("src/skipped/a.ts", "1;", open({ ignores: ["src/skipped/**"] }))).toBeUndefined();
    vi.setSystemTime(Date.now() - 10);
    project = open();
    write("src/created.ts", "1;");
    expect(answer("src/created.ts", "1;")?.code.path).toBe("src/created.ts");
  });

  it("knows tests by the project's own globs", () => {
    expect(answer("src/checks/a.ts", "1;")?.code.role).toBe("product");
    expect(answer("src/checks/a.ts", "1;", open({ tests: ["src/checks/**"] }))?.code.role).toBe("test");
  });
});
