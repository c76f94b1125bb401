import type { AnswerFact } from "#catalog/facts/replies";
import type { Stated } from "#catalog/lookup/errors";
import type { Expr, ExprId, FnId, Span } from "#syntax/summary";
import { factsOf, paramRoot, replyFactsOf } from "./answer-objects.ts";
import type { Code } from "./code.ts";
import { requestParam } from "./inputs.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";

/** An answer with a body that a function writes itself. */
export interface Answer {
  readonly span: Span;
  /** Where it is a constant. */
  readonly status: number | undefined;
  readonly fn: FnId;
  /** First package of the framework that is answered with. */
  readonly library: string;
}

/** Answers with a body that stand in a file, in source order; those that are problem documents already are left out, thrown ones as well. */
export const answersIn = perFile((names, code): readonly Answer[] => {
  const found = new Map<number, Answer>();
  for (const answer of [...chainsIn(names, code), ...callsThatAnswer(names, code), ...assigned(names, code), ...returned(names, code)]) {
    const known = found.get(answer.span.s);
    if (!known || (known.status === undefined && answer.status !== undefined)) found.set(answer.span.s, answer);
  }
  return [...found.values()].sort((a, b) => a.span.s - b.span.s);
});

function* chainsIn(names: Names, code: Code): Iterable<Answer> {
  for (const name of names.project.catalog.errors.replyMethods) {
    for (const call of code.callsByName.get(name) ?? []) {
      const answer = chained(names, code, call);
      if (answer) yield answer;
    }
  }
}

/** `res.status(404).json(body)`, `c.json(body, 404)`, `h.response(body).code(404)`, `response.badRequest(body)`. */
function chained(names: Names, code: Code, call: ExprId): Answer | undefined {
  const links: { readonly name: string; readonly args: readonly ExprId[] }[] = [];
  let at = call;
  for (let expr = code.expr(at); expr.k === "call"; expr = code.expr(at)) {
    const callee = code.expr(expr.c);
    if (callee.k !== "member") return undefined;
    links.push({ name: callee.p, args: expr.args });
    at = callee.o;
  }
  const whole = code.expr(call);
  if (whole.k !== "call" || isProblem(textOf(code, whole))) return undefined;
  for (const { fact, library } of factsOf(names, code, at)) {
    const own = links.flatMap(({ name, args }) => (args[0] !== undefined && isBody(code, name, args[0]) ? (fact.named?.[name] ?? []) : []))[0];
    if (own !== undefined) return { span: whole, status: own, fn: whole.fn, library };
    const bodies = links.filter(({ name, args }) => fact.body?.includes(name) && args[0] !== undefined && isBody(code, name, args[0]));
    if (bodies.length === 0) continue;
    // Links stand from the last to the first: what has been sent has its status.
    const sent = fact.open ? -1 : links.findLastIndex((link) => bodies.includes(link));
    const codes = [
      ...links.filter(({ name }, at) => at > sent && fact.status?.includes(name)).flatMap(({ args }) => args.slice(0, 1)),
      ...(fact.statusArgument === undefined ? [] : bodies.flatMap(({ args }) => args.slice(fact.statusArgument, (fact.statusArgument ?? 0) + 1))),
    ];
    return { span: whole, status: codes.map((id) => statusOf(code, id)).find((value) => value !== undefined), fn: whole.fn, library };
  }
  return undefined;
}

/** `send` also sends pages and files: what it is given has to be written down. */
function isBody(code: Code, method: string, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k === "object" && expr.props.length === 0) return false;
  if (method.startsWith("json")) return true;
  if (expr.k === "const") return typeof expr.v === "string";
  return ["object", "template", "concat"].includes(expr.k) || (expr.k === "call" && /^JSON\.stringify\(/.test(textOf(code, expr)));
}

/** A call of the catalogue with a status among its arguments. */
interface StatusCall {
  readonly call: ExprId;
  readonly expr: Extract<Expr, { k: "call" | "new" }>;
  readonly api: string;
  readonly known: readonly Stated<AnswerFact>[];
  readonly status: number | undefined;
}

