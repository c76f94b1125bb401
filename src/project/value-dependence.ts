import type { BindingId, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { ofFile } from "./per-file.ts";

/** What a file says about its values, looked up once. */
interface Values {
  /** Names and members by where they begin. */
  readonly places: readonly { readonly id: ExprId; readonly s: number; readonly e: number }[];
  /** Bindings that are written, with the values they are given. */
  readonly writes: readonly { readonly b: BindingId; readonly values: readonly ExprId[] }[];
  /** What is written to a variable, or to a property of it. */
  readonly parts: ReadonlyMap<BindingId, readonly { readonly v: ExprId; readonly isProperty: boolean }[]>;
}

const valuesOf = ofFile((code): Values => {
  const places = code.summary.exprs
    .flatMap((expr, id) => (expr.k === "name" || expr.k === "member" ? [{ id, s: expr.s, e: expr.e }] : []))
    .sort((a, b) => a.s - b.s);
  const writes = Object.entries(code.summary.writes).flatMap(([key, list]) => {
    const binding = /^b(\d+)$/.exec(key);
    return binding ? [{ b: Number(binding[1]), values: list.filter(({ op }) => op === "=").map(({ v }) => v) }] : [];
  });
  const parts = new Map<BindingId, { v: ExprId; isProperty: boolean }[]>();
  for (const [key, list] of Object.entries(code.summary.writes)) {
    const b = /^b(\d+)(?:\.|$)/.exec(key)?.[1];
    if (b === undefined) continue;
    const own = parts.get(Number(b)) ?? [];
    own.push(...list.map(({ v }) => ({ v, isProperty: key.includes(".") })));
    parts.set(Number(b), own);
  }
  return { places, writes, parts };
});

/** Names and members inside a stretch of the text, in its order. */
function placesIn(code: Code, s: number, e: number): readonly ExprId[] {
  const { places } = valuesOf(code);
  let low = 0;
  for (let high = places.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.s ?? 0) < s) low = middle + 1;
    else high = middle;
  }
  const found: ExprId[] = [];
  for (let at = low; ; at++) {
    const place = places[at];
    if (!place || place.s > e) return found;
    if (place.e <= e) found.push(place.id);
  }
}

/** Bindings that hold what a call brings, or a part of it. */
function holdersOf(code: Code, from: ExprId, call: ExprId, stored: readonly BindingId[] = []): ReadonlySet<BindingId> {
  const held = new Set<BindingId>(stored);
  // What is made from a result is still that result: two hops are enough for `const id = loan.id`.
  for (let hop = 0; hop < 2; hop++) {
    for (const { b, values } of valuesOf(code).writes) {
      if (values.some((v) => startsAt(code, v, from, call) || (hop > 0 && startsAtBinding(code, v, held)))) held.add(b);
    }
  }
  return held;
}

/**
 * Name of a value that comes out of one call and goes into another one, itself or in a record that was built of it before; or `undefined`.
 * @param stored variables whose objects the first call stores, and fills in: `save(member)`
 */
export function dependsOn(code: Code, from: ExprId, call: ExprId, to: ExprId, stored: readonly BindingId[] = []): string | undefined {
  const held = holdersOf(code, from, call, stored);
  if (held.size === 0) return undefined;
  const { s, e } = code.expr(to);
  for (const id of placesIn(code, s, e)) {
    const expr = code.expr(id);
    if (expr.k !== "name") continue;
    const of = held.has(expr.b) ? expr.b : builtOf(code, expr.b, held, code.expr(call).e, s);
    if (of !== undefined) return code.summary.bindings[of]?.n;
  }
  return undefined;
}

