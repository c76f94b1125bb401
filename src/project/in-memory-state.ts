import type { ExprId, Span } from "#syntax/summary";
import { calledName, findCalls } from "./callers.ts";
import { isForDevelopers } from "./development.ts";
import type { Code } from "./code.ts";
import type { Mutation } from "./mutations.ts";
import type { Names } from "./names.ts";
import { type RequestPath, requestPathsOf } from "./request-path.ts";
import { contentOf } from "./content.ts";
import {
  contentBelow,
  holdsPromises,
  isFilledOnce,
  isGiven,
  isLive,
  isLoadedOnce,
  isMadeFromItself,
  isReadThroughHere,
  isRoomForLive,
} from "./state-judgement.ts";
import { type StatePlace, statePlacesOf } from "./state-places.ts";
import type { Step } from "./step.ts";
import { TextWalk } from "./text.ts";
import { perFile } from "./per-file.ts";

/** State of the process that requests change. */
export interface StateProblem {
  readonly kind: "sharedState" | "unboundedCache";
  readonly name: string;
  /** What it is, in words: `module-level variable`. */
  readonly what: string;
  readonly span: Span;
  readonly steps: readonly Step[];
}

const words = {
  module: "module-level variable",
  static: "static field",
  field: "field of an object shared by all requests",
  closure: "variable that outlives the request",
} as const;

/** State declared in a file that is written while requests are answered, here or in other files. */
export const stateProblems = perFile(find);

function find(names: Names, code: Code): readonly StateProblem[] {
  if (code.summary.directives.includes("use client")) return [];
  return statePlacesOf(names, code).flatMap((place) => judge(names, place) ?? []);
}

/** Numbers about the process itself are meant to be per process; so are switches of its life cycle. */
const aboutProcess =
  /metrics?|telemetry|gauge|histogram|stats$|statistics|uptime|health|shut(?:ting)?_?down|draining|(?:^|\.)(?:is|was|has)?_?(?:ready|started|initiali[sz]ed|connected|loaded|registered)$|in_?flight|pending|promises?$|round_?robin|index$|cursor$|circuit_?breaker|request_?(?:id|count(?:er)?)$|correlation|trace|span|debug|warn(?:ed|ing)|logged|logger$|verbose|mock/i;
/** The same, said by the function that writes: `countMetric()`, `isCircuitOpen()`, a gauge's method. */
const tellsOfProcess = /metrics?(?![a-z])|telemetry|gauge|histogram|circuit(?:_?breaker|_?(?:open|closed|state))/i;
/** What is compiled or prepared once for each text is made again by whoever has not got it. */
const cacheName = /cache|memo(?:i[sz]ed)?(?:$|[A-Z_])|lookup|compiled|prepared/i;

/** Counts of what clients may still do hold nothing back when each instance has its own, whatever they are called. */
function isLimiter({ name, code }: StatePlace): boolean {
  const limits = /rate_?-?limit|throttl/i;
  return limits.test(name) || limits.test(code.path.slice(code.path.lastIndexOf("/") + 1));
}

function judge(names: Names, place: StatePlace): StateProblem | undefined {
  const limits = isLimiter(place);
  if ((aboutProcess.test(place.name) && !limits) || /(?:^|\/)(?:metrics?|telemetry|monitoring|instrumentation|logging)(?:[./-]|$)/i.test(place.code.path))
    return undefined;
  const isCache = !limits && (cacheName.test(place.name) || place.changes.some((change) => change.op === "entry" && isReadThroughHere(names, change)));
  if (isCache) return judgeCache(names, place);
  for (const change of place.changes) {
    if (change.code.role !== "product" || (!limits && isToldOfProcess(change)) || !changesState(names, place, change)) continue;
    const path = pathTo(names, place, change);
    if (!path || isRehearsed(path, change)) continue;
    if (isInFlight(place)) continue;
    if (change.op !== "update" || (countsRequests(place, path) && !isReportedOnly(place))) return problem(place, change, path, "sharedState");
  }
  return undefined;
}

function isToldOfProcess({ code, fn }: Mutation): boolean {
  const { n = "", owner } = code.summary.functions[fn] ?? {};
  const names = [n || (calledName(code, fn) ?? ""), owner === undefined ? "" : (code.summary.classes[owner]?.n ?? "")];
  return names.some((name) => tellsOfProcess.test(name));
}

/** Some step on the way runs only while somebody develops: `if (mayUseLocalStore()) …`. */
function isRehearsed({ steps }: RequestPath, change: Mutation): boolean {
  return [...steps, { code: change.code, span: change }].some(({ code, span }) => isForDevelopers(code.text, span.s));
}

/** Counted up when something begins and down when it ends: how much this process has in hand. */
function isInFlight({ name, changes }: StatePlace): boolean {
  if (!/active|running|current|open|busy|concurren/i.test(name)) return false;
  const texts = changes.map(({ code, s, e }) => code.text.slice(s, e + 6));
  return texts.some((text) => /\+\+|\+=|\+ 1/.test(text)) && texts.some((text) => /--|-=|- 1/.test(text));
}

/** Counters that nobody reads but a function that reports them. */
function isReportedOnly({ code, key, changes }: StatePlace): boolean {
  const readers = code.summary.exprs.flatMap((expr) => {
    if (expr.k !== "name" || `b${String(expr.b)}` !== key || changes.some((change) => change.code === code && change.s <= expr.s && expr.e <= change.e))
      return [];
    const inside = code.summary.functions.filter(({ kind, s, e }) => kind !== "module" && s <= expr.s && expr.e <= e);
    const reader = inside.at(-1);
    const held = Object.entries(code.summary.writes).find(([, writes]) => writes.some(({ v }) => v === reader?.expr));
    return [reader?.n || code.summary.bindings[Number(held?.[0].slice(1))]?.n || ""];
  });
  return readers.length > 0 && readers.every((name) => /metrics?|stat(?:s|istics)|report|health/i.test(name));
}

