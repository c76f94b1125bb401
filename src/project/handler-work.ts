import type { Expr, ExprId, Fn, FnId, Span } from "#syntax/summary";
import type { EffectKind } from "#catalog/facts/effects";
import type { Code } from "./code.ts";
import { isDecorated } from "./decorations.ts";
import { requestParam } from "./inputs.ts";
import { isBusiness } from "./ladder.ts";
import { dataRoleOfApi } from "./layer-evidence.ts";
import { type Reach, reachesOf, type Subject } from "./layer-reach.ts";
import type { Layers } from "./layers.ts";
import type { Names } from "./names.ts";
import { isPing } from "./statement-text.ts";

/** A call that does a part of the application's work: it asks the database, a service of ours, another service … */
export interface Work {
  readonly call: ExprId;
  readonly fn: FnId;
  readonly kind: "database" | "collaborator" | "token" | EffectKind;
  /** What is called, as a reader knows it: `BookModel.findOne`. */
  readonly name: string;
  /** By its name it only reads. */
  readonly reads: boolean;
  readonly opensTransaction?: boolean;
  /** Of a database call: what it is made on. */
  readonly subject?: Subject;
}

/** By its name a call only reads, or gives what was read another shape. */
const reading =
  /^(?:\$?(?:get|find|fetch|list|load|read|query|search|select|count|exists?|has|is|can|check|verify|validate|lookup|look|resolve|aggregate|distinct|paginate|one|any|many|first|all|compare|scope|from|to|map|format|serialize|present|project|transform|render|parse|normali[sz]e|sanitize|filter|convert|extract|build|decorate|\$?queryRaw\w*)(?![a-z])|sql$)/;

/** Methods of entities of all libraries that query. */
const querying =
  /^\$?(?:find|get|list|count|exists|aggregate|distinct|create|insert|update|upsert|patch|replace|delete|destroy|remove|save|bulk|increment|decrement|restore|truncate|scope|unscoped|with|query|related|where|all|first|paginate|max|min|sum|average|estimated|watch|populate)/;

const memo = new WeakMap<Layers, WeakMap<Code, readonly Work[]>>();

/** Every call inside of functions of a file that does work, in source order. */
export function workOf(layers: Layers, code: Code): readonly Work[] {
  let known = memo.get(layers);
  if (!known) memo.set(layers, (known = new WeakMap()));
  let work = known.get(code);
  if (!work) known.set(code, (work = find(layers, code)));
  return work;
}

function find(layers: Layers, code: Code): readonly Work[] {
  const reaches = new Map<ExprId, Reach[]>();
  for (const reach of reachesOf(layers.names, code)) reaches.set(reach.call, [...(reaches.get(reach.call) ?? []), reach]);
  const waiting = waitedFor(code);
  return code.summary.calls.flatMap((id): readonly Work[] => {
    const call = code.expr(id);
    const target = call.k === "call" ? call.c : call.k === "tag" ? call.tag : undefined;
    if (target === undefined || (call.k !== "call" && call.k !== "tag") || call.fn === 0) return [];
    const site: Site = { layers, code, id, call, target, reaches: reaches.get(id) ?? [] };
    const method = code.calleeName(target) ?? "";
    const found = databaseWork(site) ?? effectWork(site, method) ?? (call.k === "call" ? collaboratorWork(site, waiting) : undefined);
    return found ? [{ call: id, fn: call.fn, reads: call.k === "call" && reading.test(method), ...found }] : [];
  });
}

interface Site {
  readonly layers: Layers;
  readonly code: Code;
  readonly id: ExprId;
  readonly call: Extract<Expr, { k: "call" | "tag" }>;
  readonly target: ExprId;
  readonly reaches: readonly Reach[];
}

type Found = Pick<Work, "kind" | "name" | "subject" | "opensTransaction"> & Partial<Pick<Work, "reads">>;

