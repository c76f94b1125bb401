import type { ServiceFact } from "#catalog/facts/state";
import type { ExprId, Span } from "#syntax/summary";
import type { Analysis } from "./analysis.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { runsThroughOnce } from "./one-off-programs.ts";

/** A client of a backing service that is told a fixed address, or that a repository builds for itself. */
export interface ServiceProblem {
  readonly kind: "hardcodedService" | "ownClient";
  /** What builds the client: `Pool`. */
  readonly client: string;
  readonly span: Span;
}

const known = new WeakMap<Analysis, WeakMap<Code, readonly ServiceProblem[]>>();

/** Clients in a file whose address is written down in code, and clients that a repository builds for itself. */
export function serviceProblems(analysis: Analysis, code: Code): readonly ServiceProblem[] {
  let answers = known.get(analysis);
  if (!answers) known.set(analysis, (answers = new WeakMap()));
  let found = answers.get(code);
  if (!found) answers.set(code, (found = find(analysis, code)));
  return found;
}

/** Settings of a developer's machine. */
const forDevelopment = /(?:^|[/._-])(?:dev|development|local|docker|example|sample|demo)(?:[/._-]|$)/i;

function find(analysis: Analysis, code: Code): readonly ServiceProblem[] {
  const { names } = analysis;
  const { catalog } = names.project;
  if (forDevelopment.test(code.path) || !code.summary.imports.some((item) => catalog.isOf(catalog.services.backingLibraries, item.specifier))) return [];
  const found: ServiceProblem[] = [];
  for (const id of code.summary.calls) {
    const call = code.expr(id);
    if (call.k !== "call" && call.k !== "new") continue;
    const api = serviceApi(names, code, call.c);
    if (api === undefined) continue;
    const client = code.calleeName(call.c) ?? api;
    const address = names.project.catalog.services.backing
      .of(api)
      .flatMap((fact) => addressesIn(names, code, call.args[fact.argument ?? 0], fact))
      .find((value) => isFixed(value));
    if (address) found.push({ kind: "hardcodedService", client, span: address.code === code ? address.span : call });
    else if (call.k === "new" && isRepository(analysis, code, call)) found.push({ kind: "ownClient", client, span: call });
  }
  return found.length > 0 && runsThroughOnce(names, code) ? [] : found;
}

/** The API of a call that builds a client. */
function serviceApi(names: Names, code: Code, callee: ExprId): string | undefined {
  const { catalog } = names.project;
  return names.apisOf(code, callee).find((api) => catalog.services.backing.of(api).length > 0);
}

/** Inside a class that says it is one; the module that makes the project's client may count as data access too. */
function isRepository(analysis: Analysis, code: Code, { s, e }: Span): boolean {
  const within = code.summary.classes.some((fact) => fact.s <= s && e <= fact.e && /(?:Repository|Repo|Dao|DAO)(?:Impl)?$/.test(fact.n));
  return within || (/(?:^|[/.-])(?:repository|repo|dao)\.[cm]?[jt]s$/i.test(code.path) && analysis.layers.of(code).layer === "repository");
}

/** An address as far as it is constant; `\u0000` stands for what is not. */
interface Address {
  readonly code: Code;
  readonly span: Span;
  readonly text: string;
  /** Only used where the environment says nothing, or in one of two cases. */
  readonly fallback: boolean;
}

function addressesIn(names: Names, code: Code, argument: ExprId | undefined, fact: ServiceFact): readonly Address[] {
  if (argument === undefined) return [];
  // A bare word may be the name of a database as well.
  const direct = fact.text ? textsOf(names, code, argument, false, 0).filter(({ text }) => /:\/\/|:\d+$|\.|^localhost$/.test(text)) : [];
  return [...direct, ...(fact.properties ?? []).flatMap((path) => propertiesOf(names, code, argument, path.split("."), 0))];
}

function propertiesOf(names: Names, code: Code, id: ExprId, path: readonly string[], depth: number): readonly Address[] {
  const [name, ...rest] = path;
  if (name === undefined) return textsOf(names, code, id, false, depth);
  if (depth > 8) return [];
  const expr = code.expr(id);
  if (expr.k === "array") return expr.items.flatMap((item) => propertiesOf(names, code, item, path, depth + 1));
  if (expr.k === "object") {
    const value = expr.props.findLast(([key]) => key === name)?.[1];
    return value === undefined ? [] : propertiesOf(names, code, value, rest, depth + 1);
  }
  const only = onlyValue(code, id);
  return only === undefined ? [] : propertiesOf(names, code, only, path, depth + 1);
}

/** The one value a constant variable of this file has. */
function onlyValue(code: Code, id: ExprId): ExprId | undefined {
  const expr = code.expr(id);
  if (expr.k !== "name") return undefined;
  const [only, more] = code.summary.writes[`b${expr.b}`] ?? [];
  return only && !more && only.op === "=" && code.summary.bindings[expr.b]?.kind !== "param" ? only.v : undefined;
}

function textsOf(names: Names, code: Code, id: ExprId, fallback: boolean, depth: number): readonly Address[] {
  const expr = code.expr(id);
  if (depth > 8) return [];
  const say = (text: string): readonly Address[] => [{ code, span: expr, text, fallback }];
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? say(expr.v) : [];
    case "template":
      return say(expr.quasis.join("\u0000"));
    case "array":
      return expr.items.flatMap((item) => textsOf(names, code, item, fallback, depth + 1));
    case "either":
      return expr.of.flatMap((item) => textsOf(names, code, item, true, depth + 1));
    default: {
      const only = onlyValue(code, id);
      return only === undefined ? [] : textsOf(names, code, only, fallback, depth + 1);
    }
  }
}

const url = /^[a-z][\w+.-]*:\/\/(?:[^@/?#]*@)?(\[[\da-f:]+\]|[^:/?#\u0000,]+)(?=[:/?#,]|$)/i;
const hostname = /^(?:[a-z\d](?:[a-z\d-]*[a-z\d])?)(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*(?::\d+)?$/i;
const own = /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1\]|host\.docker\.internal)$/i;
const example = /(?:^|\.)(?:example\.(?:com|org|net)|[\w-]+\.(?:example|invalid|test))$|^(?:host|hostname|your[-_].*|my[-_]?host)$/i;

/** Whether a text names a host; one of this machine, or of the compose file beside it, may stand in for a missing setting. */
function isFixed({ text, fallback }: Address): boolean {
  const host = url.exec(text)?.[1] ?? (hostname.test(text) ? text.replace(/:\d+$/, "") : undefined);
  if (host === undefined || example.test(host)) return false;
  return !(fallback && (own.test(host) || !/[.:]/.test(host)));
}
