import type { ExprId, FnId, TypeExpr } from "#syntax/summary";
import type { CallbackUse } from "./callback-use.ts";
import type { Code } from "./code.ts";
import type { Denotation, Names } from "./names.ts";
import { typedValues } from "./names/held-values.ts";
import { ofFile } from "./per-file.ts";

/**
 * What values of a type denote that is taken from a library's own signature: `Parameters<Parameters<typeof db.transaction>[0]>[0]`,
 * the usual way to name the handle a transaction hands its callback; `Database["transaction"]` in place of `typeof db.transaction`.
 * Else the member of a type: `FastifyInstance["prisma"]`.
 */
export function ofIndexedType(names: Names, code: Code, type: Extract<TypeExpr, { k: "indexed" }>): readonly Denotation[] {
  const { catalog } = names.project;
  const callback = parameterOf(type);
  const call = callback && parameterOf(callback.of);
  if (!callback) return ofMemberType(names, code, type);
  if (!call) return [];
  return methodOf(names, code, call.of).flatMap((api) =>
    catalog.callbacksOf(api).flatMap((fact): readonly Denotation[] => {
      const given = fact.argument === call.i ? fact.parameters[callback.i] : undefined;
      return given === undefined ? [] : [{ k: "api", name: catalog.typeIn(api, given) }];
    }),
  );
}

/** `FastifyInstance["prisma"]`, `Context["db"]`. */
function ofMemberType(names: Names, code: Code, { o, i }: Extract<TypeExpr, { k: "indexed" }>): readonly Denotation[] {
  if (i.k !== "literal" || typeof i.v !== "string") return [];
  const property = names.propertyType(code, o, i.v);
  if (property) return names.ofType(property.code, property.t);
  const { v } = i;
  return names.ofType(code, o).flatMap((item) => names.memberOf(item, v));
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

/**
 * Parameters of a callback handed to a function of ours that says what it calls it with: `inTransaction(work: (tx: Handle) => Promise<void>)`;
 * or to a method that an interface declares so, type arguments filled in: `unit: UnitOfWork<Handle>` with `run(work: (tx: X) => Promise<void>)`.
 */
export function ofDeclaredCallback(names: Names, code: Code, use: CallbackUse | undefined, i: number): readonly Denotation[] {
  if (!use) return [];
  const targets = names.denote(code, use.callee);
  const found = targets.flatMap((item) => {
    const param = item.k === "function" ? item.code.summary.functions[item.f]?.params[use.argument] : undefined;
    return item.k === "function" && param?.t ? functionTypes(names, item.code, param.t).flatMap(({ home, t }) => names.ofType(home, t.params[i]?.t)) : [];
  });
  return found.length > 0 || targets.length > 0 ? found : ofInterfaceMethod(names, code, use, i);
}

function ofInterfaceMethod(names: Names, code: Code, { callee, argument }: CallbackUse, i: number): readonly Denotation[] {
  const expr = code.expr(callee);
  const owner = expr.k === "member" ? (names.typeOfExpr(code, expr.o) ?? castOf(code, expr.o)) : undefined;
  if (expr.k !== "member" || owner?.t.k !== "ref") return [];
  const method = names.propertyType(owner.code, owner.t, expr.p);
  const given = { code: owner.code, args: owner.t.args ?? [], names: names.declaredType(owner.code, owner.t)?.params ?? [] };
  return (method ? functionTypes(names, method.code, method.t) : []).flatMap(({ home, t }) => {
    const work = t.params[argument]?.t;
    return (work ? functionTypes(names, home, work) : []).flatMap((callback) => {
      const param = callback.t.params[i]?.t;
      const place = param?.k === "ref" && !param.args ? given.names.indexOf(param.n) : -1;
      return place === -1 ? names.ofType(callback.home, param) : names.ofType(given.code, given.args[place]);
    });
  });
}

/** What a variable's value is cast to. */
function castOf(code: Code, id: ExprId): { readonly code: Code; readonly t: TypeExpr } | undefined {
  const expr = code.expr(id);
  const t = expr.k === "name" ? code.summary.bindings[expr.b]?.cast : undefined;
  return t && { code, t };
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

/** Parameters of a method of an object that is declared to be of a type: `const loans: LoanRepository = { close(handle, id) {} }`, or returned as one. */
export function ofDeclaredMethod(names: Names, code: Code, f: FnId, i: number): readonly Denotation[] {
  const declared = declaredMethods(code).get(f);
  const method = declared && names.propertyType(code, declared.t, declared.name);
  return (method ? functionTypes(names, method.code, method.t) : []).flatMap(({ home, t }) => names.ofType(home, t.params[i]?.t));
}

interface DeclaredMethod {
  readonly name: string;
  /** What its object is declared to be. */
  readonly t: TypeExpr;
}

const declaredMethods = ofFile((code): ReadonlyMap<FnId, DeclaredMethod> => {
  const found = new Map<FnId, DeclaredMethod>();
  const declare = (id: ExprId, t: TypeExpr): void => {
    const object = code.expr(id);
    for (const [name, value] of object.k === "object" ? object.props : []) {
      const method = code.expr(value);
      if (method.k === "function") found.set(method.f, { name, t });
    }
  };
  for (const [id, [t]] of typedValues(code)) if (t) declare(id, t);
  for (const { ret, returns } of code.summary.functions) if (ret) for (const id of returns) declare(id, ret);
  return found;
});
