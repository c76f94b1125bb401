import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { destinationOf } from "./holders.ts";
import { lifeCycle, type RequestUse } from "./holder-uses.ts";
import { tokenName } from "./injection.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";
import { requestPathsOf } from "./request-path.ts";
import { sessionsMadeIn, type SharedSession } from "./shared-sessions.ts";

/** Something a container makes by a function, once for everybody. */
interface Provider {
  /** The token it is asked for by, and where that is told. */
  readonly word: string;
  readonly token: ExprId;
  readonly factory: ExprId;
  /** Handed out as `constructor({ word })`, not by a decorator. */
  readonly byName: boolean;
}

/** Sessions that a container makes once and hands to whatever serves requests; told at the token, in the file that tells the container. */
export const providedSessions = perFile(find);

function find(names: Names, code: Code): readonly SharedSession[] {
  return [...objectProviders(names, code), ...calledProviders(names, code)].flatMap((provider) => {
    const made = sessionOf(names, code, provider.factory);
    const use = made && useOf(names, provider);
    if (!use) return [];
    const { s, e } = code.expr(provider.token);
    const span = provider.byName ? code.expr(provider.factory) : { s, e };
    const steps = [
      { code: made.code, span: made.code.expr(made.call), message: `this ${made.kind} is made` },
      ...use.path.steps,
      { code: use.code, span: use.code.expr(use.call), message: `uses ${provider.word}` },
    ];
    return [{ kind: made.kind, name: provider.word, holder: "provider made once", span, steps }];
  });
}

/** Nest: `{ provide: TOKEN, useFactory: … }` without a scope, fed by nothing that belongs to one request. */
function objectProviders(names: Names, code: Code): readonly Provider[] {
  if (!code.text.includes("useFactory") || !names.project.dependencies.has("@nestjs/common")) return [];
  return code.summary.exprs.flatMap((expr) => {
    if (expr.k !== "object" || expr.props.some(([name]) => name === "scope" || name === "...")) return [];
    const of = (wanted: string): ExprId | undefined => expr.props.find(([name]) => name === wanted)?.[1];
    const [token, factory, inject] = [of("provide"), of("useFactory"), of("inject")];
    const word = token === undefined ? undefined : tokenName(code, token);
    if (word === undefined || token === undefined || factory === undefined || (inject !== undefined && mayBeScoped(names, code, inject))) return [];
    return [{ word, token, factory, byName: false }];
  });
}

/** Whether something injected is of one request, or cannot be seen: then what is made of it is so too. */
function mayBeScoped(names: Names, code: Code, inject: ExprId): boolean {
  const list = code.expr(inject);
  if (list.k !== "array") return true;
  return list.items.some((item) => {
    const word = tokenName(code, item);
    if (word === undefined || /^(?:REQUEST|CONTEXT|INQUIRER)$/.test(word)) return true;
    const isScoped = names
      .denote(code, item)
      .some(({ k, ...own }) => k === "class" && "c" in own && own.code.summary.classes[own.c]?.decorators.some((id) => /scope\s*:/.test(textOf(own.code, id))));
    return (
      isScoped ||
      names.project.mentioning(word).some((other) => other.summary.exprs.some((expr) => expr.k === "object" && givesScoped(other, expr.props, word)))
    );
  });
}

function givesScoped(code: Code, props: readonly (readonly [string, ExprId, ExprId?])[], word: string): boolean {
  const token = props.find(([name]) => name === "provide")?.[1];
  return token !== undefined && tokenName(code, token) === word && props.some(([name]) => name === "scope" || name === "inject" || name === "...");
}

function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}

