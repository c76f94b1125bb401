import type { ClassId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type Application, applicationOf, applicationsOf } from "./applications.ts";
import { type Decorator, decoratorsOf, stepsOf, textsAt, valuesOf } from "./decorators.ts";
import type { Endpoint, Step } from "./model.ts";
import { joinPaths, normalisePath } from "./paths.ts";

/** Endpoints that decorated methods of controller and resolver classes are. */
export function controllerEndpoints(names: Names): readonly Endpoint[] {
  const words = names.project.libraries.flatMap((facts) => facts.http?.controllers?.classes.map(({ api }) => api) ?? []);
  const applications = applicationsOf(names);
  const found: Endpoint[] = [];
  for (const code of names.project.codesNaming(words)) {
    if (code.role !== "product") continue;
    code.summary.classes.forEach((fact, c) => {
      if (fact.decorators.length > 0) found.push(...ofClass(names, code, c, applicationOf(applications, code)));
    });
  }
  return found;
}

interface Method {
  readonly code: Code;
  readonly f: FnId;
  readonly name: string;
}

function ofClass(names: Names, code: Code, c: ClassId, application: Application): readonly Endpoint[] {
  const { catalog } = names.project;
  const decorators = decoratorsOf(names, code, code.summary.classes[c]?.decorators);
  const kind = decorators.flatMap((item) => {
    const fact = item.api === undefined ? undefined : catalog.controllers.classes.exactly(item.api);
    return fact ? [{ item, fact }] : [];
  })[0];
  if (!kind) return [];
  const prefixes = (kind.fact.paths ?? []).flatMap((path) => textsAt(names, kind.item, path));
  const version = kind.fact.version === undefined ? [] : versionsOf(names, kind.item, kind.fact.version);
  const classSteps = stepsOf(
    names,
    decorators.filter((item) => item !== kind.item),
    "router",
  );
  const around = {
    prefixes: prefixes.length > 0 ? prefixes : [""],
    version,
    steps: classSteps,
    c,
    framework: libraryOf(kind.item.api ?? ""),
    router: `${code.path}#${c}`,
  };
  return methodsOf(names, code, c).flatMap((method) => ofMethod(names, method, around, application));
}

/** Own methods, and those of base classes that are not overridden. */
function methodsOf(names: Names, code: Code, c: ClassId, taken: ReadonlySet<string> = new Set(), depth = 0): readonly Method[] {
  const own = Object.entries(code.summary.classes[c]?.members ?? {}).flatMap(([name, member]) =>
    member.kind === "method" && member.f !== undefined && !taken.has(name) ? [{ code, f: member.f, name }] : [],
  );
  const inner = new Set([...taken, ...own.map((item) => item.name)]);
  const inherited =
    depth > 5 ? [] : names.basesOf(code, c).flatMap((base) => (base.k === "class" ? methodsOf(names, base.code, base.c, inner, depth + 1) : []));
  return [...own, ...inherited];
}

interface Around {
  readonly prefixes: readonly string[];
  readonly version: readonly string[];
  readonly steps: readonly Step[];
  readonly framework: string;
  readonly router: string;
  readonly c: ClassId;
}

function ofMethod(names: Names, { code, f, name }: Method, around: Around, application: Application): readonly Endpoint[] {
  const { catalog } = names.project;
  const fn = code.summary.functions[f];
  const decorators = decoratorsOf(names, code, fn?.decorators);
  const routes = decorators.filter((item) => item.api !== undefined && catalog.controllers.methods.exactly(item.api));
  const steps = stepsOf(
    names,
    decorators.filter((item) => !routes.includes(item)),
    "route",
  );
  const versioned = decorators
    .filter((item) => item.api !== undefined && catalog.controllers.versions.has(item.api))
    .flatMap((item) => versionsOf(names, item, "0"));
  const versions = versioned.length > 0 ? versioned : around.version.length > 0 ? around.version : application.version;
  return routes.flatMap((item) => {
    const span = spanOf(item);
    const rest = { framework: around.framework, code, span, handler: { code, f }, router: around.router, open: false };
    return addressesOf(names, item, name, around.prefixes, versions, application).map(({ local, ...address }) => {
      const chain = [...application.steps, ...application.stepsFor(local, around.c), ...around.steps, ...steps];
      return { ...rest, ...address, chain };
    });
  });
}

function addressesOf(
  names: Names,
  item: Decorator,
  name: string,
  prefixes: readonly string[],
  versions: readonly string[],
  application: Application,
): readonly (Pick<Endpoint, "methods" | "path"> & { readonly local: string })[] {
  const fact = names.project.catalog.controllers.methods.exactly(item.api ?? "");
  if (!fact) return [];
  if (fact.operation !== undefined)
    return [{ methods: fact.methods ?? [], path: `/graphql#${fact.operation}.${operationName(names, item) ?? name}`, local: "/graphql" }];
  const own = (fact.paths ?? []).flatMap((path) => textsAt(names, item, path));
  if (fact.channel !== undefined) {
    const events = own.length > 0 ? own : ["…"];
    return prefixes.flatMap((prefix) =>
      events.map((event) => ({ methods: fact.methods ?? [], path: `${(fact.channel ?? "").replace("*", prefix)}#${event}`, local: "/" })),
    );
  }
  const methods = fact.methods ?? httpMethodsOf(names, item, fact.method ?? "0");
  const paths = own.length > 0 ? own : [""];
  const marks = application.versioned && versions.length > 0 ? versions.map((version) => (version === "" ? "" : `${application.versionMark}${version}`)) : [""];
  return prefixes.flatMap((prefix) =>
    marks.flatMap((mark) =>
      paths.map((path) => ({
        methods,
        path: normalisePath(joinPaths(application.prefixFor(joinPaths(prefix, path), methods), mark, prefix, path)),
        local: joinPaths(prefix, path),
      })),
    ),
  );
}

/** `"get"`, `RequestMethod.GET`. */
function httpMethodsOf(names: Names, item: Decorator, path: string): readonly string[] {
  const named = valuesOf(names, item, path).flatMap(({ code, id }) => names.apisOf(code, id).map((api) => api.slice(api.lastIndexOf(".") + 1)));
  return named.length > 0 ? named : textsAt(names, item, path).map((method) => method.toUpperCase());
}

/** Versions a decorator names; a neutral one is the empty text. */
function versionsOf(names: Names, item: Decorator, path: string): readonly string[] {
  const isNeutral = valuesOf(names, item, path).some(({ code, id }) =>
    names.apisOf(code, id).some((api) => names.project.catalog.controllers.neutral.has(api)),
  );
  return isNeutral ? [""] : textsAt(names, item, path);
}

/** `@Mutation(() => Loan, { name: "lend" })`. */
function operationName(names: Names, item: Decorator): string | undefined {
  return [...textsAt(names, item, "1.name"), ...textsAt(names, item, "0.name")].find((text) => text !== "…");
}

function spanOf({ code, id }: Decorator): { s: number; e: number } {
  const { s, e } = code.expr(id);
  return { s, e };
}

function libraryOf(api: string): string {
  return api.slice(0, api.indexOf("#"));
}
