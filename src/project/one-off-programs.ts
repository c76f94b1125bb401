import path from "node:path";
import { escaped } from "#graph/patterns";
import type { ExprId, FnId } from "#syntax/summary";
import { findAllCalls, type FoundCall } from "./callers.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import { asStringRecord } from "./jsonc.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import type { Names } from "./names.ts";
import { answersDevelopers, isOneOffFile } from "./one-off-code.ts";
import { requestPathsOf } from "./request-path.ts";

/** Scripts of a manifest that start what is served, or make it. */
const serving = /^(?:pre|post)?(?:start|serve|dev|build|watch|preview)\b/;

/** What a program does that stays: it answers, waits for messages, goes on at times, or is told by the system to stop. */
const staying =
  /\.listen\(|\bserve\(|\bcreateServer\b|\bsetInterval\(|\bschedule\(|\bprocess\.on\(|\.(?:subscribe|consume|startAllMicroservices)\(|\bnew Worker\(/;
/** What a program does that is done: it hangs up, or leaves. */
const leaving = /\.(?:end|close|destroy|\$?disconnect)\(\s*\)|\bprocess\.exit\(/;
/** It surely hangs up its database. */
const ending =
  /\b(?:connection|conn|client|pool|db|prisma|mongoose|sequelize|\w*[dD]ataSource|knex)\.(?:end|\$?disconnect|close|destroy)\(\s*\)|\bprocess\.exit\(/;

/** Folders of what somebody tries out, and what waits for its own work while it is loaded. */
const forTrials = /(?:^|\/)(?:experiments?|experimental|playgrounds?|scratch|sandbox(?:es)?)\//;
const goesAtOnce = /^(?:(?:const|let)\s[^\n]*=\s*)?await\s/m;

/**
 * Whether a file is a program somebody runs by hand, and hands nothing to others: it reads the command line, ends its connection, lies among trials and waits for its own
 * work, or its package has a script of its own for it (`"delete-member": "node delete-member.js"`).
 */
function isOneOffProgram(code: Code): boolean {
  if (code.summary.exports.length > 0) return false;
  if (isForCommandLine(code) || (ending.test(code.text) && !staying.test(code.text))) return true;
  if (forTrials.test(code.path) && goesAtOnce.test(code.text) && !staying.test(code.text)) return true;
  const name = path.basename(code.absolute);
  const scripts = asStringRecord(nearestManifest(path.dirname(code.absolute))?.raw["scripts"]);
  return Object.entries(scripts).some(([script, command]) => !serving.test(script) && new RegExp(`(?:^|[\\s/])${escaped(name)}(?:\\s|$)`).test(command));
}

const asksWhetherMain = /\brequire\.main\s*===?\s*module\b|\bmodule\s*===?\s*require\.main\b|\bimport\.meta\.main\b/;
/** It leaves when it is done; a program that stays leaves with an error only. */
const leavingDone = /\bprocess\.exit\((?!\s*[1-9]\d*\s*\))/;

const endless = /\bwhile\s*\(\s*(?:true|1)\s*\)|\bfor\s*\(\s*;\s*;/;

/** Whether a file is a program for the command line: it reads what was typed, and hands nothing to others or starts itself where it is the program. */
export function isForCommandLine({ summary, text }: Code): boolean {
  return /\bprocess\.argv\b/.test(text) && (summary.exports.length === 0 || asksWhetherMain.test(text));
}

/** Whether a file starts itself, serves nothing, and leaves: `if (require.main === module) repair();`. What it exports it may lend to others. */
function runsItself(names: Names, code: Code): boolean {
  if (staying.test(code.text) || endless.test(code.text)) return false;
  return asksWhetherMain.test(code.text) || (leavingDone.test(code.text) && callsItself(names, code));
}

/** `repair().then(() => process.exit(0));` where the file itself runs. */
function callsItself(names: Names, code: Code): boolean {
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.fn !== 0 || code.expr(expr.c).k !== "name") return false;
    return names.denote(code, expr.c).some((target) => target.k === "function" && target.code === code);
  });
}

/** Whether a file is such a program, or nothing but such programs and scripts speak of what it exports. */
export function servesOneOffPrograms(names: Names, code: Code): boolean {
  if (isOneOffProgram(code)) return true;
  const { project } = names;
  const isByHand = (other: Code): boolean => other === code || other.role !== "product" || isOneOffProgram(other) || runsItself(names, other);
  const file = path.basename(code.path).replace(/\.\w+$/, "");
  const words = code.summary.exports.map(({ n }) => (/^\w+$/.test(n) && n !== "default" ? n : file));
  const users = words.flatMap((word) => project.mentioning(word)).filter((other) => other !== code);
  // Names are the cheap test; a default export may have any name elsewhere, but not without the name of the file.
  const mayBe = users.some(({ role }) => role !== "test") || runsItself(names, code);
  return mayBe && users.every(isByHand) && [...project.codesWith([file])].every(isByHand);
}

const deepest = 3;

/** Whether a call is part of what somebody runs by hand: every known caller of a function around it is such a program, a script, or a route for developers. */
export function isPartOfOneOff(names: Names, code: Code, call: ExprId): boolean {
  const { fn } = standsIn(code, call);
  return answersDevelopers(code, fn) || isLedToByHand(names, code, fn, 0);
}

function isLedToByHand(names: Names, code: Code, innermost: FnId, depth: number): boolean {
  if (depth > deepest) return false;
  for (let f = innermost; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const isOwn = (found: FoundCall): boolean => found.code === code && standsIn(code, found.call).fn === f;
    const calls = findAllCalls(names, code, f).filter((found) => found.code.role !== "test" && !isOwn(found));
    if (calls.length === 0) continue;
    return calls.every((found) => {
      if (!found.certain) return false;
      const caller = standsIn(found.code, found.call).fn;
      return isByHand(names, found.code, caller) || isLedToByHand(names, found.code, caller, depth + 1);
    });
  }
  return false;
}

/** A request that waits for an import is no program, whatever its file is called. */
function isByHand(names: Names, code: Code, f: FnId): boolean {
  if (code.role === "script" || answersDevelopers(code, f) || isOneOffProgram(code) || runsItself(names, code)) return true;
  return isOneOffFile(code.path) && !imports.test(code.path) && requestPathsOf(names).to(code, f) === undefined;
}

/** Members, books and rosters are imported by users, too. */
const imports = /(?:^|[/._-])import(?:s|er|ers)?(?:[/._-]|$)/i;

/**
 * Whether a file is a program that runs through once and leaves (`list-tables.mjs`, lying beside the product): nothing is exported, nothing is
 * waited for, connections are closed in the end, and nobody loads the file or starts it as the product.
 */
export function runsThroughOnce({ project }: Names, code: Code): boolean {
  if (code.summary.exports.length > 0 || staying.test(code.text) || !leaving.test(code.text)) return false;
  if (isOneOffProgram(code)) return true;
  const name = path.basename(code.absolute);
  const started = Object.values(asStringRecord(nearestManifest(path.dirname(code.absolute))?.raw["scripts"])).some((command) => command.includes(name));
  const stem = name.replace(/\.\w+$/, "");
  return (
    !started && !/^(?:index|main|app|start|server|worker)$/.test(stem) && ![...project.codesWith([stem])].some((other) => other !== code && loads(other, stem))
  );
}

function loads(other: Code, stem: string): boolean {
  return new RegExp(`["'\`/]${escaped(stem)}(?:\\.\\w+)?["'\`]`).test(other.text);
}

function nearestManifest(folder: string): Manifest | undefined {
  const parent = path.dirname(folder);
  return readManifest(folder) ?? (parent === folder ? undefined : nearestManifest(parent));
}
