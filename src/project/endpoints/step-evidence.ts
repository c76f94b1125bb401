import { harmlessMiddleware } from "#catalog/controls";
import type { ControlFact, ControlKind } from "#catalog/facts/http";
import type { ExprId, FnId, Span } from "#syntax/summary";
import { readArgument } from "../call-sites.ts";
import type { Code } from "../code.ts";
import { numberOf, textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import type { Origin } from "../origins.ts";
import { mayBe, speaksOfValidation, words } from "./control-words.ts";
import { mayLimit } from "./home-limiters.ts";
import { isOff } from "./switched-off.ts";

/** What a step in front of a handler, or a call inside it, does; and where that shows. */
export interface StepKind {
  readonly kind: ControlKind;
  /** `false`: it may; nobody could look into it, or only its name says so. */
  readonly certain: boolean;
  readonly code: Code;
  readonly span: Span;
  readonly fact?: ControlFact;
  /** The call a validator fact was found at. */
  readonly call?: ExprId;
}

/** What the facts about an API say of a call or a middleware; empty: nothing. */
export function kindsOfApi(names: Names, api: string, origin: Origin): readonly StepKind[] {
  const { catalog } = names.project;
  const fact = catalog.http.controls.of(api);
  if (fact?.when && !holds(names, fact.when, api, origin)) return [];
  if (fact) return [{ ...kindAt(origin, isOff(names, origin, api, fact) ? "inert" : fact.kind, true), fact, call: origin.id }];
  return catalog.tokens.verifiers.of(api) ? [kindAt(origin, "guard", true)] : [];
}

function holds(names: Names, { path, values }: NonNullable<ControlFact["when"]>, api: string, { code, id, frame }: Origin): boolean {
  const expr = code.expr(id);
  if (expr.k !== "call" && expr.k !== "new") return false;
  const found = readArgument(names, { code, call: id, api, args: expr.args, frame, callers: [] }, path).values;
  return found.some((value) => values.includes(textOf(value) ?? String(numberOf(value))));
}

/** A library we have no facts about: what it is called says what it may be. */
export function kindsOfPackage(apis: readonly string[], origin: Origin): readonly StepKind[] {
  const packages = apis.map((api) => api.slice(0, api.indexOf("#")));
  if (packages.some((name) => harmlessMiddleware.includes(name))) return [];
  const named = apis.join(" ");
  return mayBe.filter((kind) => words[kind]?.test(named)).map((kind) => kindAt(origin, kind, false));
}

/** What the words of a function make likely. */
export function kindsByWords(names: Names, code: Code, f: FnId, far: boolean): readonly StepKind[] {
  const fn = code.summary.functions[f];
  if (!fn) return [];
  const owner = fn.owner === undefined ? "" : (code.summary.classes[fn.owner]?.n ?? "");
  const text = `${owner} ${fn.n} ${code.text.slice(fn.s, fn.e)}`;
  // A counter far away says nothing about how often this request may come.
  const speaks = mayBe.filter((kind) =>
    kind === "limiter" ? !far && mayLimit(names, code, f) : kind === "validator" ? speaksOfValidation(text) : words[kind]?.test(text),
  );
  return speaks.map((kind) => ({ kind, certain: false, code, span: { s: fn.s, e: fn.e } }));
}

/** A kind that shows at an expression. */
export function kindAt({ code, id }: Origin, kind: ControlKind, certain: boolean): StepKind {
  const { s, e } = code.expr(id);
  return { kind, certain, code, span: { s, e } };
}

/** Each kind once for each place and certainty. */
export function distinct(kinds: readonly StepKind[]): readonly StepKind[] {
  const seen = new Set<string>();
  return kinds.filter((item) => {
    const key = `${item.kind}:${item.certain}:${item.code.path}:${item.span.s}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
