import type { ClassId, ExprId, Expr, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { askedOnRequest } from "./asked-per-request.ts";
import { isOnEdge } from "./edge-runtime.ts";
import { isAnsweredFromCache } from "./answered-from-cache.ts";
import { isClosedWhereMade, isDedicated } from "./dedicated-clients.ts";
import { destinationOf } from "./holders.ts";
import type { Names } from "./names.ts";
import { isForMissing, remembers, remembersResult } from "./remembered.ts";
import { type RequestPath, requestPathsOf } from "./request-path.ts";
import { isMadeOnce } from "./state-places.ts";
import type { Step } from "./step.ts";
import { perFile } from "./per-file.ts";

/** Something a process needs once that requests make, define or close each time. */
export interface ClientProblem {
  readonly kind: "clientPerRequest" | "modelPerRequest" | "closedPerRequest";
  /** What is called, as written: `PrismaClient`, `prisma.$disconnect`. */
  readonly what: string;
  readonly span: Span;
  readonly steps: readonly Step[];
}

type Call = Extract<Expr, { k: "call" | "new" }>;

/** Clients a file makes for each request, models it defines for each, and shared clients it closes after each. */
export const clientProblems = perFile(find);

function find(names: Names, code: Code): readonly ClientProblem[] {
  const { clients, connecting } = names.project.catalog.lifetimes;
  const found = [
    ...callsIn(names, code, "clients", clients),
    ...callsIn(names, code, "connecting", connecting).filter(({ call }) => call.args[0] !== undefined && isAddress(code, call.args[0])),
  ];
  const made = found.flatMap(({ id, call }) =>
    isVarying(names, code, call.args, call.fn) || isOnEdge(names, code) ? [] : perRequest(names, code, id, call, "clientPerRequest"),
  );
  return [
    // Of a pool inside a client only the client is told.
    ...made.filter(({ span }) => !made.some((other) => other.span !== span && other.span.s <= span.s && span.e <= other.span.e)),
    ...models(names, code),
    ...callsIn(names, code, "closers", names.project.catalog.lifetimes.closers).flatMap(({ id, call }) => closed(names, code, id, call)),
  ];
}

interface Found {
  readonly id: ExprId;
  readonly call: Call;
}

/** Calls inside functions whose API is in a set. */
function callsIn(names: Names, code: Code, part: "clients" | "connecting" | "closers", apis: ReadonlySet<string>): readonly Found[] {
  const { catalog } = names.project;
  return code.summary.calls.flatMap((id) => {
    const call = code.expr(id);
    if ((call.k !== "call" && call.k !== "new") || (call.fn === 0 && fieldOwner(code, call) === -1)) return [];
    const name = code.calleeName(call.c) ?? "";
    // The default export is called whatever the import says.
    if (!catalog.lifetimes.methods[part].has(name) && !(part === "clients" && code.expr(call.c).k === "name")) return [];
    if (part !== "closers" && !isOfLibrary(code, call.c)) return [];
    return names.apisOf(code, call.c).some((api) => catalog.isIn(apis, api)) ? [{ id, call }] : [];
  });
}

/** `MongoClient.connect(url)` makes a client, `client.connect()` opens one that is there: the receiver must come from an import itself. */
function isOfLibrary(code: Code, callee: ExprId): boolean {
  const expr = code.expr(callee);
  if (expr.k !== "member") return true;
  const owner = code.expr(expr.o);
  if (owner.k === "member") return isOfLibrary(code, expr.o);
  if (owner.k === "module") return true;
  if (owner.k !== "name") return false;
  const isRequired = (id: ExprId): boolean => {
    const value = code.expr(id);
    return value.k === "module" || (value.k === "member" && isRequired(value.o)) || (value.k === "call" && isRequired(value.c));
  };
  return code.summary.bindings[owner.b]?.imported !== undefined || (code.summary.writes[`b${owner.b}`] ?? []).some((write) => isRequired(write.v));
}

/** A text or a setting, or options that hold one as `connection`; a client is an object of its own. */
function isAddress(code: Code, id: ExprId, depth = 0): boolean {
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string";
    case "template":
    case "concat":
      return true;
    case "either":
      return expr.of.some((item) => isAddress(code, item, depth + 1));
    case "object":
      return expr.props.some(([name, value]) => name === "connection" && (code.expr(value).k === "object" || isAddress(code, value, depth + 1)));
    case "name": {
      const writes = code.summary.writes[`b${String(expr.b)}`] ?? [];
      return depth < 6 && writes.length > 0 && writes.every((write) => isAddress(code, write.v, depth + 1));
    }
    case "member": {
      const owner = code.expr(expr.o);
      return owner.k === "member" && owner.p === "env" && code.text.startsWith("process", code.expr(owner.o).s);
    }
    default:
      return false;
  }
}

function models(names: Names, code: Code): readonly ClientProblem[] {
  const { catalog } = names.project;
  return [...catalog.lifetimes.methods.definers].flatMap((method) =>
    (code.callsByName.get(method) ?? []).flatMap((id) => {
      const call = code.expr(id);
      if (call.k !== "call" || call.fn === 0) return [];
      const defines = names.apisOf(code, call.c).some((api) => call.args.length >= (catalog.lifetimes.definers.of(api) ?? Infinity));
      const isGuarded = code.summary.exprs.some((expr) => expr.k === "either" && expr.of.includes(id));
      return defines && !isGuarded && !isVarying(names, code, call.args.slice(0, 1), call.fn) ? perRequest(names, code, id, call, "modelPerRequest") : [];
    }),
  );
}

