import { convertingHelpers, harmlessResults, passingHelpers, schemaLibraries, validatingMethods } from "#catalog/values";
import type { ExprId, FnId, Span, Write } from "#syntax/summary";
import { isBoundedType, isGuarded, patternOf } from "./bounded.ts";
import type { Code } from "./code.ts";
import { isUntrustedPath, requestParam } from "./inputs.ts";
import type { Denotation, Names } from "./names.ts";
import { keyOfExpr } from "./storage-key.ts";
import { schemaBounds } from "./schemas.ts";
import { exportedValue } from "./exported-value.ts";
import type { Step } from "./step.ts";
import { passing, harmless, mapping, globalPassing, globalHarmless } from "./text-functions.ts";
import {
  relevant,
  keepsOnlyListed,
  doublesQuotes,
  isStringRaw,
  isEnvironment,
  isNumericDefault,
  rootOf,
  rootsInParam,
  isText,
  isProperty,
  spell,
  shorten,
} from "./text-shapes.ts";

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

type Argument = ExprId | { readonly element: ExprId } | { readonly key: ExprId } | "bounded" | undefined;

/** A call being looked through: parameters of `f` mean these arguments, in the caller's context. */
interface Frame {
  readonly code: Code;
  readonly f: FnId;
  readonly args: readonly Argument[];
  readonly context: Context;
  readonly call: Span;
  readonly depth: number;
}

interface Context {
  readonly code: Code;
  readonly frame: Frame | undefined;
  /** The member expression being looked through, and what is still to be read from it: names the value for people. */
  readonly top?: { readonly id: ExprId; readonly rest: readonly string[] };
}

