import picomatch from "picomatch";
import type { FileHandlerFact, FileRouting } from "#catalog/facts/files";
import type { Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type Origin, readPath } from "../origins.ts";
import { exportedValue } from "../exported-value.ts";
import { askedMethods } from "./file-methods.ts";
import { FileMiddleware } from "./file-middleware.ts";
import { pathOf } from "./file-paths.ts";
import { handlingOf } from "./handlers.ts";
import type { Endpoint, Step } from "./model.ts";
import { stepsOfWrapper } from "./procedures.ts";
import { RouteConfigs } from "./route-configs.ts";

/** A convention, and the library it belongs to. */
interface Convention {
  readonly fact: FileHandlerFact;
  readonly serves: FileRouting;
  readonly framework: string;
}

/** Endpoints that files are by where they lie: `app/api/loans/route.ts`, `pages/api/loans.ts`, `+server.ts`, server actions. */
export function fileEndpoints(names: Names): readonly Endpoint[] {
  const { project } = names;
  const conventions = project.catalog.libraries.flatMap((library) =>
    (library.http?.fileHandlers ?? []).flatMap((fact) =>
      fact.serves && isAsked(names, fact)
        ? [
            {
              fact,
              serves: fact.serves,
              framework: library.packages[0] ?? "",
              matches: picomatch(fact.files, { dot: true }),
              directives: fact.directive === undefined ? undefined : [fact.directive],
              exported: exportWords(fact),
            },
          ]
        : [],
    ),
  );
  const around: Around = { names, middleware: new FileMiddleware(names), configs: new RouteConfigs(names) };
  const found: Endpoint[] = [];
  const taken = new Set<string>();
  for (const convention of conventions) {
    const { fact, directives, exported, matches } = convention;
    const key = `files ${fact.files} ${fact.directive ?? ""} ${exported?.join() ?? ""}`;
    const candidates = project.pathsWhere(
      key,
      (some, { path }) => matches(path) && (directives ? some.holds(path, directives) : exported === undefined || some.names(path, exported)),
    );
    for (const path of candidates) {
      const code = project.code(path);
      if (!code || code.role !== "product") continue;
      for (const endpoint of fact.directive === undefined
        ? exportedHere(around, code, convention)
        : actionsOf(names, code, fact.directive, convention.framework)) {
        const place = `${path}:${endpoint.span.s}:${endpoint.methods.join()}:${endpoint.path}`;
        if (!taken.has(place)) found.push(endpoint);
        taken.add(place);
      }
    }
  }
  return found;
}

/** Names one of which a file must have to export what is asked for; `undefined` where a default export of any kind will do. */
function exportWords({ exports }: FileHandlerFact): readonly string[] | undefined {
  return exports.includes("default") ? undefined : [...exports.map((name) => name.slice(name.lastIndexOf(".") + 1)), "*"];
}

interface Around {
  readonly names: Names;
  readonly middleware: FileMiddleware;
  readonly configs: RouteConfigs;
}

/** Conventions too common to stand alone count where the manifest names their framework. */
function isAsked(names: Names, fact: FileHandlerFact): boolean {
  return fact.dependsOn === undefined || fact.dependsOn.some((name) => names.project.dependencies.has(name));
}

function exportedHere({ names, middleware, configs }: Around, code: Code, { fact, serves, framework }: Convention): readonly Endpoint[] {
  const conventional = serves.path ?? pathOf(code.path, serves);
  const paths = serves.configured ? configs.pathsOf(code, conventional) : conventional === undefined ? [] : [conventional];
  return paths.flatMap((path) => {
    const before = middleware.before(framework, code, path);
    return fact.exports.flatMap((exported) =>
      valuesOf(names, code, exported).flatMap((value): readonly Endpoint[] => {
        const own = value.name === undefined || value.name === "default" || serves.path !== undefined ? path : `${path}?/${value.name}`;
        const endpoint = endpointAt(names, code, value, { framework, methods: [methodOf(serves, exported, code.path)], path: own });
        const methods = serves.asked === undefined ? [] : askedMethods(endpoint, serves.asked);
        if (serves.path !== undefined && !endpoint.handler) return [];
        return [{ ...endpoint, ...(methods.length > 0 ? { methods } : {}), chain: [...before, ...endpoint.chain], open: serves.configuredElsewhere === true }];
      }),
    );
  });
}

