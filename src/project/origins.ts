import type { ClassId, Expr, ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { takenBranches } from "./decided.ts";
import type { Names } from "./names.ts";
import { exportedValue } from "./exported-value.ts";

/** A call being looked through: parameters of `f` mean these arguments, in the caller's own frame. */
export interface Frame {
  readonly code: Code;
  readonly f: FnId;
  readonly caller: Code;
  readonly args: readonly ExprId[];
  readonly outer: Frame | undefined;
  /** The call, where one is looked through. */
  readonly call?: ExprId;
  /** What the loop variable with this expression is in this round, instead of parameters: `args[0]`. */
  readonly element?: ExprId;
  /** The class `this` is an instance of. */
  readonly self?: Self;
}

/** A class, as the most derived one of an instance. */
export interface Self {
  readonly code: Code;
  readonly c: ClassId;
  /** The `new` it was made by, where that is known. */
  readonly made?: Made;
}

/** A `new` of a class. */
export interface Made {
  readonly code: Code;
  readonly call: ExprId;
}

/** An expression where it stands, and how we came there. */
export interface Origin {
  readonly code: Code;
  readonly id: ExprId;
  readonly frame?: Frame | undefined;
  /** Calls of own functions stand for themselves, not for what they return. */
  readonly asCalled?: true | undefined;
}

/** What reading a property gives: its possible values, whether it may be missing, and what could not be looked into. */
export interface Property {
  readonly values: readonly Origin[];
  readonly absent: boolean;
  /** Values nobody could look into: an unknown call, a parameter without callers. */
  readonly opaque: readonly Origin[];
}

const maxDepth = 24;

/**
 * Where a value comes from, across files: through variables, imports, members of objects and classes, branches, and own functions.
 * What cannot be looked into stands for itself. A parameter that was not passed has no origin.
 */
export function originsOf(names: Names, at: Origin, depth = 0): readonly Origin[] {
  if (depth > maxDepth) return [at];
  const expr = at.code.expr(at.id);
  switch (expr.k) {
    case "either":
      return takenOf(names, at, expr, depth).flatMap((id) => originsOf(names, { ...at, id }, depth + 1));
    case "name":
      return ofName(names, at, expr.b, depth);
    case "member":
      return ofMember(names, at, expr.o, expr.p, depth);
    case "call":
      return ofCall(names, at, expr.c, expr.args, depth);
    case "param":
      return ofParam(names, at, expr.f, expr.i, depth);
    case "module":
      return ofModule(names, at, expr.i, depth);
    case "element":
      return ofElement(names, at, depth);
    default:
      return [at];
  }
}

/** The branches that may be taken: in an object whose `new` is known, what it was given may say so. */
function takenOf(names: Names, at: Origin, expr: Extract<Expr, { k: "either" }>, depth: number): readonly ExprId[] {
  if (!isInInstance(at.frame)) return expr.of;
  return takenBranches(at.code, expr, (id) => {
    const found = originsOf(names, { ...at, id }, depth + 1).map((origin) => origin.code.expr(origin.id));
    return found.length === 1 && found[0]?.k === "const" ? found[0] : undefined;
  });
}

function isInInstance(frame: Frame | undefined): boolean {
  for (let open = frame; open; open = open.outer) if (open.self?.made) return true;
  return false;
}

/** A loop variable, where a frame says which round it is. */
function ofElement(names: Names, at: Origin, depth: number): readonly Origin[] {
  for (let frame = at.frame; frame; frame = frame.outer) {
    const row = frame.element === at.id && frame.code === at.code ? frame.args[0] : undefined;
    if (row !== undefined) return originsOf(names, { code: frame.caller, id: row, frame: frame.outer, asCalled: at.asCalled }, depth + 1);
  }
  return [at];
}

/** `require("./books")` is what that file assigned to `module.exports`. */
function ofModule(names: Names, at: Origin, i: number, depth: number): readonly Origin[] {
  const target = names.project.target(at.code, i);
  const whole = target.kind === "code" ? target.code.exportNamed("=") : undefined;
  if (target.kind !== "code" || whole?.v === undefined) return [at];
  return originsOf(names, { code: target.code, id: whole.v, asCalled: at.asCalled }, depth + 1);
}

function ofName(names: Names, at: Origin, b: number, depth: number): readonly Origin[] {
  const { code } = at;
  const imported = code.summary.bindings[b]?.imported;
  if (imported) {
    const target = names.project.target(code, imported.i);
    const found = target.kind === "code" ? exportedValue(names, target.code, imported.n) : undefined;
    return found ? along(names, { code: found.code, id: found.id, asCalled: at.asCalled }, found.path, at, depth) : [at];
  }
  return ofWrites(names, at, `b${b}`, depth);
}

interface Question {
  readonly code: Code;
  readonly key: string;
  readonly frame: Frame | undefined;
}

/** Questions being answered: `form = { ...form, title }` leads back to itself, and adds nothing by that. */
const asked: Question[] = [];

/** Asks a question, unless it is being asked already. */
function once<T>({ code, frame }: Origin, key: string, answer: () => T, none: T): T {
  if (asked.some((item) => item.key === key && item.code === code && item.frame === frame)) return none;
  asked.push({ code, key, frame });
  try {
    return answer();
  } finally {
    asked.pop();
  }
}

function ofWrites(names: Names, at: Origin, key: string, depth: number): readonly Origin[] {
  return once(at, key, () => ofEachWrite(names, at, key, depth), []);
}

function ofEachWrite(names: Names, at: Origin, key: string, depth: number): readonly Origin[] {
  const writes = at.code.summary.writes[key] ?? [];
  if (writes.length === 0 || writes.some((write) => write.op === "+=")) return [at];
  return writes.flatMap((write) => (write.op === "=" ? originsOf(names, { ...at, id: write.v }, depth + 1) : []));
}

function along(names: Names, start: Origin, path: readonly string[], at: Origin, depth: number): readonly Origin[] {
  if (path.length === 0) return originsOf(names, start, depth + 1);
  const property = readPath(names, start, path, depth + 1);
  return property.opaque.length > 0 || property.values.length === 0 ? [at] : property.values;
}

function ofMember(names: Names, at: Origin, o: ExprId, p: string, depth: number): readonly Origin[] {
  const owner = at.code.expr(o);
  if (owner.k === "this") {
    const self = selfOf(names, at, owner.c);
    const inherited = self && fieldOf(names, self, p);
    if (inherited) return ofWrites(names, { ...at, code: inherited.code }, `c${inherited.c}.${p}`, depth);
    const stored = at.code.summary.writes[`c${owner.c}.${p}`];
    return stored ? ofWrites(names, at, `c${owner.c}.${p}`, depth) : [at];
  }
  const exported = ofNamespace(names, at, o, p, depth);
  if (exported) return exported;
  const property = readProperty(names, { ...at, id: o }, p, depth + 1);
  return property.opaque.length > 0 || property.values.length === 0 ? [at] : property.values;
}

/** What class `this` is of, where a frame says so and it is that class or derived from it. */
export function selfOf(names: Names, { code, frame }: Origin, c: ClassId): Self | undefined {
  for (let open = frame; open; open = open.outer) if (open.self && isDerived(names, open.self, { code, c })) return open.self;
  return undefined;
}

const mostBases = 8;

/** Whether a class is another one or derived from it. */
export function isDerived(names: Names, self: Self, base: Self, depth = 0): boolean {
  if (self.code === base.code && self.c === base.c) return true;
  if (depth > mostBases) return false;
  return names.basesOf(self.code, self.c).some((item) => item.k === "class" && isDerived(names, item, base, depth + 1));
}

/** The class, from the most derived one upwards, that writes a field. */
export function fieldOf(names: Names, { code, c }: Self, p: string, depth = 0): Self | undefined {
  if (code.summary.writes[`c${c}.${p}`]) return { code, c };
  if (depth > mostBases) return undefined;
  for (const base of names.basesOf(code, c)) {
    const found = base.k === "class" ? fieldOf(names, base, p, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** `routes.list` after `import * as routes from "./routes"`. */
function ofNamespace(names: Names, at: Origin, o: ExprId, p: string, depth: number): readonly Origin[] | undefined {
  const owner = at.code.expr(o);
  const imported = owner.k === "name" ? at.code.summary.bindings[owner.b]?.imported : undefined;
  const i = owner.k === "module" ? owner.i : imported?.n === "*" ? imported.i : undefined;
  if (i === undefined) return undefined;
  const target = names.project.target(at.code, i);
  const found = target.kind === "code" ? exportedValue(names, target.code, p) : undefined;
  return found && along(names, { code: found.code, id: found.id, asCalled: at.asCalled }, found.path, at, depth);
}

function ofCall(names: Names, at: Origin, c: ExprId, args: readonly ExprId[], depth: number): readonly Origin[] {
  const { code } = at;
  const callee = code.expr(c);
  const owner = callee.k === "member" ? code.expr(callee.o) : undefined;
  const first = args[0];
  if (callee.k === "member" && callee.p === "freeze" && owner?.k === "global" && owner.n === "Object" && first !== undefined)
    return originsOf(names, { ...at, id: first }, depth + 1);
  const { catalog } = names.project;
  if (first !== undefined && names.apisOf(code, c).some((name) => catalog.isIn(catalog.passes, name))) return originsOf(names, { ...at, id: first }, depth + 1);
  if (at.asCalled) return [at];
  const returned = names.denote(code, c).flatMap((item) => {
    if (item.k !== "function" || isOpen(at.frame, item.code, item.f)) return [];
    const fn = item.code.summary.functions[item.f];
    const self = fn?.owner === undefined || callee.k !== "member" ? undefined : receiverOf(names, at, callee.o);
    const frame: Frame = { code: item.code, f: item.f, caller: code, args, outer: at.frame, call: at.id, ...(self ? { self } : {}) };
    return (fn?.returns ?? []).flatMap((id) => originsOf(names, { code: item.code, id, frame }, depth + 1));
  });
  return returned.length > 0 ? returned : [at];
}

/** The class of the instance a method is called on, where it is one. */
export function receiverOf(names: Names, at: Origin, o: ExprId): Self | undefined {
  const owner = at.code.expr(o);
  if (owner.k === "this") return selfOf(names, at, owner.c) ?? { code: at.code, c: owner.c };
  const found = instancesOf(names, { ...at, id: o });
  return found.length === 1 ? found[0] : undefined;
}

/** Classes a value is an instance of. */
export function instancesOf(names: Names, at: Origin): readonly Self[] {
  return originsOf(names, at).flatMap((origin) =>
    names.denote(origin.code, origin.id).flatMap((item) => (item.k === "instance" ? [{ code: item.code, c: item.c, ...madeAt(origin) }] : [])),
  );
}

function madeAt({ code, id }: Origin): { readonly made?: Made } {
  return code.expr(id).k === "new" ? { made: { code, call: id } } : {};
}

function isOpen(frame: Frame | undefined, code: Code, f: FnId): boolean {
  for (let open = frame; open; open = open.outer) if (open.code === code && open.f === f) return true;
  return false;
}

function ofParam(names: Names, at: Origin, f: FnId, i: number, depth: number): readonly Origin[] {
  for (let frame = at.frame; frame; frame = frame.outer) {
    if (frame.code !== at.code || frame.f !== f) continue;
    const id = frame.args[i];
    if (id !== undefined) return originsOf(names, { code: frame.caller, id, frame: frame.outer, asCalled: at.asCalled }, depth + 1);
    return frame.args.some((argument) => frame.caller.expr(argument).k === "spread") ? [at] : [];
  }
  return [at];
}

/** Reads one property of whatever a value may be; `p()` is what calling it returns. */
function readProperty(names: Names, at: Origin, p: string, depth = 0): Property {
  const expr = at.code.expr(at.id);
  const place = expr.k === "name" ? `b${String(expr.b)}` : String(at.id);
  return once(at, `${place}.${p}`, () => readEach(names, at, p, depth), { values: [], absent: false, opaque: [] });
}

function readEach(names: Names, at: Origin, p: string, depth: number): Property {
  const stored = storedBeside(names, at, p, depth);
  if (stored.length > 0) return { values: stored, absent: false, opaque: [] };
  const origins = originsOf(names, at, depth + 1);
  if (origins.length === 0) return { values: [], absent: true, opaque: [] };
  return merge(origins.map((origin) => ofOrigin(names, origin, p, depth + 1)));
}

/** `options.expiresIn = "15m"`: written to the variable afterwards. */
function storedBeside(names: Names, at: Origin, p: string, depth: number): readonly Origin[] {
  const expr = at.code.expr(at.id);
  const writes = expr.k === "name" ? (at.code.summary.writes[`b${expr.b}.${p}`] ?? []) : [];
  return writes.flatMap((write) => originsOf(names, { ...at, id: write.v }, depth + 1));
}

function ofOrigin(names: Names, origin: Origin, p: string, depth: number): Property {
  const expr = origin.code.expr(origin.id);
  if (
    expr.k === "const" ||
    expr.k === "function" ||
    expr.k === "array" ||
    expr.k === "number" ||
    expr.k === "boolean" ||
    expr.k === "template" ||
    expr.k === "concat"
  )
    return { values: [], absent: true, opaque: [] };
  if (expr.k !== "object" || depth > maxDepth) return { values: [], absent: false, opaque: [origin] };
  const name = p.endsWith("()") ? p.slice(0, -2) : p;
  const own = expr.props.findLast(([key]) => key === name);
  if (own) {
    const at = { ...origin, id: own[1] };
    return { values: p === name ? originsOf(names, at, depth) : returnsOf(names, at, depth), absent: false, opaque: [] };
  }
  const computed = expr.props.find(([key]) => key === "[]");
  if (computed) return { values: [], absent: false, opaque: [origin] };
  const spread = expr.props.filter(([key]) => key === "...").map(([, id]) => readProperty(names, { ...origin, id }, p, depth + 1));
  return spread.some((item) => item.values.length > 0) || spread.length > 0 ? afterSpreads(spread) : { values: [], absent: true, opaque: [] };
}

/** An object made of several others lacks what all of them lack. */
function afterSpreads(spread: readonly Property[]): Property {
  const { values, opaque } = merge(spread);
  return { values, opaque, absent: spread.every((item) => item.absent) };
}

function returnsOf(names: Names, at: Origin, depth: number): readonly Origin[] {
  return names.denote(at.code, at.id).flatMap((item) => {
    if (item.k !== "function") return [];
    return (item.code.summary.functions[item.f]?.returns ?? []).flatMap((id) => originsOf(names, { code: item.code, id }, depth + 1));
  });
}

/** Reads a path of properties. */
export function readPath(names: Names, at: Origin, path: readonly string[], depth = 0): Property {
  const [head, ...rest] = path;
  if (head === undefined) return { values: originsOf(names, at, depth), absent: false, opaque: [] };
  const property = readProperty(names, at, head, depth);
  if (rest.length === 0) return property;
  const deeper = property.values.map((value) => readPath(names, value, rest, depth + 1));
  return merge([...deeper, { values: [], absent: property.absent, opaque: property.opaque }]);
}

function merge(parts: readonly Property[]): Property {
  return { values: parts.flatMap((part) => part.values), absent: parts.some((part) => part.absent), opaque: parts.flatMap((part) => part.opaque) };
}

/** The number a value folds to, products and powers written with digits included (`60 * 15`). */
export function numberOf({ code, id }: Origin): number | undefined {
  const expr = code.expr(id);
  if (expr.k === "const") return typeof expr.v === "number" ? expr.v : undefined;
  if (expr.k !== "number") return undefined;
  const text = code.text.slice(expr.s, expr.e).replace(/[\s_]/g, "");
  if (!/^\d+(?:\.\d+)?(?:\*\*?\d+(?:\.\d+)?)*$/.test(text)) return undefined;
  return text.split(/(?<!\*)\*(?!\*)/).reduce(
    (product, factor) =>
      product *
      factor
        .split("**")
        .map(Number)
        .reduceRight((exponent, base) => base ** exponent),
    1,
  );
}

/** The text a value folds to. */
export function textOf({ code, id }: Origin): string | undefined {
  const expr = code.expr(id);
  return expr.k === "const" && typeof expr.v === "string" ? expr.v : undefined;
}
