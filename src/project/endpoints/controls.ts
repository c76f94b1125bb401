import type { ControlKind } from "#catalog/facts/http";
import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { type Origin, readPath } from "../origins.ts";
import type { RoutingCall } from "./arguments.ts";
import { callsIn } from "./calls-within.ts";
import { mentions } from "./mentions.ts";
import type { Endpoint, Step } from "./model.ts";
import type { StepKind } from "./step-evidence.ts";
import { StepKinds } from "./step-kinds.ts";
import { isSwitchedOff } from "./switched-off.ts";

/** Whether an endpoint has a control, and the place that proves it. */
export interface Control {
  readonly state: "yes" | "no" | "unknown";
  readonly by?: { readonly code: Code; readonly span: Span };
}

/** Answers which controls an endpoint has: in front of its handler, and inside it. */
export class Controls {
  readonly #names: Names;
  readonly #kinds: StepKinds;
  readonly #words = new WeakMap<Endpoint, Map<RegExp, boolean>>();
  readonly #answers = new WeakMap<Endpoint, Map<ControlKind, Control>>();

  constructor(names: Names) {
    this.#names = names;
    this.#kinds = new StepKinds(names);
  }

  /** What a step in front of a handler does. */
  kindsOf(step: Step): readonly StepKind[] {
    return this.#kinds.of(step);
  }

  /** Whether the number of requests is limited. */
  limitOf(endpoint: Endpoint): Control {
    return this.#answer(endpoint, "limiter", "unlimited");
  }

  /** Whether somebody must be signed in. */
  authenticationOf(endpoint: Endpoint): Control {
    return this.#answer(endpoint, "guard", "open");
  }

