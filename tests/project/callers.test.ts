import { afterAll, describe, expect, test } from "vitest";
import type { ProjectPath } from "#finding";
import { callsTowards } from "#project/call-targets";
import { findAllCalls } from "#project/callers";
import type { Code } from "#project/code";
import type { Denotation } from "#project/names";
import { Answers } from "#project/names/answers";
import { openProject } from "#project/open";
import { makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

describe("answers", () => {
  const code = {} as Code;
  const thing: Denotation = { k: "api", name: "pg#Pool" };

  /** Asks as `Names` does: a value denotes what the values it is made from denote. */
  function asking(madeFrom: Readonly<Record<number, readonly (number | Denotation | "cut")[]>>): {
    ask: (id: number) => readonly Denotation[];
    asked: number[];
  } {
    const answers = new Answers();
    const asked: number[] = [];
    const ask = (id: number): readonly Denotation[] =>
      answers.of(code, id, () => {
        asked.push(id);
        return (madeFrom[id] ?? []).flatMap((item) => {
          if (item !== "cut") return typeof item === "number" ? ask(item) : [item];
          answers.cutShort();
          return [];
        });
      });
    return { ask, asked };
  }

  test("of a circle in which nothing is known are all kept, at whichever end it was entered", () => {
    const { ask, asked } = asking({ 1: [2], 2: [3, 4], 3: [1, 2], 4: [] });
    for (const id of [1, 2, 3, 4]) expect(ask(id)).toEqual([]);
    expect(asked).toEqual([1, 2, 3, 4]);
  });

  test("that were cut short at something known are asked again", () => {
    const { ask, asked } = asking({ 1: [2, thing], 2: [3, 5], 3: [1], 5: [] });
    expect(ask(1)).toEqual([thing]);
    expect(ask(3)).toEqual([thing]);
    expect(ask(2)).toEqual([thing]);
    expect(asked).toEqual([1, 2, 3, 5, 3, 2]);
  });

  test("inside of a circle wait for the outermost question they came back to", () => {
    // 3 comes back to 1, whose second part is known: neither 3 nor 2 may be taken for empty, though 2 asks nothing else.
    const { ask } = asking({ 1: [2, thing], 2: [3], 3: [2, 1] });
    expect(ask(1)).toEqual([thing]);
    expect(ask(2)).toEqual([thing]);
    expect(ask(3)).toEqual([thing]);
  });

  test("that were cut short from outside do not hold", () => {
    const { ask, asked } = asking({ 1: [2, 2], 2: ["cut"] });
    ask(1);
    ask(2);
    expect(asked).toEqual([1, 2, 2]);
  });
});

test("calls of one name are found in source order for each function of the name, also once it is settled where they lead", () => {
  const lines = Array.from({ length: 10 }, (_, i) => `${i % 2 === 0 ? "books" : "discs"}.lend(${String(i)});`);
  const root = makeTree({
    "package.json": "{}",
    "src/books.js": "exports.lend = function lend(book) { return book; };\n",
    "src/discs.js": "exports.lend = function lend(disc) { return disc; };\n",
    "src/tapes.js": "exports.lend = function lend(tape) { return tape; };\n",
    "src/desk.js": `const books = require("./books.js");\nconst discs = require("./discs.js");\n${lines.join("\n")}\nunknown().lend(10);\n`,
  });
  const { project, names } = openProject(root);
  const desk = project.code("src/desk.js" as ProjectPath);
  const found = (file: string): readonly unknown[] => {
    const code = project.code(file as ProjectPath);
    const f = code?.summary.functions.findIndex((fn) => fn.n === "lend") ?? -1;
    return code
      ? findAllCalls(names, code, f).map(({ args, certain }) => [desk?.text.slice(desk.expr(args[0] ?? -1).s, desk.expr(args[0] ?? -1).e), certain])
      : [];
  };
  const tapes = project.code("src/tapes.js" as ProjectPath);
  const towardsTapes = (): number => (desk && tapes ? callsTowards(names, desk, "lend", tapes).length : -1);
  expect(towardsTapes()).toBe(11);
  expect(found("src/books.js")).toEqual([...[0, 2, 4, 6, 8].map((i) => [String(i), true]), ["10", false]]);
  expect(towardsTapes()).toBe(1);
  expect(found("src/discs.js")).toEqual([...[1, 3, 5, 7, 9].map((i) => [String(i), true]), ["10", false]]);
  expect(found("src/tapes.js")).toEqual([["10", false]]);
});
