import type { BlockingFact } from "#catalog/facts/effects";
import type { ExprId, FnId, Span } from "#syntax/summary";
import { callsIn } from "./call-sites.ts";
import { callbackUse } from "./callback-use.ts";
import { isForDevelopers } from "./development.ts";
import type { Code } from "./code.ts";
import { requestParam } from "./inputs.ts";
import type { Names } from "./names.ts";
import { remembers } from "./remembered.ts";
import { requestPathsOf } from "./request-path.ts";
import type { Step } from "./step.ts";
import { ofFile, perFile } from "./per-file.ts";

/** A call that holds the whole process while requests wait. */
export interface BlockingCall {
  readonly call: ExprId;
  /** As written: `fs.readFileSync`. */
  readonly name: string;
  readonly fact: BlockingFact;
  /** API path of what does the same without waiting, in the same package. */
  readonly twin?: string;
  readonly steps: readonly Step[];
}

/** Calls of a file that block and that a request handler reaches, here or from other files. */
export const blockingCalls = perFile((names, code): readonly BlockingCall[] => (mayBlock(code) ? find(names, code) : []));

/** The words of the catalogue's calls and packages. */
function mayBlock({ role, text, summary }: Code): boolean {
  return role === "product" && /Sync\b|\bsync\b|shelljs/.test(text) && !summary.directives.includes("use client");
}

function find(names: Names, code: Code): readonly BlockingCall[] {
  const { catalog } = names.project;
  const found: BlockingCall[] = [];
  for (const { call, api } of callsIn(names, code, catalog.effects.blocking.methods)) {
    const fact = catalog.effects.blocking.of(api);
    const expr = code.expr(call);
    if (!fact || expr.k !== "call" || expr.fn === 0 || found.some((item) => item.call === call) || isCheap(names, code, call, api)) continue;
    const steps = wayTo(names, code, expr.fn, expr);
    if (steps) found.push({ call, name: code.text.slice(...spanOf(code.expr(expr.c))), fact, steps, ...twinOf(fact, api) });
  }
  return withoutBriefBesideLong(
    code,
    found.sort((a, b) => a.call - b.call),
  );
}

/** Fewer rounds of a hash than this take less than a read of a file. */
const fewRounds = 100;

/** `pbkdf2Sync(card, salt, 1, 32, "sha256")`: as short as the plain hash. */
function isCheap(names: Names, code: Code, call: ExprId, api: string): boolean {
  const expr = code.expr(call);
  const rounds = names.project.catalog.secrets.hashers.of(api)?.cost?.iterations ?? [];
  return rounds.some((path) => {
    const argument = expr.k === "call" ? expr.args[Number(path)] : undefined;
    const value = argument === undefined ? undefined : code.expr(argument);
    return value?.k === "const" && typeof value.v === "number" && value.v < fewRounds;
  });
}

function spanOf({ s, e }: Span): [number, number] {
  return [s, e];
}

function twinOf({ twin }: BlockingFact, api: string): { twin?: string } {
  const own = api.slice(Math.max(api.lastIndexOf("."), api.lastIndexOf("#")) + 1).replace(/Sync$/, "");
  return twin === undefined ? {} : { twin: twin.replace("*", own) };
}

/** `existsSync` before `readFileSync` is told together with it. */
function withoutBriefBesideLong(code: Code, found: readonly BlockingCall[]): readonly BlockingCall[] {
  const fnOf = ({ call }: BlockingCall): FnId => {
    const expr = code.expr(call);
    return expr.k === "call" ? expr.fn : 0;
  };
  return found.filter((item) => !item.fact.brief || !found.some((other) => !other.fact.brief && fnOf(other) === fnOf(item)));
}

/** The way from a handler to the call, unless every way leads through something that runs once, or not while others wait. */
function wayTo(names: Names, code: Code, fn: FnId, call: Span): readonly Step[] | undefined {
  const path = requestPathsOf(names).search(
    code,
    fn,
    (other, f, at) => isElsewhere(names, other, f) || isForDevelopers(other.text, (at ?? call).s) || remembers(names, other, f, at ?? call),
  );
  return path && [...path.steps, { code, span: call, message: "blocks until it is done" }];
}

/** A page may be rendered at build time, a function in the cloud serves one request at a time, what waits for the process to end holds nobody up. */
function isElsewhere(names: Names, code: Code, f: FnId): boolean {
  if (isPrerendered(code)) return true;
  const use = callbackUse(code, f);
  const callee = use && code.expr(use.callee);
  if (callee?.k === "member") {
    const receiver = code.expr(callee.o);
    if (receiver.k === "global" && receiver.n === "process") return true;
  }
  const what = requestParam(names, code, f, 0)?.what ?? "";
  return names.project.catalog.http.isAlone(what);
}

const isPrerendered = ofFile(({ text }) => /\b(?:generateStaticParams|force-static)\b|export const prerender = (?:true|"auto")/.test(text));
