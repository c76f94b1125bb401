import { chmodSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { lintProject } from "#engine/lint-project";
import { counted } from "#report/counting";
import { wrap, wrapParts } from "#report/terminal-text";
import { rules } from "#rules/index";
import type { InitRequest } from "./arguments.ts";
import { proposalFor, proposalText, proposeInit } from "./init-architecture.ts";
import { type InitPlan, planInit, type PlannedFile } from "./init-plan.ts";
import { lookAround, type ProjectSetup } from "./surroundings.ts";
import type { Terminal } from "./terminal.ts";
import { writeWhole } from "./write-whole.ts";

/** `oma-lint init`: shows every file it would write, asks once, writes. With `--architecture` alone only the proposal is printed. */
export async function init(request: InitRequest & { readonly cwd: string }, terminal: Terminal): Promise<number> {
  if (request.architecture && !request.yes) return proposeInit(request, terminal);
  const setup = lookAround(request.cwd);
  const plan = planInit(setup, request.architecture ? await architectureText(setup) : undefined);
  terminal.note(`${wrapParts(found(setup), " · ", terminal.width).join("\n")}\n`);
  terminal.print(planText(plan, setup, terminal));
  if (plan.files.length === 0) return 0;
  if (!request.yes && !(await isWanted(plan.files.length, terminal))) {
    terminal.note(`Nothing was written.${process.stdin.isTTY ? "" : " `oma-lint init --yes` writes without asking."}\n`);
    return 0;
  }
  for (const file of plan.files) write(file, setup.root);
  terminal.note(`Wrote ${counted(plan.files.length, "file")}. \`oma-lint doctor\` says whether all is well.\n`);
  return 0;
}

async function architectureText({ root, config }: ProjectSetup): Promise<string> {
  const off = Object.fromEntries(Object.keys(rules).map((id) => [id, "off" as const]));
  const { analysis } = await lintProject({ cwd: root, rules: off });
  return proposalText(proposalFor(analysis), analysis, config !== undefined);
}

function found({ packageManager, module, typescript, packages, hookTool, ci, eslintConfig, root }: ProjectSetup): string[] {
  const frameworks = ["@nestjs/core", "fastify", "express", "koa", "hono", "next", "@hapi/hapi", "elysia", "h3"].filter((name) => packages.has(name));
  return [
    packageManager,
    `${typescript ? "TypeScript" : "JavaScript"} (${module === "esm" ? "ES modules" : "CommonJS"})`,
    frameworks.length > 0 ? frameworks.join(", ") : "no known framework",
    eslintConfig === undefined ? "no flat configuration of ESLint" : path.relative(root, eslintConfig),
    `hooks: ${hookTool ?? "no git repository"}`,
    `CI: ${ci ?? "none found"}`,
  ];
}

function planText({ files, byHand, already }: InitPlan, { root }: ProjectSetup, { ink, width }: Terminal): string {
  const shownFiles = files.map(({ file, before, after }) => {
    const added = before !== "" && after.startsWith(before) ? after.slice(before.length) : after;
    const how = before === "" ? "new file" : added === after ? "changed" : "added at the end";
    return `${ink.bold(shown(root, file))} ${ink.dim(`(${how})`)}\n${indented(added)}`;
  });
  const shownTexts = byHand.map(({ where, text }) => `${ink.bold(where)} ${ink.dim("(yours to do)")}\n${indented(text)}`);
  const rest =
    already.length === 0
      ? []
      : [
          `${wrap(`There already: ${already.join(", ")}`, width)
            .join("\n")
            .replace("There already", ink.bold("There already"))}\n`,
        ];
  return [...shownFiles, ...shownTexts, ...rest].join("\n");
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

/** Asks once. Ctrl-D is a no; Ctrl-C is for the whole program, which readline would keep it from. */
async function isWanted(count: number, terminal: Terminal): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  asking.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    return /^y(?:es)?$/i.test((await asking.question(`Write ${counted(count, "file")}? ${terminal.noteInk.dim("[y/N]")} `)).trim());
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "AbortError") throw error;
    terminal.note("\n");
    return false;
  } finally {
    asking.close();
  }
}

function write({ file, after, executable }: PlannedFile, root: string): void {
  writeWhole(file, after, shown(root, file));
  if (executable) chmodSync(file, 0o755);
}

function shown(root: string, file: string): string {
  return path.relative(root, file).replaceAll("\\", "/");
}
