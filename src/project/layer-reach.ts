import { escaped } from "#graph/patterns";
import type { ClassId, ExprId, FnId, Span, TypeExpr } from "#syntax/summary";
import type { Code } from "./code.ts";
import { dataRoleOf, dataRoleOfApi, type DataRole } from "./layer-evidence.ts";
import type { Denotation, Names } from "./names.ts";

/** What a call goes to: something of ours, or a database library's own object. */
export interface Subject {
  /** As a reader knows it: `BookRepository`, `findBooks`. */
  readonly name: string;
  /** File and region that defines it, when it is ours. */
  readonly home?: { readonly code: Code; readonly span: Span; readonly f?: FnId };
  /** Set when it is a client, a repository of an ORM, or an entity, whoever defines it. */
  readonly data?: DataRole;
}

/** How a file comes by what it calls. */
export type Origin =
  | { readonly k: "import"; readonly i: number }
  /** Handed to a constructor. */
  | { readonly k: "injected"; readonly c: ClassId; readonly span: Span }
  /** A parameter of a function: `ctx.db`. */
  | { readonly k: "param" }
  /** Made here. */
  | { readonly k: "own" };

/** A call that leaves the file. */
export interface Reach {
  readonly call: ExprId;
  readonly fn: FnId;
  readonly subject: Subject;
  readonly origin: Origin;
}

/** What a client or repository says of itself: `books.metadata.columns.map()` asks no database. */
const aboutItself = /^(?:metadata|target|options|name|constructor)$/;
const memo = new WeakMap<Names, WeakMap<Code, readonly Reach[]>>();

/** Every call of a file whose target stands in another file of the project or is a database library's object, in source order. */
export function reachesOf(names: Names, code: Code): readonly Reach[] {
  let known = memo.get(names);
  if (!known) memo.set(names, (known = new WeakMap()));
  let reaches = known.get(code);
  if (!reaches) known.set(code, (reaches = code.summary.calls.flatMap((call) => reachesOfCall(names, code, call))));
  return reaches;
}

function reachesOfCall(names: Names, code: Code, id: ExprId): readonly Reach[] {
  const call = code.expr(id);
  const target = call.k === "call" ? call.c : call.k === "tag" ? call.tag : undefined;
  if (target === undefined || (call.k !== "call" && call.k !== "tag")) return [];
  const callee = code.expr(target);
  const receiver = callee.k === "member" ? callee.o : target;
  const origin = originOf(code, receiver, 0);
  if (origin.k === "own" || (origin.k === "param" && callee.k !== "member")) return [];
  const base = { call: id, fn: call.fn, origin };
  // A method an entity has of its own (`book.toDto()`) is the domain's, one of a client (`prisma.handler()`) that of a service; what it inherits from the ORM's class queries.
  const subjects = subjectsOf(names, code, receiver, target, origin).filter(
    ({ data, home }) =>
      !home || (data === "client" ? !isOwnMethod(names, code, target, home.code) : data !== "entity" || names.apisOf(code, target).length > 0),
  );
  const table = subjects.length === 0 ? tableArgument(names, code, target, call.k === "call" ? call.args : []) : undefined;
  return table ? [{ ...base, ...table }] : subjects.map((subject) => ({ ...base, subject }));
}

/** Whether a class wrote a method itself. */
function isOwnMethod(names: Names, code: Code, target: ExprId, home: Code): boolean {
  return names.denote(code, target).some((item) => item.k === "function" && item.code === home);
}

function subjectsOf(names: Names, code: Code, receiver: ExprId, target: ExprId, origin: Origin): readonly Subject[] {
  // `prisma.book.findMany()` is a call on the client: the way there goes through members only, so that rows that were read do not count.
  for (let id = receiver; ;) {
    const denoted = names.denote(code, id).filter((item) => id !== target || !isMaker(item));
    const all = denoted.flatMap((item) => subjectOf(names, code, item, id) ?? []);
    // A member of a row (`book.id.toString()`) is a value, not the entity.
    const found = id === receiver ? all : all.filter(({ data }) => data !== "entity");
    if (found.length > 0) return found;
    const expr = code.expr(id);
    if (expr.k !== "member" || aboutItself.test(expr.p) || code.expr(expr.o).k === "this") break;
    id = expr.o;
  }
  if (origin.k === "param") return [];
  const direct = names.denote(code, target).filter((item) => item.k === "function");
  const functions = direct.length === 0 && receiver !== target ? makersOf(names, code, receiver) : direct.filter((item) => !isMaker(item));
  return functions.flatMap((item) => subjectOf(names, code, item, target) ?? []);
}

