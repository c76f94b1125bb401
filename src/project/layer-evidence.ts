import type { ClassId, ExprId, Fn, Span, TypeExpr } from "#syntax/summary";
import { isEvent } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { matcher } from "./glob-matcher.ts";
import type { Denotation, Names } from "./names.ts";

/** Something in a file that says what the file is. */
export interface Evidence extends Span {
  readonly words: string;
}

const registering =
  /^(?:get|post|put|patch|delete|del|head|options|all|route|openapi|openapiRoutes|query|mutation|subscription|on|addRoute|createHandlers|defineEventHandler|eventHandler|cachedEventHandler|makeExecutableSchema|ApolloServer|createSchema|buildSubgraphSchema)$/;

/** Where a file serves requests: a controller class, a route registered with its handler, a table of routes, a file the framework routes to. */
export function findRoutes(names: Names, code: Code): Evidence | undefined {
  return controllerClass(names, code) ?? registration(names, code) ?? routeTable(code) ?? routedFile(names, code);
}

function controllerClass(names: Names, code: Code): Evidence | undefined {
  for (const fact of code.summary.classes) {
    for (const decorator of fact.decorators) {
      const name = decoratorName(names, code, decorator, names.project.catalog.http.controllerDecorators);
      if (name !== undefined) return { ...startOf(fact), words: `class ${fact.n} is a @${name}()` };
    }
  }
  return undefined;
}

function decoratorName(names: Names, code: Code, decorator: ExprId, wanted: ReadonlySet<string>): string | undefined {
  const expr = code.expr(decorator);
  const callee = expr.k === "call" ? expr.c : decorator;
  const found = names.apisOf(code, callee).find((name) => wanted.has(name));
  return found?.slice(found.indexOf("#") + 1);
}

function registration(names: Names, code: Code): Evidence | undefined {
  for (const [name, calls] of code.callsByName) {
    if (!registering.test(name)) continue;
    for (const id of calls) {
      const call = code.expr(id);
      if ((call.k !== "call" && call.k !== "new") || !call.args.some((argument) => mayHandle(code, argument))) continue;
      const api = names.apisOf(code, call.c).find((item) => registers(names, item, code, id));
      if (api !== undefined) return { ...startOf(call), words: `registers routes with ${api.slice(api.indexOf("#") + 1)}()` };
    }
  }
  return undefined;
}

/** Whether a call hands a handler to a framework; `server.on("close", …)` does not. */
function registers(names: Names, api: string, code: Code, call: ExprId): boolean {
  return names.project.catalog.http.handlers.of(api).some((fact) => isEvent(code, call, fact.event));
}

/** Every registration of a file, as the region in which functions answer requests. */
export function registrationsOf(names: Names, code: Code): readonly Span[] {
  return code.summary.calls.flatMap((id): readonly Span[] => {
    const call = code.expr(id);
    if (call.k !== "call" && call.k !== "new") return [];
    const isRegistration = registering.test(code.calleeName(call.c) ?? "") && names.apisOf(code, call.c).some((item) => registers(names, item, code, id));
    return isRegistration ? [startOf(call)] : [];
  });
}

/** A string or a number alone is no handler: `app.get("port")`, `map.get(key)`. */
function mayHandle(code: Code, id: ExprId): boolean {
  const { k } = code.expr(id);
  return k === "function" || k === "object" || k === "array" || k === "member" || k === "name" || k === "call" || k === "index";
}

/** `[{ method: "GET", path: "/books", handler }]`, as hapi and Fastify take it. */
function routeTable(code: Code): Evidence | undefined {
  const table = code.summary.exprs.find((expr) => {
    if (expr.k !== "object" || expr.props.length < 3) return false;
    const keys = new Set(expr.props.map(([name]) => name));
    return keys.has("method") && keys.has("handler") && (keys.has("path") || keys.has("url"));
  });
  return table && { ...startOf(table), words: "declares routes (method, path, handler)" };
}