function perRequest(names: Names, code: Code, id: ExprId, call: Call, kind: ClientProblem["kind"]): readonly ClientProblem[] {
  const destination = destinationOf(names, code, id, true);
  if (destination.holders.length > 0) return [];
  const asked = askedPath(names, code, call);
  if (asked) return [problem(code, call, asked, kind, kind === "clientPerRequest" ? "is made" : "is defined")];
  if (destination.kept) return [];
  const isOfGiven = kind === "modelPerRequest" && isGivenOwner(code, call);
  const isClosed = kind === "clientPerRequest" && (destination.returned || isClosedWhereMade(names, code, id, call.fn));
  const path = requestPathsOf(names).search(
    code,
    call.fn,
    (other, f, at) =>
      (isOfGiven && at !== undefined && remembers(names, other, f, at)) ||
      (isClosed && (isForMissing(other, at ?? call) || isAnsweredFromCache(other, f, at ?? call))),
  );
  if (!path || (destination.returned && isKeptOnTheWay(names, path))) return [];
  if (kind === "clientPerRequest" && isDedicated(names, code, id, call, path)) return [];
  return [problem(code, call, path, kind, kind === "clientPerRequest" ? "is made" : "is defined")];
}

/** A model of the client a function is handed is kept with that client, wherever it is kept. */
function isGivenOwner(code: Code, { c }: Call): boolean {
  const callee = code.expr(c);
  const owner = callee.k === "member" ? code.expr(callee.o) : undefined;
  return owner?.k === "param" || (owner?.k === "name" && code.summary.bindings[owner.b]?.kind === "param");
}

/** A container calls the function, or makes the object the call stands in, whenever a request asks it. */
function askedPath(names: Names, code: Code, call: Call): RequestPath | undefined {
  const c = call.fn === 0 ? fieldOwner(code, call) : code.summary.classes.findIndex(({ ctor }) => ctor === call.fn);
  return askedOnRequest(names, c === -1 ? { code, f: call.fn } : { code, c });
}

/** The class whose objects are made with a call in the value of a field; -1 for none. */
function fieldOwner(code: Code, { s, e }: Call): ClassId {
  return code.summary.classes.findIndex(({ members }) =>
    Object.values(members).some(({ kind, static: isStatic, v }) => {
      const value = v === undefined ? undefined : code.expr(v);
      return kind === "field" && !isStatic && value !== undefined && value.s <= s && e <= value.e;
    }),
  );
}

/** Some caller on the way stores what it is handed, whole or in parts. */
function isKeptOnTheWay(names: Names, { steps }: RequestPath): boolean {
  for (const { code, span } of [...steps].reverse()) {
    const id = code.callAt(span.s, span.e);
    const call = id === undefined ? undefined : code.expr(id);
    if (id === undefined || (call?.k !== "call" && call?.k !== "new")) return false;
    if (remembersResult(names, code, call.fn, id)) return true;
    const { holders, kept, returned } = destinationOf(names, code, id, true);
    if (holders.length > 0 || kept) return true;
    if (!returned) return false;
  }
  return false;
}

/** Closing what others go on using: what was made in this very function, or handed to it, may be closed. */
function closed(names: Names, code: Code, id: ExprId, call: Call): readonly ClientProblem[] {
  const callee = code.expr(call.c);
  if (callee.k === "member" && !isShared(names, code, callee.o)) return [];
  const path = requestPathsOf(names).to(code, call.fn);
  return path && !isOnEdge(names, code) ? [problem(code, code.expr(id) as Call, path, "closedPerRequest", "closes it for everybody")] : [];
}

/** A variable of a module, an import, a field: not what this function made or was given. */
export function isShared(names: Names, code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k === "member") return isShared(names, code, expr.o);
  if (expr.k === "this") return isMadeOnce(names, code, expr.c);
  const binding = expr.k === "name" ? code.summary.bindings[expr.b] : undefined;
  return binding?.fn === 0 && (binding.kind !== "let" || isMadeOutside(code, expr.k === "name" ? expr.b : 0));
}

/** A `let` of the module that is filled for each request is another problem. */
function isMadeOutside(code: Code, b: number): boolean {
  return (code.summary.writes[`b${String(b)}`] ?? []).some((write) => write.fn === 0);
}

function problem(code: Code, call: Call, path: RequestPath, kind: ClientProblem["kind"], message: string): ClientProblem {
  const { s, e } = code.expr(call.c);
  return { kind, what: code.text.slice(s, e), span: call, steps: [...path.steps, { code, span: call, message }] };
}

/** Whether arguments hinge on what the function is given: another tenant, an address from the request, bindings of an edge runtime. */
function isVarying(names: Names, code: Code, args: readonly ExprId[], f: number, depth = 0): boolean {
  return args.some((id) => varies(names, code, id, f, depth));
}

function varies(names: Names, code: Code, id: ExprId, f: number, depth: number): boolean {
  const expr = code.expr(id);
  if (depth > 12) return true;
  const any = (ids: readonly ExprId[]): boolean => isVarying(names, code, ids, f, depth + 1);
  switch (expr.k) {
    case "param":
    case "element":
    case "key":
    case "unknown":
    case "receiver":
      return true;
    case "template":
      return any(expr.parts);
    case "concat":
      return any([expr.l, expr.r]);
    case "either":
      return any(expr.of);
    case "object":
      return any(expr.props.map(([, value]) => value));
    case "array":
      return any(expr.items);
    case "spread":
    case "member":
      return any([expr.o]);
    case "index":
      return any([expr.o, expr.i]);
    case "call":
    case "new":
      return any([expr.c, ...expr.args]);
    case "name": {
      const binding = code.summary.bindings[expr.b];
      if (!binding || binding.fn === 0) return false;
      const writes = code.summary.writes[`b${expr.b}`] ?? [];
      return binding.kind === "param" || writes.length === 0 || any(writes.map((write) => write.v));
    }
    default:
      return false;
  }
}
