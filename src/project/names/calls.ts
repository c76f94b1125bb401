import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { handedBack } from "../handed-back.ts";
import { fromContext } from "../handler-context.ts";
import { askedFor } from "../injection.ts";
import { pathLoaded } from "../loaded-modules.ts";
import type { Denotation, Names } from "../names.ts";
import { orDeclared } from "./declared-clients.ts";
import { instanceOf } from "./instances.ts";
import { ofMapGet } from "./maps.ts";
import { ofProxy } from "./proxies.ts";

const none: readonly Denotation[] = [];

/** What a call gives. */
export function ofCall(names: Names, code: Code, c: ExprId, args: readonly ExprId[]): readonly Denotation[] {
  const callee = code.expr(c);
  const targets = names.denote(code, c);
  const found = targets.flatMap((item): readonly Denotation[] => {
    if (item.k === "api") return callee.k === "member" && callee.p === "bind" ? names.denote(code, callee.o) : ofApiCall(names, code, item.name, args);
    if (item.k === "function") return callee.k === "member" && callee.p === "bind" ? [item] : ofOwnCall(names, code, item, args);
    return none;
  });
  if (found.length > 0) return found;
  if (callee.k === "member" && args.length > 0 && (callee.p === "freeze" || callee.p === "assign") && isGlobal(code, callee.o, "Object")) {
    return args.flatMap((argument) => names.denote(code, argument));
  }
  if (targets.length > 0) return none;
  // What a promise brings is not changed by who catches its failure.
  if (callee.k === "member" && (callee.p === "catch" || callee.p === "finally")) return names.denote(code, callee.o);
  const kept = ofMapGet(names, code, c);
  if (kept.length > 0) return kept;
  const loaded = ofLoaded(names, code, c, args);
  return loaded.length > 0 ? loaded : ofCallbacks(names, code, args);
}

/** What a function of ours returns; where that cannot be known, what it hands back of its arguments. */
function ofOwnCall(names: Names, code: Code, { code: home, f }: { readonly code: Code; readonly f: FnId }, args: readonly ExprId[]): readonly Denotation[] {
  const returned = ofReturns(names, home, f);
  if (returned.length > 0) return returned;
  return handedBack(home, f).flatMap(({ i, called }): readonly Denotation[] => {
    const argument = args[i];
    if (argument === undefined) return none;
    const given = names.denote(code, argument);
    return called ? given.flatMap((item) => (item.k === "function" ? ofReturns(names, item.code, item.f) : none)) : given;
  });
}

/** `require(path.join(__dirname, file))(sequelize, DataTypes)`: which module that is nobody knows, what it gives is agreed upon. */
function ofLoaded(names: Names, code: Code, c: ExprId, args: readonly ExprId[]): readonly Denotation[] {
  if (pathLoaded(code, c) === undefined) return none;
  return args.flatMap((argument) =>
    names.apisOf(code, argument).flatMap((name): readonly Denotation[] => {
      const loaded = names.project.catalog.loadedWith(name);
      return loaded === undefined ? none : [{ k: "api", name: loaded }];
    }),
  );
}

function ofApiCall(names: Names, code: Code, name: string, args: readonly ExprId[]): readonly Denotation[] {
  const { catalog } = names.project;
  const result = catalog.callOf(name);
  const known = result !== name && !result.endsWith("*");
  if (args[0] !== undefined && catalog.isIn(catalog.passes, name)) {
    const given = names.denote(code, args[0]);
    if (given.length > 0 || !known) return given;
  }
  const asked = askedFor(names, name, code, args[0]);
  if (asked.length > 0) return asked;
  const held = fromContext(names, name, code, args);
  if (held.length > 0) return held;
  const own: Denotation = { k: "api", name: result };
  if (args[0] !== undefined && catalog.isIn(catalog.adds, name)) return [own, ...names.denote(code, args[0])];
  // A library we know nothing about may hand back what its callback returns: `startSpan(options, () => createDb())`.
  return known || catalog.callbacksOf(name).length > 0 ? [own] : [own, ...ofCallbacks(names, code, args)];
}

function ofCallbacks(names: Names, code: Code, args: readonly ExprId[]): readonly Denotation[] {
  return args.flatMap((argument) => {
    const expr = code.expr(argument);
    return expr.k === "function" ? ofReturns(names, code, expr.f) : none;
  });
}

/** What a function of ours returns. */
export function ofReturns(names: Names, code: Code, f: FnId): readonly Denotation[] {
  const fn = code.summary.functions[f];
  if (!fn) return none;
  const returned = fn.returns.flatMap((item) => names.denote(code, item));
  return returned.length > 0 ? orDeclared(names, returned, code, fn.ret) : names.ofType(code, fn.ret);
}

/** What `new` makes. */
export function ofNew(names: Names, code: Code, c: ExprId, args: readonly ExprId[]): readonly Denotation[] {
  if (isGlobal(code, c, "Proxy")) return ofProxy(names, code, args);
  return names.denote(code, c).flatMap((item): readonly Denotation[] => {
    if (item.k === "class") return [instanceOf(item)];
    return item.k === "api" ? [{ k: "api", name: names.project.catalog.callOf(item.name) }] : none;
  });
}

/** What a library's tag makes of a template. */
export function ofTag(names: Names, code: Code, tag: ExprId): readonly Denotation[] {
  return names.apisOf(code, tag).map((name) => ({ k: "api", name: names.project.catalog.callOf(name) }));
}

/** Whether an expression is a name the language brings. */
function isGlobal(code: Code, id: ExprId, name: string): boolean {
  const expr = code.expr(id);
  return expr.k === "global" && expr.n === name;
}