function routedFile(names: Names, code: Code): Evidence | undefined {
  for (const library of names.project.catalog.libraries) {
    for (const fact of library.http?.fileHandlers ?? []) {
      // A convention that any file could meet (`**/*.ts` with a certain export) says nothing about this one.
      if (fact.dependsOn || fact.role || fact.directive !== undefined || fact.files.startsWith("**/*") || !matcher(fact.files)(code.path)) continue;
      const wanted = new Set(fact.exports.map((name) => name.split(".")[0]));
      const own = code.summary.exports.find((item) => !item.typeOnly && item.n !== "*" && item.n !== "=" && wanted.has(item.n));
      if (own) return { s: own.at, e: own.at + 6, words: `exports ${own.n}, which ${library.packages[0] ?? "the framework"} routes requests to` };
    }
  }
  return undefined;
}

/** A function that takes a request or a response: by type, or by the names of an untyped pair. */
export function findTransportFunction(names: Names, code: Code): { readonly fn: Fn; readonly type: string; readonly at: number } | undefined {
  for (const fn of code.summary.functions) {
    // A class that is handed the request when it is made serves nobody.
    const found = fn.kind === "constructor" ? undefined : transportParam(names, code, fn);
    if (found) return { fn, ...found };
  }
  return undefined;
}

/** A function that takes a request and its answer: whatever its file is called, it serves requests. */
export function findServingFunction(names: Names, code: Code): Fn | undefined {
  return code.summary.functions.find((fn) => {
    const typed = fn.params.filter((param) => param.t && transportType(names, code, param.t) !== undefined).length;
    return typed > 1 || (typed === 0 && transportParam(names, code, fn) !== undefined);
  });
}

/**
 * Which parameter of a function is a transport object, and what it is called.
 * @param counts which of them count
 */
export function transportParam(
  names: Names,
  code: Code,
  fn: Fn,
  counts: (at: number, type: string) => boolean = () => true,
): { readonly at: number; readonly type: string } | undefined {
  for (const [at, param] of fn.params.entries()) {
    const type = param.t && transportType(names, code, param.t);
    if (type !== undefined && counts(at, type)) return { at, type };
  }
  const [first, second] = fn.params;
  const untyped = first && second && !first.t && !second.t && /^_?req(?:uest)?$/.test(first.n ?? "") && /^_?(?:res|response|reply|h)$/.test(second.n ?? "");
  return untyped && (counts(0, "(req, res)") || counts(1, "(req, res)")) ? { at: 0, type: "(req, res)" } : undefined;
}

function transportType(names: Names, code: Code, type: TypeExpr): string | undefined {
  const { catalog } = names.project;
  const api = names.ofType(code, type).find((item) => item.k === "api" && catalog.isIn(catalog.http.transportTypes, item.name));
  const name = api?.k === "api" ? api.name.slice(api.name.indexOf("#") + 1) : undefined;
  // `interface Request { token: string }`: a type of this file that is called like one of HTTP.
  const isOwn = type.k === "ref" && type.n === name && code.summary.types.some((own) => own.n === name);
  return isOwn ? undefined : name;
}

