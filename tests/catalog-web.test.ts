import { describe, expect, it } from "vitest";
import { layerConventions } from "#catalog/conventions";
import type { LibraryFacts } from "#catalog/facts";
import { dataLibraries } from "#catalog/data";
import { Catalog } from "#catalog/lookup";
import { webLibraries } from "#catalog/web";

/** Types a library says something about: targets elsewhere must be one of these. */
function typesOf(library: LibraryFacts): Set<string> {
  const { http = {} } = library;
  const apis = [
    ...Object.keys(library.returns ?? {}),
    ...Object.keys(library.members ?? {}),
    ...Object.keys(library.callbacks ?? {}),
    ...(http.contracts?.trees ?? []).map((tree) => tree.api),
    ...(http.handlers ?? []).map((handler) => handler.api),
  ];
  return new Set([
    ...(library.state?.stores ?? []).map((store) => store.api),
    ...apis.filter((api) => api.includes(".")).map((api) => api.slice(0, api.lastIndexOf("."))),
    ...(http.handlers ?? []).map((handler) => handler.api),
    ...Object.keys(library.extends ?? {}),
    ...Object.keys(library.functionTypes ?? {}),
    ...Object.keys(http.untrusted ?? {}),
    ...(http.transportTypes ?? []),
    ...(http.routers ?? []),
    ...(http.contexts ?? []).flatMap(({ at }) => at),
    // `RateLimiterAbstract.consume`: what a type's method does to a request is said of the type.
    ...(http.controls ?? []).flatMap(({ api }) => (api.includes(".") ? [api.slice(0, api.indexOf("."))] : [])),
  ]);
}

const typesByPackage = new Map(webLibraries.map((library) => [library.packages[0], typesOf(library)] as const));

function targetsOf(library: LibraryFacts): string[] {
  const { http = {} } = library;
  const parameters = [
    ...Object.values(library.functionTypes ?? {}),
    ...Object.values(library.callbacks ?? {}).flatMap((facts) => facts.map((fact) => fact.parameters)),
    ...(http.handlers ?? []).map((handler) => handler.parameters),
    ...(http.fileHandlers ?? []).map((handler) => handler.parameters),
  ];
  return [
    ...Object.values(library.returns ?? {}),
    ...Object.values(library.members ?? {}),
    ...Object.values(library.extends ?? {}),
    ...Object.values(library.injects ?? {}),
    ...parameters.flatMap((types) => Object.values(types)),
  ];
}

function isKnown(target: string, library: LibraryFacts): boolean {
  const [pkg, type] = target.split("#"); // `pkg` is the first package of the entry
  if (type === undefined) return typesOf(library).has(target);
  return typesByPackage.get(pkg ?? "")?.has(type) ?? false;
}

function duplicatesIn(values: readonly string[]): string[] {
  return values.filter((value, at) => values.indexOf(value) !== at);
}

describe.each(webLibraries.map((library) => [library.packages[0] ?? "?", library] as const))("%s", (_name, library) => {
  const { http = {} } = library;

  it("says where its facts can be checked", () => {
    expect(library.docs).toMatch(/^https:\/\/[^\s]+$/);
    expect(library.packages.length).toBeGreaterThan(0);
  });

  it("names only types it says something about", () => {
    expect(targetsOf(library).filter((target) => !isKnown(target, library))).toEqual([]);
  });

  it("says where its routers come from", () => {
    const made = new Set([...Object.values(library.returns ?? {}), ...Object.values(library.extends ?? {}), ...Object.keys(library.extends ?? {})]);
    expect((http.routers ?? []).filter((router) => !made.has(router))).toEqual([]);
  });

  it("has no duplicates", () => {
    const handlers = (http.handlers ?? []).map((handler) => [handler.api, handler.form, handler.arity, handler.event, handler.properties?.join()].join(" "));
    const files = (http.fileHandlers ?? []).map((handler) => `${handler.files} ${handler.exports.join()}`);
    const untrusted = Object.entries(http.untrusted ?? {}).flatMap(([type, members]) => members.map((member) => `${type}.${member}`));
    for (const list of [
      library.packages,
      handlers,
      files,
      untrusted,
      http.routers,
      http.transportTypes,
      http.controllerDecorators,
      http.validated,
      library.globals,
    ]) {
      expect(duplicatesIn(list ?? [])).toEqual([]);
    }
  });

  it("names inputs that are untrusted", () => {
    const untrusted = new Set([
      ...Object.entries(http.untrusted ?? {}).flatMap(([type, members]) => members.map((member) => `${type}.${member}`)),
      ...Object.keys(http.inputCalls ?? {}),
    ]);
    const named = [...Object.keys(http.inputNames ?? {}), ...(http.validated ?? [])];
    expect(named.filter((name) => !untrusted.has(name))).toEqual([]);
  });

  it("gives every untrusted member a name of an input", () => {
    const inputs = new Set(["body", "query", "params", "headers", "cookies", "files", "url", "address", "arguments", "input", "message"]);
    const nameOf = (type: string, member: string) => http.inputNames?.[`${type}.${member}`] ?? member.slice(member.lastIndexOf(".") + 1).replace("()", "");
    const unnamed = Object.entries(http.untrusted ?? {}).flatMap(([type, members]) =>
      members.filter((member) => !inputs.has(nameOf(type, member))).map((member) => `${type}.${member}`),
    );
    expect(unnamed).toEqual([]);
  });

  it("gives object forms their properties", () => {
    for (const handler of http.handlers ?? []) expect([handler.api, handler.properties !== undefined]).toEqual([handler.api, handler.form === "object"]);
  });

  it("is spelt like an import", () => {
    for (const handler of http.handlers ?? []) expect(handler.api).toMatch(/^\$?[\w]+(\.[\w$]+)*$/);
  });
});

