import { escaped } from "#graph/patterns";
import type { ExprId } from "#syntax/summary";
import { textsBehind } from "./changed-values.ts";
import type { Code } from "./code.ts";
import { resultNames } from "./call-results.ts";
import type { Names } from "./names.ts";
import type { OutsideWorks } from "./outside-work.ts";
import { isAwaited } from "./unawaited.ts";

/** Work of another system between two writes: a transaction cannot hold it, and should not wait for it. */
const elsewhere =
  /stripe|upload|(?:put|delete|remove)Objects?|(?:put|store|save|delete|remove|unlink)\w*(?:File|Storage)|publish|enqueue|dispatch|send[A-Z_]\w*$|embed|^send$|^fetch$|axios|^(?:generate(?:Text|Object|Content)|chatCompletions?|(?:call|ask|prompt)_?(?:LLM|AI|GPT|Claude|Model))$/i;
/** A language model, whatever its client is called. */
const model = /\.completions\.create$/;
/** Calls of the file system. */
const onDisk = /^(?:rename|writeFile|copyFile|unlink|mkdir|rm|rmdir|cp|move|remove|outputFile|createWriteStream)(?:Sync)?$/;
/** A client of another system, by the name it is given. */
const clientName = /(?:Client|Sdk|SDK|Gateway|Api|API)$/;
/** A method of a class of some package that by its name talks to something else than a database. */
const clientClass = /#(?!(?:Prisma|Mongo|Redis|Sql|Pg|Pool|Drizzle|Knex|Data|Db|Query|Cache)\w*Client)[A-Z]\w*(?:Client|Sdk|SDK|Gateway)\.\w/;
const stores = /^(?:this\.)?[#_]?(?:prisma|sql|pg|db|database|mongo|knex|drizzle|redis|query)/i;

/** Whether a call by its name is work of another system: `uploadReceipt`, `stripe.refunds.create`. */
export function isElsewhere(name: string): boolean {
  return elsewhere.test(name);
}

/** Whether another system, or the disk, is asked between two writes of one function. */
export function asksElsewhere(names: Names, outside: OutsideWorks, code: Code, first: ExprId, second: ExprId): boolean {
  const from = code.expr(first);
  const to = code.expr(second);
  if (from.k !== "call" && from.k !== "tag") return false;
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.fn !== from.fn || expr.s < from.e || expr.e > to.s) return false;
    const name = code.calleeName(expr.c) ?? "";
    if (onDisk.test(name) && names.apisOf(code, expr.c).some((api) => /^(?:node:)?fs(?:-extra|\/promises)?#/.test(api))) return true;
    if (name === "create" && model.test(nameAt(code, expr.c))) return true;
    return elsewhere.test(name) || outside.ofCall(code, call) !== undefined || isOfAnotherClient(names, code, call);
  });
}

/**
 * Whether a write keeps what another system answered before: a label that is paid for, a parcel that is on its way. To roll it back would lose what cannot be undone.
 */
export function keepsAnswer(outside: OutsideWorks, code: Code, write: ExprId): boolean {
  const at = code.expr(write);
  if (at.k !== "call") return false;
  let texts: readonly string[] | undefined;
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.fn !== at.fn || expr.e > at.s || outside.ofCall(code, call) === undefined) return false;
    const results = resultNames(code, call);
    texts ??= at.args.flatMap((id) => textsBehind(code, id));
    return texts.some((text) => results.some((name) => new RegExp(String.raw`(?<![\w$.])${escaped(name)}(?![\w$])`).test(text)));
  });
}

function nameAt(code: Code, callee: ExprId): string {
  const { s, e } = code.expr(callee);
  return code.text.slice(s, e).replace(/\s+/g, "");
}

/** `await paymentClient.createOrder(…)`, where nobody knows better: no function of ours, no operation of a database. */
function isOfAnotherClient(names: Names, code: Code, call: ExprId): boolean {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (expr.k !== "call" || callee?.k !== "member") return false;
  const { s, e } = code.expr(callee.o);
  const owner = code.text.slice(s, e);
  if (stores.test(owner) || !(clientName.test(owner) || names.apisOf(code, expr.c).some((api) => clientClass.test(api)))) return false;
  if (!isAwaited(code, call)) return false;
  return (
    names.denote(code, expr.c).every((item) => item.k !== "function") && names.apisOf(code, expr.c).every((api) => !names.project.catalog.data.operationOf(api))
  );
}
