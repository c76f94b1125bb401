import type { Expr, ExprId } from "#syntax/summary";
import type { TextWalk } from "../text.ts";
import { isNumericDefault } from "./shapes.ts";
import type { Visit } from "./visit.ts";

/** Stands in `TextWalk.constant` for a piece that is bounded. */
const bounded = "\u0001";

/** `` `SELECT ${columns} FROM loans` ``: constant pieces, and the values between them. */
export function ofTemplate(walk: TextWalk, visit: Visit, { quasis, parts }: Extract<Expr, { k: "template" }>): string {
  if (visit.path.length > 0) {
    for (const id of parts) walk.follow({ ...visit, id, path: [] });
    return visit.before;
  }
  let text = visit.before + walk.say(quasis[0] ?? "");
  parts.forEach((id, index) => {
    const said = walk.constant.length;
    text = walk.follow({ ...visit, id, path: [], before: text });
    if (walk.constant.length === said) walk.say(bounded);
    text += walk.say(quasis[index + 1] ?? "");
  });
  return text;
}

/** Branches: each stands where the others do. */
export function ofEither(walk: TextWalk, visit: Visit, of: readonly ExprId[]): string {
  if (isNumericDefault(visit.code, of)) return visit.before;
  let after = visit.before;
  for (const id of of) after = walk.follow({ ...visit, id });
  return after;
}

/** What is read from an object literal, by name or (`*`) whichever it is. */
export function ofObject(walk: TextWalk, visit: Visit, { props }: Extract<Expr, { k: "object" }>): string {
  const [head, ...rest] = visit.path;
  if (head === undefined) return visit.before;
  const exact = head === "*" ? undefined : props.findLast(([name]) => name === head);
  const chosen = head === "*" ? props : props.filter(([name]) => name === head || name === "..." || name === "[]");
  let after = visit.before;
  for (const [name, id] of exact ? [exact] : chosen) after = walk.follow({ ...visit, id, path: name === "..." ? visit.path : rest });
  return after;
}

/** Items of an array literal, one after the other. */
export function ofArray(walk: TextWalk, visit: Visit, items: readonly ExprId[]): string {
  const { code, path } = visit;
  const [head, ...rest] = path;
  const one = head !== undefined && /^\d+$/.test(head) ? items[Number(head)] : undefined;
  if (one !== undefined && code.expr(one).k !== "spread") return walk.follow({ ...visit, id: one, path: rest });
  let after = visit.before;
  for (const id of items) after = walk.follow({ ...visit, id, path: code.expr(id).k === "spread" ? path : rest, before: after });
  return after;
}

/** Names of an object's properties. */
export function ofKeys(walk: TextWalk, visit: Visit, o: ExprId): string {
  const { code, before } = visit;
  const expr = code.expr(o);
  if (expr.k === "object") {
    for (const [name, value] of expr.props) if (name === "...") ofKeys(walk, visit, value);
    return before;
  }
  if (expr.k === "name" && !code.summary.bindings[expr.b]?.imported) {
    const writes = code.summary.writes[`b${expr.b}`] ?? [];
    if (writes.length > 0 && writes.every((write) => code.expr(write.v).k === "object")) {
      for (const write of writes) ofKeys(walk, visit, write.v);
      return before;
    }
  }
  return walk.follow({ ...visit, id: o, path: ["*"] });
}
