import type { Expr, ExprId, FnId } from "#syntax/summary";
import { isBoundedType } from "../bounded.ts";
import type { Code } from "../code.ts";
import { isUntrustedPath, requestParam } from "../inputs.ts";
import type { Step } from "../step.ts";
import type { TextWalk } from "../text.ts";
import { isValidatedMember } from "../validated-members.ts";
import { ofKeys } from "./parts.ts";
import { isProperty, isText } from "./shapes.ts";
import type { Argument, Frame, Visit } from "./visit.ts";

/** What a parameter stands for: the argument of a call being looked through, a part of the request, an element, or whatever callers pass. */
export function ofParam(walk: TextWalk, visit: Visit, { f, i }: Extract<Expr, { k: "param" }>): string {
  const { code, path } = visit;
  for (let { frame } = visit; frame; frame = frame.context.frame) if (frame.code === code && frame.f === f) return ofArgument(walk, visit, frame, i);
  const request = requestParam(walk.names, code, f, i);
  if (request?.bounded || (request?.input && isValidatedMember(walk.names, code, code.summary.functions[f]?.params[i]?.t, path))) return visit.before;
  if (request) return isUntrustedPath(request, path) ? walk.leaf(visit, "untrusted", { source: request.what }) : walk.leaf(visit, "unknown");
  const args = implicitArguments(code, f, i);
  if (args) return ofArgument(walk, visit, { code, f, args, context: visit, call: code.expr(visit.id), depth: (visit.frame?.depth ?? 0) + 1 }, i);
  const type = code.summary.functions[f]?.params[i]?.t;
  if (isBoundedType(walk.names, code, type, path) || (isText(type) && isProperty(path[0]))) return visit.before;
  return walk.leaf(visit, "param", { param: { f, i, path } });
}

function ofArgument(walk: TextWalk, { path, before, steps }: Visit, frame: Frame, i: number): string {
  const argument = frame.args[i];
  const { context } = frame;
  if (argument === undefined || argument === "bounded") return before;
  return walk.once(`${frame.code.path}:${frame.f}:${i}:${path.join(".")}:${frame.depth}`, before, () => {
    if (typeof argument !== "number")
      return "element" in argument
        ? walk.follow({ ...context, id: argument.element, path: ["*", ...path], before, steps })
        : ofKeys(walk, { ...context, id: argument.key, path, before, steps }, argument.key);
    const passed: Step = { code: context.code, span: frame.call, message: `passed to ${callLabel(frame)}` };
    return walk.follow({ ...context, id: argument, path, before, steps: frame.code === context.code && isCallback(frame) ? steps : [passed, ...steps] });
  });
}

const arrayMethods = ["map", "flatMap", "forEach", "filter", "find", "reduce", "some", "every", "sort"];

/** Parameters of a callback of an array method stand for elements: `ids.map((id) => …)`. */
function implicitArguments(code: Code, f: FnId, i: number): readonly Argument[] | undefined {
  const expr = code.summary.functions[f]?.expr;
  if (expr === undefined) return undefined;
  for (const name of arrayMethods) {
    for (const call of code.callsByName.get(name) ?? []) {
      const value = code.expr(call);
      if (value.k !== "call" || value.args[0] !== expr) continue;
      const callee = code.expr(value.c);
      if (callee.k === "member") return i < 3 ? callbackArguments(code, name, callee.o, value.args) : undefined;
    }
  }
  return undefined;
}

/** What a method of an array hands to its callback. */
export function callbackArguments(code: Code, method: string, o: ExprId, args: readonly ExprId[]): readonly Argument[] {
  const owner = code.expr(o);
  const element: Argument = owner.k === "call" && code.calleeName(owner.c) === "keys" && owner.args[0] !== undefined ? { key: owner.args[0] } : { element: o };
  if (method === "reduce" || method === "reduceRight") return [args[1] ?? "bounded", element, "bounded"];
  return [element, "bounded", o];
}

function isCallback(frame: Frame): boolean {
  return frame.code.summary.functions[frame.f]?.n === "";
}

function callLabel(frame: Frame): string {
  const name = frame.code.summary.functions[frame.f]?.n;
  return name ? `${name}()` : "the callback";
}
