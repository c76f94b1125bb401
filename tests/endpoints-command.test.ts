import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "#cli/run";
import { openTerminal } from "#cli/terminal";
import { createRepo, type Repo } from "./git/scene.ts";

/** A library that lends books: guarded, limited, validated, with a transaction, with neither, and a router nobody mounts. */
const project = {
  "package.json": JSON.stringify({
    name: "lending",
    type: "module",
    dependencies: { express: "5", "express-rate-limit": "8", "express-jwt": "8", zod: "4", "@prisma/client": "6" },
  }),
  "src/app.ts": `import express from "express";
import { expressjwt } from "express-jwt";
import { rateLimit } from "express-rate-limit";
import { bookRouter } from "./books/book.router";
import { loanRouter } from "./loans/loan.router";

const app = express();
const requireReader = expressjwt({ secret: process.env.JWT_SECRET ?? "", algorithms: ["HS256"] });
app.use(express.json());
app.use("/api/v1/loans", rateLimit({ windowMs: 60000, limit: 20 }), requireReader, loanRouter);
app.use("/api/books", bookRouter);
app.listen(3000);
`,
  "src/loans/loan.router.ts": `import { Router } from "express";
import { lend } from "./loan.controller";

export const loanRouter = Router();
loanRouter.post("/", lend);
`,
  "src/loans/loan.controller.ts": `import type { Request, Response } from "express";
import { z } from "zod";
import { lendBook } from "./loan.service";

const loan = z.object({ reader: z.string(), book: z.string() });

export const lend = async (req: Request, res: Response) => {
  const { reader, book } = loan.parse(req.body);
  res.status(201).json(await lendBook(reader, book));
};
`,
  "src/loans/loan.service.ts": `import { PrismaClient } from "@prisma/client";
const prisma = new PrismaClient();

export function lendBook(reader: string, book: string) {
  return prisma.$transaction(async (tx) => {
    await tx.book.update({ where: { id: book }, data: { lent: true } });
    return tx.loan.create({ data: { reader, book } });
  });
}
`,
  "src/books/book.router.ts": `import { Router } from "express";
import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();
export const bookRouter = Router();
bookRouter.get("/:isbn", async (req, res) => {
  res.json(await prisma.book.findUnique({ where: { isbn: req.params.isbn } }));
});
bookRouter.put("/:isbn", async (req, res) => {
  res.json(await prisma.book.update({ where: { isbn: req.params.isbn }, data: req.body }));
});
`,
  "src/shelves/shelf.router.ts": `import { Router } from "express";

export const shelfRouter = Router();
shelfRouter.delete("/shelves/:id", (_req, res) => {
  res.sendStatus(204);
});
`,
};

let repo: Repo;

beforeAll(() => {
  repo = createRepo(project);
  repo.commit("The library opens");
});

