import type { Span } from "#syntax/summary";
import type { Code } from "./code.ts";

/** A place a value passed on its way, with a word about it. */
export interface Step {
  readonly code: Code;
  readonly span: Span;
  readonly message: string;
}
