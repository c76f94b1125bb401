import type { ClassId, ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "../callback-use.ts";
import { findCalls, findManyCalls, type FoundCall } from "../callers.ts";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type Frame, type Origin, originsOf, receiverOf, type Self } from "../origins.ts";
import type { Position } from "./model.ts";
import { handlerProperties } from "./handlers.ts";
import { frameOf, instancesMade } from "./instances.ts";
import { positionOf } from "./positions.ts";
import { concreteClasses } from "./subclasses.ts";

/** One way a call that tells a router something is run. */
export interface Run {
  /** What loop variables, parameters and `this` around it mean; none where nothing is to be said. */
  readonly frame: Frame | undefined;
  /** Calls on the way to it, outermost first. */
  readonly at: Position;
  /** The call that stands for it where its arguments are handed in: `this.route({ … })`. */
  readonly place?: { readonly code: Code; readonly call: ExprId };
}

const mostRuns = 2_000;
const maxDepth = 5;

/** The ways a call is run: one for each row of a table, each caller that hands in a path or a handler, each class of an inherited method. */
export function runsOf(names: Names, code: Code, call: ExprId, depth = 0): readonly Run[] {
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "new") return [{ frame: undefined, at: [] }];
  const needs: Needs = { elements: new Set(), params: new Set(), handed: new Set(), classes: new Set() };
  for (const id of expr.args) collect(code, id, needs);
  const last = expr.args.at(-1);
  for (const id of last === undefined ? [] : handlersIn(code, last)) collect(code, id, { ...needs, params: needs.handed });
  const receiver: Needs = { ...needs, params: new Set() };
  const callee = code.expr(expr.c);
  if (callee.k === "index") collect(code, callee.i, needs);
  collect(code, callee.k === "member" || callee.k === "index" ? callee.o : expr.c, receiver);
  // Who hands in a router only is found by asking for the router.
  let runs: readonly Run[] = around(names, code, expr.fn, { ...needs, classes: receiver.classes }, depth);
  for (const element of needs.elements) runs = runs.flatMap((run) => rounds(names, code, element, run)).slice(0, mostRuns);
  return runs;
}

/** The handler is an argument itself, or one of the options. */
function handlersIn(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  return expr.k === "object" ? expr.props.flatMap(([name, value]) => (handlerProperties.includes(name) ? [value] : [])) : [id];
}

interface Needs {
  readonly elements: Set<ExprId>;
  readonly params: Set<FnId>;
  /** Functions whose parameter is the last argument: they are handed the handler. */
  readonly handed: Set<FnId>;
  readonly classes: Set<ClassId>;
}

/** Loop variables, parameters and `this` that an expression is made of; what a function does later is its own matter. */
function collect(code: Code, id: ExprId, needs: Needs, seen = new Set<ExprId>()): void {
  if (seen.has(id)) return;
  seen.add(id);
  const expr = code.expr(id);
  const visit = (inner: ExprId): void => collect(code, inner, needs, seen);
  switch (expr.k) {
    case "name":
      if (!code.summary.bindings[expr.b]?.imported) for (const write of code.summary.writes[`b${expr.b}`] ?? []) visit(write.v);
      return;
    case "element":
      needs.elements.add(id);
      return visit(expr.o);
    case "param":
      needs.params.add(expr.f);
      return;
    case "this":
      needs.classes.add(expr.c);
      return;
    case "member":
    case "spread":
      return visit(expr.o);
    case "index":
      visit(expr.o);
      return visit(expr.i);
    case "template":
      return expr.parts.forEach(visit);
    case "concat":
      visit(expr.l);
      return visit(expr.r);
    case "either":
      return expr.of.forEach(visit);
    case "array":
      return expr.items.forEach(visit);
    case "object":
      return expr.props.forEach(([, value]) => visit(value));
    case "call":
    case "new": {
      const callee = code.expr(expr.c);
      // What a call is made on (a service, a factory) says nothing about paths and handlers; what it is given does.
      if (callee.k === "member" && callee.p === "bind") visit(callee.o);
      return expr.args.forEach(visit);
    }
    default:
  }
}

/** Ways the function around a call is run, from the innermost outwards. */
function around(names: Names, code: Code, f: FnId, needs: Needs, depth: number): readonly Run[] {
  const nothing: readonly Run[] = [{ frame: undefined, at: [] }];
  if (f === 0 || depth > maxDepth) return nothing;
  const fn = code.summary.functions[f];
  const rows = rowsOf(names, code, f, needs, depth);
  if (rows) return rows;
  if (needs.params.has(f)) {
    const called = findManyCalls(names, code, f).flatMap((call) => (call.code.role !== "product" ? [] : throughCall(names, code, f, call, depth)));
    const isHanded = needs.handed.has(f);
    if (called.length > 0) return called.slice(0, mostRuns).map(({ place, ...run }) => (isHanded && place ? { ...run, place } : run));
    // A method nobody calls registers nothing.
    if (fn?.kind === "method" && isHanded) return [];
  }
  if (fn?.owner !== undefined && needs.classes.has(fn.owner)) return ofClasses(names, code, fn.owner);
  return fn === undefined ? nothing : around(names, code, fn.parent, needs, depth + 1);
}

