import picomatch from "picomatch";
import type { FileHandlerFact, FileRouting } from "#catalog/facts";
import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { handlingOf } from "./handlers.ts";
import type { Endpoint } from "./model.ts";
import { pathOf } from "./file-paths.ts";
import { stepsOfWrapper } from "./procedures.ts";

/** Endpoints that files are by where they lie: `app/api/loans/route.ts`, `pages/api/loans.ts`, `+server.ts`, server actions. */
export function fileEndpoints(names: Names): readonly Endpoint[] {
  const facts = names.project.catalog.libraries.flatMap((library) =>
    (library.http?.fileHandlers ?? []).flatMap((fact) =>
      fact.serves ? [{ fact, serves: fact.serves, framework: library.packages[0] ?? "", matches: picomatch(fact.files, { dot: true }) }] : [],
    ),
  );
  const found: Endpoint[] = [];
  const taken = new Set<string>();
  for (const path of names.project.paths) {
    for (const { fact, serves, framework, matches } of facts) {
      if (!matches(path) || (fact.dependsOn && !fact.dependsOn.some((name) => names.project.dependencies.has(name)))) continue;
      if (fact.directive !== undefined && !names.project.text(path)?.includes(fact.directive)) continue;
      const code = names.project.code(path);
      if (!code || code.role !== "product") continue;
      for (const endpoint of fact.directive === undefined
        ? exportedHere(names, code, fact, serves, framework)
        : actionsOf(names, code, fact.directive, framework)) {
        const key = `${path}:${endpoint.span.s}:${endpoint.methods.join()}`;
        if (!taken.has(key)) found.push(endpoint);
        taken.add(key);
      }
    }
  }
  return found;
}

function exportedHere(names: Names, code: Code, fact: FileHandlerFact, serves: FileRouting, framework: string): readonly Endpoint[] {
  const path = pathOf(code.path, serves);
  if (path === undefined) return [];
  return fact.exports.flatMap((exported) =>
    valuesOf(names, code, exported).map(({ id, name }) => {
      const method = methodOf(serves, exported, code.path);
      return endpointAt(names, code, id, { framework, methods: [method], path: name === undefined || name === "default" ? path : `${path}?/${name}` });
    }),
  );
}

/** Values under an export name; `actions.*` are the members of an exported object. */
function valuesOf(names: Names, code: Code, exported: string): readonly { readonly id: ExprId; readonly name?: string }[] {
  const [head = "", member] = exported.split(".");
  return code.summary.exports.flatMap((item) => {
    if (item.n !== head || item.typeOnly) return [];
    if (item.v === undefined) return [];
    if (member === undefined) return [{ id: item.v }];
    return names.denote(code, item.v).flatMap((value) => {
      const object = value.k === "object" && value.code === code ? code.expr(value.e) : undefined;
      return object?.k === "object" ? object.props.map(([name, id]) => ({ id, name })) : [];
    });
  });
}

function methodOf(serves: FileRouting, exported: string, path: string): string {
  if (serves.methods === "export") return exported === "fallback" ? "ALL" : exported;
  if (serves.methods === "suffix") return (/\.(get|post|put|patch|delete|head|options)\.[cm]?[jt]s$/.exec(path)?.[1] ?? "all").toUpperCase();
  return serves.methods[exported] ?? "ALL";
}

function endpointAt(names: Names, code: Code, id: ExprId, rest: Pick<Endpoint, "framework" | "methods" | "path">): Endpoint {
  const { handler, wrappers } = handlingOf(names, { code, id });
  const chain = wrappers.flatMap((step) => stepsOfWrapper(names, step));
  return { ...rest, code, span: spanOf(code, id, handler), ...(handler ? { handler } : {}), chain, open: false };
}

function spanOf(code: Code, id: ExprId, handler: { readonly code: Code; readonly f: FnId } | undefined): Span {
  const fn = handler?.code === code ? code.summary.functions[handler.f] : undefined;
  const { s, e } = fn ?? code.expr(id);
  return { s, e };
}

/** Server actions: every exported function of a file that begins with the directive, and each function that begins with it. */
function actionsOf(names: Names, code: Code, directive: string, framework: string): readonly Endpoint[] {
  const whole = code.summary.directives.includes(directive);
  const address = (name: string): Pick<Endpoint, "framework" | "methods" | "path"> => ({ framework, methods: ["ACTION"], path: `${code.path}#${name}` });
  const exported = whole
    ? code.summary.exports.flatMap((item) => (item.v === undefined || item.typeOnly ? [] : [endpointAt(names, code, item.v, address(item.n))]))
    : [];
  const inline = code.summary.functions.flatMap((fn, f) =>
    f !== 0 && fn.directives?.includes(directive)
      ? [{ ...address(fn.n || "action"), code, span: { s: fn.s, e: fn.e }, handler: { code, f }, chain: [], open: false }]
      : [],
  );
  return [...exported.filter((endpoint) => endpoint.handler !== undefined), ...inline];
}
