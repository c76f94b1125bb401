import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import { renderMarkdown } from "#cli/markdown";
import { startProgress } from "#cli/progress";
import { colorFlag, colorLevel, openTerminal, type OutputStream } from "#cli/terminal";

const pipe: OutputStream = { write: () => true };
const tty: OutputStream = { isTTY: true, columns: 132, getColorDepth: () => 8, write: () => true };

test.each<[string, boolean | undefined, Record<string, string>, OutputStream, number]>([
  ["a pipe", undefined, {}, pipe, 0],
  ["a terminal", undefined, {}, tty, 2],
  ["a flag beats NO_COLOR", true, { NO_COLOR: "1" }, tty, 2],
  ["a flag on a pipe", true, {}, pipe, 1],
  ["a flag beats FORCE_COLOR", false, { FORCE_COLOR: "3" }, tty, 0],
  ["NO_COLOR", undefined, { NO_COLOR: "1" }, tty, 0],
  ["NO_COLOR beats FORCE_COLOR", undefined, { NO_COLOR: "1", FORCE_COLOR: "1" }, tty, 0],
  ["an empty NO_COLOR does not count", undefined, { NO_COLOR: "" }, tty, 2],
  ["FORCE_COLOR=3 on a pipe", undefined, { FORCE_COLOR: "3" }, pipe, 3],
  ["FORCE_COLOR=0 on a terminal", undefined, { FORCE_COLOR: "0" }, tty, 0],
  ["FORCE_COLOR=true on a pipe", undefined, { FORCE_COLOR: "true" }, pipe, 1],
])("colour of %s", (_name, flag, env, stream, level) => {
  expect(colorLevel(flag, env, stream)).toBe(level);
});

test("the last colour flag counts, and only before --", () => {
  expect(colorFlag(["--color", "--no-color"])).toBe(false);
  expect(colorFlag(["--no-color", "src", "--color"])).toBe(true);
  expect(colorFlag(["src", "--", "--color"])).toBeUndefined();
});

test("the width is the terminal's, else 100", () => {
  const open = (stdout: OutputStream) => openTerminal({ env: {}, stdout, stderr: pipe, cwd: () => "/" }, []);
  expect(open(tty).width).toBe(132);
  expect(open(pipe).width).toBe(100);
});

describe("progress", () => {
  function play(showsProgress: boolean, times: readonly number[]): readonly string[] {
    const notes: string[] = [];
    let time = 0;
    const progress = startProgress({ showsProgress, note: (text) => notes.push(text), noteInk: new Chalk({ level: 0 }) }, () => time);
    for (const [index, next] of times.entries()) {
      time = next;
      progress.show(index, times.length, "lint");
    }
    progress.stop();
    return notes;
  }

  test("only on a terminal", () => {
    expect(play(false, [0, 5000])).toEqual([]);
  });

  test("only after a second", () => {
    expect(play(true, [0, 500, 999])).toEqual([]);
  });

  test("not with every file, and gone at the end", () => {
    expect(play(true, [0, 1000, 1010, 1079, 1080])).toEqual(["\r\u001b[2Klint 1/5 …", "\r\u001b[2Klint 4/5 …", "\r\u001b[2K"]);
  });
});

describe("Markdown on a terminal", () => {
  const plain = { ink: new Chalk({ level: 0 }), width: 40 };

  test.each<[string, string, string]>([
    ["headings", "# One `two`\n## Three\n", "One two\n\nThree\n"],
    [
      "paragraphs",
      "A loan\nis **not** a *gift*, see `loan.ts`.\nReturn the book in time, please.",
      "A loan is not a gift, see loan.ts.\nReturn the book in time, please.\n",
    ],
    ["links", "[here](./x.md) and [there](https://x.y)", "here and there (https://x.y)\n"],
    ["lists", "- one\n  more\n- two\n\n1. first\n2. second", "  • one more\n  • two\n\n  1. first\n  2. second\n"],
    ["code", "```ts\nconst a = `*b*`;\n\n  c();\n```\nafter", "  │ const a = `*b*`;\n  │\n  │   c();\n\nafter\n"],
    ["fences in fences", "````md\n```ts\n```\n````", "  │ ```ts\n  │ ```\n"],
    ["tables", "| a | bb |\n|---|---|\n| `ccc` | d \\| e |", "  a    bb\n  ccc  d | e\n"],
    ["quotes", "> said\n> twice", "  ▌ said twice\n"],
    ["comments", "<!-- no -->\nyes", "yes\n"],
    ["names with underscores and stars", "a_b_c and 2 * 3 * 4", "a_b_c and 2 * 3 * 4\n"],
    ["terminal codes", "bad \u001b[31mred", "bad ␛[31mred\n"],
  ])("%s", (_name, markdown, expected) => {
    expect(renderMarkdown(markdown, plain)).toBe(expected);
  });

  test("colours do not change where lines break", () => {
    const text = "Some `code` and **strong** words that go on and on `until` the *line* is full.";
    const colored = renderMarkdown(text, { ...plain, ink: new Chalk({ level: 1 }) });
    expect(colored).toContain("\u001b[36mcode\u001b[39m");
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(renderMarkdown(text, plain));
  });
});
