import path from "node:path";
import { escaped } from "#graph/patterns";
import type { Code } from "./code.ts";
import { asStringRecord } from "./jsonc.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import type { Names } from "./names.ts";

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

/**
 * Whether a file is a program somebody runs by hand, and hands nothing to others: it reads the command line, ends its connection, or its package has a script of its
 * own for it (`"delete-member": "node delete-member.js"`).
 */
function isOneOffProgram(code: Code): boolean {
  if (code.summary.exports.length > 0) return false;
  if (/\bprocess\.argv\b/.test(code.text) || (ending.test(code.text) && !staying.test(code.text))) return true;
  const name = path.basename(code.absolute);
  const scripts = asStringRecord(nearestManifest(path.dirname(code.absolute))?.raw["scripts"]);
  return Object.entries(scripts).some(([script, command]) => !serving.test(script) && new RegExp(`(?:^|[\\s/])${escaped(name)}(?:\\s|$)`).test(command));
}

/** Whether a file is such a program, or nothing but such programs and scripts speak of what it exports. */
export function servesOneOffPrograms(names: Names, code: Code): boolean {
  if (isOneOffProgram(code)) return true;
  const { project } = names;
  const isByHand = (other: Code): boolean => other === code || other.role === "script" || isOneOffProgram(other);
  const file = path.basename(code.path).replace(/\.\w+$/, "");
  const words = code.summary.exports.map(({ n }) => (/^\w+$/.test(n) && n !== "default" ? n : file));
  const users = words.flatMap((word) => project.mentioning(word)).filter((other) => other !== code);
  // Names are the cheap test; a default export may have any name elsewhere, but not without the name of the file.
  return users.length > 0 && users.every(isByHand) && [...project.codesWith([file])].every(isByHand);
}

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
