import type { ReplyFact } from "#catalog/facts/http";
import type { ExprId, FnId, Span } from "#syntax/summary";
import { callbackUse, type Names } from "./names.ts";
import type { Code } from "./code.ts";
import { errorCenterOf, isInErrorHandler } from "./error-center.ts";
import { requestParam } from "./inputs.ts";
import type { Layers } from "./layers.ts";

/** An error answered by hand, or a central handler whose answer is no problem document. */
export interface ReplyProblem {
  readonly kind: "handWrittenError" | "noProblemDocument";
  readonly span: Span;
  readonly status: string;
  /** File of the central handler. */
  readonly handler: string;
}

const known = new WeakMap<Layers, WeakMap<Code, readonly ReplyProblem[]>>();

/** Errors of a file that are answered past the central handler of its package, and what that handler itself answers. */
export function replyProblems(layers: Layers, code: Code): readonly ReplyProblem[] {
  let answers = known.get(layers);
  if (!answers) known.set(layers, (answers = new WeakMap()));
  let found = answers.get(code);
  if (!found) answers.set(code, (found = code.role === "product" ? find(layers, code) : []));
  return found;
}

function find(layers: Layers, code: Code): readonly ReplyProblem[] {
  const center = errorCenterOf(layers, code);
  const [first] = center.handlers;
  if (!first) return [];
  const replies = errorRepliesIn(layers.names, code).filter(({ span, fn }) => !isInErrorHandler(center, code, span) && !answersUnknownPaths(code, fn));
  const own = center.handlers.filter((handler) => handler.code === code).flatMap(({ f }) => withoutProblem(code, f));
  return [...replies.map(({ span, status }) => ({ kind: "handWrittenError" as const, span, status: String(status), handler: first.code.path })), ...own];
}

interface Reply {
  readonly span: Span;
  readonly status: number;
  readonly fn: FnId;
}

function errorRepliesIn(names: Names, code: Code): readonly Reply[] {
  const facts = names.project.catalog.errors.replies;
  const found = new Map<number, Reply>();
  for (const name of new Set(facts.flatMap(({ fact }) => [...(fact.body ?? []), ...(fact.status ?? [])]))) {
    for (const call of code.callsByName.get(name) ?? []) {
      const reply = chained(names, code, call);
      if (reply && !found.has(reply.span.s)) found.set(reply.span.s, reply);
    }
  }
  return [...found.values(), ...assigned(names, code)].sort((a, b) => a.span.s - b.span.s);
}

/** `res.status(404).json(body)`, `c.json(body, 404)`, `h.response(body).code(404)`. */
function chained(names: Names, code: Code, call: ExprId): Reply | undefined {
  const links: { readonly name: string; readonly args: readonly ExprId[] }[] = [];
  let at = call;
  for (let expr = code.expr(at); expr.k === "call"; expr = code.expr(at)) {
    const callee = code.expr(expr.c);
    if (callee.k !== "member") return undefined;
    links.push({ name: callee.p, args: expr.args });
    at = callee.o;
  }
  const whole = code.expr(call);
  if (whole.k !== "call" || isProblem(code.text.slice(whole.s, whole.e))) return undefined;
  for (const fact of factsOf(names, code, at)) {
    const bodies = links.filter(({ name, args }) => fact.body?.includes(name) && args[0] !== undefined && isBody(code, name, args[0]));
    const codes = [
      ...links.filter(({ name }) => fact.status?.includes(name)).flatMap(({ args }) => args.slice(0, 1)),
      ...(fact.statusArgument === undefined ? [] : bodies.flatMap(({ args }) => args.slice(fact.statusArgument, (fact.statusArgument ?? 0) + 1))),
    ];
    const status = bodies.length > 0 ? codes.map((id) => errorStatus(code, id)).find((value) => value !== undefined) : undefined;
    if (status !== undefined) return { span: whole, status, fn: whole.fn };
  }
  return undefined;
}

/** `send` also sends pages and files: what it is given has to be written down. */
function isBody(code: Code, method: string, id: ExprId): boolean {
  return method.startsWith("json") || ["object", "const", "template", "concat"].includes(code.expr(id).k);
}

