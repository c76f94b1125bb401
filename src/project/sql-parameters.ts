import type { ExprId, FnId, TypeExpr } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import { findAllCalls, type FoundCall } from "./callers.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { isQuoted, isValuePosition } from "./sql-statement.ts";
import { type Leaf, TextWalk } from "./text.ts";
import type { Step } from "./step.ts";

/**
 * Asks the callers what they pass. `undefined`: every known caller passes something harmless.
 * A parameter stays one when some caller passes text we cannot vouch for, or when nobody calls.
 */
export function settle(names: Names, leaf: Leaf, depth = 0): Leaf | undefined {
  if (leaf.kind !== "param" || !leaf.param) return leaf;
  const { f, i, path } = leaf.param;
  const fn = leaf.code.summary.functions[f];
  if (!fn || !mayBeText(names, leaf.code, fn.params[i]?.t, path)) return { ...leaf, kind: "unknown" };
  const calls = callsOf(names, leaf.code, f);
  const built = fn.kind === "constructor";
  // What a constructor is given when the program is put together is configuration, not request data.
  if (built && [fn.params[i]?.n ?? "", ...path].some((name) => /^(?:config|options|opts|settings|env)/i.test(name))) return undefined;
  const closed: Leaf = built ? { ...leaf, kind: "unknown" } : leaf;
  if (calls.length === 0) return isHandedAway(names, leaf.code, f) ? { ...leaf, kind: "unknown" } : closed;
  if (depth > 3) return { ...leaf, kind: "unknown" };
  const sure = calls.some((call) => call.certain && call.code.role === "product");
  let open = false;
  let vague = false;
  for (const call of calls) {
    const argument = call.args[i];
    // It may mean another function. Where the product calls this one for certain, such a call says nothing when it passes less, or stands in a test.
    if (!call.certain) open ||= !sure || (argument !== undefined && call.code.role === "product" && !isHarmless(names, call, argument, leaf, depth));
    if (!call.certain || argument === undefined) continue;
    const passed: Step = {
      code: call.code,
      span: call.code.expr(call.call),
      message: `passed to ${fn.kind === "constructor" ? "the constructor" : `${fn.n || "the function"}()`}`,
    };
    for (const inner of new TextWalk(names).run(call.code, argument, path, leaf.before).leaves) {
      const settled = settle(names, inner, depth + 1);
      if (settled?.kind === "untrusted") return { ...settled, before: leaf.before, steps: [...settled.steps, passed, ...leaf.steps] };
      if (settled?.kind === "param") open = true;
      if (settled?.kind === "unknown") vague = true;
    }
  }
  if (open) return closed;
  if (built) return vague ? closed : undefined;
  return vague ? { ...leaf, kind: isQuoted(leaf.before) || isValuePosition(leaf.before) ? "param" : "unknown" } : undefined;
}

/** Whether what such a call would pass is harmless, too. */
function isHarmless(names: Names, { code }: FoundCall, argument: ExprId, leaf: Leaf, depth: number): boolean {
  const { leaves } = new TextWalk(names).run(code, argument, leaf.param?.path ?? [], leaf.before);
  return leaves.every((inner) => settle(names, inner, depth + 1) === undefined);
}

const mostBases = 4;

/** Calls of a function; a method that takes the place of one of a base class is called where that one is. */
function callsOf(names: Names, code: Code, f: FnId, depth = 0): readonly FoundCall[] {
  const own = findAllCalls(names, code, f);
  const fn = code.summary.functions[f];
  if (fn?.kind !== "method" || fn.owner === undefined || depth > mostBases) return own;
  const inherited = names.basesOf(code, fn.owner).flatMap((base) => {
    const member = base.k === "class" ? base.code.summary.classes[base.c]?.members[fn.n]?.f : undefined;
    return base.k === "class" && member !== undefined ? callsOf(names, base.code, member, depth + 1) : [];
  });
  return inherited.length === 0 ? own : [...own, ...inherited];
}

/** Somebody else's code calls this function: what it passes is unknown. Not so where it comes back, as from `util.promisify`. */
function isHandedAway(names: Names, code: Code, f: FnId): boolean {
  const use = callbackUse(code, f);
  return use !== undefined && !names.apisOf(code, use.callee).some((name) => names.project.catalog.isIn(names.project.catalog.passes, name));
}

/** Whether a parameter (or a member of it) can hold any text, as far as its type says. */
function mayBeText(names: Names, code: Code, type: TypeExpr | undefined, path: readonly string[], depth = 0): boolean {
  if (!type || depth > 6) return true;
  const [head, ...rest] = path;
  if (head !== undefined && !head.endsWith("()")) {
    const property = names.propertyType(code, type, head);
    return property ? mayBeText(names, property.code, property.t, rest, depth + 1) : true;
  }
  switch (type.k) {
    case "keyword":
      return type.n === "string" || type.n === "any";
    case "union":
    case "intersection":
      return type.of.some((item) => mayBeText(names, code, item, path, depth + 1));
    case "array":
      return mayBeText(names, code, type.of, path, depth + 1);
    case "ref": {
      const declared = names.declaredType(code, type);
      if (declared) return mayBeText(names, declared.code, declared.t, path, depth + 1);
      return names.ofType(code, type).length === 0 && !type.n.includes(".");
    }
    case "object":
      return head !== undefined;
    case "function":
      return false;
    default:
      return true;
  }
}
