import type { HandlerContextFact } from "#catalog/facts/http";
import type { ExprId, TypeExpr } from "#syntax/summary";
import type { Code } from "./code.ts";
import { assignedTo, type Value } from "./context-writes.ts";
import type { Denotation, Names } from "./names.ts";

/** Something that says what a context holds: a value, or a type. */
type Source = { readonly code: Code } & ({ readonly id: ExprId } | { readonly t: TypeExpr });

interface Memory {
  readonly byPath: ReadonlyMap<string, HandlerContextFact>;
  readonly byGetter: ReadonlyMap<string, HandlerContextFact>;
  /** Types that have a context among their members. */
  readonly carriers: ReadonlySet<string>;
  readonly returnTypes: ReadonlySet<string>;
  readonly sources: Map<HandlerContextFact, readonly Source[]>;
  readonly members: Map<string, readonly Denotation[]>;
}

/** What is known of something that is being looked for. */
const halfWay: readonly never[] = [];

const memories = new WeakMap<Names, Memory>();

function memoryOf(names: Names): Memory {
  const known = memories.get(names);
  if (known) return known;
  const { contexts } = names.project.catalog.http;
  const byPath = new Map(contexts.flatMap((fact) => fact.at.map((path) => [path, fact] as const)));
  const made = {
    byPath,
    byGetter: new Map(contexts.flatMap((fact) => (fact.get === undefined ? [] : [[fact.get, fact] as const]))),
    carriers: new Set([...byPath.keys()].map((path) => (path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : path))),
    returnTypes: new Set(contexts.flatMap((fact) => fact.returnTypes ?? [])),
    sources: new Map(),
    members: new Map(),
  };
  memories.set(names, made);
  return made;
}

/** Whether a type is the context that an application makes for its handlers. */
export function isContext(names: Names, type: string): boolean {
  return memoryOf(names).byPath.has(type);
}

/** Parameters of a handler that bring the context: of `procedure.query(({ ctx }) => …)`, of `app.get("/loans", (c) => …)`. */
export function contextParameter(
  names: Names,
  code: Code,
  { callee, arity }: { readonly callee: ExprId; readonly arity: number },
  i: number,
): readonly Denotation[] {
  const { catalog } = names.project;
  return names.apisOf(code, callee).flatMap((api) => {
    const facts = catalog.http.handlers.of(api);
    const exact = facts.filter((fact) => fact.arity === arity);
    return (exact.length > 0 ? exact : facts.filter((fact) => fact.arity === undefined)).flatMap((fact): readonly Denotation[] => {
      const given = fact.form === "callback" ? fact.parameters[i] : undefined;
      const name = given === undefined ? undefined : catalog.typeIn(api, given);
      return name !== undefined && memoryOf(names).carriers.has(name) ? [{ k: "api", name }] : [];
    });
  });
}

/** What the application put under a name into the context that all handlers get: `ctx.prisma`, `c.var.db`. */
export function contextMember(names: Names, type: string, p: string): readonly Denotation[] {
  const fact = memoryOf(names).byPath.get(type);
  return fact ? heldUnder(names, fact, p) : [];
}

/** What a call brings back by name: `c.get("db")`. */
export function fromContext(names: Names, api: string, code: Code, args: readonly ExprId[]): readonly Denotation[] {
  const asked = askedBy(names, api, code, args);
  return asked ? heldUnder(names, asked.fact, asked.p) : [];
}

/** What the application put where such a call finds it. */
export function putForCall(names: Names, api: string, code: Code, args: readonly ExprId[]): readonly Value[] {
  const asked = askedBy(names, api, code, args);
  return asked ? keptUnder(names, asked.fact, asked.p) : [];
}

/** What the application put under a name into a context, as it stands there: `req.models = models`, `app.set("models", models)`. */
export function keptMember(names: Names, type: string, p: string): readonly Value[] {
  const fact = memoryOf(names).byPath.get(type);
  return fact ? keptUnder(names, fact, p) : [];
}

function keptUnder(names: Names, fact: HandlerContextFact, p: string): readonly Value[] {
  const put = fact.put === undefined ? [] : putUnder(names, fact.put, p);
  return fact.assigned && !isOwn(names, fact, p) ? [...put, ...assignedTo(names, fact.at, p)] : put;
}

function askedBy(names: Names, api: string, code: Code, args: readonly ExprId[]): { readonly fact: HandlerContextFact; readonly p: string } | undefined {
  const fact = memoryOf(names).byGetter.get(api);
  // `app.get("/loans", list)` is a route.
  const key = fact && args[0] !== undefined && args.length === 1 ? code.expr(args[0]) : undefined;
  return fact && key?.k === "const" && typeof key.v === "string" ? { fact, p: key.v } : undefined;
}

function heldUnder(names: Names, fact: HandlerContextFact, p: string): readonly Denotation[] {
  const memory = memoryOf(names);
  const key = `${fact.at[0] ?? ""}.${p}`;
  const known = memory.members.get(key);
  if (known === halfWay) names.cutShort();
  if (known) return known;
  // A middleware spreads the context it is given into the next one.
  memory.members.set(key, halfWay);
  const found = [
    ...keptUnder(names, fact, p).flatMap((value) => names.denote(value.code, value.id)),
    ...sourcesOf(names, fact, memory).flatMap((source) => ofSource(names, source, p)),
  ];
  // What the framework itself puts there stays known under the framework's name.
  const own = packageOf(fact);
  const members = found.filter((item) => item.k !== "api" || !item.name.startsWith(own));
  memory.members.set(key, members);
  return members;
}

