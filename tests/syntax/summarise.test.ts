import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parse as parseWithTypescript } from "@typescript-eslint/parser";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import * as espree from "espree";
import type { Node } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { isTypeScript, languageOf, parse } from "#syntax/parse";
import { summarise } from "#syntax/summarise";
import type { Summary } from "#syntax/summary";
import { javascript, typescript } from "./snippets.ts";

function byOxc(file: string, text: string): Summary {
  const { program, errors } = parse(file, text);
  expect(errors, "oxc reads it").toEqual([]);
  return summarise(program, text, isTypeScript(file));
}

function byTypescriptEslint(file: string, text: string): Summary {
  const jsx = /x$/.test(file) || !isTypeScript(file);
  const program = parseWithTypescript(text, {
    range: true,
    loc: true,
    comment: true,
    tokens: true,
    sourceType: "module",
    filePath: file,
    ecmaFeatures: { jsx },
  });
  return summarise(withParents(program as never), text, isTypeScript(file));
}

function byEspree(file: string, text: string): Summary {
  const program: unknown = espree.parse(text, {
    ecmaVersion: "latest",
    sourceType: "module",
    range: true,
    loc: true,
    comment: true,
    tokens: true,
    ecmaFeatures: { jsx: true },
  });
  return summarise(withParents(program as never), text, isTypeScript(file));
}

/** As ESLint hands trees to rules: every node knows its parent. */
function withParents(node: Node, parent: Node | null = null): Node {
  Object.assign(node, { parent });
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    for (const item of Array.isArray(child) ? (child as unknown[]) : [child]) if (item !== null && typeof item === "object") withParents(item as Node, node);
  }
  return node;
}

describe("espree and oxc summarise alike", () => {
  it.each(Object.entries(javascript))("%s", (_name, text) => {
    expect(byEspree("a.js", text)).toEqual(byOxc("a.js", text));
  });
});

describe("typescript-eslint and oxc summarise alike", () => {
  it.each(Object.entries(javascript))("%s", (_name, text) => {
    expect(byTypescriptEslint("a.js", text)).toEqual(byOxc("a.js", text));
  });
  it.each(Object.entries(typescript))("%s", (_name, text) => {
    expect(byTypescriptEslint("a.ts", text)).toEqual(byOxc("a.ts", text));
  });
});

describe("the fixtures of the rules", () => {
  const folder = fileURLToPath(new URL("../../fixtures", import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => languageOf(file) !== undefined);

  it.each(files)("%s", (file) => {
    const absolute = path.join(folder, file);
    const text = readFileSync(absolute, "utf8");
    if (parse(absolute, text).errors.length > 0) return;
    expect(byTypescriptEslint(absolute, text)).toEqual(byOxc(absolute, text));
  });
});
