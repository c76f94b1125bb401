import type { ServedCall } from "#catalog/facts/served";
import type { ExprId } from "#syntax/summary";
import { readArgument } from "../call-sites.ts";
import type { Names } from "../names.ts";
import { type Origin, originsOf, readPath } from "../origins.ts";
import { handsBack } from "../handing-back.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import { type Handler, handlingOf } from "./handlers.ts";
import type { Level, Step } from "./model.ts";

/** What stands in a builder's chain before its last call. */
export interface Before {
  readonly steps: readonly Step[];
  /** What says method and path, outermost last. */
  readonly routes: readonly Origin[];
  /** Prefixes, outermost first. */
  readonly prefixes: readonly Origin[];
  /** Whether some part of the chain could not be followed. */
  readonly open: boolean;
}

/** A call that makes an endpoint, with what its chain says. */
export interface Served {
  readonly at: Origin;
  readonly fact: ServedCall;
  readonly site: RoutingCall;
  readonly before: Before;
  readonly handler?: Handler;
  readonly steps: readonly Step[];
}

const mostLinks = 60;

/** Reads a call that makes an endpoint; `undefined` where it is none. */
export function servedAt(names: Names, at: Origin): Served | undefined {
  const expr = at.code.expr(at.id);
  if (expr.k !== "call") return undefined;
  for (const api of names.apisOf(at.code, expr.c)) {
    const fact = names.project.catalog.served.calls.of(api);
    if (!fact) continue;
    const site: RoutingCall = { code: at.code, call: at.id, args: expr.args, api, frame: at.frame };
    const given = handlerAt(names, site, fact.handler);
    if (!given) continue;
    const { handler, wrappers } = handlingOf(names, given);
    const callee = at.code.expr(expr.c);
    const before = callee.k === "member" ? chainBefore(names, { ...at, id: callee.o }) : nothing;
    const wrapped = wrappers.map((step): Step => ({ ...step, level: "wrapper" }));
    const run = (fact.steps ?? []).flatMap((path) => valuesAt(names, site, path).map((step): Step => ({ ...step, level: "route", option: lastOf(path) })));
    const own = [...controlSteps(names, site, fact), ...run, ...schemaStep(names, site, fact)];
    return { at, fact, site, before, ...(handler ? { handler } : {}), steps: [...before.steps, ...own, ...wrapped] };
  }
  return undefined;
}

/** `form(schema, fn)`, `form(fn)`, `prerender(fn, options)`. */
function handlerAt(names: Names, site: RoutingCall, path: string): Origin | undefined {
  if (path !== "callback") return valuesAt(names, site, path)[0];
  const { code, args, frame } = site;
  const object = args.flatMap((id) => readPath(names, { code, id, frame }, ["handler"]).values)[0];
  if (object) return object;
  const isFunction = (id: ExprId): boolean => names.denote(code, id).some((item) => item.k === "function");
  const id = args.findLast(isFunction) ?? args.findLast((item) => !/^(?:const|object)$/.test(code.expr(item).k));
  return id === undefined ? undefined : { code, id, frame };
}

const nothing: Before = { steps: [], routes: [], prefixes: [], open: false };

/** Follows a builder's chain inwards, through variables, imports and own functions that return a builder. */
export function chainBefore(names: Names, receiver: Origin): Before {
  const steps: Step[][] = [];
  const routes: Origin[] = [];
  const prefixes: Origin[] = [];
  let [at, level, open]: [Origin, Level, boolean] = [receiver, "route", false];
  for (let link = 0; link < mostLinks; link++) {
    const origins = originsOf(names, at);
    const [origin] = origins;
    if (!origin) return { steps: steps.flat(), routes, prefixes, open: true };
    if (origins.length > 1) open = true;
    if (origin.code !== at.code || origin.id !== at.id) level = "router";
    const expr = origin.code.expr(origin.id);
    if (expr.k === "member") at = { ...origin, id: expr.o };
    else if (expr.k === "call") {
      const told = linkAt(names, origin, expr.c, expr.args, level);
      if (told.steps.length > 0) steps.unshift([...told.steps]);
      if (told.route) routes.push(told.route);
      if (told.prefix) prefixes.unshift(told.prefix);
      const callee = origin.code.expr(expr.c);
      if (callee.k !== "member") return { steps: steps.flat(), routes, prefixes, open: open || names.apisOf(origin.code, expr.c).length === 0 };
      at = { ...origin, id: callee.o };
    } else return { steps: steps.flat(), routes, prefixes, open: open || names.apisOf(origin.code, origin.id).length === 0 };
  }
  return { steps: steps.flat(), routes, prefixes, open: true };
}