function* statusCalls(names: Names, code: Code, thrown: boolean): Iterable<StatusCall> {
  const { catalog } = names.project;
  for (const [method, facts] of catalog.errors.answerMethods) {
    for (const call of code.callsByName.get(method) ?? []) {
      const expr = code.expr(call);
      if ((expr.k !== "call" && expr.k !== "new") || isThrown(code, expr) !== thrown) continue;
      const places = facts.flatMap(({ status }) => status.flatMap((path) => argumentAt(code, expr.args, path) ?? []));
      // Names like these are called everywhere: what stands in the place of the status is looked at first.
      if (!places.some((id) => mayBeStatus(code, id))) continue;
      const status = places.map((id) => statusOf(code, id)).find((value) => value !== undefined);
      for (const api of names.apisOf(code, expr.c)) yield { call, expr, api, known: catalog.errors.answers.of(api), status };
    }
  }
}

function mayBeStatus(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  return statusOf(code, id) !== undefined || ["name", "member", "call", "either", "number", "index"].includes(expr.k);
}

/** `Response.json(body, { status: 404 })`, `new Response(text, { status: 404 })`, `setResponseStatus(event, 404); return body`. */
function* callsThatAnswer(names: Names, code: Code): Iterable<Answer> {
  for (const { expr, known, status } of statusCalls(names, code, false)) {
    if (isProblem(textOf(code, expr))) continue;
    for (const { fact, library } of known) {
      if (fact.unless !== undefined && code.summary.exports.some(({ n }) => n === fact.unless)) continue;
      const body = fact.body === undefined ? returnedAfter(code, expr.fn, expr) : argumentAt(code, expr.args, fact.body);
      if (body === undefined || !isBody(code, fact.written || fact.body === undefined ? "send" : "json", body) || isProblem(textOf(code, code.expr(body))))
        continue;
      yield { span: expr, status, fn: expr.fn, library: handlerLibrary(names, code, expr.fn) ?? library };
    }
  }
}

/** Calls whose answer with an error status is thrown: `throw new Response(null, { status: 404 })`. */
export function* thrownAnswers(names: Names, code: Code): Iterable<{ readonly call: ExprId; readonly api: string }> {
  for (const { call, api, known, status } of statusCalls(names, code, true)) if (known.length > 0 && (status ?? 0) >= 400) yield { call, api };
}

/** What an argument path (`1.status`) leads to; a call on the way stands for its arguments. */
export function argumentAt(code: Code, args: readonly ExprId[], path: string): ExprId | undefined {
  const [head = "", ...rest] = path.split(".");
  let at = args[Number(head)];
  for (const part of rest) {
    const expr = at === undefined ? undefined : code.expr(at);
    if (expr?.k === "object") at = expr.props.findLast(([name]) => name === part)?.[1];
    else if (expr?.k === "call" || expr?.k === "new") at = expr.args[Number(part)];
    else return undefined;
  }
  return at;
}

function isThrown({ text }: Code, { s }: Span): boolean {
  return /\bthrow\s+(?:await\s+)?$/.test(text.slice(Math.max(0, s - 16), s));
}

/** The framework whose handler a function is, or stands in. */
function handlerLibrary(names: Names, code: Code, fn: FnId): string | undefined {
  for (let f = fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const what = requestParam(names, code, f, 0)?.what ?? "";
    if (what.includes("#")) return what.slice(0, what.indexOf("#"));
  }
  return undefined;
}

