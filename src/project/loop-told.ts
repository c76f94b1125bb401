import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { DataEffect } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import { isInLoaderBatch } from "./loader-batches.ts";
import type { Turn } from "./loop-business.ts";
import { argumentsOf, batchFormOf } from "./loop-forms.ts";
import { RoundValues } from "./loop-keys.ts";
import { isRememberedOnTheWay } from "./loop-once.ts";
import { isFallback } from "./loop-ways-out.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";
import { isRefuted } from "./refuted-guards.ts";
import { roundsAround } from "./rounds-around.ts";
import { runsLater } from "./run-times.ts";
import { isSetUp } from "./statement-text.ts";

/** What asks another program: a database in this one answers on the spot. */
export function isQuery(names: Names, operation: Operation): boolean {
  const { does, library } = operation;
  return (does === "read" || does === "write" || does === "flush") && !names.project.catalog.data.inProcess.has(library) && !isSetUp(names, operation);
}

/** The first query a round brings about, reads before writes; those that go round in the function itself are told there, and those for what went wrong nowhere. */
export function firstQuery(names: Names, effects: readonly DataEffect[]): DataEffect | undefined {
  const direct = queriesOf(names, effects).filter((effect) => !isFallback(names, effect) && !isRefuted(names, effect));
  return direct.find((effect) => effect.operation.does === "read") ?? direct[0];
}

function queriesOf(names: Names, effects: readonly DataEffect[]): readonly DataEffect[] {
  return effects.filter(({ operation, calls }) => {
    if (!isQuery(names, operation) || runsLater(operation.code, operation.call) || calls.some((step) => runsLater(step.code, step.call))) return false;
    // What a loader is handed runs once for all that is asked of it.
    if ((calls.length > 0 && isInLoaderBatch(operation.code, operation.call)) || calls.slice(1).some((step) => isInLoaderBatch(step.code, step.call)))
      return false;
    if (roundsAround(names, operation.code, operation.call).length > 0) return false;
    return calls.slice(1).every((step) => roundsAround(names, step.code, step.call).length === 0);
  });
}

/** The query to tell of: of several reads one that hangs on the element, rather than one that is the same in every turn, or that is kept. */
export function tellingQuery(names: Names, turn: Turn): DataEffect {
  const { effect } = turn;
  if (effect.operation.does !== "read" || effect.calls.length === 0 || (hangsOnElement(names, turn) && !isKept(names, effect))) return effect;
  const others = queriesOf(names, turn.effects).filter(({ operation }) => operation.does === "read");
  return (
    others.find((other) => {
      const told = { ...turn, effect: other };
      return other !== effect && hangsOnElement(names, told) && !isKept(names, other) && batchFormOf(names, told) === "named";
    }) ?? effect
  );
}

function isKept(names: Names, effect: DataEffect): boolean {
  const { code, call } = effect.operation;
  const expr = code.expr(call);
  return (
    isRememberedOnTheWay(names, effect) ||
    (expr.k === "call" && originsOf(names, { code, id: expr.c }).some((origin) => keeping.test(calledAt(origin.code, origin.id))))
  );
}

/** `const termOf = cache(async (id) => …)`. */
const keeping = /^(?:memo(?:i[sz]e)?|cache|unstable_cache)$/;

function calledAt(code: Code, id: ExprId): string {
  const expr = code.expr(id);
  return (expr.k === "call" ? code.calleeName(expr.c) : undefined) ?? "";
}

function hangsOnElement(names: Names, turn: Turn): boolean {
  const values = new RoundValues(names, turn);
  return argumentsOf(turn.effect.operation).some((id) => values.of(id).element);
}