const maxDepth = 7;
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
  readonly #names: Names;
  readonly #open = new Set<string>();
  #work = 0;
  #level = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Walks the text; returns itself. */
  run(code: Code, id: ExprId, path: readonly string[] = [], before = ""): this {
    this.#walk({ code, frame: undefined }, id, path, before, []);
    return this;
  }

  #say(text: string): string {
    if (this.constant.length < 4000) this.constant += text;
    return text;
  }

  #leaf(context: Context, id: ExprId, kind: Leaf["kind"], before: string, steps: readonly Step[], extra: Pick<Leaf, "param" | "source"> = {}): string {
    const top = kind === "unknown" ? undefined : context.top;
    const expr = context.code.expr(top?.id ?? id);
    const name = expr.k === "param" ? context.code.summary.functions[expr.f]?.params[expr.i]?.n : undefined;
    const label = shorten((name ?? context.code.text.slice(expr.s, expr.e)) + (top?.rest ?? []).map(spell).join(""));
    this.leaves.push({ kind, code: context.code, span: { s: expr.s, e: expr.e }, label, before, steps, ...extra });
    this.#say("\u0000");
    return `${before}\u0000`;
  }

  /** Returns the constant text that stands right before whatever follows. */
  #walk(context: Context, id: ExprId, path: readonly string[], before: string, steps: readonly Step[]): string {
    if (++this.#work > maxWork || this.#level > maxLevel) return before;
    this.#level++;
    const after = this.#walkInto(context, id, path, before, steps);
    this.#level--;
    return after;
  }

  #walkInto(context: Context, id: ExprId, path: readonly string[], before: string, steps: readonly Step[]): string {
    const { code } = context;
    const expr = code.expr(id);
    switch (expr.k) {
      case "const":
        return path.length > 0 ? before : before + this.#say(expr.v === null ? "" : String(expr.v));
      case "number":
      case "boolean":
      case "regexp":
        return `${before}0`;
      case "template":
        return path.length > 0 ? this.#pieces(context, expr.parts, before, steps) : this.#template(context, expr.quasis, expr.parts, before, steps);
      case "concat":
        return this.#walk(context, expr.r, path, this.#walk(context, expr.l, path, before, steps), steps);
      case "either": {
        if (isNumericDefault(code, expr.of)) return before;
        const after = expr.of.map((item) => this.#walk(context, item, path, before, steps));
        return after.at(-1) ?? before;
      }
      case "name":
        return this.#name(context, id, expr.b, path, before, steps);
      case "global":
        return this.#stored(context, id, `g${expr.n}`, path, before, steps);
      case "member":
        return this.#member(context, id, expr.o, expr.p, path, before, steps);
      case "index":
        return this.#index(context, id, expr.o, path, before, steps);
      case "call":
        return this.#call(context, id, expr.c, expr.args, path, before, steps);
      case "new":
        return this.#construct(context, id, expr.c, expr.args, path, before, steps);
      case "tag":
        return this.#tag(context, id, expr.tag, expr.quasi, before, steps);
      case "object":
        return this.#object(context, id, path, before, steps);
      case "array":
        return this.#array(context, expr.items, path, before, steps);
      case "spread":
        return this.#walk(context, expr.o, path, before, steps);
      case "element":
        return this.#walk(context, expr.o, ["*", ...path], before, steps);
      case "key":
        return this.#keys(context, expr.o, before, steps);
      case "param":
        return this.#param(context, id, expr.f, expr.i, path, before, steps);
      default:
        return this.#leaf(context, id, "unknown", before, steps);
    }
  }

  #template(context: Context, quasis: readonly string[], parts: readonly ExprId[], before: string, steps: readonly Step[]): string {
    let text = before + this.#say(quasis[0] ?? "");
    parts.forEach((part, index) => {
      const said = this.constant.length;
      text = this.#walk(context, part, [], text, steps);
      if (this.constant.length === said) this.#say(bounded);
      text += this.#say(quasis[index + 1] ?? "");
    });
    return text;
  }

  #pieces(context: Context, parts: readonly ExprId[], before: string, steps: readonly Step[]): string {
    for (const part of parts) this.#walk(context, part, [], before, steps);
    return before;
  }

  #guarded(context: Context, id: ExprId): boolean {
    const key = keyOfExpr(context.code, id);
    return key !== undefined && isGuarded(this.#names, context.code, key, context.code.expr(id).s);
  }

  #name(context: Context, id: ExprId, b: number, path: readonly string[], before: string, steps: readonly Step[]): string {
    const { code } = context;
    const binding = code.summary.bindings[b];
    if (!binding || (path.length === 0 && this.#guarded(context, id))) return before;
    if (binding.imported) return this.#imported(context, id, binding.imported.i, binding.imported.n, path, before, steps);
    if (binding.kind === "param" && isBoundedType(this.#names, code, binding.t, path)) return before;
    const next = path[0];
    if (next !== undefined && binding.t && binding.kind !== "param" && isBoundedType(this.#names, code, binding.t, path) && !this.#isRequest(context, b))
      return before;
    return this.#stored(context, id, `b${b}`, path, before, steps);
  }

  #isRequest(context: Context, b: number): boolean {
    return (context.code.summary.writes[`b${b}`] ?? []).some((write) => {
      const expr = context.code.expr(write.v);
      return expr.k === "member" || expr.k === "param";
    });
  }

  /** Values stored under a key: `=` writes are alternatives, `+=` appends, `push` adds elements, writes to members join in. */
  #stored(context: Context, id: ExprId, key: string, path: readonly string[], before: string, steps: readonly Step[]): string {
    const { code } = context;
    const open = `${code.path}:${key}:${path.join(".")}:${context.frame?.depth ?? 0}`;
    if (this.#open.has(open)) return before;
    const all = code.summary.writes[key] ?? [];
    const deeper = path[0] === undefined ? [] : (code.summary.writes[`${key}.${path[0]}`] ?? []);
    if (all.length === 0 && deeper.length === 0) return this.#leaf(context, id, "unknown", before, steps);
    this.#open.add(open);
    const at = code.expr(id).s;
    let after = before;
    const first = relevant(code, all, at);
    for (const write of first) after = this.#walk(context, write.v, path, before, this.#assigned(context, steps, write, id));
    for (const write of deeper) after = this.#walk(context, write.v, path.slice(1), before, steps);
    for (const write of all) {
      if (write.op === "+=") after = this.#walk(context, write.v, [], after, this.#assigned(context, steps, write, id));
      if (write.op === "push") this.#walk(context, write.v, path[0] === "*" || /^\d+$/.test(path[0] ?? "") ? path.slice(1) : path, after, steps);
      if (write.op === "prop" && path.length > 0) this.#walk(context, write.v, path.slice(1), before, steps);
    }
    this.#open.delete(open);
    return after;
  }

  #assigned(context: Context, steps: readonly Step[], write: Write, id: ExprId): readonly Step[] {
    const { code } = context;
    const value = code.expr(write.v);
    if (value.k === "param" || value.k === "const") return steps;
    const use = code.expr(id);
    const label = shorten(code.text.slice(use.s, use.e));
    return [{ code, span: { s: value.s, e: value.e }, message: write.op === "+=" ? `appended to ${label}` : `stored in ${label}` }, ...steps];
  }

  #imported(context: Context, id: ExprId, i: number, name: string, path: readonly string[], before: string, steps: readonly Step[]): string {
    const target = this.#names.project.target(context.code, i);
    if (target.kind !== "code") return this.#leaf(context, id, "unknown", before, steps);
    const found = exportedValue(this.#names, target.code, name);
    if (!found) return this.#leaf(context, id, "unknown", before, steps);
    return this.#walk({ code: found.code, frame: context.frame }, found.id, [...found.path, ...path], before, steps);
  }

  #member(context: Context, id: ExprId, o: ExprId, p: string, path: readonly string[], before: string, steps: readonly Step[]): string {
    const { code } = context;
    if (path.length === 0 && this.#guarded(context, id)) return before;
    if (path.length === 0 && (p === "length" || p === "size")) return before;
    const owner = code.expr(o);
    if (isEnvironment(code, o) || this.#isSafeMember(code, id)) return before;
    if (owner.k === "this") return this.#field(context, id, owner.c, p, path, before, steps);
    const type = this.#names.typeOfExpr(code, o);
    if (type && owner.k !== "call" && !this.#isInput(context, o)) {
      const bounded = isBoundedType(this.#names, type.code, type.t, [p, ...path]);
      if (bounded) return before;
    }
    return this.#walk({ ...context, top: { id, rest: path } }, o, [p, ...path], before, steps);
  }

  /** Something the library itself holds ready as text: the text of a built query, the name of a model's table. */
  #isSafeMember(code: Code, id: ExprId): boolean {
    const { catalog } = this.#names.project;
    return this.#names.apisOf(code, id).some((name) => catalog.isIn(catalog.sql.fragments, name) || catalog.isIn(catalog.sql.sanitizers, name));
  }

  /** Types of request data are promises nobody checked. */
  #isInput(context: Context, o: ExprId): boolean {
    const root = rootOf(context.code, o);
    const expr = context.code.expr(root);
    if (expr.k !== "name") return false;
    return (context.code.summary.writes[`b${expr.b}`] ?? []).some((write) => {
      const value = context.code.expr(write.v);
      return value.k === "param" && requestParam(this.#names, context.code, value.f, value.i) !== undefined;
    });
  }

  #field(context: Context, id: ExprId, c: number, p: string, path: readonly string[], before: string, steps: readonly Step[]): string {
    const { code } = context;
    const member = code.summary.classes[c]?.members[p];
    if (member?.t && isBoundedType(this.#names, code, member.t, path)) return before;
    if (code.summary.writes[`c${c}.${p}`]) return this.#stored(context, id, `c${c}.${p}`, path, before, steps);
    if (member?.kind === "getter" && member.f !== undefined)
      return this.#returns({ k: "function", code, f: member.f }, context, [], code.expr(id), path, before, steps);
    for (const base of this.#names.basesOf(code, c)) {
      if (base.k !== "class") continue;
      const inherited = base.code.summary.writes[`c${base.c}.${p}`];
      if (inherited) return this.#stored({ code: base.code, frame: context.frame }, inherited[0]?.v ?? 0, `c${base.c}.${p}`, path, before, steps);
    }
    return this.#leaf(context, id, "unknown", before, steps);
  }

  /** `TABLE[key]`: one of the table's values, whatever the key is. */
  #index(context: Context, id: ExprId, o: ExprId, path: readonly string[], before: string, steps: readonly Step[]): string {
    if (this.#guarded(context, id)) return before;
    return this.#walk(context, o, ["*", ...path], before, steps);
  }

  #object(context: Context, id: ExprId, path: readonly string[], before: string, steps: readonly Step[]): string {
    const expr = context.code.expr(id);
    const [head, ...rest] = path;
    if (expr.k !== "object" || head === undefined) return before;
    let after = before;
    const chosen = head === "*" ? expr.props : expr.props.filter(([name]) => name === head || name === "..." || name === "[]");
    const exact = head === "*" ? undefined : expr.props.findLast(([name]) => name === head);
    for (const [name, value] of exact ? [exact] : chosen) after = this.#walk(context, value, name === "..." ? path : rest, before, steps);
    return after;
  }

  #array(context: Context, items: readonly ExprId[], path: readonly string[], before: string, steps: readonly Step[]): string {
    const [head, ...rest] = path;
    const one = head !== undefined && /^\d+$/.test(head) ? items[Number(head)] : undefined;
    if (one !== undefined && context.code.expr(one).k !== "spread") return this.#walk(context, one, rest, before, steps);
    let after = before;
    for (const item of items) after = this.#walk(context, item, context.code.expr(item).k === "spread" ? path : rest, after, steps);
    return after;
  }

  /** Names of an object's properties. */
  #keys(context: Context, o: ExprId, before: string, steps: readonly Step[]): string {
    const expr = context.code.expr(o);
    if (expr.k === "object") {
      for (const [name, value] of expr.props) if (name === "...") this.#keys(context, value, before, steps);
      return before;
    }
    if (expr.k === "name" && !context.code.summary.bindings[expr.b]?.imported) {
      const writes = context.code.summary.writes[`b${expr.b}`] ?? [];
      const literal = writes.length > 0 && writes.every((write) => context.code.expr(write.v).k === "object");
      if (literal) {
        for (const write of writes) this.#keys(context, write.v, before, steps);
        return before;
      }
    }
    return this.#walk(context, o, ["*"], before, steps);
  }

  #param(context: Context, id: ExprId, f: FnId, i: number, path: readonly string[], before: string, steps: readonly Step[]): string {
    const { code } = context;
    for (let frame = context.frame; frame; frame = frame.context.frame) {
      if (frame.code !== code || frame.f !== f) continue;
      return this.#argument(frame, code, f, i, path, before, steps);
    }
    const fn = code.summary.functions[f];
    const request = requestParam(this.#names, code, f, i);
    if (request?.bounded) return before;
    if (request) {
      const untrusted = isUntrustedPath(request, path);
      return this.#leaf(context, id, untrusted ? "untrusted" : "unknown", before, steps, untrusted ? { source: request.what } : {});
    }
    const implicit = this.#implicitArgument(context, f, i);
    if (implicit) {
      const frame: Frame = { code, f, args: implicit, context, call: code.expr(id), depth: (context.frame?.depth ?? 0) + 1 };
      return this.#argument(frame, code, f, i, path, before, steps);
    }
    const type = fn?.params[i]?.t;
    if (isBoundedType(this.#names, code, type, path) || (isText(type) && isProperty(path[0]))) return before;
    return this.#leaf(context, id, "param", before, steps, { param: { f, i, path } });
  }

  #argument(frame: Frame, code: Code, f: FnId, i: number, path: readonly string[], before: string, steps: readonly Step[]): string {
    const argument = frame.args[i];
    if (argument === undefined || argument === "bounded") return before;
    const open = `${code.path}:${f}:${i}:${path.join(".")}:${frame.depth}`;
    if (this.#open.has(open)) return before;
    this.#open.add(open);
    let after = before;
    if (typeof argument === "number") {
      const passed: Step = { code: frame.context.code, span: frame.call, message: `passed to ${callLabel(frame)}` };
      after = this.#walk(frame.context, argument, path, before, frame.code === frame.context.code && isCallback(frame) ? steps : [passed, ...steps]);
    } else if ("element" in argument) after = this.#walk(frame.context, argument.element, ["*", ...path], before, steps);
    else after = this.#keys(frame.context, argument.key, before, steps);
    this.#open.delete(open);
    return after;
  }

  /** Parameters of a callback of an array method stand for elements: `ids.map((id) => …)`. */
  #implicitArgument(context: Context, f: FnId, i: number): readonly Argument[] | undefined {
    const { code } = context;
    const expr = code.summary.functions[f]?.expr;
    if (expr === undefined) return undefined;
    for (const name of arrayMethods) {
      for (const call of code.callsByName.get(name) ?? []) {
        const value = code.expr(call);
        if (value.k !== "call" || value.args[0] !== expr) continue;
        const callee = code.expr(value.c);
        if (callee.k === "member") return i < 3 ? callbackArguments(code, name, callee.o, value.args) : undefined;
      }
    }
    return undefined;
  }

  #tag(context: Context, id: ExprId, tag: ExprId, quasi: ExprId, before: string, steps: readonly Step[]): string {
    const { code } = context;
    if (isStringRaw(code, tag)) return this.#walk(context, quasi, [], before, steps);
    const bound = this.#names.apisOf(code, tag).some((name) => this.#names.project.catalog.isIn(this.#names.project.catalog.sql.tags, name));
    return bound ? before : this.#leaf(context, id, "unknown", before, steps);
  }

  #construct(context: Context, id: ExprId, c: ExprId, args: readonly ExprId[], path: readonly string[], before: string, steps: readonly Step[]): string {
    const callee = context.code.expr(c);
    if (callee.k === "global") {
      if (callee.n === "Date") return before;
      if (/^(?:URL|URLSearchParams|String|Set|Map|Array)$/.test(callee.n) && args[0] !== undefined)
        return this.#walk(context, args[0], path[0]?.endsWith("()") || path[0] === "searchParams" ? [] : path, before, steps);
    }
    return this.#leaf(context, id, "unknown", before, steps);
  }

  #call(within: Context, id: ExprId, c: ExprId, args: readonly ExprId[], path: readonly string[], before: string, steps: readonly Step[]): string {
    const context: Context = { code: within.code, frame: within.frame };
    const { code } = context;
    const callee = code.expr(c);
    const targets = this.#names.denote(code, c);
    for (const item of targets) {
      if (item.k !== "function") continue;
      if (item.code.summary.functions[item.f]?.kind === "constructor") continue;
      return this.#functions(targets, context, args, code.expr(id), path, before, steps);
    }
    const api = targets.find((item) => item.k === "api");
    if (api) return this.#api(context, id, api.name, args, path, before, steps);
    if (callee.k === "global") return this.#globalCall(context, id, callee.n, args, path, before, steps);
    if (callee.k === "member") return this.#method(context, id, callee.o, callee.p, args, path, before, steps);
    return this.#leaf(context, id, "unknown", before, steps);
  }

  #functions(
    targets: readonly Denotation[],
    context: Context,
    args: readonly ExprId[],
    call: Span,
    path: readonly string[],
    before: string,
    steps: readonly Step[],
  ): string {
    let after = before;
    for (const item of targets) if (item.k === "function") after = this.#returns(item, context, args, call, path, before, steps);
    return after;
  }

  #returns(
    item: Extract<Denotation, { k: "function" }>,
    context: Context,
    args: readonly Argument[],
    call: Span,
    path: readonly string[],
    before: string,
    steps: readonly Step[],
  ): string {
    const fn = item.code.summary.functions[item.f];
    const depth = (context.frame?.depth ?? 0) + 1;
    const recursive = isRecursive(context.frame, item);
    if (!fn || depth > maxDepth || recursive) return before;
    if (isBoundedType(this.#names, item.code, fn.ret, path)) return before;
    const frame: Frame = { code: item.code, f: item.f, args, context, call, depth };
    if (fn.returns.length === 0) return before;
    let after = before;
    for (const value of fn.returns) {
      const at = item.code.expr(value);
      const returned: Step = { code: item.code, span: { s: at.s, e: at.e }, message: `returned by ${fn.n === "" ? "the callback" : `${fn.n}()`}` };
      after = this.#walk({ code: item.code, frame }, value, path, before, [returned, ...steps]);
    }
    return after;
  }

  #api(context: Context, id: ExprId, name: string, args: readonly ExprId[], path: readonly string[], before: string, steps: readonly Step[]): string {
    const { catalog } = this.#names.project;
    const { code } = context;
    if (
      catalog.isIn(catalog.sql.sanitizers, name) ||
      catalog.isIn(catalog.sql.fragments, name) ||
      catalog.isIn(catalog.sql.fragments, catalog.callOf(name)) ||
      harmlessResults.test(name)
    )
      return before;
    if (catalog.http.inputCalls.of(name) !== undefined) return this.#leaf(context, id, "untrusted", before, steps, { source: name });
    const formatter = catalog.sql.formatters.of(name);
    if (formatter) return this.#format(context, args, before, steps, new Set(formatter.escaping));
    if (passingHelpers.test(name)) {
      if (convertingHelpers.test(name)) return before;
      const first = args[0];
      return first === undefined ? before : this.#walk(context, first, [], before, steps);
    }
    const callee = code.expr(code.expr(id).k === "call" ? (code.expr(id) as { c: ExprId }).c : id);
    if (callee.k === "member" && schemaLibraries.test(name) && validatingMethods.test(callee.p))
      return this.#validated(context, callee.o, args, path, before, steps);
    if (callee.k === "member") return this.#onApiValue(context, id, callee.o, callee.p, args, path, before, steps);
    return this.#leaf(context, id, "unknown", before, steps);
  }

  /** `schema.parse(input)`: what the schema lets through decides. */
  #validated(context: Context, schema: ExprId, args: readonly ExprId[], path: readonly string[], before: string, steps: readonly Step[]): string {
    const wanted = path[0] === "data" || path[0] === "value" ? path.slice(1) : path;
    const bounds = schemaBounds(this.#names, context.code, { k: "expr", id: schema }, wanted);
    const input = args[0];
    if (bounds === "bounded" || input === undefined) return before;
    return bounds === "text" ? this.#walk(context, input, wanted, before, steps) : before;
  }

  /** A method of a library's value: a member of a request (`c.req.param("id")`), or something we cannot see. */
  #onApiValue(
    context: Context,
    id: ExprId,
    o: ExprId,
    p: string,
    args: readonly ExprId[],
    path: readonly string[],
    before: string,
    steps: readonly Step[],
  ): string {
    const count = this.leaves.length;
    if (args.length < 3 && rootsInParam(context.code, o)) {
      // `const { ids } = req.body`, `ids.map(() => "?").join()`: what an array of the request is made into, not what lies in it.
      if (mapping.has(p) || (p === "join" && args.length < 2)) return this.#method(context, id, o, p, args, path, before, steps);
      const after = this.#walk(context, o, [`${p}()`, ...path], before, steps);
      if (this.leaves.slice(count).some((leaf) => leaf.kind === "untrusted")) return after;
      this.leaves.length = count;
    }
    return this.#leaf(context, id, "unknown", before, steps);
  }

  #globalCall(context: Context, id: ExprId, name: string, args: readonly ExprId[], path: readonly string[], before: string, steps: readonly Step[]): string {
    if (globalHarmless.has(name)) return before;
    const first = args[0];
    if (globalPassing.has(name) && first !== undefined) return this.#walk(context, first, path, before, steps);
    return this.#leaf(context, id, "unknown", before, steps);
  }

  #method(
    context: Context,
    id: ExprId,
    o: ExprId,
    p: string,
    args: readonly ExprId[],
    path: readonly string[],
    before: string,
    steps: readonly Step[],
  ): string {
    const { code } = context;
    const owner = code.expr(o);
    if (owner.k === "global") {
      const known = this.#globalMethod(context, owner.n, p, args, path, before, steps);
      if (known !== undefined) return known;
    }
    if (harmless.has(p)) return before;
    if (p === "join") return this.#walk(context, o, ["*"], before, steps);
    if (mapping.has(p)) return this.#mapped(context, o, p, args, path, before, steps);
    if (p === "filter" && this.#filtersByList(code, args[0])) return before;
    if (p === "replace" || p === "replaceAll") return this.#replaced(context, o, args, before, steps);
    if (p === "concat") {
      let after = this.#walk(context, o, path, before, steps);
      for (const argument of args) after = this.#walk(context, argument, path, after, steps);
      return after;
    }
    if (p === "split") return this.#walk(context, o, path.slice(1), before, steps);
    if (passing.has(p)) return this.#walk(context, o, p === "find" || p === "pop" || p === "shift" || p === "at" ? ["*", ...path] : path, before, steps);
    if (p === "then" || p === "catch") return this.#leaf(context, id, "unknown", before, steps);
    return this.#unknownMethod(context, id, o, p, path, before, steps);
  }

  /** A method nobody declared here: a getter-like one on request data or a plain parameter still gives the caller's data. */
  #unknownMethod(context: Context, id: ExprId, o: ExprId, p: string, path: readonly string[], before: string, steps: readonly Step[]): string {
    const count = this.leaves.length;
    const after = this.#walk(context, o, [`${p}()`, ...path], before, steps);
    const added = this.leaves.slice(count);
    if (added.some((leaf) => leaf.kind === "untrusted")) return after;
    const getter = /^(?:get|to|value|raw|as|param|header|query|input|form|unwrap)/i.test(p);
    const plain = added.every((leaf) => leaf.kind === "param" && leaf.param && leaf.code.summary.functions[leaf.param.f]?.kind !== "constructor");
    if (getter && added.length > 0 && plain) return after;
    this.leaves.length = count;
    return this.#leaf(context, id, "unknown", before, steps);
  }

  #globalMethod(
    context: Context,
    owner: string,
    p: string,
    args: readonly ExprId[],
    path: readonly string[],
    before: string,
    steps: readonly Step[],
  ): string | undefined {
    const first = args[0];
    if (owner === "Math" || owner === "Date" || owner === "Number" || owner === "performance" || owner === "crypto") return before;
    if (owner === "Object" && first !== undefined) {
      if (p === "keys") return this.#keys(context, first, before, steps);
      if (p === "values") return this.#walk(context, first, ["*", ...path.slice(1)], before, steps);
      if (p === "entries") {
        if (path[1] === "0") return this.#keys(context, first, before, steps);
        return this.#walk(context, first, path[1] === "1" ? ["*", ...path.slice(2)] : ["*"], before, steps);
      }
      if (p === "freeze" || p === "assign" || p === "fromEntries") {
        let after = before;
        for (const argument of args) after = this.#walk(context, argument, path, before, steps);
        return after;
      }
    }
    if ((owner === "JSON" && (p === "stringify" || p === "parse")) || (owner === "Buffer" && p === "from"))
      return first === undefined ? before : this.#walk(context, first, path, before, steps);
    if (owner === "Array" && first !== undefined && (p === "from" || p === "of" || p === "isArray")) {
      const second = args[1];
      const mapper = second === undefined ? undefined : context.code.expr(second);
      if (mapper?.k === "function")
        return this.#returns(
          { k: "function", code: context.code, f: mapper.f },
          context,
          [{ element: first }, "bounded"],
          context.code.expr(first),
          [],
          before,
          steps,
        );
      return this.#walk(context, first, path, before, steps);
    }
    if (owner === "Promise" && first !== undefined) return this.#walk(context, first, path, before, steps);
    return undefined;
  }

  #mapped(context: Context, o: ExprId, p: string, args: readonly ExprId[], path: readonly string[], before: string, steps: readonly Step[]): string {
    const first = args[0];
    const callback = first === undefined ? undefined : context.code.expr(first);
    if (first === undefined) return before;
    const given = callbackArguments(context.code, p, o, args);
    const rest = path[0] === "*" || /^\d+$/.test(path[0] ?? "") ? path.slice(1) : path;
    if (callback?.k === "function")
      return this.#returns(
        { k: "function", code: context.code, f: callback.f },
        context,
        given,
        context.code.expr(first),
        p === "reduce" ? path : rest,
        before,
        steps,
      );
    const named = this.#names.denote(context.code, first);
    if (named.some((item) => item.k === "function")) {
      let after = before;
      for (const item of named) if (item.k === "function") after = this.#returns(item, context, given, context.code.expr(first), rest, before, steps);
      return after;
    }
    const { catalog } = this.#names.project;
    if (named.some((item) => item.k === "api" && (catalog.isIn(catalog.sql.sanitizers, item.name) || catalog.isIn(catalog.sql.fragments, item.name))))
      return before;
    if (callback?.k === "global" && globalHarmless.has(callback.n)) return before;
    return this.#walk(context, o, path, before, steps);
  }

  /** `columns.filter((column) => ALLOWED.includes(column))`: only listed ones are left. */
  #filtersByList(code: Code, callback: ExprId | undefined): boolean {
    const expr = callback === undefined ? undefined : code.expr(callback);
    if (expr?.k !== "function") return false;
    const fn = code.summary.functions[expr.f];
    return (fn?.returns ?? []).some((id) => {
      const value = code.expr(id);
      const method = value.k === "call" ? code.calleeName(value.c) : undefined;
      return (
        value.k === "index" ||
        method === "includes" ||
        method === "has" ||
        method === "hasOwn" ||
        method === "hasOwnProperty" ||
        (method === "test" && value.k === "call")
      );
    });
  }

  /** `value.replace(/[^a-z0-9_]/g, "")` leaves only harmless characters; anything else passes the value on. */
  #replaced(context: Context, o: ExprId, args: readonly ExprId[], before: string, steps: readonly Step[]): string {
    const { code } = context;
    const [pattern, replacement] = args;
    const what = pattern === undefined ? undefined : code.expr(pattern);
    const by = replacement === undefined ? undefined : code.expr(replacement);
    if (what?.k === "regexp" && keepsOnlyListed(what.v)) return before;
    if (doublesQuotes(what?.k === "regexp" ? patternOf(what.v) : what?.k === "const" ? what.v : undefined, by?.k === "const" ? by.v : undefined)) return before;
    const after = this.#walk(context, o, [], before, steps);
    if (replacement === undefined) return after;
    if (by?.k === "function") return this.#returns({ k: "function", code, f: by.f }, context, ["bounded", "bounded"], by, [], after, steps);
    return this.#walk(context, replacement, [], after, steps);
  }

  #format(context: Context, args: readonly ExprId[], before: string, steps: readonly Step[], escaping: ReadonlySet<string>): string {
    const { code } = context;
    const [format, ...values] = args;
    const text = format === undefined ? undefined : code.expr(format);
    if (format === undefined) return before;
    if (text?.k !== "const" || typeof text.v !== "string") return this.#walk(context, format, [], before, steps);
    let after = before;
    let next = 0;
    let last = 0;
    for (const match of text.v.matchAll(/%(?:\d+\$)?([A-Za-z%])/g)) {
      after += this.#say(text.v.slice(last, match.index));
      last = match.index + match[0].length;
      if (match[1] === "%") continue;
      const value = values[next++];
      if (value !== undefined && !escaping.has(match[1] ?? "")) after = this.#walk(context, value, [], after, steps);
    }
    return after + this.#say(text.v.slice(last));
  }
}

/** Stands in {@link TextWalk.constant} for a piece that is bounded. */
const bounded = "\u0001";

const arrayMethods = ["map", "flatMap", "forEach", "filter", "find", "reduce", "some", "every", "sort"];

function callbackArguments(code: Code, method: string, o: ExprId, args: readonly ExprId[]): readonly Argument[] {
  const owner = code.expr(o);
  const element: Argument = owner.k === "call" && code.calleeName(owner.c) === "keys" && owner.args[0] !== undefined ? { key: owner.args[0] } : { element: o };
  if (method === "reduce" || method === "reduceRight") return [args[1] ?? "bounded", element, "bounded"];
  return [element, "bounded", o];
}

function isRecursive(frame: Frame | undefined, item: Extract<Denotation, { k: "function" }>): boolean {
  for (let at = frame; at; at = at.context.frame) if (at.code === item.code && at.f === item.f) return true;
  return false;
}

function isCallback(frame: Frame): boolean {
  return frame.code.summary.functions[frame.f]?.n === "";
}

function callLabel(frame: Frame): string {
  const name = frame.code.summary.functions[frame.f]?.n;
  return name ? `${name}()` : "the callback";
}
