import type { Expr, ExprId } from "#syntax/summary";
import type { CallSite } from "./call-sites.ts";
import { findCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import type { Step } from "./step.ts";
import { TextWalk } from "./text.ts";

/** Claims that are read before the key is known, or only to plan ahead: where to find the key, when to renew. */
const harmlessClaim = /^(?:kid|alg|typ|iss|header|exp|iat|nbf|payload|then|catch)$/;
/** Tokens that came straight from the provider's token endpoint, over TLS (OpenID Connect Core §3.1.3.7). */
const fromProvider = /id_?token|access_?token|refresh_?token|provider|external|oidc|oauth/i;
const lookup = /^(?:find|get|load|fetch|lookup|query|select|where|authenticate|log_?in|authorize)/i;
const keyLookup = /key|jwks|secret|issuer|tenant|cert/i;
const identity = /\.(?:user|auth|session|account|principal|currentUser|user_?id)$/i;

/**
 * What makes a decision out of a token nobody verified: a claim is compared, looks somebody up, or becomes the request's user.
 * Quiet where the function, what it calls, or who calls it verifies.
 */
export function trustOf(names: Names, site: CallSite): Step | undefined {
  const { code, call, args } = site;
  const token = args[0] === undefined ? undefined : code.expr(args[0]);
  if (token && fromProvider.test(code.text.slice(token.s, token.e))) return undefined;
  const use = useOf(code, call);
  if (!use || !isHandedIn(names, site) || isVerified(names, code, code.expr(call).s, 0)) return undefined;
  return use;
}

/** The token is what a request brings, or what some caller passes; a browser reading its own token is another matter. */
function isHandedIn(names: Names, { code, args, api }: CallSite): boolean {
  if (args[0] === undefined) return true;
  const { leaves } = new TextWalk(names).run(code, args[0]);
  if (leaves.some((leaf) => leaf.kind === "untrusted")) return true;
  const first = code.expr(args[0]);
  const bearer = [code.text.slice(first.s, first.e), ...leaves.map((leaf) => leaf.label)].some((text) =>
    /authorization|headers?\b|cookies?\b|req(?:uest)?\b/i.test(text),
  );
  return !api.startsWith("jwt-decode#") && (bearer || leaves.some((leaf) => leaf.kind === "param"));
}

function useOf(code: Code, call: ExprId): Step | undefined {
  const rooted = rootedIn(code, call);
  for (const [id, expr] of code.summary.exprs.entries()) {
    const message = expr.k === "boolean" ? comparison(code, expr, rooted) : expr.k === "call" ? lookedUp(code, expr, rooted) : undefined;
    if (message !== undefined) return { code, span: code.expr(id), message };
  }
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    const write = identity.test(key) ? writes.find((item) => rooted.has(item.v)) : undefined;
    if (write) return { code, span: code.expr(write.v), message: "becomes who the request is" };
  }
  return undefined;
}

/** Expressions that are the decoded token or a claim of it, with the claim's name. */
function rootedIn(code: Code, call: ExprId): ReadonlyMap<ExprId, string> {
  const rooted = new Map<ExprId, string>([[call, ""]]);
  const bindings = new Map<number, string>();
  for (let round = 0; round < 3; round++) {
    for (const [id, expr] of code.summary.exprs.entries()) {
      if (expr.k === "member" && rooted.has(expr.o)) rooted.set(id, rooted.get(expr.o) || expr.p);
      if (expr.k === "name" && bindings.has(expr.b)) rooted.set(id, bindings.get(expr.b) ?? "");
      if (expr.k === "either" && expr.of.some((item) => rooted.has(item))) rooted.set(id, "");
    }
    for (const [key, writes] of Object.entries(code.summary.writes)) {
      const binding = /^b(\d+)$/.exec(key);
      const write = binding && writes.find((item) => rooted.has(item.v));
      if (write) bindings.set(Number(binding[1]), rooted.get(write.v) ?? "");
    }
  }
  return rooted;
}

function comparison(code: Code, { s, e }: Expr, rooted: ReadonlyMap<ExprId, string>): string | undefined {
  const text = code.text.slice(s, e);
  if (text.length > 160 || !/[!=]==?/.test(text) || /(?:null|undefined|typeof)/.test(text)) return undefined;
  for (const [id, claim] of rooted) {
    const inner = code.expr(id);
    if (claim !== "" && !harmlessClaim.test(claim) && s <= inner.s && inner.e <= e) return `decides by the claim ${claim}`;
  }
  return undefined;
}

function lookedUp(code: Code, expr: Extract<Expr, { k: "call" }>, rooted: ReadonlyMap<ExprId, string>): string | undefined {
  const name = code.calleeName(expr.c) ?? "";
  if (!lookup.test(name) || keyLookup.test(name)) return undefined;
  const claims = expr.args.flatMap((id) => [id, ...propertiesOf(code, id)]).map((id) => rooted.get(id));
  const claim = claims.find((item) => item !== undefined && item !== "" && !harmlessClaim.test(item));
  return claim === undefined ? undefined : `looks up by the claim ${claim}`;
}

function propertiesOf(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  return expr.k === "object" ? expr.props.flatMap(([, value]) => [value, ...propertiesOf(code, value)]) : [];
}

const verifying = /verify|verified|validate.?(?:token|jwt)|introspect|passport|checkToken/i;

/** Whether the function around a place, something it calls, or one of its callers checks signatures. */
function isVerified(names: Names, code: Code, at: number, depth: number): boolean {
  const around = code.summary.functions.filter((fn) => fn.kind !== "module" && fn.s <= at && at < fn.e);
  const outermost = around[0];
  const { s, e } = outermost ?? { s: 0, e: code.text.length };
  const { catalog } = names.project;
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.s < s || expr.e > e) continue;
    const callee = code.expr(expr.c);
    if (verifying.test(code.text.slice(callee.s, callee.e))) return true;
    if (names.apisOf(code, expr.c).some((api) => catalog.tokens.verifiers.of(api) !== undefined)) return true;
  }
  if (depth > 1) return false;
  return around.some((fn) =>
    findCalls(names, code, code.summary.functions.indexOf(fn)).some((found) => isVerified(names, found.code, found.code.expr(found.call).s, depth + 1)),
  );
}