/** An exported value, and where in this file it is exported; what a package exports has no origin here. */
interface Exported {
  readonly origin?: Origin;
  readonly at: number;
  readonly name?: string;
}

/** Values under an export name, also re-exported; `actions.*` are the members of an exported object. */
function valuesOf(names: Names, code: Code, exported: string): readonly Exported[] {
  const [head = "", member] = exported.split(".");
  const item = code.summary.exports.find((candidate) => candidate.n === head && !candidate.typeOnly);
  const value = exportedValue(names, code, head);
  if (!item && !value) return [];
  const at = item?.at ?? 0;
  if (!value) return member === undefined ? [{ at }] : [];
  const origins = value.path.length > 0 ? readPath(names, value, value.path).values : [value];
  if (member === undefined) return origins.slice(0, 1).map((origin) => ({ origin, at }));
  return origins.flatMap((origin) =>
    names.denote(origin.code, origin.id).flatMap((denoted) => {
      const object = denoted.k === "object" ? denoted.code.expr(denoted.e) : undefined;
      if (denoted.k !== "object" || object?.k !== "object") return [];
      return object.props.flatMap(([name, id]) => (member === "*" || member === name ? [{ origin: { code: denoted.code, id }, at, name }] : []));
    }),
  );
}

function methodOf(serves: FileRouting, exported: string, path: string): string {
  if (serves.methods === "export") return exported === "fallback" ? "ALL" : exported;
  if (serves.methods === "suffix") return (/\.(get|post|put|patch|delete|head|options)\.[cm]?[jt]s$/.exec(path)?.[1] ?? "all").toUpperCase();
  return serves.methods[exported] ?? "ALL";
}

function endpointAt(names: Names, code: Code, { origin, at }: Exported, rest: Pick<Endpoint, "framework" | "methods" | "path">): Endpoint {
  const { handler, wrappers } = origin ? handlingOf(names, origin) : { handler: undefined, wrappers: [] };
  const chain = wrappers.flatMap((step): readonly Step[] => stepsOfWrapper(names, step));
  return { ...rest, code, span: spanOf(code, origin, handler, at), ...(handler ? { handler } : {}), chain, open: false };
}

function spanOf(code: Code, origin: Origin | undefined, handler: Endpoint["handler"], at: number): Span {
  const fn = handler?.code === code ? code.summary.functions[handler.f] : undefined;
  const expr = origin?.code === code ? code.expr(origin.id) : undefined;
  const { s, e } = fn ?? expr ?? { s: at, e: at + 1 };
  return { s, e };
}

/** Server actions: every exported function of a file that begins with the directive, and each function that begins with it. */
function actionsOf(names: Names, code: Code, directive: string, framework: string): readonly Endpoint[] {
  const whole = code.summary.directives.includes(directive);
  const address = (name: string): Pick<Endpoint, "framework" | "methods" | "path"> => ({ framework, methods: ["ACTION"], path: `${code.path}#${name}` });
  const exported = whole
    ? code.summary.exports.flatMap((item) =>
        item.v === undefined || item.typeOnly ? [] : [endpointAt(names, code, { origin: { code, id: item.v }, at: item.at }, address(item.n))],
      )
    : [];
  const inline = code.summary.functions.flatMap((fn, f) =>
    f !== 0 && fn.directives?.includes(directive)
      ? [{ ...address(fn.n || "action"), code, span: { s: fn.s, e: fn.e }, handler: { code, f }, chain: [], open: false }]
      : [],
  );
  return [...exported.filter((endpoint) => endpoint.handler !== undefined), ...inline];
}
