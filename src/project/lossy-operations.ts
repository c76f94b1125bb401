import type { Operation } from "./data-operations.ts";
import { isLossyText } from "./lossy-writes.ts";
import type { Names } from "./names.ts";
import { isStamp } from "./write-columns.ts";
import { kindOf, tableOf } from "./write-kinds.ts";

/** Counters, marks of what was read (the next one who reads sets them again), and what finds before it makes. */
const unread = /\bunread\w*["'`]?\s*[:=]\s*0\b/i;
const counted = /\.(?:in|de)crement\w*\([^)]*["'`](?:\w*[cC]ount|total\w*|num\w*)["'`]/;
const counting =
  /(?:clicks|leads|sales|views|hits|visits|downloads|likes|\w*[cC]ount|total\w*)\s*:\s*\{\s*(?:increment|decrement)|\b(?:clicks|views|hits|visits|downloads|(?:up|down)?votes|likes|\w*_?[cC]ount)\s*=\s*[\w.(, ]+\)?\s*[+-]\s*1\b/;
/** Links and codes that are sent again when they are lost. */
const sentAgain = /(?:activation|verification|confirmation|magic_?link|(?:password_?reset|reset_?password))/i;

/** Whether the loss of a write harms nobody. Of what makes a row only the table tells; of what changes one, its columns as well. */
export function isLossy(names: Names, operation: Operation): boolean {
  const { s, e } = operation.code.expr(operation.chain);
  const text = operation.code.text.slice(s, e);
  const kind = kindOf(names, operation);
  if (kind === "create" && sentAgain.test(tableOf(operation))) return true;
  return (
    isLossyText(kind === "create" ? tableOf(operation) : text) ||
    counting.test(text) ||
    unread.test(text) ||
    counted.test(text) ||
    (kind === "update" && isStamp(operation))
  );
}