afterAll(() => {
  repo.close();
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function endpoints(words: readonly string[], { cwd = repo.path, columns = 110, color = false } = {}): Promise<Outcome> {
  let [stdout, stderr] = ["", ""];
  const terminal = openTerminal(
    {
      env: {},
      cwd: () => cwd,
      stdout: { columns, write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    },
    color ? ["--color"] : [],
  );
  const code = await run(["endpoints", ...words], terminal);
  return { code, stdout, stderr };
}

interface Row {
  readonly methods: readonly string[];
  readonly path: string;
}

async function rows(...words: string[]): Promise<readonly string[]> {
  const { stdout } = await endpoints([...words, "--format", "json"]);
  return (JSON.parse(stdout) as { readonly endpoints: readonly Row[] }).endpoints.map(({ methods, path: at }) => `${methods.join()} ${at}`);
}

describe("the table", () => {
  test("in columns, under the files of the handlers", async () => {
    expect(await endpoints([])).toEqual({ code: 0, stderr: "", stdout: expect.any(String) as string });
    expect((await endpoints([])).stdout).toMatchSnapshot();
  });

  test.each([48, 64, 80, 200])("is never wider than a terminal of %d columns", async (columns) => {
    const { stdout } = await endpoints([], { columns });
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
    for (const at of ["/api/books/{isbn}", "/api/v1/loans", "/shelves/{id} (unmounted)"]) expect(stdout).toContain(at);
    if (columns === 48) expect(stdout).toMatchSnapshot();
  });

  test("in colours: green, red, yellow", async () => {
    const { stdout } = await endpoints([], { color: true });
    for (const mark of ["\u001b[32m✓", "\u001b[31m✗", "\u001b[33m?"]) expect(stdout).toContain(mark);
    expect(stdout.replace(/\u001b\[\d+m/g, "")).toBe((await endpoints([])).stdout);
  });
});

test("JSON is versioned, names the places, has no absolute path, and is the same each time", async () => {
  const { stdout } = await endpoints(["--format", "json"]);
  expect(stdout).not.toContain(repo.path);
  expect(stdout).toBe((await endpoints(["--format", "json"])).stdout);
  expect(JSON.parse(stdout)).toMatchSnapshot();
});

test("Markdown for a comment", async () => {
  expect((await endpoints(["--format", "markdown"])).stdout).toMatchSnapshot();
});

test("HTML stands alone, and what names hold is no markup", async () => {
  const { stdout } = await endpoints(["--format", "html"]);
  expect(stdout).toMatch(/^<!doctype html>/);
  expect(stdout.match(/<tr data-method/g)).toHaveLength(4);
  expect(stdout).not.toMatch(/(?:src|href)=|https?:/);
  expect(stdout).toContain('data-auth="yes" data-limit="yes" data-validation="yes"');
  const hostile = createRepo({
    "package.json": '{ "dependencies": { "express": "5" } }',
    "src/app.ts": 'import express from "express";\nexpress().get("/<script>alert(1)</script>", (_req, res) => { res.end(); });\n',
  });
  const page = (await endpoints(["--format", "html"], { cwd: hostile.path })).stdout;
  hostile.close();
  expect(page).toContain("/<wbr>&lt;script&gt;alert(1)&lt;/<wbr>script&gt;");
  expect(page).not.toContain("<script>alert");
});

describe("filters", () => {
  test.each([
    [["--method", "get"], ["GET /api/books/{isbn}"]],
    [
      ["--method", "put,post"],
      ["PUT /api/books/{isbn}", "POST /api/v1/loans"],
    ],
    [["--path", "/api/v1/**"], ["POST /api/v1/loans"]],
    [
      ["--path", "/api/books/{isbn}"],
      ["GET /api/books/{isbn}", "PUT /api/books/{isbn}"],
    ],
    [
      ["--missing", "auth"],
      ["GET /api/books/{isbn}", "PUT /api/books/{isbn}"],
    ],
    [["--missing", "rate-limit", "--method", "put"], ["PUT /api/books/{isbn}"]],
    [
      ["--missing", "validation"],
      ["GET /api/books/{isbn}", "PUT /api/books/{isbn}"],
    ],
    [["src/loans"], ["POST /api/v1/loans"]],
    [
      ["src/**/*.router.ts", "!src/books"],
      ["POST /api/v1/loans", "DELETE /shelves/{id}"],
    ],
  ])("%j", async (words, expected) => {
    expect(await rows(...words)).toEqual(expected);
  });
});

describe("nothing to show is said", () => {
  test("no endpoint: exit code 0", async () => {
    const empty = createRepo({ "src/shelves.ts": "export const shelves = 3;\n" });
    expect(await endpoints([], { cwd: empty.path })).toEqual({ code: 0, stdout: "No endpoint found in 1 file.\n", stderr: "" });
    const { code, stdout, stderr } = await endpoints(["-f", "json"], { cwd: empty.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "▲ No endpoint found in 1 file.\n" });
    expect(JSON.parse(stdout)).toMatchObject({ endpoints: [], summary: { endpoints: 0 } });
    empty.close();
  });

  test("none matches", async () => {
    expect(await endpoints(["--path", "/nowhere"])).toEqual({ code: 0, stdout: "None of 4 endpoints matches.\n", stderr: "" });
  });
});

describe("wrong usage", () => {
  test.each([
    [["src/nothing"], '✖ "src/nothing" does not exist.'],
    [["--format", "yaml"], "It must be one of table, json, markdown, html."],
    [["--missing", "limit"], "It must be one of auth, rate-limit, validation."],
    [["--fail-on", "lost-control"], "--fail-on lost-control needs something to compare with: --diff."],
    [["--missing", "auth", "--diff", "main"], "cannot be used with option '--diff <ref or file>'"],
    [["--diff", "no-such-branch"], 'Git does not know "no-such-branch".'],
    [["--diff", "--help-me"], 'Git does not know "--help-me".'],
    [["--diff", "before.json"], "The file before.json does not exist."],
    [["--diff", "package.json"], "package.json is no inventory of endpoints."],
    [["--diff", "src/app.ts"], "src/app.ts is no inventory:"],
  ])("%j", async (words, message) => {
    const { code, stdout, stderr } = await endpoints(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  test("--diff with a ref outside of a repository", async () => {
    const folder = createRepo(project);
    folder.remove(".git");
    const { code, stderr } = await endpoints(["--diff", "main"], { cwd: folder.path });
    folder.close();
    expect(code).toBe(2);
    expect(stderr).toContain("Git has no worktree here");
    expect(stderr).not.toContain("--staged");
  });
});

describe("--diff", () => {
  let changed: Repo;
  let before: string;

  beforeAll(async () => {
    changed = createRepo(project);
    changed.commit("The library opens");
    before = (await endpoints(["-f", "json"], { cwd: changed.path })).stdout;
    mkdirSync(path.join(changed.path, "reports"), { recursive: true });
    writeFileSync(path.join(changed.path, "reports/before.json"), before);
    writeFileSync(path.join(changed.path, "reports/old.json"), before.replace('"schemaVersion": 1', '"schemaVersion": 9'));
    changed.write({
      // The guard goes, the parameter gets another name, a line moves.
      "src/app.ts": project["src/app.ts"].replace(", requireReader, loanRouter", ", loanRouter"),
      "src/books/book.router.ts": `\n${project["src/books/book.router.ts"].replaceAll("isbn", "number").replace(/bookRouter\.get[\s\S]*?\n\}\);\n/, "")}`,
      "src/readers.ts": 'import express from "express";\nconst app = express();\napp.get("/readers", (_req, res) => { res.json([]); });\napp.listen(4000);\n',
    });
    changed.remove("src/shelves");
  });

  afterAll(() => {
    changed.close();
  });

  test("nothing changed", async () => {
    expect(await endpoints(["--diff", "HEAD", "--fail-on", "lost-control"])).toEqual({ code: 0, stdout: "Compared with HEAD: no difference.\n", stderr: "" });
  });

  test.each(["main", "reports/before.json"])("against %s: added, removed, changed, lost", async (earlier) => {
    const words = ["--diff", earlier, "--fail-on", "lost-control", "--format", "json"];
    const { code, stdout } = await endpoints(words, { cwd: changed.path });
    expect(code).toBe(1);
    const { summary, added, removed, changed: rest } = JSON.parse(stdout) as Readonly<Record<string, readonly (Row & { after: Row; changes: unknown })[]>>;
    expect(summary).toEqual({ added: 1, removed: 2, changed: 2, lostControls: 1 });
    expect(added?.map(({ path: at }) => at)).toEqual(["/readers"]);
    expect(removed?.map(({ path: at }) => at)).toEqual(["/api/books/{isbn}", "/shelves/{id}"]);
    expect(rest?.map(({ after, changes }) => ({ path: after.path, changes }))).toEqual([
      { path: "/api/books/{number}", changes: [{ what: "path", before: "/api/books/{isbn}", after: "/api/books/{number}", lost: false }] },
      { path: "/api/v1/loans", changes: [{ what: "authentication", before: "yes", after: "no", lost: true }] },
    ]);
  });

  test("without --fail-on the exit code is 0", async () => {
    expect((await endpoints(["--diff", "main"], { cwd: changed.path })).code).toBe(0);
  });

  test.each(["table", "markdown"])("as %s", async (format) => {
    expect((await endpoints(["--diff", "main", "-f", format], { cwd: changed.path })).stdout).toMatchSnapshot();
  });

  test("as HTML, lost controls first", async () => {
    const { stdout } = await endpoints(["--diff", "main", "-f", "html"], { cwd: changed.path });
    expect([...stdout.matchAll(/data-change="(\w+)"/g)].map(([, kind]) => kind)).toEqual(["lost", "added", "removed", "removed", "changed"]);
    expect(stdout).toContain('<li class="lost">authentication: yes → no</li>');
  });

  test("filters hold on both sides", async () => {
    const { stdout } = await endpoints(["--diff", "main", "--method", "post", "-f", "json"], { cwd: changed.path });
    expect(JSON.parse(stdout)).toMatchObject({ summary: { added: 0, removed: 0, changed: 1, lostControls: 1 } });
  });

  test("neither worktree nor index is touched", async () => {
    const status = changed.git("status", "--porcelain");
    await endpoints(["--diff", "main"], { cwd: changed.path });
    expect(changed.git("status", "--porcelain")).toBe(status);
  });

  test("an inventory of another version is refused", async () => {
    const { code, stderr } = await endpoints(["--diff", "reports/old.json"], { cwd: changed.path });
    expect(code).toBe(2);
    expect(stderr).toContain("schemaVersion 9");
  });
});
