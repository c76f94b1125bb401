import type { EntityRowFacts, LoaderBatching } from "#catalog/facts/entities";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** Whether what a loader asks in one tick is sent as one query: somewhere in the product, the connection is told so (`dataloader: DataloaderType.ALL`). */
export function sendsTogether(names: Names, { batching }: EntityRowFacts, loader: string): boolean {
  return batching?.loaders.includes(loader) === true && isSwitchedOn(names, batching);
}

const known = new WeakMap<Names, Map<LoaderBatching, boolean>>();

function isSwitchedOn(names: Names, batching: LoaderBatching): boolean {
  let answers = known.get(names);
  if (!answers) known.set(names, (answers = new Map()));
  let answer = answers.get(batching);
  if (answer === undefined) answers.set(batching, (answer = [...names.project.codesWith([batching.option])].some((code) => switchesOn(code, batching))));
  return answer;
}

function switchesOn(code: Code, { option, values }: LoaderBatching): boolean {
  if (code.role === "test") return false;
  return code.summary.exprs.some((expr) => expr.k === "object" && expr.props.some(([key, value]) => key === option && values.includes(writtenAs(code, value))));
}

function writtenAs(code: Code, value: number): string {
  const { s, e } = code.expr(value);
  return code.text.slice(s, e).replace(/^(["'`])(.*)\1$/, "$2");
}
