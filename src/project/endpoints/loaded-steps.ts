import type { Denotation, Names } from "../names.ts";
import { type Origin, originsOf, readPath } from "../origins.ts";

/**
 * Middleware in a file that is loaded when first asked for: `() => import("#middleware/member")`.
 * @returns what that file exports, nothing where nobody can say; `undefined` for any other function
 */
export function loadedBy(names: Names, { code, f }: Extract<Denotation, { k: "function" }>): readonly Denotation[] | undefined {
  const returns = code.summary.functions[f]?.returns ?? [];
  const modules = returns.filter((id) => code.expr(id).k === "module");
  if (modules.length === 0 || modules.length < returns.length) return undefined;
  return modules.flatMap((id) => {
    const expr = code.expr(id);
    const target = expr.k === "module" ? names.project.target(code, expr.i) : undefined;
    if (target?.kind === "code") return names.exportOf(target.code, "default");
    return target?.kind === "package" ? [{ k: "api" as const, name: names.project.catalog.nameOf(target.specifier, "default") }] : [];
  });
}

/**
 * `middleware.auth` of `router.named({ auth: () => import("#middleware/auth") })`.
 * @returns as {@link loadedBy}; `undefined` where nothing is named this way
 */
export function namedStep(names: Names, { code, id, frame }: Origin): readonly Denotation[] | undefined {
  const expr = code.expr(id);
  if (expr.k !== "member") return undefined;
  const makers = originsOf(names, { code, id: expr.o, frame }).filter((maker) => isNaming(names, maker));
  if (makers.length === 0) return undefined;
  return makers
    .flatMap((maker) => readPath(names, firstArgument(maker), [expr.p]).values)
    .flatMap((value) => names.denote(value.code, value.id))
    .flatMap((item) => (item.k === "function" ? (loadedBy(names, item) ?? []) : []));
}

function isNaming(names: Names, { code, id }: Origin): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && names.apisOf(code, expr.c).some((api) => names.project.catalog.http.namedSteps.has(api));
}

function firstArgument({ code, id, frame }: Origin): Origin {
  const expr = code.expr(id);
  return { code, id: expr.k === "call" ? (expr.args[0] ?? id) : id, frame };
}
