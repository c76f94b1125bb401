import type { ClassId, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isHandedByName } from "./injection.ts";
import { tokenName } from "./injection-tokens.ts";
import type { Names } from "./names.ts";
import { lifeCycle, type RequestUse } from "./holder-uses.ts";
import { requestPathsOf } from "./request-path.ts";

/** What is asked for: the word of a token; by a decorator, a type or a call, or by the name of a parameter or property. */
export interface Asked {
  readonly word: string;
  readonly byName: boolean;
}

/** Whether an expression is, or is a part of, what a container hands out under a word. */
export function isInjected(names: Names, code: Code, id: ExprId, asked: Asked, depth = 0): boolean {
  const expr = code.expr(id);
  if (depth > 8) return false;
  const again = (other: ExprId): boolean => isInjected(names, code, other, asked, depth + 1);
  switch (expr.k) {
    case "param":
      return isParam(names, code, expr.f, expr.i, asked);
    case "name":
      return (code.summary.writes[`b${String(expr.b)}`] ?? []).some((write) => again(write.v));
    case "call":
      return expr.args[0] !== undefined && tokenName(code, expr.args[0]) === asked.word && isOf(names, code, expr.c, "resolves");
    case "member": {
      const owner = code.expr(expr.o);
      if (owner.k === "this")
        return isField(names, code, owner.c, expr.p, asked) || (code.summary.writes[`c${String(owner.c)}.${expr.p}`] ?? []).some((write) => again(write.v));
      if (asked.byName && expr.p === asked.word && (owner.k === "param" ? isHandedByName(names, code, owner.f) : isOf(names, code, expr.o, "cradles")))
        return true;
      return owner.k !== "param" && again(expr.o);
    }
    default:
      return false;
  }
}

function isOf(names: Names, code: Code, id: ExprId, part: "resolves" | "cradles"): boolean {
  const { catalog } = names.project;
  return names.apisOf(code, id).some((api) => catalog.isIn(catalog.containers[part], api));
}

function isParam(names: Names, code: Code, f: number, i: number, { word, byName }: Asked): boolean {
  const param = code.summary.functions[f]?.params[i];
  if (byName) return param?.n === word && isHandedByName(names, code, f);
  if (param?.decorators?.length) return isAsked(code, param.decorators, word);
  return code.summary.functions[f]?.kind === "constructor" && param?.t?.k === "ref" && param.t.n === word;
}

function isField(names: Names, code: Code, c: ClassId, field: string, asked: Asked): boolean {
  const fact = code.summary.classes[c];
  const member = fact?.members[field];
  if (fact?.ctor !== undefined && member?.param !== undefined && isParam(names, code, fact.ctor, member.param, asked)) return true;
  return !asked.byName && isAsked(code, member?.decorators, asked.word);
}

/** `@Inject(TOKEN)`, `@inject("token")`. */
function isAsked(code: Code, decorators: readonly ExprId[] | undefined, word: string): boolean {
  return (decorators ?? []).some((id) => {
    const expr = code.expr(id);
    return expr.k === "call" && /^inject$/i.test(code.calleeName(expr.c) ?? "") && expr.args[0] !== undefined && tokenName(code, expr.args[0]) === word;
  });
}

/** The first use, on the way from a request handler, of what is handed out under a word. */
export function injectedUse(names: Names, asked: Asked): RequestUse | undefined {
  for (const code of names.project.mentioning(asked.word)) {
    if (code.role !== "product") continue;
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.k !== "call" && expr.k !== "tag") continue;
      const callee = code.expr(expr.k === "call" ? expr.c : expr.tag);
      if (callee.k !== "member" || lifeCycle.test(callee.p) || !isInjected(names, code, callee.o, asked)) continue;
      const path = requestPathsOf(names).to(code, expr.fn);
      if (path) return { code, call, path };
    }
  }
  return undefined;
}