/** What a record that is put together between two places has in it: `cards.create({ memberId: member.id })`, `card.memberId = member.id`. */
function builtOf(code: Code, b: BindingId, held: ReadonlySet<BindingId>, after: number, before: number): BindingId | undefined {
  if (code.summary.bindings[b]?.fn === 0 || code.summary.bindings[b]?.kind === "param") return undefined;
  for (const { v, isProperty } of valuesOf(code).parts.get(b) ?? []) {
    const { s, e } = code.expr(v);
    const parts = s > after && e < before ? recordParts(code, v, isProperty) : [];
    const of = parts.map((id) => bindingOf(code, id)).find((item) => item !== undefined && held.has(item));
    if (of !== undefined) return of;
  }
  return undefined;
}

/** The values of a record: of an object, of the object a constructor or `create` is given, or the one value assigned to a property. */
function recordParts(code: Code, v: ExprId, isProperty: boolean): readonly ExprId[] {
  const expr = code.expr(v);
  if (expr.k === "object") return expr.props.map(([, value]) => value);
  if (isProperty) return [v];
  const builds = expr.k === "new" || (expr.k === "call" && /^(?:create|build|of)$/.test(code.calleeName(expr.c) ?? ""));
  return builds && (expr.k === "new" || expr.k === "call")
    ? expr.args.flatMap((item) => (code.expr(item).k === "object" ? recordParts(code, item, false) : []))
    : [];
}

/**
 * Whether a value is what a call brought, a part of it, or an object that has it in it.
 * @param isRead whether a property of such an object is read
 */
export function comesFrom(code: Code, value: ExprId, from: ExprId, call: ExprId, isRead: (property: string) => boolean): boolean {
  if (startsAt(code, value, from, call)) return true;
  const held = holdersOf(code, from, call);
  const expr = code.expr(value);
  if (expr.k === "object") return expr.props.some(([name, item]) => isRead(name) && (startsAt(code, item, from, call) || startsAtBinding(code, item, held)));
  return startsAtBinding(code, value, held);
}

function startsAt(code: Code, id: ExprId, from: ExprId, call: ExprId): boolean {
  for (let at = id; ;) {
    if (at === from || at === call) return true;
    const expr = code.expr(at);
    if (expr.k === "member" || expr.k === "index" || expr.k === "element") at = expr.o;
    else if (expr.k === "either" && expr.of[0] !== undefined) at = expr.of[0];
    else return false;
  }
}

function startsAtBinding(code: Code, id: ExprId, held: ReadonlySet<BindingId>): boolean {
  for (let at = id; ;) {
    const expr = code.expr(at);
    if (expr.k === "name") return held.has(expr.b);
    if (expr.k !== "member" && expr.k !== "index") return false;
    at = expr.o;
  }
}

const identifying = /(?:^|[._])(?:id|uuid|amount|quantity)$|(?:Id|Uuid|ID)$/;

/** Ids and amounts that both of two calls are given: what they write is about the same thing. */
export function sharedValues(code: Code, first: ExprId, second: ExprId): readonly string[] {
  const given = new Set(valuesIn(code, first));
  return valuesIn(code, second).filter((value) => given.has(value));
}

function valuesIn(code: Code, call: ExprId): readonly string[] {
  const { s, e } = code.expr(call);
  return placesIn(code, s, e).flatMap((id) => {
    const expr = code.expr(id);
    const text = code.text.slice(expr.s, expr.e);
    const start = expr.k === "name" ? expr.b : expr.k === "member" ? bindingOf(code, expr.o) : undefined;
    // Columns and models (`loans.memberId`) are no values: they begin at the module, or at an import.
    return identifying.test(text) && isLocal(code, start) ? [text] : [];
  });
}

function bindingOf(code: Code, id: ExprId): BindingId | undefined {
  for (let at = id; ;) {
    const expr = code.expr(at);
    if (expr.k === "name") return expr.b;
    if (expr.k !== "member") return undefined;
    at = expr.o;
  }
}

function isLocal(code: Code, b: BindingId | undefined): boolean {
  const binding = b === undefined ? undefined : code.summary.bindings[b];
  return binding !== undefined && !binding.imported && binding.fn !== 0;
}
