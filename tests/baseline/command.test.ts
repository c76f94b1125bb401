import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { bad, createRepo, good, loans, type Repo, type Verdict } from "../git/scene.ts";

const opened: Repo[] = [];
afterEach(() => {
  for (const repo of opened.splice(0)) repo.close();
});

function open(files: Readonly<Record<string, string>>): Repo {
  const repo = createRepo(files);
  opened.push(repo);
  return repo;
}

const baselineText = (repo: Repo): string => readFileSync(path.join(repo.path, "oma-lint-baseline.json"), "utf8");
const accept = async (repo: Repo, ...words: string[]): Promise<void> => {
  // `baseline` has no -f json; what it prints is for people.
  const { runFile } = await import("../cli/stage.ts");
  expect(await runFile(path.resolve("dist/cli.js"), ["baseline", ...words], { cwd: repo.path })).toMatchObject({ code: 0, stderr: "" });
};
const summaryOf = ({ stdout }: Verdict): Record<string, unknown> => (JSON.parse(stdout) as { summary: Record<string, unknown> }).summary;

const service = (query: string): string =>
  [
    'import { Pool } from "pg";',
    "const pool = new Pool();",
    "export async function byReader(reader: string, order: string) {",
    `  const first = ${query};`,
    "  return { first, last: await pool.query(`SELECT * FROM loans ORDER BY ${order}`, [reader]) };",
    "}",
    "export async function remove(reader: string) {",
    `  return ${query};`,
    "}",
    "",
  ].join("\n");
const query = "await pool.query(`SELECT * FROM loans WHERE reader = '${reader}' AND due < now()`)";

