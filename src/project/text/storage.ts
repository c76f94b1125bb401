import type { ClassId, Expr, ExprId, Write } from "#syntax/summary";
import { isBoundedType, isGuarded } from "../bounded.ts";
import type { Code } from "../code.ts";
import { exportedValue } from "../exported-value.ts";
import { requestParam } from "../inputs.ts";
import type { Step } from "../step.ts";
import { keyOfExpr } from "../storage-key.ts";
import type { TextWalk } from "../text.ts";
import { ofReturns } from "./returns.ts";
import { isEnvironment, relevant, rootOf, shorten, withoutElement } from "./shapes.ts";
import type { Visit } from "./visit.ts";

/** What a variable holds. */
export function ofName(walk: TextWalk, visit: Visit, b: number): string {
  const { code, path, before } = visit;
  const binding = code.summary.bindings[b];
  if (!binding || (path.length === 0 && isChecked(walk, visit))) return before;
  if (binding.imported) return ofImported(walk, visit, binding.imported.i, binding.imported.n);
  if (binding.kind === "param" && isBoundedType(walk.names, code, binding.t, path)) return before;
  if (path.length > 0 && binding.t && binding.kind !== "param" && isBoundedType(walk.names, code, binding.t, path) && !mayBeRequest(code, b)) return before;
  return ofStored(walk, visit, `b${b}`);
}

/** An allow-list or a check before this place bounds the value. */
function isChecked(walk: TextWalk, { code, id }: Visit): boolean {
  const key = keyOfExpr(code, id);
  return key !== undefined && isGuarded(walk.names, code, key, code.expr(id).s);
}

function mayBeRequest(code: Code, b: number): boolean {
  return (code.summary.writes[`b${b}`] ?? []).some((write) => {
    const expr = code.expr(write.v);
    return expr.k === "member" || expr.k === "param";
  });
}

/** Values stored under a key: `=` writes are alternatives, `+=` appends, `push` adds elements, writes to members join in. */
export function ofStored(walk: TextWalk, visit: Visit, key: string): string {
  const { code, path, before } = visit;
  return walk.once(`${code.path}:${key}:${path.join(".")}:${visit.frame?.depth ?? 0}`, before, () => {
    const all = code.summary.writes[key] ?? [];
    const deeper = path[0] === undefined ? [] : (code.summary.writes[`${key}.${path[0]}`] ?? []);
    if (all.length === 0 && deeper.length === 0) return walk.leaf(visit, "unknown");
    let after = before;
    for (const write of relevant(code, all, code.expr(visit.id).s)) after = walk.follow({ ...visit, id: write.v, steps: assigned(visit, write) });
    for (const write of deeper) after = walk.follow({ ...visit, id: write.v, path: path.slice(1) });
    for (const write of all) {
      if (write.op === "+=") after = walk.follow({ ...visit, id: write.v, path: [], before: after, steps: assigned(visit, write) });
      if (write.op === "push") walk.follow({ ...visit, id: write.v, path: withoutElement(path), before: after });
      if (write.op === "prop" && path.length > 0) walk.follow({ ...visit, id: write.v, path: path.slice(1) });
    }
    return after;
  });
}

function assigned({ code, id, steps }: Visit, write: Write): readonly Step[] {
  const value = code.expr(write.v);
  if (value.k === "param" || value.k === "const") return steps;
  const use = code.expr(id);
  const label = shorten(code.text.slice(use.s, use.e));
  return [{ code, span: { s: value.s, e: value.e }, message: write.op === "+=" ? `appended to ${label}` : `stored in ${label}` }, ...steps];
}

function ofImported(walk: TextWalk, visit: Visit, i: number, name: string): string {
  const target = walk.names.project.target(visit.code, i);
  const found = target.kind === "code" ? exportedValue(walk.names, target.code, name) : undefined;
  if (!found) return walk.leaf(visit, "unknown");
  return walk.follow({ ...visit, code: found.code, top: undefined, id: found.id, path: [...found.path, ...visit.path] });
}

/** What a member of a value holds. */
export function ofMember(walk: TextWalk, visit: Visit, { o, p }: Extract<Expr, { k: "member" }>): string {
  const { code, id, path, before } = visit;
  if (path.length === 0 && (isChecked(walk, visit) || p === "length" || p === "size")) return before;
  if (isEnvironment(code, o) || isSafeMember(walk, visit)) return before;
  const owner = code.expr(o);
  if (owner.k === "this") return ofField(walk, visit, owner.c, p);
  const type = walk.names.typeOfExpr(code, o);
  if (type && owner.k !== "call" && !isInput(walk, code, o) && isBoundedType(walk.names, type.code, type.t, [p, ...path])) return before;
  return walk.follow({ ...visit, top: { id, rest: path }, id: o, path: [p, ...path] });
}

/** Something the library itself holds ready as text: the text of a built query, the name of a model's table. */
function isSafeMember({ names }: TextWalk, { code, id }: Visit): boolean {
  const { catalog } = names.project;
  return names.apisOf(code, id).some((name) => catalog.isIn(catalog.sql.fragments, name) || catalog.isIn(catalog.sql.sanitizers, name));
}

/** Types of request data are promises nobody checked. */
function isInput({ names }: TextWalk, code: Code, o: ExprId): boolean {
  const expr = code.expr(rootOf(code, o));
  if (expr.k !== "name") return false;
  return (code.summary.writes[`b${expr.b}`] ?? []).some((write) => {
    const value = code.expr(write.v);
    return value.k === "param" && requestParam(names, code, value.f, value.i) !== undefined;
  });
}

/** `this.p`: what the class, or one it is derived from, stores there. */
function ofField(walk: TextWalk, visit: Visit, c: ClassId, p: string): string {
  const { code, path } = visit;
  const member = code.summary.classes[c]?.members[p];
  if (member?.t && isBoundedType(walk.names, code, member.t, path)) return visit.before;
  if (code.summary.writes[`c${c}.${p}`]) return ofStored(walk, visit, `c${c}.${p}`);
  if (member?.kind === "getter" && member.f !== undefined) return ofReturns(walk, visit, { k: "function", code, f: member.f }, [], code.expr(visit.id));
  for (const base of walk.names.basesOf(code, c)) {
    if (base.k !== "class") continue;
    const inherited = base.code.summary.writes[`c${base.c}.${p}`];
    if (inherited) return ofStored(walk, { ...visit, code: base.code, top: undefined, id: inherited[0]?.v ?? 0 }, `c${base.c}.${p}`);
  }
  return walk.leaf(visit, "unknown");
}

/** `TABLE[key]`: one of the table's values, whatever the key is. */
export function ofIndex(walk: TextWalk, visit: Visit, o: ExprId): string {
  return isChecked(walk, visit) ? visit.before : walk.follow({ ...visit, id: o, path: ["*", ...visit.path] });
}
