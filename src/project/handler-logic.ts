import type { FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { Flow } from "./handler-flow.ts";
import { type Handler, HandlerFunctions } from "./handler-functions.ts";
import { decisionsOf, isQuota } from "./handler-decisions.ts";
import { softEvidence } from "./handler-evidence.ts";
import { type Work, workOf } from "./handler-work.ts";
import { demandsServices } from "./ladder.ts";
import { layerProblems } from "./layer-edges.ts";
import { isProbe } from "./layer-names.ts";
import type { Layers } from "./layers.ts";
import type { Step } from "./step.ts";

/** A handler that does more than HTTP. */
export interface HandlerProblem {
  readonly kind: "databaseInRouter" | "businessLogic";
  /** Subject of the message: ``The handler `lend()` ``. */
  readonly handler: string;
  /** The evidence in words: `asks the database (3 times), sends mail`. */
  readonly evidence: string;
  /** The rule of the business that has to move; where there is none, the first query or other evidence. */
  readonly span: Span;
  /** What the handler is known by, wherever its decisions move. */
  readonly identity: Span;
  readonly steps: readonly Step[];
  /** The style of the house: told, not demanded. */
  readonly isNote: boolean;
}

/** One reason to say that a handler holds business logic. */
export interface Evidence extends Span {
  readonly words: string;
  /** How much it proves: 2 are enough. */
  readonly weight: number;
  /** A rule of the business stands here. */
  readonly isRule?: boolean;
}

/** What a handler does, with everything the judgement needs. */
export interface Doing {
  readonly code: Code;
  readonly handler: Handler;
  readonly work: readonly Work[];
  /** The handler, and the local functions that only handlers call. */
  readonly parts: ReadonlySet<FnId>;
  readonly flow: Flow;
}

const enough = 2;
const mostSteps = 12;
const memo = new WeakMap<Layers, WeakMap<Code, readonly HandlerProblem[]>>();

/** Handlers of a file that hold business logic: one problem each. */
export function handlerProblems(layers: Layers, code: Code): readonly HandlerProblem[] {
  let known = memo.get(layers);
  if (!known) memo.set(layers, (known = new WeakMap()));
  let problems = known.get(code);
  if (!problems) known.set(code, (problems = find(layers, code)));
  return problems;
}

function find(layers: Layers, code: Code): readonly HandlerProblem[] {
  if (code.role !== "product" || !mayHandle(layers, code)) return [];
  const all = workOf(layers, code);
  if (all.length === 0) return [];
  const functions = new HandlerFunctions(layers.names, code);
  const doings = new Map<FnId, Doing & { work: Work[]; parts: Set<FnId> }>();
  const flow = new Flow(code, new Set(all.map(({ call }) => call)));
  for (const work of all) {
    const handler = functions.of(work.fn);
    if (!handler) continue;
    let doing = doings.get(handler.f);
    if (!doing) doings.set(handler.f, (doing = { code, handler, work: [], parts: new Set([handler.f]), flow }));
    doing.work.push(work);
    doing.parts.add(functions.partOf(work.fn) ?? handler.f);
  }
  return [...doings.values()].flatMap((doing) => judge(layers, doing) ?? []);
}

const handlerPath = /handler|controller|rout(?:e|er|es|ers)(?![a-z])|resolver|action|endpoint|procedure|(?:^|\/)(?:api|rpc|rest|pages|app)\//i;

/** Server components: they render, and load what they render. */
const isPage = /(?:^|\/)(?:page|layout|template|default|not-found|error|loading)\.[jt]sx?$/;

/** Routers, files that put the application together with routes in them, and what is called so. A service that is handed a request is a matter of layers. */
function mayHandle(layers: Layers, code: Code): boolean {
  const { layer } = layers.of(code);
  return layer === "router" || layer === "composition" || (layer === "none" && handlerPath.test(code.path));
}

function judge(layers: Layers, doing: Doing): HandlerProblem | undefined {
  const { handler, work, code } = doing;
  const queries = work.filter(({ kind }) => kind === "database");
  if (handler.isProbe || isProbe(code.path) || isPage.test(code.path)) return undefined;
  const soft = [...softEvidence(doing), ...decisionsOf(layers.names, doing)];
  const weight = soft.reduce((sum, item) => sum + item.weight, 0);
  if (queries.length === 0) return weight < enough ? undefined : logicProblem(layers, doing, soft);
  // A middleware that looks up who is calling does what a middleware is for.
  if (handler.passesOn && weight < enough && queries.every((query) => query.reads)) return undefined;
  return databaseProblem(layers, doing, queries, soft, weight);
}

function logicProblem(layers: Layers, doing: Doing, soft: readonly Evidence[]): HandlerProblem {
  const { handler, code } = doing;
  const first = inOrder(soft.filter((item) => item.weight > 0))[0];
  return {
    kind: "businessLogic",
    handler: handler.name === "" ? "This handler" : `The handler \`${handler.name}\``,
    evidence: wordsOf(soft),
    span: spanOf(ruleAmong(soft) ?? first ?? handler.head),
    identity: handler.head,
    steps: stepsOf(code, soft),
    isNote: handler.isProcedure || !hasServices(layers, code),
  };
}

function databaseProblem(layers: Layers, doing: Doing, queries: readonly Work[], soft: readonly Evidence[], weight: number): HandlerProblem | undefined {
  const { handler, code } = doing;
  const own = code.summary.functions[handler.f];
  const strongest = queries.find(({ call }) => own && code.expr(call).s >= own.s && code.expr(call).e <= own.e) ?? queries[0];
  if (!strongest) return undefined;
  const place = code.expr(strongest.call);
  const isTold = layerProblems(layers, code, false).some(({ kind, span }) => kind === "skippedLayer" && own && span.s >= own.s && span.e <= own.e);
  // The layer rule stands inside of this handler already and says the same.
  if (isTold && queries.length === 1 && !soft.some((item) => item.weight > 0)) return undefined;
  const identity = isTold ? handler.head : spanOf(place);
  const evidence = [...queries.map((query) => queryEvidence(code, query)), ...soft];
  const demanded = queries.some(({ subject }) => subject && demandsServices(layers, code, subject)) || (weight >= enough && hasServices(layers, code));
  return {
    kind: "databaseInRouter",
    handler: handler.name === "" ? "This handler" : `The handler \`${handler.name}\``,
    evidence: wordsOf(evidence),
    span: spanOf(ruleAmong(soft) ?? identity),
    identity,
    steps: stepsOf(code, evidence),
    isNote: handler.isProcedure || !demanded,
  };
}

/** Where a rule of the business stands: a quota, else the first. */
function ruleAmong(soft: readonly Evidence[]): Evidence | undefined {
  const rules = inOrder(soft.filter(({ isRule }) => isRule));
  return rules.find(isQuota) ?? rules[0];
}

function inOrder(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.toSorted((one, other) => one.s - other.s);
}

function spanOf({ s, e }: Span): Span {
  return { s, e };
}

function queryEvidence(code: Code, query: Work): Evidence {
  const { s, e } = code.expr(query.call);
  return { s, e, words: `talks to the database (${query.name})`, weight: enough };
}

function hasServices(layers: Layers, code: Code): boolean {
  return demandsServices(layers, code, { name: "", data: "client" });
}

function wordsOf(evidence: readonly Evidence[]): string {
  const counts = new Map<string, number>();
  for (const { words } of evidence) {
    const kind = words.replace(/ \(.*$/, "");
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([words, count]) => (count > 1 ? `${words} (${String(count)} times)` : words)).join(", ");
}

function stepsOf(code: Code, evidence: readonly Evidence[]): readonly Step[] {
  return evidence
    .toSorted((one, other) => one.s - other.s || one.e - other.e)
    .slice(0, mostSteps)
    .map(({ s, e, words }) => ({ code, span: { s, e }, message: words }));
}
