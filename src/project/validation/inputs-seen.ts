import type { InputName } from "#catalog/facts/http";
import type { ExprId, Span } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Step } from "../step.ts";

/** An input of a request, read in a handler or in a function it hands the request to. */
export interface Input {
  readonly name: InputName;
  /** As a reader would write it: `req.body.email`. */
  readonly label: string;
  readonly code: Code;
  readonly span: Span;
  /** Index of the handler's parameter which it is as a whole. */
  readonly parameter?: number;
  /** The whole of it, or one property. */
  readonly whole: boolean;
  /** Names read from it on the way, outermost first. */
  readonly members: readonly string[];
}

/** Where an input goes. */
export interface Arrival {
  readonly input: Input;
  readonly k: "checked" | "named" | "discarded" | "ignored" | "anything" | "perhaps" | "looked" | "leaves";
  /** Where it leaves to; of a check that is none, why. */
  readonly where: string;
  /** At a database: what is asked for by it, or what is written. */
  readonly use?: "lookup" | "written";
  readonly steps: readonly Step[];
}

/** A stretch of text on one line, cut where it is long. */
export function spelling(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 60);
}

/** `@Body() member`: a parameter as a whole, without its type. */
export function parameterLabel(what: string, text: string): string {
  const name = /^(?:\.\.\.)?([\w$]+)/.exec(text)?.[1];
  const own = name ?? spelling(text.replace(/\}\s*:.*$/s, "}"));
  return what.startsWith("@") ? `${what} ${own}` : own;
}

/** What the last step of a route says. */
export const arrivalWords: Readonly<Partial<Record<Arrival["k"], string>>> = {
  checked: "checked here",
  perhaps: "perhaps checked here",
  looked: "looked at here",
  named: "checked here, by its name",
  discarded: "parsed here, without using the result",
  ignored: "checked here, without effect",
  anything: "parsed here by a schema that lets everything through",
};

/** Whether a member path is one of the untrusted ones, or leads to one. */
export function match(untrusted: readonly string[], path: readonly string[]): "all" | "prefix" | undefined {
  let prefix = false;
  for (const wanted of untrusted) {
    if (wanted === "*") return "all";
    const parts = wanted.split(".");
    const bare = path.map((part, i) => part === parts[i] || `${part}()` === parts[i]);
    if (parts.length === path.length && parts.every((part, i) => part === path[i])) return "all";
    if (path.length <= parts.length && bare.every(Boolean)) prefix = true;
  }
  return prefix ? "prefix" : undefined;
}

/** `c.req.query("page")`, `request.header("x-branch")`, `getCookie(c, "branch")`: the one value that is asked for. */
export function constantArgument(code: Code, id: ExprId, at = 0): string | undefined {
  const expr = code.expr(id);
  const given = expr.k === "call" && expr.args[at] !== undefined ? code.expr(expr.args[at]) : undefined;
  return given?.k === "const" ? String(given.v) : undefined;
}

/** Properties that say which rows are meant; what stands in them is looked for. */
const conditions = /^(?:where|filter|query|match|selector|criteria|cursor|Key|_?id)$/;

/** Whether an argument of a call to the database says which rows are meant, or becomes part of them: then it stands under a name of its own. */
export function useAt(keys: readonly string[], writes: boolean): Arrival["use"] {
  return !writes || keys.length === 0 || keys.some((key) => conditions.test(key)) || /(?:^i|I)ds?$/.test(keys[0] ?? "") ? "lookup" : "written";
}
