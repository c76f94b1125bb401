import type { MessageFact } from "#catalog/facts/messages";
import type { ExprId, FnId } from "#syntax/summary";
import { rootOf } from "../answer-objects.ts";
import { callbackUse, isEvent } from "../callback-use.ts";
import { findCalls } from "../callers.ts";
import type { Code } from "../code.ts";
import { denotesFunction } from "../handed-on.ts";
import type { Names } from "../names.ts";
import { originsOf } from "../origins.ts";
import { handlingOf } from "./handlers.ts";
import type { Endpoint } from "./model.ts";
import { pathsOf, unreadable } from "./paths.ts";
import { stepsOfWrapper } from "./procedures.ts";

/** What sockets of the server listen to: `io.on("connection", (socket) => socket.on("lend", handler))`. */
export function socketEndpoints(names: Names): readonly Endpoint[] {
  const { catalog, dependencies } = names.project;
  const used = catalog.libraries.filter(({ packages, http }) => http?.messages && packages.some((name) => dependencies.has(name)));
  const methods = new Set(used.flatMap(({ http }) => (http?.messages ?? []).map(({ api }) => api.slice(api.lastIndexOf(".") + 1))));
  const words = [...methods].map((method) => `.${method}(`);
  if (words.length === 0) return [];
  const found: Endpoint[] = [];
  for (const code of names.project.codesWith(words)) {
    if (code.role !== "product") continue;
    for (const method of methods) for (const call of code.callsByName.get(method) ?? []) found.push(...listens(names, code, call));
  }
  return found;
}

function listens(names: Names, code: Code, call: ExprId): readonly Endpoint[] {
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  if (expr.k !== "call" || callee?.k !== "member" || expr.args.length < 2) return [];
  for (const api of names.apisOf(code, expr.c)) {
    const fact = names.project.catalog.http.messages.of(api);
    const [event, handled] = [expr.args[Number(fact?.event)], expr.args[Number(fact?.handler)]];
    if (!fact || event === undefined || handled === undefined || !isOfServer(names, code, callee.o, fact)) continue;
    const { handler, wrappers } = handlingOf(names, { code, id: handled });
    const space = spaceOf(names, code, expr.fn, fact);
    const events = (pathsOf(names, { code, id: event }) ?? [unreadable]).filter((name) => !fact.not?.includes(name) && (fact.only?.includes(name) ?? true));
    return events.map((name) => ({
      framework: api.slice(0, api.indexOf("#")),
      methods: ["WS"],
      path: `ws:${space}#${name}`,
      code,
      span: { s: callee.e - callee.p.length, e: expr.e },
      ...(handler ? { handler } : {}),
      chain: wrappers.flatMap((step) => stepsOfWrapper(names, step)),
      // Who may connect is asked when the connection is made.
      open: true,
    }));
  }
  return [];
}

/** Clients listen by the same name: where a library says so, the socket has to be one that the server was handed. */
function isOfServer(names: Names, code: Code, socket: ExprId, { accepted }: Pick<MessageFact, "accepted">, depth = 0): boolean {
  if (!accepted) return true;
  const root = rootOf(code, socket);
  if (!root || root.path.length > 0 || depth > 4) return false;
  if (usesOf(names, code, root.f).some((use) => names.apisOf(use.code, use.callee).includes(accepted) && isEvent(use.code, use.call, "connection")))
    return true;
  return findCalls(names, code, root.f).some((found) => {
    const id = found.args[root.i];
    return id !== undefined && isOfServer(names, found.code, id, { accepted }, depth + 1);
  });
}

interface Use {
  readonly code: Code;
  readonly callee: ExprId;
  readonly call: ExprId;
}

/** Calls that are handed a function: as it is written, or by its name. */
function usesOf(names: Names, code: Code, f: FnId): readonly Use[] {
  const use = callbackUse(code, f);
  const name = code.summary.functions[f]?.n;
  if (use || !name) return use ? [{ code, ...use }] : [];
  return names.project.mentioning(name).flatMap((other) =>
    (other.callsByName.get("on") ?? []).flatMap((call): readonly Use[] => {
      const expr = other.expr(call);
      const isHanded = expr.k === "call" && expr.args.some((id) => denotesFunction(names, other, id, code, f));
      return isHanded ? [{ code: other, callee: expr.c, call }] : [];
    }),
  );
}

/** `/desk` in `io.of("/desk").on("connection", (socket) => …)`. */
function spaceOf(names: Names, code: Code, fn: FnId, { space }: MessageFact): string {
  for (let f = fn; space !== undefined && f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    for (const use of usesOf(names, code, f)) {
      const callee = use.code.expr(use.callee);
      const named = callee.k === "member" ? namedSpace(names, use.code, callee.o, space) : undefined;
      if (named !== undefined) return named;
    }
  }
  return "";
}

function namedSpace(names: Names, code: Code, server: ExprId, space: string): string | undefined {
  for (const origin of originsOf(names, { code, id: server, asCalled: true })) {
    const made = origin.code.expr(origin.id);
    if (made.k !== "call" || made.args[0] === undefined || !names.apisOf(origin.code, made.c).includes(space)) continue;
    return (pathsOf(names, { code: origin.code, id: made.args[0] })?.[0] ?? unreadable).replace(/^\//, "");
  }
  return undefined;
}