/** `const books = makeBookStore({ db }); books.find()`: the functions that make what a call is made on. Making it alone is wiring, as `new` is. */
function makersOf(names: Names, code: Code, receiver: ExprId): readonly Denotation[] {
  const expr = code.expr(receiver);
  const binding = expr.k === "name" ? expr.b : undefined;
  const [write, more] = binding === undefined ? [] : (code.summary.writes[`b${binding}`] ?? []);
  const made = binding === undefined ? expr : write && !more ? code.expr(write.v) : undefined;
  return made?.k === "call" ? names.denote(code, made.c).filter(isMaker) : [];
}

/** A function that returns an object of functions: it stands for them as a class does. */
export function isMaker(item: Denotation): boolean {
  const fn = item.k === "function" ? item.code.summary.functions[item.f] : undefined;
  return item.k === "function" && fn !== undefined && !fn.async && fn.returns.some((id) => holdsFunctions(item.code, id, 0));
}

function holdsFunctions(code: Code, id: ExprId, depth: number): boolean {
  const expr = code.expr(id);
  switch (expr.k) {
    case "object":
      return expr.props.some(([, value]) => isFunction(code, value));
    case "call": // `bindAll({ find, save }, { db })`
      return depth === 0 && expr.args.some((argument) => code.expr(argument).k === "object" && holdsFunctions(code, argument, 1));
    case "name": {
      const writes = code.summary.writes[`b${expr.b}`] ?? [];
      return depth < 2 && writes.length === 1 && writes[0] !== undefined && holdsFunctions(code, writes[0].v, depth + 1);
    }
    default:
      return false;
  }
}

function isFunction(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k === "call") return returnsFunction(code, expr.c);
  if (expr.k !== "name") return expr.k === "function";
  const writes = code.summary.writes[`b${expr.b}`] ?? [];
  return code.summary.bindings[expr.b]?.kind === "function" || (writes.length === 1 && writes[0] !== undefined && code.expr(writes[0].v).k === "function");
}

/** `find: findWith(db)`: a function of this file that returns one. */
function returnsFunction(code: Code, callee: ExprId): boolean {
  const fn = code.summary.functions.find((item) => item.n === code.calleeName(callee) && item.parent === 0);
  return fn?.returns.some((id) => code.expr(id).k === "function") ?? false;
}

/**
 * What a denotation is to layers; `undefined` when it stands in the same file or says nothing.
 * @param id the expression a library object is named after, or -1
 */
export function subjectOf(names: Names, code: Code, item: Denotation, id: ExprId): Subject | undefined {
  if (item.k === "api") {
    const data = dataRoleOfApi(names, item.name);
    return data && { name: shownName(code, id) ?? item.name.slice(item.name.indexOf("#") + 1), data };
  }
  if (item.code === code || item.code.role !== "product" || item.k === "module" || item.k === "object") return undefined;
  if (item.k === "function") {
    const fn = item.code.summary.functions[item.f];
    return (
      fn && {
        name: fn.n === "" || fn.n === "default" ? (shownName(code, id) ?? "a function") : fn.n,
        home: { code: item.code, span: { s: fn.s, e: fn.e }, f: item.f },
      }
    );
  }
  const fact = item.code.summary.classes[item.c];
  if (!fact) return undefined;
  const data = dataRoleOf(names, item.code, item.c);
  return { name: fact.n, home: { code: item.code, span: { s: fact.s, e: fact.e } }, ...(data && { data }) };
}