/** Where a file starts a server: it puts the application together. */
export function findServerStart(names: Names, code: Code): Evidence | undefined {
  for (const name of ["listen", "NestFactory", "create", "serve", "bootstrap"]) {
    for (const id of code.callsByName.get(name) ?? []) {
      const call = code.expr(id);
      if (call.k !== "call") continue;
      const starts = name === "listen" || names.apisOf(code, call.c).some((api) => /NestFactory\.create|node-server#serve$/.test(api));
      if (starts && call.fn >= 0) return { ...startOf(call), words: `starts the server (${name}())` };
    }
  }
  return undefined;
}

export type DataRole = "client" | "repository" | "entity";

/** What a class is for a database: a client or a wrapper around one, a repository of an ORM, an entity. */
export function dataRoleOf(names: Names, code: Code, c: ClassId, depth = 0): DataRole | undefined {
  const fact = code.summary.classes[c];
  if (!fact || depth > 6) return undefined;
  const { catalog } = names.project;
  if (fact.decorators.some((id) => decoratorName(names, code, id, catalog.data.entityDecorators) !== undefined)) return "entity";
  for (const base of names.basesOf(code, c)) {
    const role = base.k === "api" ? dataRoleOfApi(names, base.name) : base.k === "class" ? dataRoleOf(names, base.code, base.c, depth + 1) : undefined;
    if (role) return role;
  }
  return undefined;
}

const roles = new WeakMap<Names, Map<string, DataRole | undefined>>();

/** The same for a library's own type or call: `PrismaClient`, `Repository`, `pgTable`. */
export function dataRoleOfApi(names: Names, name: string): DataRole | undefined {
  let known = roles.get(names);
  if (!known) roles.set(names, (known = new Map()));
  if (known.has(name)) return known.get(name);
  const { catalog } = names.project;
  const isEntity = (): boolean => catalog.isIn(catalog.data.entityBases, name) || catalog.data.modelFactories.has(name);
  const role = catalog.isIn(catalog.data.clients, name)
    ? "client"
    : catalog.isIn(catalog.data.repositories, name)
      ? "repository"
      : isEntity()
        ? "entity"
        : undefined;
  known.set(name, role);
  return role;
}

/** Where a file talks to a database itself. */
export function findQuery(names: Names, code: Code): Evidence | undefined {
  for (const id of code.summary.calls) {
    const call = code.expr(id);
    const callee = call.k === "call" ? call.c : call.k === "tag" ? call.tag : undefined;
    const member = callee === undefined ? undefined : code.expr(callee);
    if (member?.k !== "member" && call.k !== "tag") continue;
    const receiver = member?.k === "member" ? member.o : callee;
    const found = receiver === undefined ? undefined : names.denote(code, receiver).find((item) => isDataSource(names, item));
    if (found) return { ...startOf(call), words: "talks to the database itself" };
  }
  return undefined;
}

function isDataSource(names: Names, item: Denotation): boolean {
  if (item.k === "api") return receiverRole(names, item.name) !== undefined;
  return item.k === "instance" && dataRoleOf(names, item.code, item.c) !== undefined;
}

/** The role of whatever a call is made on: `PrismaClient.book` is still the client's. */
function receiverRole(names: Names, name: string): DataRole | undefined {
  for (let end = name.length; end > name.indexOf("#"); end = name.lastIndexOf(".", end - 1)) {
    const role = dataRoleOfApi(names, name.slice(0, end));
    if (role !== undefined) return role;
    if (name.lastIndexOf(".", end - 1) <= name.indexOf("#")) return undefined;
  }
  return undefined;
}

/** Where a file defines entities or tables. */
export function findEntity(names: Names, code: Code): Evidence | undefined {
  for (const [c, fact] of code.summary.classes.entries()) {
    if (dataRoleOf(names, code, c) === "entity") return { ...startOf(fact), words: `class ${fact.n} is an entity` };
  }
  for (const id of code.summary.calls) {
    const call = code.expr(id);
    if ((call.k !== "call" && call.k !== "new") || call.fn !== 0) continue;
    const api = names.apisOf(code, call.c).find((name) => names.project.catalog.data.modelFactories.has(name));
    if (api !== undefined) return { ...startOf(call), words: `defines a model with ${api.slice(api.indexOf("#") + 1)}()` };
  }
  return undefined;
}

/** Where a class extends a repository of an ORM. */
export function findRepositoryClass(names: Names, code: Code): Evidence | undefined {
  for (const [c, fact] of code.summary.classes.entries()) {
    if (dataRoleOf(names, code, c) === "repository") return { ...startOf(fact), words: `class ${fact.n} extends a repository of the ORM` };
  }
  return undefined;
}

/** Where a class is a database client, or wraps one. */
export function findClientClass(names: Names, code: Code): Evidence | undefined {
  for (const [c, fact] of code.summary.classes.entries()) {
    if (dataRoleOf(names, code, c) === "client") return { ...startOf(fact), words: `class ${fact.n} is a database client` };
  }
  return undefined;
}

function startOf(span: Span): Span {
  return { s: span.s, e: span.e };
}