/** `ctx.status = 404; ctx.body = …` in one function. */
function assigned(names: Names, code: Code): Reply[] {
  return Object.entries(code.summary.writes).flatMap(([key, writes]) => {
    const binding = /^b(\d+)\.status$/.exec(key)?.[1];
    if (binding === undefined) return [];
    const bodies = code.summary.writes[`b${binding}.body`] ?? [];
    return writes.flatMap((write) => {
      const status = errorStatus(code, write.v);
      const body = bodies.find((item) => item.fn === write.fn && item.at > write.at);
      if (status === undefined || !body || isProblem(code.text.slice(write.at, code.expr(body.v).e))) return [];
      const fits = paramFacts(names, code, Number(binding)).some((fact) => fact.assigned);
      return fits ? [{ span: { s: write.at, e: code.expr(write.v).e }, status, fn: write.fn }] : [];
    });
  });
}

/** How answers are written on what an expression denotes: by its type, or as a parameter of a handler. */
function factsOf(names: Names, code: Code, id: ExprId): readonly ReplyFact[] {
  const expr = code.expr(id);
  const typed = names
    .apisOf(code, id)
    .flatMap((api) => names.project.catalog.errors.replies.filter((item) => names.project.catalog.isIn(new Set([item.type]), api)));
  if (typed.length > 0) return typed.map(({ fact }) => fact);
  return expr.k === "name" ? paramFacts(names, code, expr.b) : [];
}

function paramFacts(names: Names, code: Code, binding: number): readonly ReplyFact[] {
  const value = code.summary.writes[`b${String(binding)}`]?.[0];
  const param = value && code.expr(value.v);
  if (param?.k !== "param" || param.i > 1) return [];
  const what = requestParam(names, code, param.f, 0)?.what ?? "";
  const { catalog } = names.project;
  return catalog.errors.replies.filter(({ type, after }) => (param.i === 1 ? after : after === undefined ? type : undefined) === what).map(({ fact }) => fact);
}

/** A constant from 400 on; 503 is what a health check says about others. */
function errorStatus(code: Code, id: ExprId): number | undefined {
  const expr = code.expr(id);
  if (expr.k === "const") return typeof expr.v === "number" && expr.v >= 400 && expr.v < 600 && expr.v !== 503 ? expr.v : undefined;
  const name = expr.k === "member" ? expr.p : "";
  const status = namedStatus[name.replace(/[^a-z]/gi, "").toLowerCase()];
  return status !== undefined && /status|http/i.test(code.text.slice(expr.s, expr.e)) ? status : undefined;
}

/** Names that enums of statuses share: `HttpStatus.NOT_FOUND`, `StatusCodes.BAD_REQUEST`. */
const namedStatus: Readonly<Record<string, number>> = {
  badrequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notfound: 404,
  conflict: 409,
  unprocessableentity: 422,
  toomanyrequests: 429,
  internalservererror: 500,
};

function isProblem(text: string): boolean {
  return /problem/i.test(text) || (/\btitle\b/.test(text) && /\bstatus\b\s*[:,}]/.test(text));
}

/** Nothing was thrown where no route fits: `notFound(handler)`, `setNotFoundHandler(handler)`. */
function answersUnknownPaths(code: Code, fn: FnId): boolean {
  const use = callbackUse(code, fn);
  return /notFound/i.test(code.summary.functions[fn]?.n ?? "") || (use !== undefined && /notFound/i.test(code.calleeName(use.callee) ?? ""));
}

const knowsProblems = /\bproblem(?:\+json|[-_ ]?(?:details?|documents?))|\brfc ?(?:7807|9457)/i;
const sends = /\.(?:json|jsonp|send)\(|\.body\s*=/;

/** A handler that writes its answer itself, in a file that knows of no problem documents. */
function withoutProblem(code: Code, f: FnId): ReplyProblem[] {
  const fn = code.summary.functions[f];
  if (!fn || knowsProblems.test(code.text) || !sends.test(code.text.slice(fn.s, fn.e))) return [];
  return [{ kind: "noProblemDocument", span: fn, status: "", handler: code.path }];
}