function ofClasses(names: Names, code: Code, c: ClassId): readonly Run[] {
  // It says what `this` is and nothing about arguments: it stands for no call.
  return concreteClasses(names, { code, c }).flatMap((self): readonly Run[] => {
    const made = instancesMade(names, self);
    if (made.length > 0) return made.map((one) => ({ frame: frameOf(names, self, one), at: [] }));
    return [{ frame: { code, f: -1, caller: code, args: [], outer: undefined, self }, at: [] }];
  });
}

function throughCall(names: Names, code: Code, f: FnId, { code: caller, call, args }: FoundCall, depth: number): readonly Run[] {
  const expr = caller.expr(call);
  const callee = expr.k === "call" ? caller.expr(expr.c) : undefined;
  return runsOf(names, caller, call, depth + 1).map((run) => {
    const self =
      callee?.k === "member"
        ? receiverOf(names, { code: caller, id: callee.o, frame: run.frame }, callee.o)
        : expr.k === "new"
          ? madeBy(code, f, caller, call)
          : undefined;
    return {
      frame: { code, f, caller, args, outer: run.frame, ...(self ? { self } : {}) },
      at: [...run.at, positionOf(caller, call)],
      place: run.place ?? { code: caller, call },
    };
  });
}

/** `new BookRoutes("/books")` runs the constructor of what it makes. */
function madeBy(code: Code, f: FnId, caller: Code, call: ExprId): Self | undefined {
  const fn = code.summary.functions[f];
  return fn?.kind === "constructor" && fn.owner !== undefined ? { code, c: fn.owner, made: { code: caller, call } } : undefined;
}

/** `routes.forEach(({ path, router }) => app.use(path, router))`: one run for each row of the table. */
function rowsOf(names: Names, code: Code, f: FnId, needs: Needs, depth: number): readonly Run[] | undefined {
  const use = callbackUse(code, f);
  const callee = use && code.expr(use.callee);
  if (!use || callee?.k !== "member" || !/^(?:forEach|map)$/.test(callee.p)) return undefined;
  const outer = around(names, code, code.summary.functions[f]?.parent ?? 0, needs, depth + 1);
  const found = outer.flatMap((run): readonly Run[] => {
    const at = [...run.at, positionOf(code, use.call)];
    const rows = itemsOf(names, { code, id: callee.o, frame: run.frame });
    if (rows.length === 0) return [{ ...run, at }];
    return rows.map((row) => ({ ...run, at, frame: { code, f, caller: row.code, args: [row.id], outer: row.frame ?? run.frame } }));
  });
  return found.slice(0, mostRuns);
}

/** `for (const route of routes) app.route(route)`. */
function rounds(names: Names, code: Code, element: ExprId, run: Run): readonly Run[] {
  const expr = code.expr(element);
  const rows = expr.k === "element" ? itemsOf(names, { code, id: expr.o, frame: run.frame }) : [];
  if (rows.length === 0) return [run];
  return rows.map((row) => ({ ...run, frame: { code, f: -1, caller: row.code, args: [row.id], outer: row.frame ?? run.frame, element } }));
}

/** Elements of the tables a value may be: written arrays, and the values of written objects. */
function itemsOf(names: Names, at: Origin): readonly Origin[] {
  return tablesOf(names, at).flatMap((origin): readonly Origin[] => {
    const table = origin.code.expr(origin.id);
    if (table.k === "call") return valuesOf(names, origin, table.c, table.args[0]);
    if (table.k !== "array") return [];
    return table.items.flatMap((id): readonly Origin[] => {
      const item = origin.code.expr(id);
      return item.k === "spread" ? itemsOf(names, { ...origin, id: item.o }) : [{ ...origin, id }];
    });
  });
}

/** `Object.values(routers)`. */
function valuesOf(names: Names, at: Origin, callee: ExprId, table: ExprId | undefined): readonly Origin[] {
  const name = at.code.expr(callee);
  const owner = name.k === "member" ? at.code.expr(name.o) : undefined;
  if (table === undefined || name.k !== "member" || name.p !== "values" || owner?.k !== "global" || owner.n !== "Object") return [];
  return originsOf(names, { ...at, id: table }).flatMap((origin): readonly Origin[] => {
    const object = origin.code.expr(origin.id);
    return object.k === "object" ? object.props.flatMap(([key, id]) => (key === "..." ? [] : [{ ...origin, id }])) : [];
  });
}

/** The tables a value may be, those that callers hand in included: `new App([new BookRoutes(), new LoanRoutes()])`. */
function tablesOf(names: Names, at: Origin, depth = 0): readonly Origin[] {
  return originsOf(names, at).flatMap((origin) => {
    const expr = origin.code.expr(origin.id);
    if (expr.k !== "param" || depth > 3) return [origin];
    return findCalls(names, origin.code, expr.f).flatMap((call) => {
      const id = call.args[expr.i];
      return id === undefined ? [] : tablesOf(names, { code: call.code, id }, depth + 1);
    });
  });
}

/** Where a run says itself that the call stands. */
export function placeOf({ place }: Run): Pick<Run, "place"> {
  return place ? { place } : {};
}
