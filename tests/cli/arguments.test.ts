import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import { parseArguments, type Request } from "#cli/arguments";
import { commandNames } from "#cli/commands";
import { createProgram } from "#cli/program";
import { UserError } from "#finding";

const page = { ink: new Chalk({ level: 0 }), width: 100 };

function parse(...words: string[]): Request {
  return parseArguments(words, page);
}

describe("wrong usage is a user's error with a hint", () => {
  test.each([
    [["--formt", "json"], "Unknown option '--formt'. Did you mean --format?"],
    [
      ["--format", "sarf"],
      "Option '-f, --format <name>' argument 'sarf' is invalid. It must be one of stylish, json, sarif, github, gitlab, junit, checkstyle, rdjson, markdown, html, agent. Did you mean sarif?",
    ],
    [
      ["--rule", "no-god-file"],
      "Option '--rule <id:severity>' argument 'no-god-file' is invalid. Write it as id:severity, for example no-circular-dependency:warning.",
    ],
    [
      ["--rule", "no-god-file:warn"],
      "Option '--rule <id:severity>' argument 'no-god-file:warn' is invalid. It must be one of error, warning, note, off. Did you mean warning?",
    ],
    [
      ["-o", "report.sarif"],
      "Option '-o, --output <format:file>' argument 'report.sarif' is invalid. Write it as format:file, for example sarif:oma-lint.sarif.",
    ],
    [["-o", "json:a", "-o", "sarif:a"], "Option '-o, --output <format:file>' argument 'sarif:a' is invalid. a would be written twice."],
    [["--max-warnings", "many"], "Option '--max-warnings <n>' argument 'many' is invalid. It must be a whole number from 0 up."],
    [["--threads", "1.5"], "Option '--threads <n>' argument '1.5' is invalid. It must be a whole number from 0 up."],
    [["--config"], "Option '-c, --config <file>' argument missing."],
    [["explain"], "Missing required argument 'rule'."],
    [["rules", "extra"], "Too many arguments for 'rules'. Expected 0 arguments but got 1."],
  ])("%j", (words, message) => {
    expect(() => parse(...words)).toThrow(new UserError(message, "`oma-lint --help` shows every option."));
  });
});

describe("commands", () => {
  test("each with the shared options before or after", () => {
    expect(parse("rules", "-f", "json")).toMatchObject({ command: "rules", format: "json" });
    expect(parse("--cwd", "api", "explain", "no-god-file")).toMatchObject({ command: "explain", rule: "no-god-file", cwd: "api" });
    expect(parse("stack", "--config", "lint.json")).toMatchObject({ command: "stack", format: "text", config: "lint.json" });
    expect(parse("stack", "--no-config-lookup")).toMatchObject({ config: false });
    expect(parse("check", "rules")).toMatchObject({ command: "check", paths: ["rules"] });
  });

  test("the names used for suggestions are the names there are", () => {
    const program = createProgram({ page, choose: () => undefined, print: () => undefined });
    expect([...program.commands.map((command) => command.name()), "help"]).toEqual(commandNames);
  });
});

describe("help", () => {
  function help(width: number, ...words: string[]): string {
    const request = parseArguments(words, { ...page, width });
    return request.command === "print" ? request.text : "";
  }

  test("of the program names every command and every option", () => {
    const text = help(100, "--help");
    const program = createProgram({ page, choose: () => undefined, print: () => undefined });
    for (const command of program.commands) expect(text).toContain(`\n  ${command.name()} `.trimEnd());
    const check = program.commands.find((command) => command.name() === "check");
    for (const { long, description } of [...program.options, ...(check?.options ?? [])]) {
      expect(text).toContain(` ${long}`);
      if (long === "--version") continue;
      expect(text.replace(/\s+/g, " ")).toContain(description);
    }
    expect(text).toMatch(/\nExamples\n[\s\S]*\nExit codes\n {2}0 /);
  });

  test.each([40, 60, 80, 100, 200])("fits %i columns", (width) => {
    for (const words of [["-h"], ["help"], ["check", "--help"], ["help", "explain"], ["rules", "-h"]]) {
      const text = help(width, ...words);
      expect(text.length).toBeGreaterThan(100);
      const terms = /^ {2}\S.*$|^ {6}--/; // a term is never broken
      for (const line of text.split("\n")) if (!terms.test(line)) expect(line.length, line).toBeLessThanOrEqual(width);
    }
  });

  test("as it looks", () => {
    expect(help(100, "--help")).toMatchSnapshot();
  });
});
