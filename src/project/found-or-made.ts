import type { BindingId, ExprId, FnId, Region } from "#syntax/summary";
import type { Code } from "./code.ts";
import { enclosing, isInside, regionsOf } from "./control.ts";
import type { DataEffect, DataEffects } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import { storeOf } from "./transaction-drops.ts";
import type { Inside } from "./transaction-escapes.ts";
import { kindOf, subjectOf } from "./write-kinds.ts";

/**
 * Whether a write makes a row for whoever comes first: the function it stands in reads that one row, gives it back where it is there, and
 * does nothing but make it where it is not. What the transaction has written itself must not be what it is made of.
 */
export function isFoundOrMade(effects: DataEffects, effect: DataEffect, inside: Inside): boolean {
  const { operation, calls } = effect;
  const [first] = calls;
  const target = calls.at(-1)?.target;
  const maker = makerOf(effect);
  if (first && maker && (isFixed(maker.code, maker.call) || (makes(effects, operation) && !isGivenNew(effects, first.code, first.call, inside)))) return true;
  if (first && calls.some((_, index) => isMadeFurtherOn(effect, index)) && !isGivenNew(effects, first.code, first.call, inside)) return true;
  if (!first || target?.code !== operation.code || kindOf(effects.names, operation) !== "create") return false;
  const { code, f } = target;
  const own = effects.eventsOf(code, f).flatMap((event) => (event.k === "operation" ? [event.operation] : []));
  if (own.filter(({ does }) => does !== "read").length !== 1) return false;
  const looks = own.filter((item) => item.fact.rows === "one" && isOfSameTable(item, operation) && isBefore(item, operation));
  return (
    looks.some((look) => holdersOf(look).some((b) => isGivenBack(code, f, b) && (isAskedFor(operation, f, b) || isRescue(operation, look)))) &&
    (isGivenNothing(effect) || !isGivenNew(effects, first.code, first.call, inside))
  );
}

/**
 * The same, where another function makes the row: `try { desk = await find(…) } catch { desk = await makeDesk(…) }`, and the function gives `desk` back.
 */
function isMadeFurtherOn({ calls }: DataEffect, index: number): boolean {
  const made = calls[index];
  const around = calls[index - 1]?.target;
  if (!made || !around || made.code !== around.code) return false;
  const { code, call } = made;
  const rescue = enclosing(code, call, "catch", around.f);
  const attempt = rescue && code.summary.regions.find(({ k, g, fn }) => k === "try" && g === rescue.g && fn === rescue.fn);
  return (
    attempt !== undefined &&
    bindingsOf(code, call).some(
      (b) =>
        isGivenBack(code, around.f, b) &&
        (code.summary.writes[`b${String(b)}`] ?? []).some(({ v }) => attempt.s <= code.expr(v).s && code.expr(v).e <= attempt.e),
    )
  );
}

/** The call of a function that by its name makes what is missing: `ensureShelf()`. */
function makerOf({ calls }: DataEffect): DataEffect["calls"][number] | undefined {
  return calls.find(({ target }) => /^ensure(?![a-z])/.test(target.code.summary.functions[target.f]?.n ?? ""));
}

function makes({ names }: DataEffects, operation: Operation): boolean {
  const kind = kindOf(names, operation);
  return kind === "create" || kind === "upsert";
}

/** A call that says the same whoever makes it: it is handed what is written out, or what its module holds. */
function isFixed(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
    case "function":
    case "module":
      return true;
    case "name":
      return code.summary.bindings[expr.b]?.fn === 0;
    case "member":
      return isFixed(code, expr.o);
    case "object":
      return expr.props.every(([, value]) => isFixed(code, value));
    case "call":
      return expr.args.every((argument) => isFixed(code, argument));
    default:
      return false;
  }
}

/** `secretOfDesk()`: whatever led to it, it makes the row of nothing. */
function isGivenNothing({ calls }: DataEffect): boolean {
  const last = calls.at(-1);
  const expr = last?.code.expr(last.call);
  return expr?.k === "call" && expr.args.length === 0 && last?.target.code.summary.functions[last.target.f]?.owner === undefined;
}

