import path from "node:path";
import type { Code } from "./code.ts";
import type { DataEffects } from "./data-effects.ts";
import { readEntity } from "./growing-tables.ts";
import { isLossyText } from "./lossy-writes.ts";
import type { Names } from "./names.ts";
import type { Operation } from "./data-operations.ts";
import { isWorkedOut } from "./derived-writes.ts";
import { takesDrafts } from "./obsolete-rows.ts";
import { hasAnEnd, isPassing, onlyWakes } from "./write-columns.ts";
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
/** What somebody says about a row, or thinks of it: it comes one by one, or not at all. */
const said = /(?:message|comment|repl(?:y|ie)|note|vote|like|reaction|follow(?:er)?|watcher|bookmark|favou?rite|star)s?$/;
const credential = /api_?keys?$|credentials?$/;

/** Whether the first of two writes is a state by itself that harms nobody: what it lacks is made again, asked for again, or comes later anyway. */
export function mayStandAlone(effects: DataEffects, code: Code, pair: Pair): boolean {
  const { first, second, firstKind, secondKind } = pair;
  const { names } = effects;
  const from = subjectNamed(names, first.effect.operation);
  const to = subjectNamed(names, second.effect.operation);
  if (isTold(names, first, firstKind) || isTold(names, second, secondKind)) return true;
  if (secondKind === "create") {
    // A code or token that takes the place of an older one: whoever gets an error asks for another.
    if (/^(?:delete|update)$/.test(firstKind) && isReplaced(first, second)) return true;
    if (firstKind === "create" && said.test(to)) return true;
  }
  // A message, and that its conversation is open again since now: the next message says so as well.
  if (firstKind === "create" && secondKind === "update" && said.test(from) && onlyWakes(second.effect.operation)) return true;
  // Rows as they came, from which the others are made.
  if (firstKind === "create" && /^(?:scraped|staged|staging|raw|incoming|imported)_?[a-z]/.test(from)) return true;
  // A copy of what is there, before it is changed.
  if (firstKind === "create" && /backups?$/.test(from)) return true;
  // A file or an address, stored before the row that names it: alone it is a row nobody sees.
  if (firstKind === "create" && !to.startsWith(from) && (attachment.test(from) || isUploading(code, first))) return true;
  // What is too old goes, whatever becomes of the new.
  if (firstKind === "delete" && isHousekeeping(first.effect.operation)) return true;
  // Drafts that stay beside what was made of them.
  if (secondKind === "delete" && firstKind !== "delete" && takesDrafts(second.effect.operation)) return true;
  // Access goes first, then what it was for: the safe order, done again by whoever gets an error.
  if (firstKind === "delete" && secondKind !== "create" && credential.test(from)) return true;
  return secondKind === "update" && firstKind !== "update" && isWorkedOut(effects, code, first, second);
}

/** A log, or a code that is sent again, as the entity is called: the repository may only be called `rows`. */
function isTold(names: Names, { effect }: Unit, kind: WriteKind): boolean {
  const entity = kind === "create" ? readEntity(names, effect.operation)?.name : undefined;
  return entity !== undefined && (isLossyText(entity) || /(?:[a-z]|^)(?:Journal|Trail|Chronicle)s?$|OneTimePassword|O(?:tp|TP)(?![a-z])/.test(entity));
}

/** `uploadReceipt`: the new row stands for a file that is stored. */
function isUploading(code: Code, { event }: Unit): boolean {
  const expr = code.expr(event.call);
  for (let f = expr.k === "call" ? expr.fn : 0; f !== 0; f = code.summary.functions[f]?.parent ?? 0)
    if (/^(?:upload|attach)(?:[A-Z]|$)/.test(code.summary.functions[f]?.n ?? "")) return true;
  return false;
}

/** `deleteMany({ where: { endsAt: { lt: now } } })`. */
function isHousekeeping({ code, chain }: Operation): boolean {
  const { s, e } = code.expr(chain);
  return /\b(?:lte?|\$lte?|LessThan(?:OrEqual)?)["']?\s*[:(]/.test(code.text.slice(s, e));
}

function isReplaced(first: Unit, second: Unit): boolean {
  const { operation } = second.effect;
  const table = tableOf(operation);
  if (table !== tableOf(first.effect.operation)) return false;
  return (
    askedAgain.test(table) ||
    askedAgain.test(path.basename(operation.code.path)) ||
    isPassing(operation) ||
    (/pending|temporary/i.test(table) && hasAnEnd(operation))
  );
}

/** What a write is about: the entity where it is known, which a repository need not be called after. */
export function subjectNamed(names: Names, operation: Operation): string {
  return readEntity(names, operation)?.name.toLowerCase() ?? subjectOf(operation);
}
