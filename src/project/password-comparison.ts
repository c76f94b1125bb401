import type { Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { PasswordProblem } from "./passwords.ts";

const comparison = /^([\w$]+(?:[?!]?\.[\w$]+|\[\d+\])*)\s*[!=]==?\s*([\w$]+(?:[?!]?\.[\w$]+|\[\d+\])*)$/;
const plainName = /^(?:password|passwd|pwd)$/i;
const reading = /^(?:find|get|load|fetch|select|query|lookup|one|first|read)/i;
const hashing = /hash|md5|sha\d|crypt|digest|argon|scrypt|pbkdf/i;

/** Comparisons of a password with the one of a record that was read: it was stored in plain text. */
export function comparedPlain(code: Code): readonly PasswordProblem[] {
  if (code.role !== "product" || !/passw|pwd/i.test(code.text)) return [];
  return code.summary.exprs.flatMap((expr): readonly PasswordProblem[] => {
    if (expr.k !== "boolean") return [];
    const match = comparison.exec(code.text.slice(expr.s, expr.e));
    const [, left = "", right = ""] = match ?? [];
    if (!match || !plainName.test(lastOf(left)) || !plainName.test(lastOf(right)) || hashesAround(code, expr)) return [];
    const stored = [left, right].filter((side) => side.includes(".") && wasRead(code, expr, rootOf(side)));
    return stored.length === 1 ? [{ kind: "plainComparison", span: expr, what: stored[0] ?? "", api: "", steps: [] }] : [];
  });
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function rootOf(path: string): string {
  return /^[\w$]+/.exec(path)?.[0] ?? "";
}

/** The variable holds what a look-up gave: `const user = await users.findOne(…)`, or its callback's parameter. */
function wasRead(code: Code, within: Span, root: string): boolean {
  const uses = code.summary.exprs.filter((expr) => expr.k === "name" && within.s <= expr.s && expr.e <= within.e && code.summary.bindings[expr.b]?.n === root);
  return uses.some((use) => {
    const writes = use.k === "name" ? (code.summary.writes[`b${use.b}`] ?? []) : [];
    return writes.some((write) => {
      const value = code.expr(write.v);
      if (value.k === "call") return reading.test(code.calleeName(value.c) ?? "");
      return value.k === "param" && isResultOfReading(code, value.f);
    });
  });
}

/** `User.findOne({ … }, (error, user) => …)`, `User.findOne({ … }).then((user) => …)`. */
function isResultOfReading(code: Code, f: number): boolean {
  const callback = code.summary.functions[f]?.expr;
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || callback === undefined || !expr.args.includes(callback)) return false;
    const callee = code.expr(expr.c);
    const owner = callee.k === "member" && callee.p === "then" ? code.expr(callee.o) : undefined;
    const name = owner?.k === "call" ? code.calleeName(owner.c) : code.calleeName(expr.c);
    return /^(?:find(?!Index|Last)|load|fetch|query|lookup)/i.test(name ?? "") && (expr.args.indexOf(callback) !== 0) === (owner === undefined);
  });
}

function hashesAround(code: Code, { s, e }: Span): boolean {
  const around = code.summary.functions.find((fn) => fn.kind !== "module" && fn.s <= s && e <= fn.e);
  return hashing.test(around ? code.text.slice(around.s, around.e) : code.text);
}