/** `asFunction(make).singleton()` under a name, `bind(TOKEN).toDynamicValue(make).inSingletonScope()`. */
function calledProviders(names: Names, code: Code): readonly Provider[] {
  const { factories } = names.project.catalog.services;
  return [...factories.methods].flatMap((method) =>
    (code.callsByName.get(method) ?? []).flatMap((id): readonly Provider[] => {
      const call = code.expr(id);
      const factory = call.k === "call" ? call.args[0] : undefined;
      if (call.k !== "call" || factory === undefined) return [];
      const once = names.apisOf(code, call.c).flatMap((api) => factories.of(api) ?? [])[0];
      const around = once === undefined ? undefined : chainedBy(code, id, once);
      if (around === undefined) return [];
      const callee = code.expr(call.c);
      const bind = callee.k === "member" ? code.expr(callee.o) : undefined;
      if (bind?.k === "call") {
        const token = bind.args[0];
        const word = token === undefined ? undefined : tokenName(code, token);
        return token !== undefined && word !== undefined ? [{ word, token, factory, byName: false }] : [];
      }
      return code.summary.exprs.flatMap((expr) =>
        expr.k === "object" ? expr.props.filter(([, value]) => value === around).map(([word]) => ({ word, token: around, factory, byName: true })) : [],
      );
    }),
  );
}

/** The call of a method on what a call gives. */
function chainedBy(code: Code, id: ExprId, method: string): ExprId | undefined {
  return (code.callsByName.get(method) ?? []).find((outer) => {
    const expr = code.expr(outer);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    return callee?.k === "member" && callee.o === id;
  });
}

/** The session a factory makes and returns. */
function sessionOf(
  names: Names,
  code: Code,
  factory: ExprId,
): { readonly code: Code; readonly call: ExprId; readonly kind: SharedSession["kind"] } | undefined {
  for (const item of names.denote(code, factory)) {
    if (item.k !== "function") continue;
    for (const { call, kind } of sessionsMadeIn(names, item.code)) {
      const made = item.code.expr(call);
      if ((made.k === "call" || made.k === "new") && made.fn === item.f && destinationOf(names, item.code, call).returned)
        return { code: item.code, call, kind };
    }
  }
  return undefined;
}

function useOf(names: Names, { word, byName }: Provider): RequestUse | undefined {
  for (const code of names.project.mentioning(word)) {
    if (code.role !== "product") continue;
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
      if (callee?.k !== "member" || expr.k !== "call" || lifeCycle.test(callee.p) || !isInjected(code, callee.o, word, byName)) continue;
      const path = requestPathsOf(names).to(code, expr.fn);
      if (path) return { code, call, path };
    }
  }
  return undefined;
}

/** Whether an expression is, or is a part of, what was injected for a token. */
function isInjected(code: Code, id: ExprId, word: string, byName: boolean, depth = 0): boolean {
  const expr = code.expr(id);
  if (depth > 8) return false;
  const again = (other: ExprId): boolean => isInjected(code, other, word, byName, depth + 1);
  switch (expr.k) {
    case "param":
      return !byName && isAsked(code, code.summary.functions[expr.f]?.params[expr.i]?.decorators, word);
    case "name":
      return (code.summary.writes[`b${String(expr.b)}`] ?? []).some((write) => again(write.v));
    case "member": {
      const owner = code.expr(expr.o);
      if (owner.k === "this")
        return isField(code, owner.c, expr.p, word, byName) || (code.summary.writes[`c${String(owner.c)}.${expr.p}`] ?? []).some((write) => again(write.v));
      if (byName && owner.k === "param") return expr.p === word && code.summary.functions[owner.f]?.kind === "constructor";
      return again(expr.o);
    }
    default:
      return false;
  }
}

function isField(code: Code, c: number, field: string, word: string, byName: boolean): boolean {
  const fact = code.summary.classes[c];
  const member = fact?.members[field];
  const ctor: FnId | undefined = fact?.ctor;
  const param = ctor === undefined || member?.param === undefined ? undefined : code.summary.functions[ctor]?.params[member.param];
  return !byName && (isAsked(code, member?.decorators, word) || isAsked(code, param?.decorators, word));
}

/** `@Inject(TOKEN)`, `@inject("token")`. */
function isAsked(code: Code, decorators: readonly ExprId[] | undefined, word: string): boolean {
  return (decorators ?? []).some((id) => {
    const expr = code.expr(id);
    return expr.k === "call" && /^inject$/i.test(code.calleeName(expr.c) ?? "") && expr.args[0] !== undefined && tokenName(code, expr.args[0]) === word;
  });
}