/** A counter in a handler counts requests; further down it mostly makes names unique. */
function countsRequests(place: StatePlace, path: RequestPath): boolean {
  return (
    path.steps.length === 1 || /attempt|fail|login|visit|view|hits?$|likes?$|vote|quota|limit|balance|stock|active|(?:next|last|current)_?id/i.test(place.name)
  );
}

/** A cache with some bound (entries are removed, counted, expire) is a choice; one that grows with what clients send is not. */
function judgeCache(names: Names, place: StatePlace): StateProblem | undefined {
  const bounded =
    place.changes.some((change) => change.op === "remove" || (change.op === "assign" && change.fn !== 0)) ||
    /\b(?:ttl|expir\w*|max_?(?:size|age|entries)|evict\w*|lru)\b|\.size\s*[<>]/i.test(place.code.text);
  if (bounded) return undefined;
  for (const change of place.changes) {
    if (change.op !== "entry" || change.entryKey === undefined || change.code.role !== "product" || contentBelow(place, change.below) !== "collection")
      continue;
    const leaves = new TextWalk(names).run(change.code, change.entryKey).leaves;
    const path = leaves.some((leaf) => leaf.kind === "untrusted") ? pathTo(names, place, change) : undefined;
    if (path) return problem(place, change, path, "unboundedCache");
  }
  return undefined;
}

function problem(place: StatePlace, change: Mutation, path: RequestPath, kind: StateProblem["kind"]): StateProblem {
  const steps = [...path.steps, { code: change.code, span: { s: change.s, e: change.e }, message: `writes ${place.name}` }];
  return { kind, name: place.name, what: words[place.kind], span: place.span, steps };
}

/** Where the change is made while a request is answered; a variable of a function that itself runs per request is none of ours. */
function pathTo(names: Names, place: StatePlace, change: Mutation): RequestPath | undefined {
  const paths = requestPathsOf(names);
  if (place.kind !== "closure") return paths.to(change.code, change.fn);
  const { code, scope } = place;
  const outer = code.summary.functions[scope];
  if (!outer || paths.isHandler(code, scope) || paths.to(code, scope)) return undefined;
  const path = paths.search(change.code, change.fn, (other, f) => other === code && f === scope);
  const handler = path && path.handler.code === code ? code.summary.functions[path.handler.f] : undefined;
  return handler && outer.s <= handler.s && handler.e <= outer.e ? path : undefined;
}

function changesState(names: Names, place: StatePlace, change: StatePlace["changes"][number]): boolean {
  const { op, code, values } = change;
  switch (op) {
    case "remove":
      return false;
    case "entry":
      return (
        contentBelow(place, change.below) === "collection" &&
        !values.some((value) => isLive(code, value)) &&
        !isConstantEntry(change) &&
        !holdsPromises(place) &&
        !isLoadedOnce(change) &&
        !isRoomForLive(place, change) &&
        !isReload(names, place, change)
      );
    case "update":
      return place.kind !== "closure" && holdsValue(place, change.below);
    case "assign": {
      if (place.kind === "closure" || !holdsValue(place, change.below)) return false;
      if (isSetWithLive(change) || values.some((value) => isLive(code, value) || (contentOf(code, value) === "opaque" && code.expr(value).k === "new")))
        return false;
      if (isMadeFromItself(change)) return true;
      return values.some((value) => isGiven(code, value)) && !isFilledOnce(names, change);
    }
  }
}

/** `connect(uri) { this.client = await connect(uri); this.uri = uri; }`: settings of the connection that is stored beside them. */
function isSetWithLive({ code, key, fn }: Mutation): boolean {
  const owner = `${key.slice(0, key.lastIndexOf(".") + 1)}`;
  return (
    owner !== "" &&
    Object.entries(code.summary.writes).some(
      ([other, writes]) => other !== key && other.startsWith(owner) && writes.some((write) => write.fn === fn && write.op === "=" && isLive(code, write.v)),
    )
  );
}

/** The place itself, or a property of an object literal of ours: not of a client, a request, a library's object. */
function holdsValue(place: StatePlace, below: string): boolean {
  if (below === "") return place.kind !== "module" || contentOf(place.code, place.init) !== "opaque";
  const holder = below.slice(0, below.lastIndexOf("."));
  return contentBelow(place, holder) === "collection";
}

/** Emptied and filled again in one go: a copy of something that lies elsewhere. */
function isReload(names: Names, place: StatePlace, change: StatePlace["changes"][number]): boolean {
  const isEmptied = (code: Code, fn: number): boolean =>
    place.changes.some(
      (other) =>
        other.below === change.below &&
        other.code === code &&
        other.fn === fn &&
        (other.op === "assign" || (other.op === "remove" && code.text.slice(other.s, other.e).includes(".clear("))),
    );
  const within = (code: Code, fn: number): boolean => fn !== 0 && (isEmptied(code, fn) || within(code, code.summary.functions[fn]?.parent ?? 0));
  if (within(change.code, change.fn)) return true;
  return findCalls(names, change.code, change.fn).some(({ code, call }) => {
    const expr = code.expr(call);
    return (expr.k === "call" || expr.k === "new") && within(code, expr.fn);
  });
}

/** `seen.add("start")`: a place that only ever holds constants of ours. */
function isConstantEntry({ code, values, entryKey }: Mutation): boolean {
  const isConstant = (id: ExprId): boolean => code.expr(id).k === "const";
  return values.length > 0 && values.every(isConstant) && (entryKey === undefined || isConstant(entryKey));
}
