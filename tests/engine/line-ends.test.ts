import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lint } from "#engine/lint";
import type { Finding, Suggestion } from "#finding";
import { rules } from "#rules/index";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-ends-")));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A copy in which every line of every text ends as Windows ends it: sources, manifests, tsconfigs, ignore files, Prisma schemas, YAML. */
function withCrlf(from: string, name: string): string {
  const to = path.join(folder, name);
  cpSync(from, to, { recursive: true, filter: (file) => !/[\\/](?:node_modules|\.git)$/.test(file) });
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) writeFileSync(file, readFileSync(file, "utf8").replace(/\r?\n/g, "\r\n"));
  }
  return to;
}

/** Everything a finding says, with what its suggestions make of the file. */
async function said(cwd: string, settings: object): Promise<unknown[]> {
  const { findings, project } = await lint({ cwd, threads: 1, ...settings });
  const applied = ({ place, suggestions }: Finding): string[] => suggestions.map((suggestion) => apply(suggestion, project.readText(place.file) ?? ""));
  return findings.map((finding) => ({ ...finding, suggestions: applied(finding) }));
}

function apply({ edits }: Suggestion, text: string): string {
  const last = [...edits].sort((a, b) => b.start - a.start);
  return last.reduce((whole, { start, end, text: piece }) => whole.slice(0, start) + piece + whole.slice(end), text).replaceAll("\r\n", "\n");
}

async function expectSame(from: string, name: string, settings: object): Promise<void> {
  const lines = await said(from, settings);
  expect(await said(withCrlf(from, name), settings)).toEqual(lines);
  compared += lines.length;
}

let compared = 0;

describe("lines that end with CR and LF change no word of a finding: place, route, fingerprint, suggestion", () => {
  test("in the example, settings and schema too", async () => {
    await expectSame("examples/lending-library", "example", {});
  });

  test.each(readdirSync("fixtures/rules"))("in the fixtures of %s", async (rule) => {
    const others = Object.keys(rules).filter((id) => id !== rule);
    const settings = { preset: "all", config: false, rules: Object.fromEntries(others.map((id) => [id, "off"])) };
    await expectSame(path.join("fixtures/rules", rule), rule, settings);
  });

  test("which were many", () => {
    expect(compared).toBeGreaterThan(500);
  });
});
