import { textsBehind } from "./changed-values.ts";
import type { Code } from "./code.ts";
import type { Operation } from "./data-operations.ts";
import type { Names } from "./names.ts";
import { statementOf } from "./statement-text.ts";
import { isGivenHappening, isGivenWords, rowsIn, tellsHappening, tellsInWords, tellsTransition } from "./write-columns.ts";
import { subjectOf, type WriteKind } from "./write-kinds.ts";
import type { Unit } from "./write-pairs.ts";

/** Tables and functions of rows that tell. */
const telling = /^_?(?:events?|activit(?:y|ies)|timelines?|changes|status_?changes?|transitions?)$/;
const tellingCall =
  /(?:write|record|log|append|track)_?\w*(?:events?|activit(?:y|ies)|timeline|changes?|transition)$|(?:create|add|insert|save|emit)_?\w*(?:timeline|history)\w*$|journal|(?:^|[._])\w*(?:timeline|history)(?:Service|Logger|Repository|Writer)?\.\w+$/i;
const happened = /(?:events?|activit(?:y|ies)|timelines?|changes?|journals?|actions?|transitions?|records?|event_?ledgers?)$/;

/** A row that only tells what happened to the row of the other write: `loan` and `loanEvent`, or columns such as `fromStatus` and `toStatus`. */
export function isChronicle(names: Names, code: Code, told: Unit, other: Unit, kind: WriteKind, name: string): boolean {
  if (kind !== "create") return false;
  const { operation } = told.effect;
  const of = subjectOf(other.effect.operation).replace(/s$/, "");
  const table = subjectOf(operation);
  if (of !== "" && table.startsWith(of) && telling.test(table.slice(of.length).replace(/^s(?=_)/, ""))) return true;
  if (told.event.k === "call" && (tellingCall.test(name) || isGivenWords(code, told.event.call))) return true;
  const statement = operation.fact.does === "statement" ? statementOf(names, operation.code, operation.call, operation.fact) : undefined;
  const into = /^insert\s+into\s+[`"[]?(?:\w+\.)?(\w+)/i.exec(statement ?? "")?.[1]?.toLowerCase() ?? table;
  return (
    tellsTransition(operation, statement) ||
    tellsCall(operation) ||
    tellsInWords(operation) ||
    /\w_?(?:activit(?:y|ies)|timelines?|exports?(?:_?(?:runs?|files?|jobs?))?)$/.test(into) ||
    (happened.test(into) &&
      (tellsHappening(operation, statement) || (told.event.k === "call" && isLater(code, told, other) && isGivenHappening(code, told.event.call))))
  );
}

/** What is told comes first: an event that others hang on is one that will take place. */
function isLater(code: Code, told: Unit, other: Unit): boolean {
  return code.expr(told.event.call).s > code.expr(other.event.call).s;
}

const lasting = /^(?:duration|elapsed|took|latency)(?:_?(?:in)?_?(?:ms|millis|seconds))?$/i;
const byTheClock = /\b(?:Date\.now|performance\.now|hrtime)\b|\bnew Date\(\)|stop_?watch|elapsed/i;
const given = /^(?:data|payload|params|parameters|input|args|arguments|body|request)$/i;

/** Whether a new row tells of a call: what it was given, and how long it took by the clock. */
function tellsCall({ code, chain }: Operation): boolean {
  return rowsIn(code, chain).some(
    ({ props }) =>
      props.some(([name]) => given.test(name)) &&
      props.some(([name, value]) => lasting.test(name) && textsBehind(code, value).some((text) => byTheClock.test(text))),
  );
}
