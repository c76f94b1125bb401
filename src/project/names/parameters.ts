import type { ExprId, FnId } from "#syntax/summary";
import { callbackUse, isEvent, propertyUse } from "../callback-use.ts";
import { ofDeclaredCallback, ofDeclaredMethod } from "../callback-types.ts";
import { findCalls } from "../callers.ts";
import type { Code } from "../code.ts";
import { contextParameter } from "../handler-context.ts";
import { injectedClasses, isHandedByName } from "../injection.ts";
import { folderCalls } from "../loaded-modules.ts";
import type { Denotation, Names } from "../names.ts";
import { elementAt } from "../list-methods.ts";
import { resolverContext } from "../resolver-context.ts";
import { literalOf, typedValues } from "./held-values.ts";

const none: readonly Denotation[] = [];

/** What a parameter denotes: what is injected, declared, handed to a callback, or passed by callers. */
export function ofParam(names: Names, code: Code, f: FnId, i: number): readonly Denotation[] {
  const fn = code.summary.functions[f];
  const param = fn?.params[i];
  if (!fn) return none;
  const injected = ofInjection(names, code, param?.decorators);
  if (injected.length > 0) return injected;
  const typed = names.ofType(code, param?.t);
  if (typed.length > 0) return typed;
  const called = ofCallbackParam(names, code, f, i);
  if (called.length > 0) return called;
  const declared = ofDeclaredCallback(names, code, callbackUse(code, f), i);
  if (declared.length > 0) return declared;
  const promised = ofDeclaredMethod(names, code, f, i);
  if (promised.length > 0) return promised;
  if (param?.n !== undefined && isHandedByName(names, code, f)) {
    const registered = injectedClasses(names, code, param.n);
    if (registered.length > 0) return registered;
  }
  const context = resolverContext(names, code, f, i);
  if (context.length > 0) return context;
  const calls = findCalls(names, code, f);
  return (calls.length > 0 ? calls : folderCalls(names, code, f)).flatMap((call) => {
    const argument = call.args[i];
    return argument === undefined ? none : names.denote(call.code, argument);
  });
}

/** `this` in a `function` handed to a library: `where(function () { this.whereRaw(…) })`. */
export function ofReceiver(names: Names, code: Code, f: FnId): readonly Denotation[] {
  const use = callbackUse(code, f);
  if (!use) {
    const object = literalOf(code, f);
    return object === undefined ? ofAdded(names, code, f) : [{ k: "object", code, e: object }];
  }
  return names
    .apisOf(code, use.callee)
    .flatMap((name) =>
      names.project.catalog
        .callbacksOf(name)
        .flatMap((fact) => (fact.this === undefined ? [] : [{ k: "api" as const, name: names.project.catalog.typeIn(name, fact.this) }])),
    );
}

/** `this` in what is added to something: `repository.extend({ overdue() { return this.find(…) } })`. */
function ofAdded(names: Names, code: Code, f: FnId): readonly Denotation[] {
  const use = propertyUse(code, f);
  const { catalog } = names.project;
  const isAdding = use?.argument === 0 && names.apisOf(code, use.callee).some((name) => catalog.isIn(catalog.adds, name));
  return isAdding ? names.denote(code, use.call) : none;
}

/** Parameters of a callback handed to a library: `pool.connect((err, client) => …)`, `const plugin: FastifyPluginAsync = async (app) => …`. */
function ofCallbackParam(names: Names, code: Code, f: FnId, i: number): readonly Denotation[] {
  const use = callbackUse(code, f);
  if (use) {
    const callee = code.expr(use.callee);
    // `pool.connect().then((client) => …)`: a promise is what it brings.
    if (callee.k === "member" && callee.p === "then") return use.argument === 0 && i === 0 ? names.denote(code, callee.o) : none;
    const round = callee.k === "member" && use.argument === 0 && elementAt[callee.p] === i ? names.elementOf(code, callee.o) : none;
    if (round.length > 0) return round;
    const types = names.apisOf(code, use.callee).flatMap((name) =>
      names.project.catalog
        .callbacksOf(name)
        .filter(
          (fact) =>
            (fact.argument === use.argument || (fact.argument === -1 && use.last)) && fact.property === undefined && isEvent(code, use.call, fact.event),
        )
        .flatMap((fact) => (fact.parameters[i] === undefined ? [] : [names.project.catalog.typeIn(name, fact.parameters[i])])),
    );
    return types.length > 0
      ? types.map((name) => ({ k: "api", name }))
      : contextParameter(names, code, { callee: use.callee, arity: code.summary.functions[f]?.params.length ?? 0 }, i);
  }
  const typed = names.functionTypesOf(code, f).flatMap((name) => {
    const type = names.project.catalog.functionTypes.exactly(name)?.[i];
    return type === undefined ? none : [{ k: "api" as const, name: names.project.catalog.typeIn(name, type) }];
  });
  return typed.length > 0 ? typed : ofPropertyParam(names, code, f, i);
}

/** `builder.queryType({ fields: (t) => … })`. */
function ofPropertyParam(names: Names, code: Code, f: FnId, i: number): readonly Denotation[] {
  const use = propertyUse(code, f);
  if (!use) return none;
  const { catalog } = names.project;
  return names.apisOf(code, use.callee).flatMap((name) =>
    catalog.callbacksOf(name).flatMap((fact): readonly Denotation[] => {
      const type = fact.property === use.property && fact.argument === use.argument ? fact.parameters[i] : undefined;
      return type === undefined ? none : [{ k: "api", name: catalog.typeIn(name, type) }];
    }),
  );
}

/** Library types a function is annotated with: `const route: FastifyPluginAsync = …`. */
export function functionTypesOf(names: Names, code: Code, f: FnId): readonly string[] {
  const expr = code.summary.functions[f]?.expr;
  if (expr === undefined) return [];
  return (typedValues(code).get(expr) ?? []).flatMap((type) => names.ofType(code, type).flatMap((item) => (item.k === "api" ? [item.name] : [])));
}

/** What decorators inject. */
export function ofInjection(names: Names, code: Code, decorators: readonly ExprId[] | undefined): readonly Denotation[] {
  return (decorators ?? []).flatMap((id): readonly Denotation[] => {
    const expr = code.expr(id);
    const callee = expr.k === "call" ? expr.c : id;
    const types = names.apisOf(code, callee).flatMap((name) => names.project.catalog.injectedBy(name) ?? []);
    if (types.length > 0) return types.map((name) => ({ k: "api" as const, name }));
    const token = expr.k === "call" ? expr.args[0] : undefined;
    return token === undefined ? none : injectedClasses(names, code, code.calleeName(callee) ?? "", token);
  });
}
