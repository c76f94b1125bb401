import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Step } from "../step.ts";

/** What a parameter of a function being looked through stands for. */
export type Argument = ExprId | { readonly element: ExprId } | { readonly key: ExprId } | "bounded" | undefined;

/** A call being looked through: parameters of `f` mean these arguments, in the caller's context. */
export interface Frame {
  readonly code: Code;
  readonly f: FnId;
  readonly args: readonly Argument[];
  readonly context: Context;
  readonly call: Span;
  readonly depth: number;
}

/** Where expressions are read: in a file, inside of the calls that were followed into it. */
export interface Context {
  readonly code: Code;
  readonly frame: Frame | undefined;
  /** The member expression being looked through, and what is still to be read from it: names the value for people. */
  readonly top: { readonly id: ExprId; readonly rest: readonly string[] } | undefined;
}

/** A stop of a `TextWalk`: an expression, and how the walk came to it. */
export interface Visit extends Context {
  readonly id: ExprId;
  /** Members to be read from the expression. */
  readonly path: readonly string[];
  /** Constant text right before it. */
  readonly before: string;
  /** From here outwards to the text it becomes part of. */
  readonly steps: readonly Step[];
}