/** A class of ours that is a repository is a layer of its own: calling it is no query. */
function databaseWork({ layers: { names }, code, call, target, reaches }: Site): Found | undefined {
  const { catalog } = names.project;
  const subject =
    reaches.find(({ subject: { data, home } }) => data && !(data === "repository" && home))?.subject ??
    (code.expr(target).k === "member" && reaches.length === 0 ? calledClient(names.apisOf(code, target)) : undefined);
  if (!subject) return undefined;
  const apis = names.apisOf(code, target);
  if (apis.some((api) => catalog.isIn(catalog.data.local, api) || isDescription(names, subject, api)) || isPing(code, call)) return undefined;
  // Models have statics of their own (`User.hashAddress()`), which only the schema knows.
  if (subject.data === "entity" && !querying.test(code.calleeName(target) ?? "")) return undefined;
  const does = apis.map((api) => catalog.data.operationOf(api)?.does).find((item) => item !== undefined);
  const opensTransaction = apis.some((api) => catalog.data.transactions.of(api).length > 0);
  return { kind: "database", name: nameOf(code, target), subject, ...(does && does !== "statement" && { reads: does === "read" }), opensTransaction };

  function calledClient(called: readonly string[]): Subject | undefined {
    const client = called.find((api) => dataRoleOfApi(names, api) === "client");
    return client === undefined ? undefined : { name: nameOf(code, target), data: "client" };
  }
}

/** An operator that is handed tables (`eq(books.id, id)`), where only what is called on the client asks the database. */
function isDescription(names: Names, { data }: Subject, api: string): boolean {
  return data === "entity" && names.project.catalog.data.passive.has(api.slice(0, api.indexOf("#")));
}

function effectWork({ layers: { names }, code, target }: Site, method: string): Found | undefined {
  const callee = code.expr(target);
  const { catalog } = names.project;
  const built = callee.k === "global" ? catalog.effects.globals.get(callee.n) : undefined;
  if (built && callee.k === "global") return { kind: built, name: callee.n };
  const mayMatter =
    callee.k === "name" || catalog.effects.calls.methods.has(method) || catalog.tokens.methods.has(method) || catalog.secrets.hashers.methods.has(method);
  if (!mayMatter) return undefined;
  for (const api of names.apisOf(code, target)) {
    const hasher = catalog.secrets.hashers.of(api);
    const kind = catalog.effects.calls.of(api) ?? (catalog.tokens.signers.of(api) ? "token" : hasher && hasher.kind !== "fast" ? "password" : undefined);
    if (kind) return { kind, name: nameOf(code, target) };
  }
  return undefined;
}

/** A call of a service or a repository of ours that takes its time. What is given the request itself belongs to HTTP. */
function collaboratorWork({ layers, code, id, call, target, reaches }: Site, waiting: Waiting): Found | undefined {
  const { names } = layers;
  if (call.k !== "call" || !(waiting.awaited.has(id) || waiting.returned.has(id))) return undefined;
  const functions = names.denote(code, target).flatMap((item) => (item.k === "function" && item.code !== code ? [item] : []));
  // What is only returned may as well be a plain function: `return toDto(book)`.
  if (!waiting.awaited.has(id) && functions.some((item) => !isAsync(item.code.summary.functions[item.f]))) return undefined;
  const called = functions.map((item) => item.code);
  const home = called.find((other) => other.role === "product") ?? reaches.find(({ subject }) => subject.home)?.subject.home?.code;
  if (!home || !worksForUs(layers, home, () => isHandedIn(layers, code, target, reaches))) return undefined;
  const name = nameOf(code, target);
  const method = code.calleeName(target) ?? "";
  const isAtTheDoor = aboutCaller.test(method) || aboutRights.test(name) || (refusing.test(method) && isStatement(code, call));
  return isAtTheDoor || call.args.some((argument) => isRequest(layers, code, argument)) ? undefined : { kind: "collaborator", name };
}

/** Whom is asked: `loanAccess.validateCanEdit`, `spaceAbility.createForMember`. */
const aboutRights = /(?:[aA]bilit(?:y|ies)|[aA]ccess(?:Control|Service|Policy|Checker)?|[pP]olic(?:y|ies)(?:Service)?|[aA]cl|[gG]uard)\./;

