import type { TypeExpr } from "#syntax/summary";
import type { CallbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import type { Denotation, Names } from "./names.ts";

/**
 * What values of a type denote that is taken from a library's own signature: `Parameters<Parameters<typeof db.transaction>[0]>[0]`,
 * the usual way to name the handle a transaction hands its callback; `Database["transaction"]` in place of `typeof db.transaction`.
 */
export function ofIndexedType(names: Names, code: Code, type: Extract<TypeExpr, { k: "indexed" }>): readonly Denotation[] {
  const { catalog } = names.project;
  const callback = parameterOf(type);
  const call = callback && parameterOf(callback.of);
  if (!callback || !call) return [];
  return methodOf(names, code, call.of).flatMap((api) =>
    catalog.callbacksOf(api).flatMap((fact): readonly Denotation[] => {
      const given = fact.argument === call.i ? fact.parameters[callback.i] : undefined;
      return given === undefined ? [] : [{ k: "api", name: catalog.typeIn(api, given) }];
    }),
  );
}

/** `Parameters<X>[i]`. */
function parameterOf(type: TypeExpr): { readonly of: TypeExpr; readonly i: number } | undefined {
  if (type.k !== "indexed" || type.o.k !== "ref" || type.o.n !== "Parameters" || type.i.k !== "literal" || typeof type.i.v !== "number") return undefined;
  const of = type.o.args?.[0];
  return of && { of, i: type.i.v };
}

/** API names of the method whose parameters are asked for. */
function methodOf(names: Names, code: Code, type: TypeExpr): readonly string[] {
  if (type.k === "typeof") return apisOf(names.ofType(code, type));
  if (type.k !== "indexed" || type.i.k !== "literal" || typeof type.i.v !== "string") return [];
  const { v } = type.i;
  return apisOf(names.ofType(code, type.o).flatMap((item) => names.memberOf(item, v)));
}

function apisOf(items: readonly Denotation[]): readonly string[] {
  return items.flatMap((item) => (item.k === "api" ? [item.name] : []));
}

/** Parameters of a callback handed to a function of ours that says what it calls it with: `inTransaction(work: (tx: Handle) => Promise<void>)`. */
export function ofDeclaredCallback(names: Names, code: Code, use: CallbackUse | undefined, i: number): readonly Denotation[] {
  if (!use) return [];
  return names.denote(code, use.callee).flatMap((item) => {
    const param = item.k === "function" ? item.code.summary.functions[item.f]?.params[use.argument] : undefined;
    return item.k === "function" && param?.t ? functionTypes(names, item.code, param.t).flatMap(({ home, t }) => names.ofType(home, t.params[i]?.t)) : [];
  });
}

interface FunctionType {
  readonly home: Code;
  readonly t: Extract<TypeExpr, { k: "function" }>;
}

/** The function types among the alternatives of a type. */
function functionTypes(names: Names, code: Code, t: TypeExpr, depth = 0): readonly FunctionType[] {
  if (depth > 4) return [];
  if (t.k === "function") return [{ home: code, t }];
  if (t.k === "union") return t.of.flatMap((item) => functionTypes(names, code, item, depth + 1));
  const declared = t.k === "ref" ? names.declaredType(code, t) : undefined;
  return declared ? functionTypes(names, declared.code, declared.t, depth + 1) : [];
}
