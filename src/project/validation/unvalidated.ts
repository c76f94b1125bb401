import type { InputName } from "#catalog/facts";
import type { Analysis } from "../analysis.ts";
import type { Code } from "../code.ts";
import type { FnId } from "#syntax/summary";
import type { Step } from "../text.ts";
import { coverageOf } from "./coverage.ts";
import { type Arrival, type Input, InputFlow } from "./input-flow.ts";

/** An input that goes on although nothing checked it. */
export interface UnvalidatedInput {
  readonly input: Input;
  readonly where: string;
  readonly why: string | undefined;
  readonly steps: readonly Step[];
  /** One value of a query: milder than a whole object or a body. */
  readonly scalar: boolean;
}

/** Inputs with a shape of their own. Headers and cookies are judged where they are used; path parameters by the look-up they are for. */
const judged: ReadonlySet<InputName> = new Set(["body", "query", "input"]);
const beyond = new Set(["service", "repository", "model"]);

/** Of a whole parameter, a look at one of its properties somewhere is no check of its shape. */
function isChecked({ k, input }: Arrival): boolean {
  return k === "checked" || (k === "perhaps" && (input.whole || input.parameter === undefined));
}

const known = new WeakMap<Analysis, Map<Code, readonly UnvalidatedInput[]>>();

/** Inputs that handlers in a file hand on unchecked: one finding for each input of a handler. */
export function unvalidatedInputs(analysis: Analysis, code: Code): readonly UnvalidatedInput[] {
  let answers = known.get(analysis);
  if (!answers) known.set(analysis, (answers = new Map()));
  let found = answers.get(code);
  if (!found) answers.set(code, (found = search(analysis, code)));
  return found;
}

function search(analysis: Analysis, code: Code): readonly UnvalidatedInput[] {
  return code.summary.functions.flatMap((_, f) => (analysis.endpoints.handledBy(code, f).length > 0 ? ofHandler(analysis, code, f) : []));
}

function ofHandler(analysis: Analysis, code: Code, f: FnId): readonly UnvalidatedInput[] {
  const isBeyond = (other: Code): boolean => other !== code && beyond.has(analysis.layers.of(other).layer);
  const { arrivals } = new InputFlow(analysis.names, code, f, isBeyond);
  const byInput = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const key = `${arrival.input.name}:${arrival.input.parameter ?? ""}`;
    byInput.set(key, [...(byInput.get(key) ?? []), arrival]);
  }
  return [...byInput.values()].flatMap((group) => {
    if (group.some(isChecked)) return [];
    const first = group.find((item) => item.k === "leaves");
    if (!first || !judged.has(first.input.name) || (first.input.code !== code && first.input.code.role !== "product")) return [];
    const coverages = analysis.endpoints.handledBy(code, f).map((endpoint) => coverageOf(analysis.names, analysis.controls, endpoint, first.input));
    if (coverages.some((coverage) => coverage.state !== "no")) return [];
    const scalar = first.input.name === "query" && group.every((item) => !item.input.whole);
    return [{ input: first.input, where: first.where, why: coverages[0]?.why, steps: first.steps, scalar }];
  });
}