/** `eq(books.id, id)`: a table handed to a query builder is a query being written. */
function tableArgument(names: Names, code: Code, target: ExprId, args: readonly ExprId[]): { subject: Subject; origin: Origin } | undefined {
  if (!names.apisOf(code, target).some((name) => names.project.catalog.data.conditions.has(name))) return undefined;
  for (const argument of args) {
    const expr = code.expr(argument);
    const table = expr.k === "member" ? expr.o : argument;
    const origin = originOf(code, table, 0);
    if (origin.k !== "import") continue;
    const role = names
      .apisOf(code, table)
      .map((name) => dataRoleOfApi(names, name))
      .find((item) => item === "entity");
    const named = code.expr(table);
    if (role) return { subject: { name: named.k === "member" ? named.p : (shownName(code, table) ?? "a table"), data: role }, origin };
  }
  return undefined;
}

function shownName(code: Code, id: ExprId): string | undefined {
  const expr = code.expr(id);
  if (expr.k === "name") return code.summary.bindings[expr.b]?.n;
  return expr.k === "member" ? (shownName(code, expr.o) ?? expr.p) : undefined;
}

/** Where the value an expression starts from came into the file. */
function originOf(code: Code, id: ExprId, depth: number): Origin {
  const expr = code.expr(id);
  if (depth > 8) return { k: "own" };
  switch (expr.k) {
    case "module":
      return { k: "import", i: expr.i };
    case "name": {
      const binding = code.summary.bindings[expr.b];
      if (binding?.imported) return { k: "import", i: binding.imported.i };
      const write = (code.summary.writes[`b${expr.b}`] ?? []).find((item) => item.op === "=");
      return write ? originOf(code, write.v, depth + 1) : { k: "own" };
    }
    case "member": {
      const owner = code.expr(expr.o);
      return owner.k === "this" ? originOfMember(code, owner.c, expr.p, depth) : originOf(code, expr.o, depth + 1);
    }
    case "new":
    case "call":
      return originOf(code, expr.c, depth + 1);
    case "either":
      return expr.of[0] === undefined ? { k: "own" } : originOf(code, expr.of[0], depth + 1);
    case "param":
      return originOfParam(code, expr.f, expr.i);
    default:
      return { k: "own" };
  }
}

function originOfMember(code: Code, c: ClassId, name: string, depth: number): Origin {
  const member = code.summary.classes[c]?.members[name];
  if (member?.decorators?.length && member.kind === "field" && member.param === undefined)
    return { k: "injected", c, span: { s: member.at, e: lineEnd(code, member.at) } };
  const write = (code.summary.writes[`c${c}.${name}`] ?? []).find((item) => item.op === "=");
  return write ? originOf(code, write.v, depth + 1) : { k: "own" };
}

function originOfParam(code: Code, f: FnId, i: number): Origin {
  const fn = code.summary.functions[f];
  if (fn?.kind !== "constructor" || fn.owner === undefined) return { k: "param" };
  return { k: "injected", c: fn.owner, span: paramSpan(code, f, i) };
}

/** Region of a parameter: where its name stands, up to the end of the line. */
export function paramSpan(code: Code, f: FnId, i: number): Span {
  const fn = code.summary.functions[f];
  const param = fn?.params[i];
  const binding = param?.b === undefined ? undefined : code.summary.bindings[param.b];
  if (binding) return { s: binding.at, e: binding.at + binding.n.length };
  return fn ? { s: fn.s, e: lineEnd(code, fn.s) } : { s: 0, e: 1 };
}

/** End of the line an offset stands in. */
export function lineEnd(code: Code, offset: number): number {
  const end = code.text.indexOf("\n", offset);
  return end === -1 ? code.text.length : end;
}

/** Whether the rest of a class speaks of what a parameter or field holds: what was handed in long ago may have no use any more. */
export function isMentioned(code: Code, fact: Span, span: Span): boolean {
  const own = code.text.slice(span.s, span.e).replace(/^(?:@\w+(?:\([^)]*\))?\s*)+/, "");
  const name = /(\w+)\s*[?!]?\s*(?::|$)/.exec(own)?.[1];
  return name === undefined || new RegExp(`\\b${escaped(name)}\\b`).test(code.text.slice(span.e, fact.e));
}

/** `surveys: LoadSurveys`: an interface named after what is to be done; which layer does it is not this class's to know. */
export function isUseCase(type: TypeExpr | undefined, { name, home }: Subject): boolean {
  return type?.k === "ref" && home !== undefined && type.n !== name && /(?:UseCase|Service|Interactor|Handler|Command|Query)$/.test(type.n);
}
