import { openingSteps, openObjects, openSchemas, strippingObjects, undemandingSteps } from "#catalog/values";
import type { ExprId } from "#syntax/summary";
import type { Names } from "../names.ts";
import { handsBack } from "../handing-back.ts";
import { type Origin, originsOf } from "../origins.ts";

/** A schema as it was made: the maker's API and arguments, and the names of the calls hung on it. */
interface Made {
  readonly apis: readonly string[];
  readonly args: readonly ExprId[];
  readonly at: Origin;
  readonly steps: readonly string[];
}

const maxSteps = 12;

/**
 * How a schema that lets everything through is spelt (`z.any()`), or `undefined`: it demands something, or nobody can tell.
 * JSON schemas count as well: `{}` and `true`.
 */
export function acceptsAnything(names: Names, schema: Origin): string | undefined {
  const origins = originsOf(names, schema);
  const spelt = origins.map((origin) => openSpelling(names, origin));
  return spelt.length > 0 && spelt.every((item) => item !== undefined) ? spelt[0] : undefined;
}

/** Whether a schema takes off the properties it does not know, at its outermost level. */
export function stripsUnknown(names: Names, schema: Origin): boolean {
  const origins = originsOf(names, schema);
  return (
    origins.length > 0 &&
    origins.every((origin) => {
      const made = makingOf(names, origin);
      return made !== undefined && made.steps.length === 0 && made.apis.some((api) => strippingObjects.test(api));
    })
  );
}

function openSpelling(names: Names, origin: Origin): string | undefined {
  const { code, id } = origin;
  const expr = code.expr(id);
  const text = code.text.slice(expr.s, expr.e).replace(/\s+/g, " ").slice(0, 60);
  if (expr.k === "const") return expr.v === "unchecked" ? '"unchecked"' : undefined;
  if (expr.k === "boolean") return text === "true" ? text : undefined;
  if (expr.k === "object") return expr.props.length === 0 && /^\{\s*\}$/.test(code.text.slice(expr.s, expr.e)) ? "{}" : undefined;
  if (expr.k === "function") return handsBack(origin) ? "a function that hands the value back" : undefined;
  const made = makingOf(names, origin);
  if (!made || made.steps.some((step) => !undemandingSteps.has(step))) return undefined;
  if (made.apis.some((api) => openSchemas.test(api)))
    return made.args.length === 0 || !made.apis.some((api) => /#(?:\w+\.)?(?:custom|type)$/.test(api)) ? text : undefined;
  const keeps = made.apis.some((api) => openObjects.test(api)) || made.steps.some((step) => openingSteps.has(step));
  const isObject = made.apis.some((api) => openObjects.test(api) || strippingObjects.test(api));
  return keeps && isObject && made.args.every((argument) => isEmpty(made.at, argument)) && !isKeyless(made) ? text : undefined;
}

/** `Joi.object({})` forbids every key; `Joi.object()` allows all. */
function isKeyless({ apis, args }: Made): boolean {
  return args.length > 0 && apis.some((api) => /^(?:joi|@hapi\/joi|celebrate)#/.test(api));
}

function isEmpty({ code }: Origin, id: ExprId): boolean {
  const { s, e, k } = code.expr(id);
  return k === "object" && /^\{\s*\}$/.test(code.text.slice(s, e));
}

/** Goes from the last call of a chain back to the maker: `z.object({}).passthrough().optional()`. */
function makingOf(names: Names, origin: Origin): Made | undefined {
  const steps: string[] = [];
  let at = origin;
  for (let i = 0; i < maxSteps; i++) {
    const expr = at.code.expr(at.id);
    if (expr.k !== "call") return undefined;
    const callee = at.code.expr(expr.c);
    const inner = callee.k === "member" ? chained(names, { ...at, id: callee.o }) : undefined;
    if (!inner || callee.k !== "member") return { apis: names.apisOf(at.code, expr.c), args: expr.args, at, steps };
    // Contracts are made by a call too: `initContract().type()`.
    if (names.apisOf(at.code, expr.c).some((api) => openSchemas.test(api))) return { apis: names.apisOf(at.code, expr.c), args: expr.args, at, steps };
    steps.push(callee.p);
    at = inner;
  }
  return undefined;
}

/** The call a method is called on, where that is one call. */
function chained(names: Names, at: Origin): Origin | undefined {
  const origins = originsOf(names, { ...at, asCalled: true });
  const [only] = origins;
  return only && origins.length === 1 && only.code.expr(only.id).k === "call" ? only : undefined;
}
