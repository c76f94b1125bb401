import { accumulates, columnsChanged } from "./changed-values.ts";
import { isCountColumn, runsOut } from "./count-columns.ts";
import type { Operation } from "./data-operations.ts";
import { isLossyText } from "./lossy-writes.ts";
import type { Names } from "./names.ts";
import { isStamp, isStamped } from "./write-columns.ts";
import { kindOf, subjectOf, tableOf } from "./write-kinds.ts";

/** Counters, marks of what was read (the next one who reads sets them again), and what finds before it makes. */
const unread = /\bunread[\w.${}]*["'`\]]*\s*[:=]\s*0\b|\$(?:push|addToSet)\s*:\s*\{\s*readBy\b/i;
const counted = /\.(?:in|de)crement\w*\([^)]*["'`](?:\w*[cC]ount|total\w*|num\w*)["'`]/;
const counting =
  /(?:clicks|leads|sales|views|hits|visits|downloads|likes|\w*[cC]ount|total\w*)\s*:\s*\{\s*(?:increment|decrement)|\b(?:clicks|views|hits|visits|downloads|(?:up|down)?votes|likes|\w*_?[cC]ount)\s*=\s*[\w.(, ]+\)?\s*[+-]\s*1\b/;
/** Links and codes that are sent again when they are lost. */
const sentAgain = /(?:activation|verification|confirmation|magic_?link|(?:password_?reset|reset_?password))/i;

/** `SET likes_count = likes_count + 1`, `loan.renewalCount += 1`. */
function isCount(names: Names, operation: Operation): boolean {
  const columns = columnsChanged(names, operation);
  return columns.some(isCountColumn) && columns.every((name) => isCountColumn(name) || isStamped(name)) && accumulates(names, operation);
}

/** Rows that only tell, which stay when what they tell of is gone. */
const told = /(?:activit(?:y|ies)|histor(?:y|ies)|timelines?|notifications?)\b/i;

/** Whether the loss of a write harms nobody. Of what makes a row only the table tells; of what changes one, its columns as well. */
export function isLossy(names: Names, operation: Operation): boolean {
  const kind = kindOf(names, operation);
  if (kind === "create") return sentAgain.test(tableOf(operation)) || isLossyText(tableOf(operation));
  if (kind === "delete" && told.test(subjectOf(operation))) return true;
  const { s, e } = operation.code.expr(operation.chain);
  const text = operation.code.text.slice(s, e);
  const [raised] = counting.exec(text) ?? [];
  return (
    isLossyText(text) ||
    (raised !== undefined && !runsOut(raised)) ||
    unread.test(text) ||
    counted.test(text) ||
    (kind === "update" && (isStamp(operation) || isCount(names, operation)))
  );
}
