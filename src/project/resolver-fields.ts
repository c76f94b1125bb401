import type { FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** A function that a GraphQL server calls for each object of a list, to resolve one of its fields. */
export interface ResolverField {
  readonly name: string;
  /** The type the field belongs to, where known. */
  readonly parent: string | undefined;
}

/** Types whose fields are asked for once per request. */
const roots = new Set(["Query", "Mutation", "Subscription"]);

/** The field a function resolves, or `undefined`: by its decorator, or by its place in a map of resolvers. Root types are none. */
export function resolverOfField(names: Names, code: Code, f: FnId): ResolverField | undefined {
  const fn = code.summary.functions[f];
  if (!fn || !/resolve/i.test(code.text)) return undefined;
  const { catalog } = names.project;
  for (const id of fn.decorators ?? []) {
    const expr = code.expr(id);
    const apis = names.apisOf(code, expr.k === "call" ? expr.c : id);
    if (apis.some((api) => catalog.http.fieldResolvers.has(api))) return asksParent(names, code, f) ? { name: fn.n, parent: undefined } : undefined;
  }
  return fn.expr === undefined || fn.params.length === 0 ? undefined : inMap(names, code, fn.expr);
}

/** A field that does not look at its parent hangs on an object there is one of, such as a group of statistics. Arguments of its own make it a list of its own. */
function asksParent(names: Names, code: Code, f: FnId): boolean {
  const { catalog } = names.project;
  const decorators = (code.summary.functions[f]?.params ?? []).flatMap((param) => param.decorators ?? []);
  const apis = decorators.flatMap((id) => {
    const expr = code.expr(id);
    return names.apisOf(code, expr.k === "call" ? expr.c : id);
  });
  return apis.some((api) => catalog.http.resolverParents.has(api)) && !apis.some((api) => catalog.http.inputDecorators.exactly(api) !== undefined);
}

/** `new ApolloServer({ resolvers: { Loan: { book: (loan) => … } } })`. */
function inMap(names: Names, code: Code, fn: number): ResolverField | undefined {
  const span = code.expr(fn);
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if ((expr.k !== "call" && expr.k !== "new") || expr.s > span.s || expr.e < span.e) continue;
    const takes = names
      .apisOf(code, expr.c)
      .some((api) => names.project.catalog.http.handlers.of(api).some((fact) => fact.form === "object" && fact.properties?.includes("resolvers.**")));
    const path = takes ? expr.args.map((argument) => pathTo(code, argument, fn)).find((found) => found !== undefined) : undefined;
    const [top, parent, name] = path ?? [];
    if (top === "resolvers" && parent !== undefined && name !== undefined && !roots.has(parent)) return { name, parent };
  }
  return undefined;
}

function pathTo(code: Code, id: number, wanted: number, depth = 0): readonly string[] | undefined {
  if (id === wanted) return [];
  const expr = code.expr(id);
  if (depth > 5) return undefined;
  if (expr.k === "name") {
    const writes = code.summary.writes[`b${expr.b}`];
    return writes?.length === 1 && writes[0] ? pathTo(code, writes[0].v, wanted, depth + 1) : undefined;
  }
  if (expr.k !== "object") return undefined;
  for (const [name, value] of expr.props) {
    const rest = pathTo(code, value, wanted, depth + 1);
    if (rest) return name === "..." ? rest : [name, ...rest];
  }
  return undefined;
}
