import type { ExprId, FnId, Span } from "#syntax/summary";
import { type Answer, answersIn } from "./answers.ts";
import { callbackUse } from "./callback-use.ts";
import { findCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { type ErrorCenter, errorCenterOf, isErrorClass, isInErrorHandler } from "./error-center.ts";
import type { ForeignHandler } from "./error-handlers.ts";
import { isHandedTo } from "./error-around.ts";
import { wrappedErrors } from "./error-wrappers.ts";
import { isInside } from "./control.ts";
import type { Layers } from "./layers.ts";
import type { Names } from "./names.ts";

/** An error answered by hand, or a central handler whose answer is no problem document. */
export interface ReplyProblem {
  readonly kind: "handWrittenError" | "noProblemDocument";
  readonly span: Span;
  readonly status: string;
  /** File of the central handler. */
  readonly handler: string;
}

const known = new WeakMap<Layers, WeakMap<Code, readonly ReplyProblem[]>>();

/** Errors of a file that are answered past the central handler of its application, and what that handler itself answers. */
export function replyProblems(layers: Layers, code: Code): readonly ReplyProblem[] {
  let answers = known.get(layers);
  if (!answers) known.set(layers, (answers = new WeakMap()));
  let found = answers.get(code);
  if (!found) answers.set(code, (found = code.role === "product" ? find(layers, code) : []));
  return found;
}

function find(layers: Layers, code: Code): readonly ReplyProblem[] {
  const { names } = layers;
  const center = errorCenterOf(layers, code);
  const wrapped = wrappedErrors(names);
  const wrappers = wrapped.wrappers.filter((wrapper) => wrapper.code === code);
  const isCovered = (center.handlers.length + center.foreign.length > 0 || wrapped.has(code)) && !forMachines.test(code.path);
  const errors = (isCovered ? answersIn(names, code) : []).filter(
    ({ status }) => status !== undefined && status >= 400 && status < 600 && status !== healthStatus,
  );
  const byHand = errors.flatMap((answer): ReplyProblem[] => {
    const { span, fn, status } = answer;
    if (tellsOfPath(code, answer) || isLate(code, answer)) return [];
    if (isInErrorHandler(center, code, span) || wrappers.some(({ f }) => isInside(code, fn, f)) || answersUnknownPaths(code, fn)) return [];
    // An error of the project that answers itself is its central place.
    if (isInErrorClass(names, code, fn) || isHandedErrors(names, code, fn)) return [];
    const wrapper = wrapped.of(code, fn);
    if (wrapper?.handed && wrapper.code === code) return [];
    const handler = wrapper?.code.path ?? centralFor(names, center, code, answer);
    return handler === undefined ? [] : [{ kind: "handWrittenError", span, status: String(status), handler }];
  });
  const central = center.handlers.filter((handler) => handler.code === code && !handler.noRoute);
  const own = [...central, ...wrappers.filter((wrapper) => wrapper.writes)].flatMap((handler) => withoutProblem(code, handler));
  return [...byHand, ...own].sort((a, b) => a.span.s - b.span.s);
}

/** What a health check says about others. */
const healthStatus = 503;
/** The sender of a web hook reads the status and no body. */
const forMachines = /web[-_]?hook/i;

/** The handler of the package that errors of this framework come to: a file, or a name. */
function centralFor(names: Names, { handlers, foreign }: ErrorCenter, code: Code, { library, fn, span }: Answer): string | undefined {
  const answersIt = ({ of, around, within }: Pick<ForeignHandler, "of" | "around" | "within">): boolean =>
    of.includes(library) &&
    (!around || isHandedTo(names, code, fn, around.apis, around.file)) &&
    (!within || (within.file === code.path && within.s <= span.s && span.e <= within.e));
  return handlers.find((handler) => !handler.noRoute && answersIt(handler))?.code.path ?? foreign.find(answersIt)?.named;
}

function isInErrorClass(names: Names, code: Code, fn: FnId): boolean {
  for (let f = fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const owner = code.summary.functions[f]?.owner;
    if (owner !== undefined) return isErrorClass(names, code, owner);
  }
  return false;
}

/** No such path, not this way, no more, not yet. */
const ofPaths: ReadonlySet<number> = new Set([404, 405, 410, 501]);

/** `(req, res) => { res.status(404).send("Nothing here"); }`: it is asked for whatever comes, and nothing went wrong in it. */
function tellsOfPath({ summary, text }: Code, { span, fn, status }: Answer): boolean {
  const around = summary.functions[fn];
  if (!around || !ofPaths.has(status ?? 0)) return false;
  const before = text.slice(around.s, span.s);
  return /(?:=>\s*|\{\s*)(?:return\s+)?$/.test(before) && /^[\s;})]*(?:return;?\s*\}?)?$/.test(text.slice(span.e, around.e)) && !/\{[^}]*\{/.test(before);
}

/** `if (!res.headersSent)`: what went wrong while an answer was under way comes past every handler. */
function isLate(code: Code, { span, fn }: Answer): boolean {
  return code.summary.regions.some(
    (region) => region.fn === fn && region.k === "then" && region.s <= span.s && span.e <= region.e && region.o !== undefined && isHeadersSent(code, region.o),
  );
}

function isHeadersSent(code: Code, id: ExprId): boolean {
  const { s, e } = code.expr(id);
  return /\bheadersSent\b/.test(code.text.slice(s, e));
}

const caught = /^_?(?:e|ex|err|error|exception)$/;
/** From how many callers on a function is a place of its own. */
const several = 2;

/** `handleErrors(req, res)(error)`, `refuse(res, error)`: what several functions hand their errors to is a central place as well. */
function isHandedErrors(names: Names, code: Code, fn: FnId): boolean {
  for (let f = fn; f !== 0; f = code.summary.functions[f]?.parent ?? 0) {
    const at = code.summary.functions[f];
    if (!at?.params.some(({ n }) => caught.test(n ?? "")) || callbackUse(code, f)) continue;
    if ([f, at.parent].some((one) => one !== 0 && findCalls(names, code, one).length >= several)) return true;
  }
  return false;
}

/** Nothing was thrown where no route fits: `notFound(handler)`, `setNotFoundHandler(handler)`. */
function answersUnknownPaths(code: Code, fn: FnId): boolean {
  const use = callbackUse(code, fn);
  return /notFound/i.test(code.summary.functions[fn]?.n ?? "") || (use !== undefined && /notFound/i.test(code.calleeName(use.callee) ?? ""));
}

const knowsProblems = /\bproblem(?:\+json|[-_ ]?(?:details?|documents?))|\brfc ?(?:7807|9457)/i;
const sends = /\.(?:json|jsonp|send|end)\((?!\s*\))|\.(?:body|response)\s*=|(?<!\.)\bsend\(|\bResponse\.json\(|\bnew (?:\w+)?Response\(/;

/** A handler that writes its answer itself, in a file that knows of no problem documents. */
function withoutProblem(code: Code, { f, writes, returns }: { readonly f: FnId; readonly writes?: boolean; readonly returns?: true }): ReplyProblem[] {
  const fn = code.summary.functions[f];
  if (!fn || knowsProblems.test(code.text)) return [];
  const answers = writes || sends.test(code.text.slice(fn.s, fn.e)) || (returns && fn.returns.some((id) => code.expr(id).k === "object"));
  return answers ? [{ kind: "noProblemDocument", span: fn, status: "", handler: code.path }] : [];
}
