import type { Expr, ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Denotation, Names } from "./names.ts";
import { instanceOf } from "./names/instances.ts";

/**
 * Classes a dependency-injection container hands out.
 * @param name the parameter's name (awilix: `constructor({ bookRepository })`), or the decorator's name when a token is given
 * @param token the token expression of `@Inject(TOKEN)`, `@inject("Token")`
 */
export function injectedClasses(names: Names, code: Code, name: string, token?: ExprId): readonly Denotation[] {
  return token === undefined ? registeredAs(names, name) : providedFor(names, code, name, token);
}

/** Nest `{ provide: TOKEN, useClass: X }`, tsyringe `container.register("Token", { useClass: X })`, typedi by class. */
function providedFor(names: Names, code: Code, decorator: string, token: ExprId): readonly Denotation[] {
  if (!/^inject/i.test(decorator)) return [];
  const direct = names
    .denote(code, token)
    .flatMap((item): readonly Denotation[] => (item.k === "class" ? [{ k: "instance", code: item.code, c: item.c }] : []));
  if (direct.length > 0) return direct;
  const word = tokenName(code, token);
  if (word === undefined) return [];
  return names.project.mentioning(word).flatMap((other) => [...providers(names, other, word), ...registrations(names, other, word)]);
}

type Properties = Extract<Expr, { k: "object" }>["props"];

function providers(names: Names, code: Code, word: string): readonly Denotation[] {
  return (providersIn(code).get(word) ?? []).flatMap((props) => provided(names, code, props));
}

const byFile = new WeakMap<Code, ReadonlyMap<string, readonly Properties[]>>();

/** Objects that provide something, by the name of its token: a token is asked for in hundreds of files. */
function providersIn(code: Code): ReadonlyMap<string, readonly Properties[]> {
  const known = byFile.get(code);
  if (known) return known;
  const found = new Map<string, Properties[]>();
  for (const expr of code.summary.exprs) {
    const provide = expr.k === "object" ? expr.props.find(([name]) => name === "provide")?.[1] : undefined;
    const word = provide === undefined ? undefined : tokenName(code, provide);
    if (expr.k !== "object" || word === undefined) continue;
    const others = found.get(word);
    if (others) others.push(expr.props);
    else found.set(word, [expr.props]);
  }
  byFile.set(code, found);
  return found;
}

function registrations(names: Names, code: Code, word: string): readonly Denotation[] {
  return ["register", "registerSingleton", "bind"].flatMap((method) =>
    (code.callsByName.get(method) ?? []).flatMap((call) => {
      const expr = code.expr(call);
      const [first, second] = expr.k === "call" ? expr.args : [];
      if (first === undefined || second === undefined || tokenName(code, first) !== word) return [];
      const value = code.expr(second);
      return value.k === "object" ? provided(names, code, value.props) : instances(names.denote(code, second));
    }),
  );
}

function provided(names: Names, code: Code, props: Properties): readonly Denotation[] {
  return props.flatMap(([name, value]) => {
    if (name === "useClass" || name === "useExisting") return instances(names.denote(code, value));
    if (name === "useValue") return names.denote(code, value);
    if (name !== "useFactory") return [];
    return names
      .denote(code, value)
      .flatMap((item) => (item.k === "function" ? (item.code.summary.functions[item.f]?.returns ?? []).flatMap((id) => names.denote(item.code, id)) : []));
  });
}

function instances(items: readonly Denotation[]): readonly Denotation[] {
  return items.map(instanceOf);
}

/** awilix: `container.register({ bookRepository: asClass(BookRepository) })`. */
function registeredAs(names: Names, name: string): readonly Denotation[] {
  return names.project.mentioning(name).flatMap((code) =>
    (code.callsByName.get("register") ?? []).flatMap((call) => {
      const expr = code.expr(call);
      const first = expr.k === "call" ? expr.args[0] : undefined;
      const object = first === undefined ? undefined : code.expr(first);
      const value = object?.k === "object" ? object.props.find(([key]) => key === name)?.[1] : undefined;
      return value === undefined ? [] : awilixValue(names, code, value);
    }),
  );
}

function awilixValue(names: Names, code: Code, id: ExprId): readonly Denotation[] {
  const expr = code.expr(id);
  if (expr.k !== "call") return [];
  const method = code.calleeName(expr.c);
  const [first] = expr.args;
  // `asClass(X).singleton()`
  const callee = code.expr(expr.c);
  if (first === undefined) return callee.k === "member" ? awilixValue(names, code, callee.o) : [];
  if (method === "asClass") return instances(names.denote(code, first));
  if (method === "asValue") return names.denote(code, first);
  if (method === "asFunction")
    return names
      .denote(code, first)
      .flatMap((item) =>
        item.k === "function" ? (item.code.summary.functions[item.f]?.returns ?? []).flatMap((value) => names.denote(item.code, value)) : [],
      );
  return callee.k === "member" ? awilixValue(names, code, callee.o) : [];
}

/** The text or name of an injection token: `"BOOKS"`, `BOOKS`, `TOKENS.books`. */
export function tokenName(code: Code, id: ExprId): string | undefined {
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? expr.v : undefined;
    case "name":
      return code.summary.bindings[expr.b]?.n;
    case "member":
      return expr.p;
    default:
      return undefined;
  }
}
