import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { DataEffect, DataEffects, DataEvent } from "./data-effects.ts";
import type { Operation } from "./data-operations.ts";
import type { Names } from "./names.ts";
import type { Inside } from "./transaction-escapes.ts";

/** A text that brings something into the transaction it stands in. */
export interface HandleEdit {
  /** `handOver`: as an argument more. `useHandle`: in place of the outer client. */
  readonly kind: "handOver" | "useHandle";
  readonly handle: string;
  readonly span: Span;
  readonly text: string;
}

/**
 * How a write that leaves a transaction may join it, where one small edit surely does that: the handle in place of the outer client, which is
 * of the same type, where an operation starts or as an argument; or as the next argument of a callee that takes one. `undefined` otherwise.
 */
export function handleEdit(names: Names, effects: DataEffects, code: Code, event: DataEvent, effect: DataEffect, inside: Inside): HandleEdit | undefined {
  const { handle } = inside;
  if (handle === undefined || isShadowed(code, event.call, inside.f, handle)) return undefined;
  if (event.k === "operation") {
    const client = clientOf(names, event.operation);
    return client === undefined || !isSameType(names, code, client, inside) ? undefined : { kind: "useHandle", handle, span: code.expr(client), text: handle };
  }
  return inPlaceOfClient(names, effects, code, event, effect, inside) ?? asNextArgument(names, code, event, handle);
}

/** The client an operation starts from, as it is written: `this.prisma` of `this.prisma.loan.create(…)`. */
function clientOf(names: Names, { code, call, chain }: Operation): ExprId | undefined {
  const start = code.expr(chain).s;
  const expr = code.expr(call);
  for (let at = expr.k === "call" ? expr.c : expr.k === "tag" ? expr.tag : undefined; at !== undefined;) {
    const link = code.expr(at);
    if (link.s === start && typesOf(names, code, at).length > 0) return at;
    at = link.k === "member" ? link.o : link.k === "call" ? link.c : undefined;
  }
  return undefined;
}

/** Whether the handle can do what the client does: one type of the library is the other, or extends it. */
function isSameType(names: Names, code: Code, client: ExprId, inside: Inside): boolean {
  const { catalog } = names.project;
  const b = code.summary.functions[inside.f]?.params.find(({ n }) => n === inside.handle)?.b;
  const param = b === undefined ? undefined : code.summary.writes[`b${String(b)}`]?.[0]?.v;
  const handles = param === undefined ? [] : typesOf(names, code, param);
  const isOf = (a: string, type: string): boolean => catalog.isIn(new Set([type]), a);
  return typesOf(names, code, client).some((type) => handles.some((handle) => isOf(type, handle) || isOf(handle, type)));
}

/** Library types of an expression; of an object of our own class, what that extends. */
function typesOf(names: Names, code: Code, id: ExprId): readonly string[] {
  const { catalog } = names.project;
  return names
    .denote(code, id)
    .flatMap((item) => (item.k === "instance" ? names.basesOf(item.code, item.c) : [item]))
    .flatMap((item) => (item.k === "api" && catalog.isIn(catalog.data.clients, item.name) ? [item.name] : []));
}

/** The outer client is handed to the callee where the callee runs its writes. */
function inPlaceOfClient(
  names: Names,
  effects: DataEffects,
  code: Code,
  event: Extract<DataEvent, { k: "call" }>,
  effect: DataEffect,
  inside: Inside,
): HandleEdit | undefined {
  const expr = code.expr(event.call);
  if (expr.k !== "call" || inside.handle === undefined) return undefined;
  const { target } = event;
  const own = effects.of(target).find((item) => item.operation === effect.operation);
  const [root] = own?.roots ?? [];
  if (own?.roots.length !== 1 || root?.k !== "param" || root.code !== target.code || root.f !== target.f || root.path.length > 0) return undefined;
  const argument = expr.args[root.i];
  if (argument === undefined || !isSameType(names, code, argument, inside)) return undefined;
  return { kind: "useHandle", handle: inside.handle, span: code.expr(argument), text: inside.handle };
}

/** The callee takes a transaction as its next parameter, and only does not get it. */
function asNextArgument(names: Names, code: Code, event: Extract<DataEvent, { k: "call" }>, handle: string): HandleEdit | undefined {
  const expr = code.expr(event.call);
  const { target } = event;
  const param = expr.k === "call" ? target.code.summary.functions[target.f]?.params[expr.args.length] : undefined;
  if (expr.k !== "call" || !param?.t) return undefined;
  const { catalog } = names.project;
  if (!names.ofType(target.code, param.t).some((item) => item.k === "api" && catalog.isIn(catalog.data.clients, item.name))) return undefined;
  const at = expr.e - 1;
  return { kind: "handOver", handle, span: { s: at, e: at }, text: expr.args.length === 0 ? handle : `, ${handle}` };
}

/** Whether the handle's name means something else where the call stands. */
function isShadowed(code: Code, call: ExprId, f: FnId, handle: string): boolean {
  const expr = code.expr(call);
  const around = new Set<FnId>();
  for (let at = expr.k === "call" || expr.k === "tag" ? expr.fn : f; at !== f && at !== 0; at = code.summary.functions[at]?.parent ?? 0) around.add(at);
  return code.summary.bindings.some((binding) => binding.n === handle && around.has(binding.fn));
}
