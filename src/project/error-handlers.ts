import type { ErrorHandlerFact } from "#catalog/facts/replies";
import type { Stated } from "#catalog/lookup/errors";
import type { ClassFact, ClassId, ExprId, Fn, FnId, Span } from "#syntax/summary";
import { rootOf } from "./answer-objects.ts";
import { isEvent } from "./callback-use.ts";
import type { Code } from "./code.ts";
import { regionsOf } from "./control.ts";
import { matcher } from "./glob-matcher.ts";
import type { Denotation, Names } from "./names.ts";

/** A function that answers errors for the whole application. */
export interface ErrorHandler {
  readonly code: Code;
  readonly f: FnId;
  /** Libraries whose answers go past it (first packages). */
  readonly of: readonly string[];
  /** What it returns is the answer. */
  readonly returns?: true;
  readonly around?: Around;
  /** Its class is there for nothing else. */
  readonly byClass?: true;
  /** It answers where no route fits, and nothing else. */
  readonly noRoute?: true;
}

/** It answers for functions handed to some calls only, in the file it is told in. */
export interface Around {
  readonly apis: readonly string[];
  readonly file: string;
}

/** Errors are answered in one place that is no function of ours: the framework's own, or one a library makes. */
export interface ForeignHandler {
  /** Where it is told, or the framework itself. */
  readonly named: string;
  readonly of: readonly string[];
  readonly around?: Around;
  /** It answers for this class only. */
  readonly within?: Span & { readonly file: string };
}

type KnownErrorHandler = Stated<ErrorHandlerFact>;

/** Functions of the project a file makes central handlers of errors. */
export function handlersIn(names: Names, code: Code): ErrorHandler[] {
  const shaped = code.summary.functions.flatMap((fn, f) => (hasErrorShape(fn) ? [{ code, f, of: ["express"] }] : []));
  const found = [...shaped, ...registered(names, code), ...byClass(names, code), ...byFile(names, code)].filter((handler) => !passesOn(handler));
  return found.filter((handler, at) => found.findIndex((other) => other.code === handler.code && other.f === handler.f) === at);
}

/** Handlers of errors a file tells of that are a library's. */
export function foreignHandlersIn(names: Names, code: Code): ForeignHandler[] {
  const made = callsOfForm(names, code, ["made"]).map(({ known }) => foreign(known, code, code.path));
  const classes = code.summary.classes.flatMap((fact, c) => [
    ...decoratorsOf(names, code, fact).flatMap((known) =>
      known.fact.form === "built-in" ? [{ ...foreign(known, code, `${known.library} itself`), within: { file: code.path, s: fact.s, e: fact.e } }] : [],
    ),
    ...baseFacts(names, code, c).flatMap((known) => (known.fact.inherited && !fact.members[known.fact.method ?? ""] ? [foreign(known, code, code.path)] : [])),
  ]);
  return [...made, ...classes];
}

function foreign(known: KnownErrorHandler, told: Code, named: string): ForeignHandler {
  return { named, ...reach(known, told) };
}

function reach({ fact, library }: KnownErrorHandler, told: Code): Pick<ErrorHandler, "of" | "around"> {
  return { of: fact.of ?? [library], ...(fact.around && { around: { apis: fact.around, file: told.path } }) };
}

/** `(err, req, res, next)`: the four together mean one thing. */
function hasErrorShape({ params }: Fn): boolean {
  const [error, request, response, next] = params.map((param) => (param.n ?? "").replace(/^_/, ""));
  return params.length === 4 && /^e(?:rr(?:or)?)?$/.test(error ?? "") && /^req/.test(request ?? "") && /^res/.test(response ?? "") && /^next/.test(next ?? "");
}

const toNext = 3;

/** `(err, req, res, next) => { if (err instanceof TooLarge) return res…; next(err); }`: it answers some errors, and is the centre of none. */
function passesOn({ code, f }: ErrorHandler): boolean {
  const fn = code.summary.functions[f];
  if (fn?.params.length !== toNext + 1) return false;
  return code.summary.calls.some((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.fn !== f || expr.args.length === 0) return false;
    const callee = rootOf(code, expr.c);
    if (callee?.f !== f || callee.i !== toNext || callee.path.length > 0) return false;
    const around = regionsOf(code, call).flatMap((id) => code.summary.regions[id] ?? []);
    return around.every((region) => region.s < fn.s || region.k !== "then");
  });
}

function registered(names: Names, code: Code): ErrorHandler[] {
  return callsOfForm(names, code, ["callback", "property"]).flatMap(({ call, args, known }) => handed(names, code, call, args, known));
}

interface FormCall {
  readonly call: ExprId;
  readonly args: readonly ExprId[];
  readonly known: KnownErrorHandler;
}

