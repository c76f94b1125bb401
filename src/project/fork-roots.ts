import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Root } from "./data-roots.ts";

/**
 * What a fork of a client is: a client of its own, unless an option makes it look for transactions in its context.
 * @param api the call: `@mikro-orm/core#EntityManager.fork`
 * @param joining the option: `useContext`
 */
export function forkRoots(code: Code, call: ExprId, api: string, joining: string): readonly Root[] {
  const library = api.slice(0, api.indexOf("#"));
  const expr = code.expr(call);
  const [first] = expr.k === "call" ? expr.args : [];
  const options = first === undefined ? undefined : code.expr(first);
  if (options && (options.k !== "object" || options.props.some(([name]) => name === joining || name === "..."))) return [{ k: "unknown" }];
  return [{ k: "client", of: `fork:${code.path}:${String(call)}`, library, isFork: true }];
}
