import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** What makes the same rows of rows: `plainToInstance(Loan, rows)`. */
export const converting = /^(?:JSON\.(?:stringify|parse)|plainTo(?:Instance|Class)|instanceToPlain|classToPlain|structuredClone|superjson\.\w+|Array\.from)$/;

/** Whether an expression is all that is shown: `<List rows={rows} />`, `{rows.map(…)}`; a summary keeps nothing of what elements are given. */
export function isShown(code: Code, id: ExprId): boolean {
  const { s, e } = code.expr(id);
  return /\{\s*$/.test(code.text.slice(Math.max(0, s - 80), s)) && /^\s*\}/.test(code.text.slice(e, e + 80)) && /\.[jt]sx$/.test(code.path);
}

/** `res.json(loans)`, `reply.send(loans)`, `res.render("loans", { loans })`. */
export function isReply(names: Names, code: Code, callee: ExprId, name: string): boolean {
  return code.expr(callee).k === "member" && (name === "render" || names.project.catalog.errors.replyMethods.has(name));
}
