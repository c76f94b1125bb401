import { extendingMethods } from "#catalog/reads";
import type { ExprId } from "#syntax/summary";
import { receiverOf } from "./chains.ts";
import type { Code } from "./code.ts";
import type { Operation } from "./data-operations.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";

/** What row-level security goes by: `set_config('app.tenant_id', …)`, `SET LOCAL app.user_id = …`. */
const session = /\b(?:set_config\s*\(\s*['"`]|set\s+(?:local|session)\s+['"`]?)[\w.]*(?:tenant|org|organi[sz]ation|workspace|company|user|account|member)\w*/i;
/** What every query is given: `args.where = { ...args.where, tenantId }`. */
const condition = /\bwhere\b[^;]{0,120}\b(?:tenant|org|organi[sz]ation|workspace|company|user|account|member)_?id\b/i;
const everywhere = /\$all(?:Operations|Models)\b/;

/**
 * Whether a query is made of a client that bounds every query by itself: one that was extended by something that tells the database for whom it asks, or that adds
 * whose rows are meant.
 */
export function isOfScopedClient(names: Names, { code, call, library }: Operation): boolean {
  const method = extendingMethods[library];
  const expr = code.expr(call);
  if (method === undefined || expr.k !== "call" || !isUsed(names, method)) return false;
  const origins = originsOf(names, { code, id: receiverOf(code, expr.c) });
  return origins.length > 0 && origins.every((origin) => isScoped(names, origin.code, origin.id, method));
}

/** A cheap test: some file extends a client. */
function isUsed(names: Names, method: string): boolean {
  return [...names.project.codesNaming([method])].length > 0;
}

function isScoped(names: Names, code: Code, id: ExprId, method: string, depth = 0): boolean {
  const expr = code.expr(id);
  if (expr.k !== "call" || depth > 4) return false;
  const callee = code.expr(expr.c);
  if (callee.k !== "member" || callee.p !== method) return false;
  if (expr.args.some((given) => extensionText(names, code, given).some((text) => everywhere.test(text) && (session.test(text) || condition.test(text)))))
    return true;
  return originsOf(names, { code, id: callee.o }).some((origin) => isScoped(names, origin.code, origin.id, method, depth + 1));
}

/** The text of an extension, where it is written: here, in a variable, in a function that makes it. */
function extensionText(names: Names, code: Code, id: ExprId): readonly string[] {
  return originsOf(names, { code, id }).flatMap((origin) => {
    const expr = origin.code.expr(origin.id);
    const made = expr.k === "call" ? originsOf(names, { code: origin.code, id: expr.c }) : [];
    return [origin, ...made].map((place) => textOf(place.code, place.id));
  });
}

function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}