describe("a baseline", () => {
  test("accepts what there is, counts it, and leaves new findings", async () => {
    const repo = open({ "src/a.ts": loans(bad), "src/b.ts": loans(good) });
    await accept(repo);
    const verdict = await repo.lint([]);
    expect(verdict).toMatchObject({ code: 0, places: [], stderr: "▲ 1 finding accepted by oma-lint-baseline.json.\n" });
    expect(summaryOf(verdict)).toMatchObject({ findings: 0, known: 1 });
    repo.write({ "src/b.ts": loans(bad) });
    expect(await repo.lint([])).toMatchObject({ code: 1, places: ["src/b.ts:3"] });
    expect((await repo.lint(["--no-baseline"])).places).toEqual(["src/a.ts:3", "src/b.ts:3"]);
    expect((await repo.lint(["src/a.ts"])).code).toBe(0);
  });

  test("holds no code, no line and no secret", async () => {
    const secret = "sk_live_51HqT9dKp3XwzVb7cRmN4yLf";
    const repo = open({ "src/a.ts": `import Stripe from "stripe";\nexport const stripe = new Stripe("${secret}");\n` });
    expect((await repo.lint([])).places).toEqual(["src/a.ts:2"]);
    await accept(repo);
    expect(baselineText(repo)).not.toMatch(/sk_live|51HqT9|"line"|stripe/);
    expect((await repo.lint([])).code).toBe(0);
    repo.write({ "src/a.ts": `import Stripe from "stripe";\nexport const stripe = new Stripe("${secret.toLowerCase()}Zq");\n` });
    expect((await repo.lint([])).code).toBe(0);
  });

  test.each<[string, (text: string) => string]>([
    ["lines move", (text) => `// A comment.\n\n\n${text.replace("export async function remove", "const unrelated = 1;\n\nexport async function remove")}`],
    [
      "functions change places",
      (text) => `${text.split("\n").slice(0, 2).join("\n")}\n${text.split("\n").slice(6, 9).join("\n")}\n${text.split("\n").slice(2, 6).join("\n")}\n`,
    ],
    ["a formatter breaks lines", (text) => text.replaceAll("pool.query(`", "pool\n    .query(\n      `").replaceAll("now()`)", "now()`,\n    )")],
    ["a formatter indents and drops semicolons", (text) => text.replace(/^ {2}/gm, "\t\t\t").replace(/;$/gm, "").replace("}\nexport", "}\n;export")],
    ["Windows line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["neighbours are renamed", (text) => text.replaceAll("first", "earliest").replaceAll("last", "latest").replaceAll("remove", "remove")],
    [
      "neighbours come and go",
      (text) => text.replace("export async function byReader", "export function count(a: number) {\n  return a + 1;\n}\nexport async function byReader"),
    ],
  ])("still knows its findings when %s", async (_name, change) => {
    const before = service(query);
    const repo = open({ "src/a.ts": before });
    const count = (await repo.lint([])).places.length;
    expect(count).toBeGreaterThanOrEqual(2);
    await accept(repo);
    repo.write({ "src/a.ts": change(before) });
    expect(change(before)).not.toBe(before);
    const verdict = await repo.lint(["--strict-baseline"]);
    expect(verdict).toMatchObject({ code: 0, places: [], stderr: `▲ ${count} findings accepted by oma-lint-baseline.json.\n` });
  });

  test("does not accept a second copy, nor the same text in another function or file", async () => {
    const repo = open({ "src/a.ts": loans(bad) });
    await accept(repo);
    repo.write({ "src/a.ts": loans(`${bad} ${bad}`) });
    expect((await repo.lint([])).places).toHaveLength(1);
    repo.write({ "src/a.ts": loans(bad, "other") });
    expect((await repo.lint([])).places).toHaveLength(1);
    repo.write({ "src/a.ts": loans(bad), "src/b.ts": loans(bad) });
    expect((await repo.lint([])).places).toEqual(["src/b.ts:3"]);
  });

  test("tells stale entries, fails with --strict-baseline, and is pruned", async () => {
    const repo = open({ "src/a.ts": loans(bad), "src/b.ts": loans(bad), "src/c.ts": loans(bad) });
    await accept(repo);
    repo.write({ "src/a.ts": loans(good) });
    repo.remove("src/b.ts");
    const verdict = await repo.lint([]);
    expect(verdict.code).toBe(0);
    expect(verdict.stderr).toContain("2 entries of oma-lint-baseline.json accept nothing any more (src/a.ts, src/b.ts).");
    expect((await repo.lint(["--strict-baseline"])).code).toBe(1);
    expect((await repo.lint(["--strict-baseline", "src/c.ts"])).code).toBe(0);
    repo.write({ "src/new.ts": loans(bad) });
    await accept(repo, "--prune");
    expect(Object.keys((JSON.parse(baselineText(repo)) as { findings: object }).findings)).toEqual(["src/c.ts"]);
    expect(await repo.lint(["--strict-baseline"])).toMatchObject({ code: 1, places: ["src/new.ts:3"] });
  });

  test("for some paths leaves the other entries alone", async () => {
    const repo = open({ "src/a.ts": loans(bad), "src/b.ts": loans(bad) });
    await accept(repo, "src/a.ts");
    expect((await repo.lint([])).places).toEqual(["src/b.ts:3"]);
    await accept(repo, "src/b.ts");
    expect((await repo.lint([])).places).toEqual([]);
  });

  test("never accepts code that does not parse", async () => {
    const repo = open({ "src/a.ts": "export const = ;\n" });
    await accept(repo);
    expect(baselineText(repo)).toBe('{\n  "schemaVersion": 1,\n  "findings": {}\n}\n');
    expect((await repo.lint([])).code).toBe(1);
  });

  test("that is broken or missing ends with 2", async () => {
    const repo = open({ "src/a.ts": loans(bad), "oma-lint-baseline.json": "<<<<<<< ours\n" });
    expect((await repo.lint([])).stderr).toMatch(/oma-lint-baseline\.json is not valid JSON[\s\S]*hint: /);
    expect(await repo.lint(["--baseline", "none.json"])).toMatchObject({ code: 2, stdout: "" });
  });

  test("in SARIF says which results are new, and keeps the accepted ones as notes", async () => {
    const repo = open({ "src/a.ts": loans(bad), "src/b.ts": loans(good) });
    await accept(repo);
    repo.write({ "src/b.ts": loans(bad) });
    await repo.lint(["-o", "sarif:out.sarif"]);
    const log = JSON.parse(readFileSync(path.join(repo.path, "out.sarif"), "utf8")) as { runs: { results: { level: string; baselineState: string }[] }[] };
    expect(log.runs[0]?.results.map(({ level, baselineState }) => `${level} ${baselineState}`)).toEqual(["note unchanged", "error new"]);
  });

  test("ESLint's own suppressions count too", async () => {
    const suppressions = '{ "src/a.ts": { "oma/no-raw-sql-interpolation": { "count": 1 } } }';
    const repo = open({ "src/a.ts": loans(bad), "eslint-suppressions.json": suppressions });
    expect(await repo.lint([])).toMatchObject({ code: 0, places: [], stderr: "▲ 1 finding accepted by eslint-suppressions.json.\n" });
    expect((await repo.lint(["--no-baseline"])).places).toEqual(["src/a.ts:3"]);
  });
});

describe("suppressing comments", () => {
  const comment = "// eslint-disable-next-line oma/no-raw-sql-interpolation";
  const suppressed = (line: string): string => loans(`\n${line}\n${bad}\n`);

  test("must give a reason with --require-reason and in the preset strict", async () => {
    const repo = open({
      "src/a.ts": suppressed(comment),
      "src/b.ts": suppressed(`${comment} -- names from our own list`),
      "src/c.ts": `/* eslint-disable */\n${loans(bad)}`,
    });
    expect((await repo.lint([])).places).toEqual([]);
    const verdict = await repo.lint(["--require-reason", "--fail-on", "warning"]);
    expect(verdict).toMatchObject({ code: 1, places: ["src/a.ts:4"] });
    expect(verdict.stdout).toContain("oma/no-raw-sql-interpolation is suppressed without a reason.");
    const rules = ["--rule", "no-raw-sql-interpolation:error"];
    expect((await repo.lint(["--preset", "strict", ...rules, "src/a.ts"])).places).toEqual(["src/a.ts:4"]);
    expect((await repo.lint(["--preset", "strict", "--no-require-reason", ...rules, "src/a.ts"])).places).toEqual([]);
  });

  test("are in SARIF only on request, with their reason", async () => {
    const repo = open({ "src/b.ts": suppressed(`${comment} -- names from our own list`) });
    const results = async (...words: string[]): Promise<unknown[]> => {
      await repo.lint([...words, "-o", "sarif:out.sarif"]);
      return (JSON.parse(readFileSync(path.join(repo.path, "out.sarif"), "utf8")) as { runs: { results: unknown[] }[] }).runs[0]?.results ?? [];
    };
    expect(await results()).toEqual([]);
    expect(await results("--report-suppressed")).toMatchObject([{ suppressions: [{ kind: "inSource", justification: "names from our own list" }] }]);
  });

  test("work on findings about the import graph", async () => {
    const importing = (from: string, name: string, line = ""): string => `${line}import { ${from} } from "./${from}";\nexport const ${name} = () => ${from};\n`;
    const repo = open({ "src/a.ts": importing("b", "a"), "src/b.ts": importing("a", "b") });
    const words = ["--rule", "no-circular-dependency:error"];
    const places = (await repo.lint(words)).places;
    expect(places.length).toBeGreaterThan(0);
    const disable = "// eslint-disable-next-line oma/no-circular-dependency -- until the split\n";
    repo.write({ "src/a.ts": importing("b", "a", disable), "src/b.ts": importing("a", "b", disable) });
    expect((await repo.lint(words)).places).toEqual([]);
  });
});
