import type { ExprId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";

/** Methods a framework calls when it starts. */
const startHooks = new Set(["onModuleInit", "onApplicationBootstrap"]);

/** What runs once, before anything is served: the module itself, hooks of frameworks. */
export function runsAtStart(code: Code, call: ExprId): boolean {
  const { fn } = standsIn(code, call);
  for (let f = fn; ; f = code.summary.functions[f]?.parent ?? 0) {
    if (startHooks.has(code.summary.functions[f]?.n ?? "")) return true;
    if (f === 0) return fn === 0;
  }
}

/** In a callback of a timer: it runs at a time of its own, once for what it was set for. */
export function runsLater(code: Code, call: ExprId): boolean {
  let { fn } = standsIn(code, call);
  for (let use = callbackUse(code, fn); use && fn !== 0; use = callbackUse(code, fn)) {
    if (/^set(?:Timeout|Interval|Immediate)$/.test(code.calleeName(use.callee) ?? "")) return true;
    fn = code.summary.functions[fn]?.parent ?? 0;
  }
  return false;
}