function packageOf(fact: HandlerContextFact): string {
  const [path = ""] = fact.at;
  return path.slice(0, path.indexOf("#") + 1);
}

/** What the framework itself fills for each request: `req.body`. */
function isOwn(names: Names, { at }: HandlerContextFact, p: string): boolean {
  const { catalog } = names.project;
  return at.some((type) => catalog.http.untrusted.of(type)?.includes(p) || catalog.memberOf(type, p) !== `${type}.${p}`);
}

function putUnder(names: Names, api: string, p: string): readonly Value[] {
  const method = lastWord(api);
  return names.project.mentioning(p).flatMap((code) =>
    (code.callsByName.get(method) ?? []).flatMap((call) => {
      const expr = code.expr(call);
      const [name, value] = expr.k === "call" ? expr.args : [];
      const key = name === undefined ? undefined : code.expr(name);
      if (expr.k !== "call" || value === undefined || key?.k !== "const" || key.v !== p || !isCalled(names, code, expr.c, api)) return [];
      return [{ code, id: value }];
    }),
  );
}

/** Whether anything says what a context holds. */
export function isTold(names: Names, type: string): boolean {
  const memory = memoryOf(names);
  const fact = memory.byPath.get(type);
  return fact !== undefined && sourcesOf(names, fact, memory).length > 0;
}

function sourcesOf(names: Names, fact: HandlerContextFact, memory: Memory): readonly Source[] {
  let known = memory.sources.get(fact);
  if (known === halfWay) names.cutShort();
  if (!known) {
    memory.sources.set(fact, halfWay);
    known = (fact.told ?? []).flatMap(({ api, by }) => [...names.project.mentioning(lastWord(api))].flatMap((code) => toldIn(names, code, api, by)));
    memory.sources.set(fact, known);
  }
  return known;
}

/** What the calls of one API in a file say. */
function toldIn(names: Names, code: Code, api: string, by: string): readonly Source[] {
  if (code.role !== "product") return [];
  return (code.callsByName.get(lastWord(api)) ?? []).flatMap((call): readonly Source[] => {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new") return [];
    if (by !== "type" && !by.startsWith("type.")) {
      const id = argumentAt(code, expr.args, by);
      return id === undefined || !isCalled(names, code, expr.c, api) ? [] : [{ code, id }];
    }
    const [t] = expr.t ?? [];
    const source = t && (by === "type" ? { code, t } : names.propertyType(code, t, by.slice(by.indexOf(".") + 1)));
    return source && isCalled(names, code, expr.c, api) ? [{ code: source.code, t: source.t }] : [];
  });
}

function argumentAt(code: Code, args: readonly ExprId[], path: string): ExprId | undefined {
  const [index = "", property] = path.split(".");
  const argument = args[Number(index)];
  const expr = argument === undefined ? undefined : code.expr(argument);
  return expr?.k === "object" ? expr.props.findLast(([name]) => name === property)?.[1] : undefined;
}

function ofSource(names: Names, source: Source, p: string): readonly Denotation[] {
  return "id" in source ? ofItems(names, names.denote(source.code, source.id), p) : ofType(names, source.code, source.t, p);
}

/** Members of what is told: of an object, or of what a function returns. */
function ofItems(names: Names, items: readonly Denotation[], p: string): readonly Denotation[] {
  return items.flatMap((item) => {
    if (item.k !== "function") return names.memberOf(item, p);
    const fn = item.code.summary.functions[item.f];
    const returned = (fn?.returns ?? []).flatMap((id) => ofItems(names, names.denote(item.code, id), p));
    return returned.length > 0 ? returned : ofType(names, item.code, fn?.ret, p);
  });
}

function ofType(names: Names, code: Code, t: TypeExpr | undefined, p: string, depth = 0): readonly Denotation[] {
  if (!t || depth > 6) return [];
  if (t.k === "union" || t.k === "intersection") return t.of.flatMap((item) => ofType(names, code, item, p, depth + 1));
  const inner = t.k === "ref" && (t.n === "ReturnType" || isReturnType(names, code, t.n)) ? t.args?.[0] : undefined;
  if (t.k === "typeof" || inner) return ofItems(names, names.ofType(code, inner ?? t), p);
  const property = names.propertyType(code, t, p);
  if (property) return names.ofType(property.code, property.t);
  const declared = names.declaredType(code, t);
  return declared ? ofType(names, declared.code, declared.t, p, depth + 1) : [];
}

function isReturnType(names: Names, code: Code, name: string): boolean {
  const binding = code.moduleBinding(name);
  const imported = binding === undefined ? undefined : code.summary.bindings[binding]?.imported;
  const target = imported && names.project.target(code, imported.i);
  return target?.kind === "package" && memoryOf(names).returnTypes.has(names.project.catalog.nameOf(target.specifier, imported?.n ?? name));
}

function lastWord(api: string): string {
  return api.slice(api.search(/[^.#]*$/));
}

function isCalled(names: Names, code: Code, callee: ExprId, api: string): boolean {
  return names.apisOf(code, callee).some((name) => names.project.catalog.isIn(new Set([api]), name));
}
