import { pointOf } from "./call-sites.ts";
import type { Code } from "./code.ts";
import type { DataEffect } from "./data-effects.ts";
import type { Names } from "./names.ts";
import type { Step } from "./step.ts";
import { isSameTable, kindOf } from "./write-kinds.ts";
import { nameOf, type Unit } from "./write-pairs.ts";

/** The way to the two writes of a pair. */
export function stepsOfPair(names: Names, code: Code, first: Unit, second: Unit): readonly Step[] {
  return [first, second].flatMap((unit, index): readonly Step[] => {
    const word = index === 0 ? "the first write" : "the second write";
    const span = pointOf(code, unit.event.call);
    if (unit.event.k === "operation") return [{ code, span, message: word }];
    const { operation } = index === 0 ? unit.effect : tellingWrite(names, unit, kindOf(names, first.effect.operation) === "create");
    return [
      { code, span, message: `leads to ${word}` },
      { code: operation.code, span: pointOf(operation.code, operation.call), message: word },
    ];
  });
}

/** Of a new row nothing is deleted yet: what is made afterwards is what is missed. */
function tellingWrite(names: Names, { effect, writes }: Unit, isNew: boolean): DataEffect {
  if (!isNew || kindOf(names, effect.operation) !== "delete") return effect;
  const isMade = ({ operation }: DataEffect): boolean => kindOf(names, operation) === "create" && isSameTable(operation, effect.operation);
  return writes.find(isMade) ?? effect;
}

/** What the two are called; by their tables as well, where they are called the same. */
export function namesOfPair(code: Code, first: Unit, second: Unit): { readonly first: string; readonly second: string } {
  const names = { first: nameOf(code, first.event), second: nameOf(code, second.event) };
  const [one, other] = [tableOf(code, first), tableOf(code, second)];
  if (names.first !== names.second || one === other || one === undefined || other === undefined) return names;
  return { first: `${names.first}(${one})`, second: `${names.second}(${other})` };
}

/** The table an operation is given: `loans` of `db.delete(loans)`. */
function tableOf(code: Code, { event }: Unit): string | undefined {
  const index = event.k === "operation" ? event.operation.fact.table : undefined;
  const expr = code.expr(event.call);
  const id = expr.k === "call" && index !== undefined ? expr.args[index] : undefined;
  const { k, s, e } = id === undefined ? { k: "unknown", s: 0, e: 0 } : code.expr(id);
  return k === "name" || k === "member" || k === "const" ? code.text.slice(s, e) : undefined;
}