/** Who is calling and what they may do: still part of answering the request at the door. */
const aboutCaller =
  /[sS]ession|[aA]uth(?!or(?!iz))|[pP]ermission|[cC]urrentUser|[vV]iewer|^(?:can|may|require|ensure|assert|is|are|has|throw|verify|log|track|emit|audit)(?![a-z])|[lL]og(?:ger)?$|[eE]quals?$|[rR]ateLimit/;

/** `await access.grantAccessOrFail(member, loan)`, whose result nobody takes: all it can do is refuse. */
const refusing = /Or(?:Fail|Throw|Deny|Refuse|Reject)$/;

function isStatement(code: Code, { s }: Span): boolean {
  const before = code.text.slice(Math.max(0, s - 300), s).replace(/\bawait[\s(]*$/, "");
  return /(?:^|[;{})])\s*(?:\/\/[^\n]*\n\s*)*$/.test(before);
}

function worksForUs(layers: Layers, home: Code, isHanded: () => boolean): boolean {
  const { layer } = layers.of(home);
  switch (layer) {
    case "service":
    case "repository":
      return true;
    case "model":
    case "domain":
    case "none":
      return isBusiness(layers, home) || isHanded();
    case "infra":
    case "middleware":
    case "composition":
      return isHanded();
    default:
      return false;
  }
}

function isHandedIn({ names }: Layers, code: Code, target: ExprId, reaches: readonly Reach[]): boolean {
  const callee = code.expr(target);
  return reaches.some(({ origin }) => origin.k === "injected") || (callee.k === "member" && isDecorated(names, code, callee.o));
}

/** The request, response or context object of a handler itself, also inside an object: `{ req, res }`. */
function isRequest(layers: Layers, code: Code, id: ExprId): boolean {
  const { names } = layers;
  const expr = code.expr(id);
  if (expr.k === "object") return expr.props.some(([, value]) => isRequest(layers, code, value));
  const binding = expr.k === "name" ? code.summary.bindings[expr.b] : undefined;
  if (expr.k !== "name" || binding?.kind !== "param") return false;
  const write = code.summary.writes[`b${expr.b}`]?.[0];
  const param = write && code.expr(write.v);
  if (param?.k !== "param") return false;
  const known = requestParam(names, code, param.f, param.i);
  return known !== undefined && !known.what.startsWith("@") && !known.untrusted.includes("*");
}

function isAsync(fn: Fn | undefined): boolean {
  return fn?.async === true || (fn?.ret?.k === "ref" && fn.ret.n === "Promise");
}

interface Waiting {
  /** `await`, `.then`, `Promise.all`. */
  readonly awaited: ReadonlySet<ExprId>;
  readonly returned: ReadonlySet<ExprId>;
}

/** Calls whose result somebody waits for, here or outside. */
function waitedFor(code: Code): Waiting {
  const awaited = new Set<ExprId>();
  for (const id of code.summary.calls) {
    const call = code.expr(id);
    if (/\bawait[\s(]*$/.test(code.text.slice(Math.max(0, call.s - 12), call.s))) awaited.add(id);
    const callee = call.k === "call" ? code.expr(call.c) : undefined;
    if (call.k !== "call" || callee?.k !== "member") continue;
    if (callee.p === "then" || callee.p === "catch") awaited.add(callee.o);
    else if (callee.p === "all" || callee.p === "allSettled") for (const item of call.args.flatMap((argument) => itemsOf(code, argument))) awaited.add(item);
  }
  return { awaited, returned: new Set(code.summary.functions.flatMap((fn) => fn.returns)) };
}

function itemsOf(code: Code, id: ExprId): readonly ExprId[] {
  const list = code.expr(id);
  return list.k === "array" ? list.items : [];
}

/** The last two names of a callee: `this.prisma.book.findMany` is `book.findMany`. */
function nameOf(code: Code, target: ExprId): string {
  const callee = code.expr(target);
  const method = code.calleeName(target) ?? "a function";
  if (callee.k === "name") return code.summary.bindings[callee.b]?.n ?? method;
  if (callee.k !== "member") return method;
  const owner = code.expr(callee.o);
  const name = owner.k === "name" ? code.summary.bindings[owner.b]?.n : owner.k === "member" ? owner.p : owner.k === "global" ? owner.n : undefined;
  return name === undefined ? method : `${name}.${method}`;
}
