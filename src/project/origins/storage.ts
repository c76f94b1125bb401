import type { Expr, ExprId } from "#syntax/summary";
import { fieldOf, selfOf } from "../class-lineage.ts";
import { takenBranches } from "../decided.ts";
import { exportedValue } from "../exported-value.ts";
import type { Frame, Origin, OriginWalk } from "../origins.ts";
import { readPathIn, readProperty } from "./properties.ts";

/** The branches that may be taken: in an object whose `new` is known, what it was given may say so. */
export function takenOf(walk: OriginWalk, at: Origin, expr: Extract<Expr, { k: "either" }>, depth: number): readonly ExprId[] {
  if (!isInInstance(at.frame)) return expr.of;
  return takenBranches(at.code, expr, (id) => {
    const found = walk.of({ ...at, id }, depth + 1).map((origin) => origin.code.expr(origin.id));
    return found.length === 1 && found[0]?.k === "const" ? found[0] : undefined;
  });
}

function isInInstance(frame: Frame | undefined): boolean {
  for (let open = frame; open; open = open.outer) if (open.self?.made) return true;
  return false;
}

/** A loop variable, where a frame says which round it is. */
export function ofElement(walk: OriginWalk, at: Origin, depth: number): readonly Origin[] {
  for (let frame = at.frame; frame; frame = frame.outer) {
    const row = frame.element === at.id && frame.code === at.code ? frame.args[0] : undefined;
    if (row !== undefined) return walk.of({ code: frame.caller, id: row, frame: frame.outer, asCalled: at.asCalled }, depth + 1);
  }
  return [at];
}

/** `require("./books")` is what that file assigned to `module.exports`. */
export function ofModule(walk: OriginWalk, at: Origin, i: number, depth: number): readonly Origin[] {
  const target = walk.names.project.target(at.code, i);
  const whole = target.kind === "code" ? target.code.exportNamed("=") : undefined;
  if (target.kind !== "code" || whole?.v === undefined) return [at];
  return walk.of({ code: target.code, id: whole.v, asCalled: at.asCalled }, depth + 1);
}

/** What a variable holds. */
export function ofName(walk: OriginWalk, at: Origin, b: number, depth: number): readonly Origin[] {
  const { code } = at;
  const imported = code.summary.bindings[b]?.imported;
  if (imported) {
    const target = walk.names.project.target(code, imported.i);
    const found = target.kind === "code" ? exportedValue(walk.names, target.code, imported.n) : undefined;
    return found ? along(walk, { code: found.code, id: found.id, asCalled: at.asCalled }, found.path, at, depth) : [at];
  }
  return ofWrites(walk, at, `b${b}`, depth);
}

function ofWrites(walk: OriginWalk, at: Origin, key: string, depth: number): readonly Origin[] {
  return walk.once(at, key, () => ofEachWrite(walk, at, key, depth), []);
}

function ofEachWrite(walk: OriginWalk, at: Origin, key: string, depth: number): readonly Origin[] {
  const writes = at.code.summary.writes[key] ?? [];
  if (writes.length === 0 || writes.some((write) => write.op === "+=")) return [at];
  return writes.flatMap((write) => (write.op === "=" ? walk.of({ ...at, id: write.v }, depth + 1) : []));
}

function along(walk: OriginWalk, start: Origin, path: readonly string[], at: Origin, depth: number): readonly Origin[] {
  if (path.length === 0) return walk.of(start, depth + 1);
  const property = readPathIn(walk, start, path, depth + 1);
  return property.opaque.length > 0 || property.values.length === 0 ? [at] : property.values;
}

/** What a member holds: of `this`, of a module, of an object. */
export function ofMember(walk: OriginWalk, at: Origin, o: ExprId, p: string, depth: number): readonly Origin[] {
  const owner = at.code.expr(o);
  if (owner.k === "this") {
    const self = selfOf(walk.names, at, owner.c);
    const inherited = self && fieldOf(walk.names, self, p);
    if (inherited) return ofWrites(walk, { ...at, code: inherited.code }, `c${inherited.c}.${p}`, depth);
    const stored = at.code.summary.writes[`c${owner.c}.${p}`];
    return stored ? ofWrites(walk, at, `c${owner.c}.${p}`, depth) : [at];
  }
  const exported = ofNamespace(walk, at, o, p, depth);
  if (exported) return exported;
  const property = readProperty(walk, { ...at, id: o }, p, depth + 1);
  return property.opaque.length > 0 || property.values.length === 0 ? [at] : property.values;
}

/** `routes.list` after `import * as routes from "./routes"`. */
function ofNamespace(walk: OriginWalk, at: Origin, o: ExprId, p: string, depth: number): readonly Origin[] | undefined {
  const owner = at.code.expr(o);
  const imported = owner.k === "name" ? at.code.summary.bindings[owner.b]?.imported : undefined;
  const i = owner.k === "module" ? owner.i : imported?.n === "*" ? imported.i : undefined;
  if (i === undefined) return undefined;
  const target = walk.names.project.target(at.code, i);
  const found = target.kind === "code" ? exportedValue(walk.names, target.code, p) : undefined;
  return found && along(walk, { code: found.code, id: found.id, asCalled: at.asCalled }, found.path, at, depth);
}