  /** Whether a function, or one it calls, has words like these in its text. */
  mentions({ code, f }: NonNullable<Endpoint["handler"]>, words: RegExp): boolean {
    return mentions(this.#names, code, f, words);
  }

  /** Whether the handler, or a function it calls, has words like these; nobody knows where there is no handler to look into. */
  speaksOf(endpoint: Endpoint, words: RegExp): boolean {
    const { handler } = endpoint;
    if (!handler) return true;
    let known = this.#words.get(endpoint);
    if (!known) this.#words.set(endpoint, (known = new Map()));
    let answer = known.get(words);
    if (answer === undefined) known.set(words, (answer = mentions(this.#names, handler.code, handler.f, words)));
    return answer;
  }

  /** Whether a handler hands the whole request to something nobody can look into, which may ask by itself: `(request) => queue(request)`. */
  handsRequestOn({ handler }: Endpoint): boolean {
    if (!handler) return true;
    const { code, f } = handler;
    return callsIn(code, f).some((call) => {
      const expr = code.expr(call);
      if (expr.k !== "call" || !expr.args.some((id) => isFirstParameter(code, id, f))) return false;
      return this.#names.denote(code, expr.c).every((item) => item.k === "api");
    });
  }

  /** Everything written around a handler: the registration, its decorators, those of its class, its options. */
  registrationOf({ code, span, chain, handler, options }: Endpoint): readonly string[] {
    const fn = handler?.code.summary.functions[handler.f];
    const owner = fn?.owner === undefined ? undefined : handler?.code.summary.classes[fn.owner];
    const decorators = [...(fn?.decorators ?? []), ...(owner?.decorators ?? [])];
    return [
      code.text.slice(span.s, Math.min(span.e, span.s + 400)),
      ...(handler ? decorators.map((id) => textOf(handler.code, id)) : []),
      ...(options ? [textOf(options.code, options.id)] : []),
      ...chain.map((step) => textOf(step.code, step.id)),
    ];
  }

  #answer(endpoint: Endpoint, kind: ControlKind, exempt: ControlKind): Control {
    let known = this.#answers.get(endpoint);
    if (!known) this.#answers.set(endpoint, (known = new Map()));
    let answer = known.get(kind);
    if (!answer) known.set(kind, (answer = this.#work(endpoint, kind, exempt)));
    return answer;
  }

  #work(endpoint: Endpoint, kind: ControlKind, exempt: ControlKind): Control {
    const steps = endpoint.chain.map((step) => this.#kinds.of(step).flatMap((item) => asPlugin(this.#names, endpoint, step, item)));
    // What stands nearest to the handler decides: `@SkipThrottle({ default: false })` takes back what its controller says.
    const said = steps.flat().findLast((item) => item.certain && (item.kind === exempt || item.fact?.kind === exempt));
    const exempted = said?.kind === exempt ? said : undefined;
    const within = endpoint.handler ? this.#kinds.inside(endpoint.handler.code, endpoint.handler.f) : [];
    // A handler that signs people in speaks of tokens and sessions all the time: only a check that is known counts.
    const inside = within.filter((item) => item.certain || kind !== "guard");
    // An exemption takes what stands around the route away, not what the route brings itself.
    const near = endpoint.chain.flatMap((step, i) => (exempted && step.level === "app" ? [] : (steps[i] ?? [])));
    const found = [...near, ...inside].filter((item) => item.kind === kind);
    const answered = endpoint.handler ?? endpoint.answer;
    const proven = found.find((item) => item.certain);
    if (proven) return { state: "yes", by: placeOf(proven) };
    const maybe = found[0];
    if (maybe) return { state: "unknown", by: placeOf(maybe) };
    return { state: endpoint.open || !answered ? "unknown" : "no", ...(exempted ? { by: placeOf(exempted) } : {}) };
  }
}

function isFirstParameter(code: Code, id: ExprId, f: FnId): boolean {
  const expr = code.expr(id);
  return expr.k === "param" && expr.f === f && expr.i === 0;
}

function placeOf({ code, span }: StepKind): { readonly code: Code; readonly span: Span } {
  return { code, span };
}

/** A plugin's control as it holds for one route: the route may ask for it or be left out, the plugin may only serve who asks, or come too late. */
function asPlugin(names: Names, endpoint: Endpoint, step: Step, item: StepKind): readonly StepKind[] {
  const { fact } = item;
  const { site } = step;
  if (!fact?.routeOption || !site || !item.certain) return [item];
  if (fact.late && step.beside && isLate(site, endpoint)) return [];
  const own = endpoint.options ? readPath(names, endpoint.options, fact.routeOption.split(".")) : undefined;
  const exempt = own?.values.find(({ code, id }) => isFalse(code.expr(id)));
  // `limits ? { max: 5 } : false`: limited where it runs for readers.
  if (exempt && own?.values.every(({ code, id }) => isFalse(code.expr(id)))) return [{ ...item, kind: "unlimited", code: exempt.code, span: spanOf(exempt) }];
  if (own && own.values.length > 0) return [item];
  if (own && own.opaque.length > 0) return [{ ...item, certain: false }];
  return isSwitchedOff(names, site, fact.off ?? {}) ? [] : [item];
}

/** Registered in the same function, and nothing is waited for between there and the route. */
function isLate({ code, call }: RoutingCall, endpoint: Endpoint): boolean {
  const expr = code.expr(call);
  if (expr.k !== "call" || code !== endpoint.code || endpoint.span.s < expr.e) return false;
  const inside = (code.summary.functions[expr.fn] ?? endpoint.span).e;
  const before = code.text.slice(Math.max(0, expr.s - 20), expr.s);
  return endpoint.span.s < inside && !/\bawait\s+$/.test(before) && !/\bawait\b|\.(?:after|then|ready)\(/.test(code.text.slice(expr.s, endpoint.span.s));
}

function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}

function isFalse(expr: ReturnType<Code["expr"]>): boolean {
  return expr.k === "const" && expr.v === false;
}

function spanOf({ code, id }: Origin): Span {
  const { s, e } = code.expr(id);
  return { s, e };
}