/** `ctx.status = 404; ctx.body = …` in one function; `set.status = 404; return …`. */
function* assigned(names: Names, code: Code): Iterable<Answer> {
  const facts = names.project.catalog.errors.replies.filter(({ fact }) => fact.assigned);
  const ends = new Set(facts.map(({ fact }) => `.${fact.assigned?.status.split(".").at(-1) ?? ""}`));
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    const [, binding, rest = ""] = /^b(\d+)\.(.+)$/.exec(key) ?? [];
    if (binding === undefined || ![...ends].some((end) => key.endsWith(end))) continue;
    const root = paramRoot(code, Number(binding));
    if (!root) continue;
    const path = [...root.path, rest].join(".");
    const fitting = facts.filter(({ fact }) => fact.assigned?.status === path);
    const known = fitting.length === 0 ? [] : replyFactsOf(names, code, root).filter((item) => fitting.some(({ fact }) => fact === item.fact));
    for (const { fact, library } of known) {
      for (const write of writes) {
        const bodies = fact.assigned?.body === undefined ? undefined : (code.summary.writes[`b${binding}.${fact.assigned.body}`] ?? []);
        const after = { s: write.at, e: code.expr(write.v).e };
        const body = bodies ? bodies.find((item) => item.fn === write.fn && item.at > write.at)?.v : returnedAfter(code, write.fn, after);
        if (body === undefined || isProblem(code.text.slice(write.at, code.expr(body).e))) continue;
        if (bodies || isBody(code, "send", body)) yield { span: after, status: statusOf(code, write.v), fn: write.fn, library };
      }
    }
  }
}

/** What a function returns next in the stretch a place stands in: not what is returned after an `if` is left. */
function returnedAfter(code: Code, f: FnId, { s, e }: Span): ExprId | undefined {
  const around = code.summary.regions.filter((region) => region.fn === f && region.s <= s && e <= region.e);
  const end = Math.min(...around.map((region) => region.e), code.summary.functions[f]?.e ?? 0);
  const next = (code.summary.functions[f]?.returns ?? []).filter((id) => code.expr(id).s >= e).sort((a, b) => code.expr(a).s - code.expr(b).s)[0];
  return next !== undefined && code.expr(next).e <= end ? next : undefined;
}

/** `return { statusCode: 404, body: … }` of a function in the cloud. */
function* returned(names: Names, code: Code): Iterable<Answer> {
  const facts = names.project.catalog.errors.replies.filter(({ fact }) => fact.returned && code.text.includes(fact.returned.status));
  if (facts.length === 0) return;
  for (const [f, fn] of code.summary.functions.entries()) {
    const objects = fn.returns.flatMap((id) => {
      const expr = code.expr(id);
      return expr.k === "object" && !isProblem(textOf(code, expr)) ? [expr] : [];
    });
    const what = objects.length === 0 ? undefined : requestParam(names, code, f, 0)?.what;
    const known = what === undefined ? undefined : facts.find(({ type }) => names.project.catalog.isIn(new Set([type]), what));
    if (!known?.fact.returned) continue;
    const { status, body } = known.fact.returned;
    for (const { props, s, e } of objects) {
      const value = props.findLast(([name]) => name === status)?.[1];
      if (value !== undefined && props.some(([name]) => name === body)) yield { span: { s, e }, status: statusOf(code, value), fn: f, library: known.library };
    }
  }
}

function textOf(code: Code, { s, e }: Span): string {
  return code.text.slice(s, e);
}

/** A constant status, also by its name, in an enum or as it is (`"Not Found"`). */
function statusOf(code: Code, id: ExprId): number | undefined {
  const expr = code.expr(id);
  if (expr.k === "const" && typeof expr.v === "number") return expr.v;
  const status = namedStatus[wordsOf(expr.k === "member" ? expr.p : expr.k === "const" && typeof expr.v === "string" ? expr.v : "")];
  if (expr.k === "const") return status;
  return status !== undefined && /status|http/i.test(textOf(code, expr)) ? status : undefined;
}

function wordsOf(name: string): string {
  return name.replace(/[^a-z]/gi, "").toLowerCase();
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
  return /problem/i.test(text) || (/\btitle\b\s*[:,}]/.test(text) && /\bstatus\b\s*[:,}]/.test(text));
}
