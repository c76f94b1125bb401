import type { ExprId, FnId } from "#syntax/summary";
import { selfOf } from "../class-lineage.ts";
import type { Code } from "../code.ts";
import type { Frame, Made, Origin, OriginWalk, Self } from "../origins.ts";

/** What a call gives: what functions of ours return, and what is handed on. */
export function ofCall(walk: OriginWalk, at: Origin, c: ExprId, args: readonly ExprId[], depth: number): readonly Origin[] {
  const { code } = at;
  const callee = code.expr(c);
  const owner = callee.k === "member" ? code.expr(callee.o) : undefined;
  const first = args[0];
  if (callee.k === "member" && callee.p === "freeze" && owner?.k === "global" && owner.n === "Object" && first !== undefined)
    return walk.of({ ...at, id: first }, depth + 1);
  const { catalog } = walk.names.project;
  if (first !== undefined && walk.names.apisOf(code, c).some((name) => catalog.isIn(catalog.passes, name))) return walk.of({ ...at, id: first }, depth + 1);
  if (at.asCalled) return [at];
  const returned = walk.names.denote(code, c).flatMap((item) => {
    if (item.k !== "function" || isOpen(at.frame, item.code, item.f)) return [];
    const fn = item.code.summary.functions[item.f];
    const self = fn?.owner === undefined || callee.k !== "member" ? undefined : receiverIn(walk, at, callee.o);
    const frame: Frame = { code: item.code, f: item.f, caller: code, args, outer: at.frame, call: at.id, ...(self ? { self } : {}) };
    return (fn?.returns ?? []).flatMap((id) => walk.of({ code: item.code, id, frame }, depth + 1));
  });
  return returned.length > 0 ? returned : [at];
}

/** The class of the instance a method is called on, where it is one. */
export function receiverIn(walk: OriginWalk, at: Origin, o: ExprId): Self | undefined {
  const owner = at.code.expr(o);
  if (owner.k === "this") return selfOf(walk.names, at, owner.c) ?? { code: at.code, c: owner.c };
  const found = instancesIn(walk, { ...at, id: o });
  return found.length === 1 ? found[0] : undefined;
}

/** Classes a value is an instance of. */
export function instancesIn(walk: OriginWalk, at: Origin): readonly Self[] {
  return walk
    .of(at, 0)
    .flatMap((origin) =>
      walk.names.denote(origin.code, origin.id).flatMap((item) => (item.k === "instance" ? [{ code: item.code, c: item.c, ...madeAt(origin) }] : [])),
    );
}

function madeAt({ code, id }: Origin): { readonly made?: Made } {
  return code.expr(id).k === "new" ? { made: { code, call: id } } : {};
}

function isOpen(frame: Frame | undefined, code: Code, f: FnId): boolean {
  for (let open = frame; open; open = open.outer) if (open.code === code && open.f === f) return true;
  return false;
}

/** What a parameter means in the calls being looked through. */
export function ofParam(walk: OriginWalk, at: Origin, f: FnId, i: number, depth: number): readonly Origin[] {
  for (let frame = at.frame; frame; frame = frame.outer) {
    if (frame.code !== at.code || frame.f !== f) continue;
    const id = frame.args[i];
    if (id !== undefined) return walk.of({ code: frame.caller, id, frame: frame.outer, asCalled: at.asCalled }, depth + 1);
    return frame.args.some((argument) => frame.caller.expr(argument).k === "spread") ? [at] : [];
  }
  return [at];
}
