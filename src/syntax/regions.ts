import type { Node } from "oxc-parser";
import { type Draft, spanOf } from "./draft.ts";
import type { Region, RegionId } from "./summary.ts";

/** Adds what stands in a region of control flow, and the region itself if something in it can run, waits or leaves. */
export function inRegion(draft: Draft, node: Node, region: Pick<Region, "k" | "g" | "o" | "loop">, add: () => void, body: readonly Node[] = [node]): void {
  const [s, e] = spanOf(node);
  const exits = exitOf(body.at(-1));
  const id = draft.regions.length;
  const outer = draft.region;
  const before = draft.calls.length + draft.functions.length;
  draft.regions.push({ ...region, s, e, fn: draft.fn, ...(outer !== undefined && { up: outer }), ...(exits && { exits }) });
  draft.region = id;
  add();
  draft.region = outer;
  const isEmpty = draft.calls.length + draft.functions.length === before && !exits && draft.regions.length === id + 1;
  if (isEmpty && !/\bawait\b/.test(draft.text.slice(s, e))) draft.regions.pop();
}

/** The region the walk is in, as a field of what is added there. */
export function regionOf(draft: Draft): { r?: RegionId } {
  return draft.region === undefined ? {} : { r: draft.region };
}

function exitOf(node: Node | undefined): Region["exits"] {
  switch (node?.type) {
    case "ReturnStatement":
      return "return";
    case "ThrowStatement":
      return "throw";
    case "BreakStatement":
      return "break";
    case "ContinueStatement":
      return "continue";
    case "BlockStatement":
      return exitOf(node.body.at(-1));
    default:
      return undefined;
  }
}
