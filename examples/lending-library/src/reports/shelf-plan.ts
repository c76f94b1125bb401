import { readFileSync } from "node:fs";

/** Where the shelves stand; somebody may have moved them since. */
export function shelfPlan(): string {
  return readFileSync("plans/shelves.svg", "utf8");
}
