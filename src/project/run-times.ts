import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";

/** Routes that a timer calls. */
const timed = /(?:^|[/._-])crons?(?=[/._-])/i;

/** Whether a file by its path holds what a timer calls: `app/api/cron/reminders/route.ts`. */
export function isTimedFile(path: string): boolean {
  return timed.test(path);
}

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

/** Handed to `process.on("SIGTERM", …)`, `process.once("beforeExit", …)`: it runs when the process is told something, whoever registered it. */
export function hearsProcess(code: Code, f: FnId): boolean {
  const use = callbackUse(code, f);
  const callee = use && code.expr(use.callee);
  if (callee?.k !== "member" || !/^(?:on|once|addListener|prependListener|prependOnceListener)$/.test(callee.p)) return false;
  const { s, e } = code.expr(callee.o);
  return code.text.slice(s, e) === "process";
}