function callsOfForm(names: Names, code: Code, forms: readonly ErrorHandlerFact["form"][]): FormCall[] {
  const { catalog } = names.project;
  const found: FormCall[] = [];
  const making = forms.includes("made") && code.summary.imports.some(({ specifier }) => catalog.errors.makers.has(specifier));
  for (const [name, calls] of code.callsByName) {
    if (!making && !catalog.errors.handlerMethods.get(name)?.some((fact) => forms.includes(fact.form) && mayRegister(code, fact))) continue;
    for (const call of calls) {
      const expr = code.expr(call);
      if (expr.k !== "call" && expr.k !== "new") continue;
      const facts = names.apisOf(code, expr.c).flatMap((api) => catalog.errors.handlers.of(api));
      for (const known of new Set(facts)) if (forms.includes(known.fact.form)) found.push({ call, args: expr.args, known });
    }
  }
  return found;
}

/** A look at the text, before anybody asks what a call means. */
function mayRegister({ text }: Code, { property, event, catching }: ErrorHandlerFact): boolean {
  return [property, event, catching && "catch"].every((word) => !word || text.includes(word));
}

function handed(names: Names, code: Code, call: ExprId, args: readonly ExprId[], known: KnownErrorHandler): ErrorHandler[] {
  const { fact } = known;
  if (!isEvent(code, call, fact.event)) return [];
  const { property } = fact;
  const values = args.flatMap((argument) => {
    const items = names.denote(code, argument);
    return fact.form === "property" && property !== undefined ? items.flatMap((item) => names.memberOf(item, property)) : fact.form === "callback" ? items : [];
  });
  return values.flatMap((item) => {
    const fn = item.k === "function" ? item.code.summary.functions[item.f] : undefined;
    if (!fn || item.k !== "function" || (fact.arity !== undefined && fn.params.length !== fact.arity)) return [];
    return fact.catching && !/\bcatch\b/.test(item.code.text.slice(fn.s, fn.e)) ? [] : [handler(item, known, code)];
  });
}

function handler({ code, f }: { readonly code: Code; readonly f: FnId }, known: KnownErrorHandler, told: Code): ErrorHandler {
  return { code, f, ...reach(known, told), ...(known.fact.returns && { returns: true }) };
}

/** `@Catch() class … { catch(error, host) }`, `class … implements ExceptionFilter`. */
function byClass(names: Names, code: Code): ErrorHandler[] {
  return code.summary.classes.flatMap((fact, c) => {
    const wanted = [
      ...decoratorsOf(names, code, fact).filter((known) => known.fact.form === "class"),
      ...baseFacts(names, code, c).filter((known) => known.fact.form === "base"),
    ];
    const noRoute = wanted.some((known) => catchesNoRoute(names, code, fact, known)) ? { noRoute: true as const } : {};
    return wanted.flatMap((known) => {
      const f = fact.members[known.fact.method ?? ""]?.f;
      return f === undefined || isOfOther(code, fact) ? [] : [{ ...handler({ code, f }, known, code), byClass: true as const, ...noRoute }];
    });
  });
}

/** Filters of other transports than HTTP say so: they answer what resolvers, sockets and messages throw. */
function isOfOther({ text }: Code, { s, e }: ClassFact): boolean {
  const own = text.slice(s, e);
  return /\bGql(?:ArgumentsHost|ExceptionFilter)\b|\bswitchTo(?:Ws|Rpc)\(|\bBase(?:Ws|Rpc)ExceptionFilter\b/.test(own) && !/\bswitchToHttp\(/.test(own);
}

/** `@Catch(NotFoundException)`: what is asked for is nowhere, so the site is answered. */
function catchesNoRoute(names: Names, code: Code, { decorators }: ClassFact, { fact }: KnownErrorHandler): boolean {
  const { noRoute } = fact;
  if (!noRoute) return false;
  return decorators.some((id) => {
    const expr = code.expr(id);
    const caught = expr.k === "call" ? expr.args.map((argument) => names.apisOf(code, argument)) : [];
    return caught.length > 0 && caught.every((apis) => apis.some((api) => noRoute.includes(api)));
  });
}

function decoratorsOf(names: Names, code: Code, { decorators }: ClassFact): readonly KnownErrorHandler[] {
  return decorators.flatMap((id) => {
    const expr = code.expr(id);
    return names.apisOf(code, expr.k === "call" ? expr.c : id).flatMap((api) => names.project.catalog.errors.handlers.of(api));
  });
}

function baseFacts(names: Names, code: Code, c: ClassId): readonly KnownErrorHandler[] {
  const interfaces = code.summary.classes[c]?.implements ?? [];
  const bases: readonly Denotation[] = [...names.basesOf(code, c), ...interfaces.flatMap((n) => names.ofType(code, { k: "ref", n }))];
  return bases.flatMap((base) => (base.k === "api" ? names.project.catalog.errors.handlers.of(base.name) : []));
}

/** `export function handleError` of `hooks.server.ts`. */
function byFile(names: Names, code: Code): ErrorHandler[] {
  return names.project.catalog.errors.files.flatMap(({ fact, library }) => {
    const value = matcher(fact.files)(code.path) ? code.summary.exports.find(({ n }) => n === fact.export)?.v : undefined;
    const items = value === undefined ? [] : names.denote(code, value);
    return items.flatMap((item) => (item.k === "function" ? [{ code: item.code, f: item.f, of: [library] }] : []));
  });
}
