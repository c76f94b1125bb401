import type { ControlKind } from "#catalog/facts";
import type { Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import type { Endpoint, Step } from "./model.ts";
import { type StepKind, StepKinds } from "./step-kinds.ts";

/** Whether an endpoint has a control, and the place that proves it. */
export interface Control {
  readonly state: "yes" | "no" | "unknown";
  readonly by?: { readonly code: Code; readonly span: Span };
}

/** Answers which controls an endpoint has: in front of its handler, and inside it. */
export class Controls {
  readonly #kinds: StepKinds;
  readonly #answers = new WeakMap<Endpoint, Map<ControlKind, Control>>();

  constructor(names: Names) {
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
    return this.#kinds.mentions(code, f, words);
  }

  /** Whether a function an endpoint runs speaks of passwords. */
  takesPassword({ handler }: Endpoint): boolean {
    return handler !== undefined && this.#kinds.mentions(handler.code, handler.f, /passw(?:or)?d/i);
  }

  #answer(endpoint: Endpoint, kind: ControlKind, exempt: ControlKind): Control {
    let known = this.#answers.get(endpoint);
    if (!known) this.#answers.set(endpoint, (known = new Map()));
    let answer = known.get(kind);
    if (!answer) known.set(kind, (answer = this.#work(endpoint, kind, exempt)));
    return answer;
  }

  #work(endpoint: Endpoint, kind: ControlKind, exempt: ControlKind): Control {
    const steps = endpoint.chain.map((step) => this.#kinds.of(step));
    const exempted = steps.flat().find((item) => item.kind === exempt && item.certain);
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

function placeOf({ code, span }: StepKind): { readonly code: Code; readonly span: Span } {
  return { code, span };
}