interface Told {
  readonly steps: readonly Step[];
  readonly route?: Origin;
  readonly prefix?: Origin;
}

function linkAt(names: Names, at: Origin, c: ExprId, args: readonly ExprId[], level: Level): Told {
  const { served } = names.project.catalog;
  const first = args[0];
  const fact = names.apisOf(at.code, c).flatMap((api) => served.links.of(api) ?? [])[0];
  if (!fact || first === undefined) return { steps: [] };
  const given: Origin = { ...at, id: first };
  switch (fact.as) {
    case "steps":
      return { steps: args.map((id): Step => ({ ...at, id, level, option: "use" })) };
    case "schema":
      return { steps: checks(names, given) ? [{ ...stepOf(names, at, given), level, option: "input" }] : [] };
    case "route":
      return { steps: [], route: given };
    case "prefix":
      return { steps: [], prefix: given };
  }
}

/** A parser that is a function may do nothing at all; every other schema is a validator by standing where it stands. */
function stepOf(names: Names, call: Origin, schema: Origin): Origin {
  return originsOf(names, { ...schema, asCalled: true }).some(handsBack) ? schema : call;
}

/** `type<Loan>()`, `"unchecked"`: stands where a schema stands and lets everything through. */
function checks(names: Names, schema: Origin): boolean {
  const { catalog } = names.project;
  return !originsOf(names, { ...schema, asCalled: true }).some(({ code, id }) => {
    const expr = code.expr(id);
    return expr.k === "const" || (expr.k === "call" && names.apisOf(code, expr.c).some((api) => catalog.isIn(catalog.served.unchecked, api)));
  });
}

function schemaStep(names: Names, site: RoutingCall, fact: ServedCall): readonly Step[] {
  const at: Origin = { code: site.code, id: site.call, frame: site.frame };
  const given = schemaOf(site, at, fact.schema) ?? (fact.schema?.includes(".") ? valuesAt(names, site, fact.schema)[0] : undefined);
  if (!given) return [];
  return checks(names, given) ? [{ ...stepOf(names, at, given), level: "route", option: "schema" }] : [];
}

/** A schema that is an argument stands beside the handler. */
function schemaOf(site: RoutingCall, at: Origin, path: string | undefined): Origin | undefined {
  const id = site.args[Number(path)];
  return id === undefined || site.args.length < 2 ? undefined : { ...at, id };
}

/** Options that are controls by their values: `auth: true`. */
function controlSteps(names: Names, site: RoutingCall, fact: ServedCall): readonly Step[] {
  return (fact.controls ?? []).flatMap((control): readonly Step[] => {
    const { values, absent, opaque } = readArgument(names, { ...site, callers: [] }, control.path);
    const spelt = values.map(({ code, id }) => {
      const expr = code.expr(id);
      return expr.k === "const" ? String(expr.v) : expr.k === "boolean" ? code.text.slice(expr.s, expr.e) : "…";
    });
    const isOn = spelt.some((text) => control.values.includes(text)) || (absent && values.length === 0 && control.values.includes("absent"));
    const isUnknown = opaque.length > 0 || (spelt.includes("…") && !isOn);
    if (!isOn && !isUnknown) return [];
    const place = values[0] ?? { code: site.code, id: site.call, frame: site.frame };
    const option = lastOf(control.path);
    return [{ ...place, level: "route", option, says: { kind: control.kind, certain: isOn && !isUnknown && !control.uncertain } }];
  });
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