describe("web catalogue", () => {
  const catalog = new Catalog(webLibraries);

  /** `["koa-router", "default", "()", "get"]`: import the name, then call or take members. */
  function walk([specifier = "", exported = "", ...steps]: readonly string[]): string {
    return steps.reduce((name, step) => (step === "()" ? catalog.callOf(name) : catalog.memberOf(name, step)), catalog.nameOf(specifier, exported));
  }

  it("files every package under one name, data libraries included", () => {
    const idsOf = new Map<string, Set<string | undefined>>();
    for (const { packages } of [...webLibraries, ...dataLibraries]) {
      for (const name of packages) idsOf.set(name, (idsOf.get(name) ?? new Set()).add(packages[0]));
    }
    expect([...idsOf].filter(([, ids]) => ids.size > 1).map(([name]) => name)).toEqual([]);
  });

  it.each([
    [["express", "default", "()", "get"], "Request"],
    [["express", "Router", "()", "route", "()", "get", "()", "post"], "Request"],
    [["fastify", "default", "()", "withTypeProvider", "()", "route"], "FastifyRequest"],
    [["hono", "Hono", "()", "get", "()", "post"], "Context"],
    [["@hono/zod-openapi", "OpenAPIHono", "()", "openapi"], "Context"],
    [["hono/factory", "createFactory", "()", "createApp", "()", "use"], "Context"],
    [["koa", "default", "()", "use"], "Context"],
    [["koa-router", "default", "()", "get", "()", "post"], "koa#Context"],
    [["@hapi/hapi", "default", "server", "()", "route"], "Request"],
    [["@trpc/server", "initTRPC", "context", "()", "create", "()", "procedure", "input", "()", "mutation"], "ProcedureResolverOptions"],
    [["@orpc/server", "os", "$context", "()", "input", "()", "handler"], "ProcedureHandlerOptions"],
    [["elysia", "default", "()", "use", "()", "post"], "Context"],
    [["@adonisjs/core/services/router", "default", "get"], "@adonisjs/core/http#HttpContext"],
    [["h3", "createRouter", "()", "get", "()", "post"], "H3Event"],
    [["encore.dev/api", "api", "raw"], "RawRequest"],
    [["@azure/functions", "app", "post"], "HttpRequest"],
    [["@ts-rest/express", "initServer", "()", "router"], "RouteInput"],
    [["next-safe-action", "createSafeActionClient", "()", "inputSchema", "()", "action"], "ActionInput"],
    [["node:http", "createServer"], "IncomingMessage"],
  ])("finds the handler of %j", (steps, request) => {
    const name = walk(steps);
    expect(catalog.http.handlers.of(name).map((handler) => handler.parameters[0])).toContain(request);
    expect(catalog.http.untrusted.of(catalog.typeIn(catalog.nameOf(steps[0] ?? "", "x"), request))).toBeDefined();
  });
});

describe("layer conventions", () => {
  it("says one thing about every word", () => {
    expect(duplicatesIn(layerConventions.flatMap(({ kind, words }) => words.map((word) => `${kind} ${word}`)))).toEqual([]);
  });

  it("writes words the way they are compared", () => {
    for (const { words } of layerConventions) for (const word of words) expect(word).toBe(word.toLowerCase());
  });
});
