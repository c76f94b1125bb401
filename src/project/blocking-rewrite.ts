import type { Span } from "#syntax/summary";
import type { BlockingCall } from "./blocking-calls.ts";
import type { Code } from "./code.ts";

interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * Edits that await the twin instead, where that is mechanical: inside an async function, and with the twin in reach of the same import.
 * `undefined` where it is not.
 */
export function awaitedTwin(code: Code, { call, fact, twin }: BlockingCall): readonly Edit[] | undefined {
  const expr = code.expr(call);
  if (!fact.awaitable || twin === undefined || expr.k !== "call" || !code.summary.functions[expr.fn]?.async) return undefined;
  const callee = code.expr(expr.c);
  const [before, after] = isUsedFurther(code, expr) ? ["(await ", ")"] : ["await ", ""];
  const around = (name: Edit): Edit[] => [
    { span: { s: expr.s, e: expr.s }, text: before },
    name,
    ...(after ? [{ span: { s: expr.e, e: expr.e }, text: after }] : []),
  ];
  if (callee.k === "member" && code.expr(callee.o).k === "name") return around({ span: { s: callee.e - callee.p.length, e: callee.e }, text: twin });
  if (callee.k !== "name") return undefined;
  const brought = importedTwin(code, callee.b, twin);
  if (!brought) return undefined;
  // One edit for `await` and the name: they touch.
  return [...brought, { span: { s: callee.s, e: callee.e }, text: `${before}${twin}` }, ...(after ? [{ span: { s: expr.e, e: expr.e }, text: after }] : [])];
}

/** `import { readFileSync }` becomes `import { readFileSync, promises }`; nothing to do where the name is there already. */
function importedTwin(code: Code, binding: number, twin: string): readonly Edit[] | undefined {
  const fact = code.summary.bindings[binding];
  const imported = fact?.imported;
  const statement = imported && code.summary.imports[imported.i];
  const head = twin.split(".")[0] ?? twin;
  if (!fact || !statement || statement.kind !== "static" || imported.n !== fact.n) return undefined;
  if (statement.names.some((name) => name.imported === head && name.b !== undefined && code.summary.bindings[name.b]?.n === head)) return [];
  const end = fact.at + fact.n.length;
  const taken = code.summary.bindings.some((item) => item.n === head);
  return taken || code.text.slice(fact.at, end) !== fact.n ? undefined : [{ span: { s: end, e: end }, text: `, ${head}` }];
}

/** `readFileSync(path).toString()`: what follows would otherwise be asked of the promise. */
function isUsedFurther(code: Code, { e }: Span): boolean {
  return /^\s*(?:\?\.|[.[(!])/.test(code.text.slice(e, e + 40));
}
