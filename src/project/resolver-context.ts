import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isContext, isTold } from "./handler-context.ts";
import type { Denotation, Names } from "./names.ts";
import { registeredTypes } from "./registration-types.ts";

/** What the parameters of the functions in maps of resolvers are, by file and function. */
type Resolvers = ReadonlyMap<string, Readonly<Record<number, string>>>;

/** Resolvers while they are being looked for. */
const halfWay: Resolvers = new Map();
/** Resolvers are given what they resolve and their arguments before the context. */
const indices = new Set([2, 3]);

const memory = new WeakMap<Names, Resolvers>();

/** The context in a parameter of a GraphQL resolver, where the project says what the context holds: by how the resolver is registered, or by the map it stands in. */
export function resolverContext(names: Names, code: Code, f: FnId, i: number): readonly Denotation[] {
  if (!indices.has(i)) return [];
  const registered = code.text.includes("resolve") ? registeredTypes(names, code, f, i) : [];
  const mapped = resolversOf(names).get(`${code.path}:${String(f)}`)?.[i];
  const type = [...registered, ...(mapped === undefined ? [] : [mapped])].find((name) => isContext(names, name) && isTold(names, name));
  return type === undefined ? [] : [{ k: "api", name: type }];
}

function resolversOf(names: Names): Resolvers {
  const known = memory.get(names);
  if (known === halfWay) names.cutShort();
  if (known) return known;
  memory.set(names, halfWay);
  const found = search(names);
  memory.set(names, found);
  return found;
}

function search(names: Names): Resolvers {
  const found = new Map<string, Readonly<Record<number, string>>>();
  for (const { types, parameters } of names.project.catalog.http.resolverMaps) {
    if (!Object.values(parameters).some((type) => isTold(names, type))) continue;
    for (const code of new Set(types.flatMap((type) => names.project.mentioning(type)))) {
      if (code.role !== "product") continue;
      code.summary.exprs.forEach((expr) => {
        if (expr.k !== "object" || !expr.props.some(([name]) => types.includes(name))) return;
        for (const resolver of expr.props.flatMap(([, type]) => fieldsOf(names, code, type))) found.set(resolver, parameters);
      });
    }
  }
  return found;
}

/** The functions among the fields of a type, as they are written there, by name, or in a wrapper: `combineResolvers(isMember, (parent, args, context) => …)`. */
function fieldsOf(names: Names, code: Code, type: ExprId): readonly string[] {
  return names.denote(code, type).flatMap((item) => {
    const object = item.k === "object" ? item.code.expr(item.e) : undefined;
    if (item.k !== "object" || object?.k !== "object") return [];
    return object.props.flatMap(([, field]) =>
      [...names.denote(item.code, field), ...wrappedIn(item.code, field)].flatMap((value) =>
        value.k === "function" ? [`${value.code.path}:${String(value.f)}`] : [],
      ),
    );
  });
}

function wrappedIn(code: Code, field: ExprId): readonly Denotation[] {
  const call = code.expr(field);
  return (call.k === "call" ? call.args : []).flatMap((id): readonly Denotation[] => {
    const given = code.expr(id);
    return given.k === "function" ? [{ k: "function", code, f: given.f }] : [];
  });
}
