import path from "node:path";
import type { Code } from "./code.ts";
import type { DataEffects } from "./data-effects.ts";
import { readEntity } from "./growing-tables.ts";
import type { Names } from "./names.ts";
import type { Operation } from "./data-operations.ts";
import { isWorkedOut } from "./derived-writes.ts";
import { isPassing } from "./write-columns.ts";
import { subjectOf, tableOf, type WriteKind } from "./write-kinds.ts";
import type { Unit } from "./write-pairs.ts";

/** Two writes and what they do. */
export interface Pair {
  readonly first: Unit;
  readonly second: Unit;
  readonly firstKind: WriteKind;
  readonly secondKind: WriteKind;
}

/** Things that are asked for again when they do not come. */
const askedAgain = /token|otp\b|verif|reset|recover|\bcodes?\b|Codes?\b|invite|invitation/i;
const attachment = /(?:image|file|photo|picture|media|attachment|upload|blob|address|avatar)(?:es|s)?$/;
const talk = /(?:chat|conversation|thread|dialog(?:ue)?|discussion)(?:_?rooms?|s)?$/;
const said = /(?:message|comment|repl(?:y|ie))s?$/;
/** What somebody thinks of a row, and may say again. */
const opinion = /(?:vote|like|reaction|follow(?:er)?|watcher|bookmark|favou?rite|star)s?$/;
const credential = /api_?keys?$|credentials?$/;

/** Whether the first of two writes is a state by itself that harms nobody: what it lacks is made again, asked for again, or comes later anyway. */
export function mayStandAlone(effects: DataEffects, code: Code, pair: Pair): boolean {
  const { first, second, firstKind, secondKind } = pair;
  const { names } = effects;
  const from = subjectNamed(names, first.effect.operation);
  const to = subjectNamed(names, second.effect.operation);
  if (secondKind === "create") {
    // A code or token that takes the place of an older one: whoever gets an error asks for another.
    if (/^(?:delete|update)$/.test(firstKind) && isReplaced(first, second)) return true;
    // A talk in which nobody has said anything yet; a row its author has no opinion of.
    if (firstKind === "create" && ((talk.test(from) && said.test(to)) || opinion.test(to))) return true;
  }
  // A file or an address, stored before the row that names it: alone it is a row nobody sees.
  if (firstKind === "create" && attachment.test(from) && !to.startsWith(from)) return true;
  // Access goes first, then what it was for: the safe order, done again by whoever gets an error.
  if (firstKind === "delete" && secondKind !== "create" && credential.test(from)) return true;
  return secondKind === "update" && firstKind !== "update" && isWorkedOut(effects, code, first, second);
}

function isReplaced(first: Unit, second: Unit): boolean {
  const { operation } = second.effect;
  const table = tableOf(operation);
  if (table !== tableOf(first.effect.operation)) return false;
  return askedAgain.test(table) || askedAgain.test(path.basename(operation.code.path)) || isPassing(operation);
}

/** What a write is about; where the text only says `repository`, what the repository is declared for. */
function subjectNamed(names: Names, operation: Operation): string {
  const subject = subjectOf(operation);
  return /^(?:|repositor(?:y|ies)|repos?|models?|collection|manager|entity)$/.test(subject)
    ? (readEntity(names, operation)?.name.toLowerCase() ?? subject)
    : subject;
}
