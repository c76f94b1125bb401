import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { homeOf } from "#project/home";
import { createFolder } from "../cli/stage.ts";

const folder = createFolder({
  "marked/package.json": '{"name":"lending"}',
  "marked/src/a.ts": "",
  "mono/oma-lint.config.json": "{}",
  "mono/packages/api/oma-lint.config.json": "{}",
  "mono/packages/api/package.json": "{}",
  "mono/packages/web/package.json": "{}",
  "scattered/api/oma-lint.config.json": "{}",
  "scattered/package.json": "{}",
  "bare/a.js": "",
});
afterAll(() => {
  folder.close();
});
const at = (...segments: string[]): string => path.join(folder.path, ...segments);

describe("the home of a file", () => {
  it.each([
    ["the project around the working folder", "marked/src/a.ts", "marked", { root: "marked", alone: false }],
    ["the project around the file, when it lies elsewhere", "marked/src/a.ts", "bare", { root: "marked", alone: false }],
    [
      "where the configuration above the working folder lies",
      "mono/packages/api/a.ts",
      "mono",
      { root: "mono", config: "mono/oma-lint.config.json", alone: false },
    ],
    [
      "a package of its own, when started there",
      "mono/packages/api/a.ts",
      "mono/packages/api",
      { root: "mono/packages/api", config: "mono/packages/api/oma-lint.config.json", alone: false },
    ],
    [
      "where the nearest configuration lies, when there is none above the working folder",
      "scattered/api/a.ts",
      "scattered",
      { root: "scattered/api", config: "scattered/api/oma-lint.config.json", alone: false },
    ],
    ["the working folder, when nothing marks a project", "bare/a.js", "bare", { root: "bare", alone: false }],
    ["the file itself, when nothing marks a project around it", "bare/a.js", "marked", { root: "bare", alone: true }],
    ["what is left of a path that does not exist", "marked/README.md/deep/0.ts", "marked", { root: "marked", alone: false }],
  ])("is %s", (_name, file, cwd, expected: { root: string; config?: string; alone: boolean }) => {
    expect(homeOf(at(file), at(cwd))).toEqual({
      ...expected,
      root: at(expected.root),
      config: expected.config === undefined ? undefined : at(expected.config),
    });
  });

  it("of text without a file is nowhere", () => {
    expect(homeOf(undefined, at("marked"))).toEqual({ root: at("marked"), config: undefined, alone: true });
  });

  it("is never the whole disk", () => {
    expect(homeOf("/a.ts", "/")).toEqual({ root: "/", config: undefined, alone: true });
  });
});