/** The same, written out: `if (!shelf) shelf = await prisma.shelf.create(…)`, where the row was looked for on the same client. */
export function isMadeInPlace(effects: DataEffects, operation: Operation, inside: Inside): boolean {
  const { code, call } = operation;
  if (kindOf(effects.names, operation) !== "create") return false;
  const events = effects.eventsOf(code, inside.f);
  const own = events.flatMap((event) => (event.k === "operation" ? [event.operation] : []));
  const looks = own.filter((item) => item.fact.rows === "one" && isOfSameTable(item, operation) && isBefore(item, operation));
  const isAsked = looks.some((look) => holdersOf(look).some((b) => isAskedFor(operation, inside.f, b)));
  return isAsked && !isGivenNew(effects, code, call, inside);
}

/** The same model, or the same repository: `this.shelves.createQueryBuilder("shelf")…getOne()` and `this.shelves.save(…)`. */
function isOfSameTable(look: Operation, made: Operation): boolean {
  if (subjectOf(look) === subjectOf(made)) return true;
  return /Repository\.\w+$/.test(made.api) && look.code === made.code && storeOf(look) === storeOf(made);
}

function isBefore(a: Operation, b: Operation): boolean {
  return a.does === "read" && a.code.expr(a.call).e < b.code.expr(b.call).s;
}

/** Variables that hold what an operation brings. */
function holdersOf({ code, chain }: Operation): readonly BindingId[] {
  return bindingsOf(code, chain);
}

function bindingsOf(code: Code, value: ExprId): readonly BindingId[] {
  return Object.entries(code.summary.writes).flatMap(([key, writes]) => {
    const b = /^b(\d+)$/.exec(key)?.[1];
    return b !== undefined && writes.some(({ v }) => v === value) ? [Number(b)] : [];
  });
}

/** What was found, or what was taken out of it: `secret = found.value` … `return secret`. */
function isGivenBack(code: Code, f: FnId, b: BindingId): boolean {
  return code.summary.functions[f]?.returns.some((id) => names(code, id, b) || comesFrom(code, id, b)) ?? false;
}

/** The write stands where the row was not found: in an arm that asks for it, or behind one that left with it. */
function isAskedFor({ code, call }: Operation, f: FnId, b: BindingId): boolean {
  const asks = (region: Region | undefined): boolean => region?.o !== undefined && region.k !== "loop" && names(code, region.o, b);
  const { s } = code.expr(call);
  return (
    regionsOf(code, call).some((id) => asks(code.summary.regions[id])) ||
    code.summary.regions.some((region) => region.exits === "return" && region.e < s && isInside(code, region.fn, f) && asks(region))
  );
}

/** `try { desk = await find(…) } catch { desk = await create(…) }`. */
function isRescue({ code, call }: Operation, look: Operation): boolean {
  const rescue = enclosing(code, call, "catch");
  const attempt = look.code === code ? enclosing(code, look.call, "try") : undefined;
  return rescue !== undefined && attempt !== undefined && rescue.g === attempt.g;
}

/** Whether a call is handed something the transaction has just written. */
function isGivenNew(effects: DataEffects, code: Code, call: ExprId, inside: Inside): boolean {
  const expr = code.expr(call);
  const args = expr.k === "call" ? expr.args : [];
  const written = effects
    .eventsOf(code, inside.f)
    .filter((event) => inside.holds(event.call))
    .flatMap((event) => effects.ofEvent({ code, f: inside.f }, event).map((effect) => ({ event, effect })))
    .filter(({ effect }) => effect.operation.does !== "read" && effect.roots.some(inside.isHandle))
    .flatMap(({ event, effect }) => (event.k === "operation" ? holdersOf(effect.operation) : bindingsOf(code, event.call)));
  return args.some((id) => written.some((b) => comesFrom(code, id, b)));
}

/** Names a variable, or one that was made of it: `const branchId = branch.id`. */
function comesFrom(code: Code, id: ExprId, b: BindingId, depth = 0): boolean {
  if (names(code, id, b)) return true;
  const expr = code.expr(id);
  if (depth > 3) return false;
  if (expr.k === "member" || expr.k === "spread") return comesFrom(code, expr.o, b, depth + 1);
  if (expr.k === "object") return expr.props.some(([, value]) => comesFrom(code, value, b, depth + 1));
  return expr.k === "name" && (code.summary.writes[`b${String(expr.b)}`] ?? []).some(({ v }) => comesFrom(code, v, b, depth + 1));
}

function names(code: Code, id: ExprId, b: BindingId): boolean {
  const { s, e } = code.expr(id);
  return code.summary.exprs.some((expr) => expr.k === "name" && expr.b === b && s <= expr.s && expr.e <= e);
}
