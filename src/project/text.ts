import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import type { Step } from "./step.ts";
import { ofCall, ofNew, ofTag } from "./text/calls.ts";
import { ofParam } from "./text/parameters.ts";
import { ofArray, ofEither, ofKeys, ofObject, ofTemplate } from "./text/parts.ts";
import { shorten, spell } from "./text/shapes.ts";
import { ofIndex, ofMember, ofName, ofStored } from "./text/storage.ts";
import type { Visit } from "./text/visit.ts";

/** A piece of a text that is not a constant of ours. */
export interface Leaf {
  /** `untrusted` = proven request input; `param` = whatever callers pass; `unknown` = we cannot tell. */
  readonly kind: "untrusted" | "param" | "unknown";
  readonly code: Code;
  readonly span: Span;
  /** Source text of the value, short. */
  readonly label: string;
  /** Constant text right before the value. */
  readonly before: string;
  /** From the value outwards to the text it became part of. */
  readonly steps: readonly Step[];
  /** For `param`: which one, and the members read from it. */
  readonly param?: { readonly f: FnId; readonly i: number; readonly path: readonly string[] };
  /** For `untrusted`: what brought it (`express#Request`, `@Body()`). */
  readonly source?: string;
}

const maxWork = 3000;
/** How many expressions deep a walk may nest; a chain of `+` this long is data, not a query. */
const maxLevel = 220;

/**
 * Takes a text expression apart: every value in it that is neither constant nor bounded becomes a {@link Leaf}.
 * Follows variables, `+=`, templates, `concat`, `join`, `replace`, ternaries, arrays, objects, spreads, helper functions in other files.
 */
export class TextWalk {
  readonly leaves: Leaf[] = [];
  /** All constant text met, in order: tells what kind of text this is. */
  constant = "";
  readonly names: Names;
  readonly #open = new Set<string>();
  #work = 0;
  #level = 0;

  constructor(names: Names) {
    this.names = names;
  }

  /** Walks the text; returns itself. */
  run(code: Code, id: ExprId, path: readonly string[] = [], before = ""): this {
    this.follow({ code, frame: undefined, top: undefined, id, path, before, steps: [] });
    return this;
  }

  /** Notes constant text, and returns it. */
  say(text: string): string {
    if (this.constant.length < 4000) this.constant += text;
    return text;
  }

  /** Notes a value that is neither constant nor bounded; returns the text before whatever follows it. */
  leaf(visit: Visit, kind: Leaf["kind"], extra: Pick<Leaf, "param" | "source"> = {}): string {
    const { code, id, before, steps } = visit;
    const top = kind === "unknown" ? undefined : visit.top;
    const expr = code.expr(top?.id ?? id);
    const name = expr.k === "param" ? code.summary.functions[expr.f]?.params[expr.i]?.n : undefined;
    const label = shorten((name ?? code.text.slice(expr.s, expr.e)) + (top?.rest ?? []).map(spell).join(""));
    this.leaves.push({ kind, code, span: { s: expr.s, e: expr.e }, label, before, steps, ...extra });
    this.say("\u0000");
    return `${before}\u0000`;
  }

  /** Walks on, unless this very place is being looked into: what leads back to itself adds nothing. */
  once(place: string, before: string, walk: () => string): string {
    if (this.#open.has(place)) return before;
    this.#open.add(place);
    const after = walk();
    this.#open.delete(place);
    return after;
  }

  /** Walks into an expression; returns the constant text that stands right before whatever follows it. */
  follow(visit: Visit): string {
    if (++this.#work > maxWork || this.#level > maxLevel) return visit.before;
    this.#level++;
    const after = this.#into(visit);
    this.#level--;
    return after;
  }

  #into(visit: Visit): string {
    const { path, before } = visit;
    const expr = visit.code.expr(visit.id);
    switch (expr.k) {
      case "const":
        return path.length > 0 ? before : before + this.say(expr.v === null ? "" : String(expr.v));
      case "number":
      case "boolean":
      case "regexp":
        return `${before}0`;
      case "concat":
        return this.follow({ ...visit, id: expr.r, before: this.follow({ ...visit, id: expr.l }) });
      case "spread":
        return this.follow({ ...visit, id: expr.o });
      case "element":
        return this.follow({ ...visit, id: expr.o, path: ["*", ...path] });
      default:
        return this.#through(visit);
    }
  }

  /** Values that stand for others. */
  #through(visit: Visit): string {
    const expr = visit.code.expr(visit.id);
    switch (expr.k) {
      case "template":
        return ofTemplate(this, visit, expr);
      case "either":
        return ofEither(this, visit, expr.of);
      case "name":
        return ofName(this, visit, expr.b);
      case "global":
        return ofStored(this, visit, `g${expr.n}`);
      case "member":
        return ofMember(this, visit, expr);
      case "index":
        return ofIndex(this, visit, expr.o);
      case "call":
        return ofCall(this, visit, expr);
      case "new":
        return ofNew(this, visit, expr);
      case "tag":
        return ofTag(this, visit, expr);
      case "object":
        return ofObject(this, visit, expr);
      case "array":
        return ofArray(this, visit, expr.items);
      case "key":
        return ofKeys(this, visit, expr.o);
      case "param":
        return ofParam(this, visit, expr);
      default:
        return this.leaf(visit, "unknown");
    }
  }
}
