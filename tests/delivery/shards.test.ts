import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFolder, runFile, type Outcome } from "../cli/stage.ts";
import { lendingNetwork } from "../engine/lending-network.ts";

let project: ReturnType<typeof createFolder>;
beforeAll(() => {
  project = createFolder({ ...lendingNetwork(9), "src/broken.ts": "export const = ;\n" });
});
afterAll(() => {
  project.close();
});

const run = (...words: string[]): Promise<Outcome> => runFile(path.resolve("dist/cli.js"), words, { cwd: project.path });
const read = (name: string): string => readFileSync(path.join(project.path, name), "utf8");

describe("shards", () => {
  test.each([1, 3, 7])("%i of them, merged, are the report of the whole", async (count) => {
    await run("-o", "json:whole.json", "-o", "sarif:whole.sarif");
    const names = Array.from({ length: count }, (_, index) => `part${index + 1}`);
    const files: number[] = [];
    for (const [index, name] of names.entries()) {
      await run("--shard", `${index + 1}/${count}`, "-o", `json:${name}.json`, "-o", `sarif:${name}.sarif`);
      files.push((JSON.parse(read(`${name}.json`)) as { summary: { files: number } }).summary.files);
    }
    expect(Math.max(...files)).toBeLessThanOrEqual(count === 1 ? 99 : Math.ceil((2.5 * 40) / count));
    expect(await run("merge", ...names.map((name) => `${name}.json`), "-o", "merged.json")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(read("merged.json")).toBe(read("whole.json"));
    const { stdout } = await run("merge", ...names.toReversed().map((name) => `${name}.sarif`));
    expect(stdout).toBe(read("whole.sarif"));
  });

  test("the order of reports does not matter, and the same report twice is one", async () => {
    await run("-o", "json:whole.json", "--shard", "1/1");
    expect((await run("merge", "whole.json", "whole.json")).stdout.match(/"fingerprint"/g)?.length).toBe(read("whole.json").match(/"fingerprint"/g)?.length);
  });

  test.each<[string, string[], RegExp]>([
    ["0/3", ["--shard", "0/3"], /Write it as i\/n/],
    ["4/3", ["--shard", "4/3"], /Write it as i\/n/],
    ["a file that is none", ["merge", "none.json"], /none\.json cannot be read/],
    ["another kind", ["merge", "package.json"], /Only reports of one kind can be merged/],
    ["two kinds", ["merge", "whole.json", "whole.sarif"], /Only reports of one kind can be merged/],
    ["two versions", ["merge", "whole.json", "other.json"], /different versions of oma-lint: .* and 9\.9\.9/],
    ["JSON that only begins like a report", ["merge", "whole.json", "half.json"], /not a report as oma-lint writes it/],
    ["two tools", ["merge", "whole.sarif", "other.sarif"], /different tools: oma-lint .* and other/],
  ])("%s is refused", async (_name, words, message) => {
    await run("-o", "json:whole.json", "-o", "sarif:whole.sarif");
    const report = JSON.parse(read("whole.json")) as { tool: object };
    writeFileSync(path.join(project.path, "other.json"), JSON.stringify({ ...report, tool: { ...report.tool, version: "9.9.9" } }));
    writeFileSync(path.join(project.path, "half.json"), '{ "schemaVersion": 1, "findings": [{}] }');
    writeFileSync(path.join(project.path, "other.sarif"), '{ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "other" } }, "results": [] }] }');
    const outcome = await run(...words);
    expect(outcome).toMatchObject({ code: 2, stdout: "" });
    expect(outcome.stderr).toMatch(message);
  });
});
