import type { SqlSink } from "#catalog/facts/sql";
import type { Expr, ExprId, FnId, TypeExpr } from "#syntax/summary";
import { findAllCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import { callbackUse, type Names } from "./names.ts";
import { isStringRaw, type Leaf, type Step, shorten, TextWalk } from "./text.ts";

/** SQL text with a value in it that is neither constant nor bounded. */
export interface SqlProblem {
  readonly code: Code;
  readonly call: ExprId;
  /** The argument that is (or holds) the SQL text. */
  readonly text: ExprId;
  readonly kind: "untrustedSql" | "interpolatedSql";
  readonly confidence: "high" | "medium";
  /** API name of the sink: `pg#Client.query`. */
  readonly sink: string;
  /** Facts of the sink when the call itself is one; absent for calls of own wrappers. */
  readonly facts: SqlSink | undefined;
  /** Source text of the first such value. */
  readonly value: string;
  /** How many more values of the text are affected. */
  readonly more: number;
  /** From the value to the sink. */
  readonly steps: readonly Step[];
}

interface TextPlace {
  readonly id: ExprId;
  readonly path: readonly string[];
}

interface SinkCall {
  readonly name: string;
  readonly facts: SqlSink;
  readonly texts: readonly TextPlace[];
  /** Known only by a conventional member name: the text itself must prove that it is SQL. */
  readonly conventional: boolean;
}

/** A function of ours that runs the text it is given. */
interface Wrapper {
  readonly i: number;
  readonly path: readonly string[];
  readonly sink: string;
  readonly steps: readonly Step[];
}

const statementStart =
  /^\s*(?:--[^\n]*\n\s*|\/\*.*?\*\/\s*)*\(?\s*(?:select\b|insert\s|update\s|delete\s|with\s|merge\s|create\s|alter\s|drop\s|truncate\s|grant\s|revoke\s|call\s|exec(?:ute)?\s|begin\b|set\s|replace\s+into|explain\s|show\s|refresh\s|vacuum\b|copy\s|lock\s|pragma\s|attach\s|listen\s|notify\s)/is;

/** Whether constant text begins like a SQL statement. */
function looksLikeSql(text: string): boolean {
  return (
    statementStart.test(text) &&
    /\b(?:from|into|set|table|where|values|select|index|view|schema|database|policy|role|user|extension|function|type|sequence|trigger|column|search_path|begin|pragma|truncate|call|exec)\b/i.test(
      text,
    )
  );
}

/** Answers which calls of a file run SQL text with unsafe values in it. One instance per project. */
export class SqlQuestions {
  readonly #names: Names;
  readonly #wrappers = new WeakMap<Code, Map<FnId, readonly Wrapper[]>>();
  readonly #problems = new WeakMap<Code, readonly SqlProblem[]>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** All problems of a file, in source order. */
  problemsIn(code: Code): readonly SqlProblem[] {
    let known = this.#problems.get(code);
    if (!known) this.#problems.set(code, (known = this.#search(code)));
    return known;
  }

  #search(code: Code): readonly SqlProblem[] {
    const found: SqlProblem[] = [];
    for (const call of code.summary.calls) {
      const sinks = this.#sinksAt(code, call);
      const problem = sinks.length > 0 ? this.#ofSinks(code, call, sinks) : this.#ofWrapper(code, call);
      if (problem) found.push(problem);
    }
    return found;
  }

  #ofSinks(code: Code, call: ExprId, sinks: readonly SinkCall[]): SqlProblem | undefined {
    for (const sink of sinks) {
      for (const place of sink.texts) {
        const walk = new TextWalk(this.#names).run(code, place.id, place.path);
        if (walk.leaves.length === 0) continue;
        if (sink.conventional && !looksLikeSql(walk.constant)) continue;
        const end: Step = { code, span: code.expr(place.id), message: `runs as SQL in ${sinkLabel(sink.name)}()` };
        const problem = this.#judge(code, call, place.id, walk, sink.name, [end], wholeKind(sink.facts), sink.conventional);
        if (problem) return { ...problem, facts: sink.conventional ? undefined : sink.facts };
      }
    }
    return undefined;
  }

  /** A call of an own function that runs what it is given: `rawQuery("select …" + x)`. */
  #ofWrapper(code: Code, call: ExprId): SqlProblem | undefined {
    const expr = code.expr(call);
    if (expr.k !== "call" || expr.args.length === 0) return undefined;
    const textual = expr.args.some((argument) => startsLikeSql(code, argument, 0));
    if (!textual) return undefined;
    for (const item of this.#names.denote(code, expr.c)) {
      if (item.k !== "function") continue;
      for (const wrapper of this.#wrappersOf(item.code, item.f)) {
        const argument = expr.args[wrapper.i];
        if (argument === undefined) continue;
        const walk = new TextWalk(this.#names).run(code, argument, wrapper.path);
        if (walk.leaves.length === 0 || !looksLikeSql(walk.constant)) continue;
        const steps: Step[] = [{ code, span: expr, message: `passed to ${code.calleeName(expr.c) ?? "the wrapper"}()` }, ...wrapper.steps];
        const problem = this.#judge(code, call, argument, walk, wrapper.sink, steps, "statement", false);
        if (problem) return problem;
      }
    }
    return undefined;
  }

  #judge(
    code: Code,
    call: ExprId,
    text: ExprId,
    walk: TextWalk,
    sink: string,
    end: readonly Step[],
    whole: "statement" | "fragment",
    guessed: boolean,
  ): SqlProblem | undefined {
    const judged = walk.leaves.flatMap((leaf): { leaf: Leaf; kind: SqlProblem["kind"]; sure: boolean }[] => {
      // The whole statement comes from the caller: judged there, where it is built.
      if (leaf.kind === "param" && whole === "statement" && isWhole(leaf, walk, whole)) return [];
      if (isPlaceholderName(leaf.before)) return [];
      const settled = this.#settle(leaf, 0);
      if (settled === undefined) return [];
      if (settled.kind === "untrusted") return [{ leaf: settled, kind: "untrustedSql", sure: true }];
      if (settled.kind === "unknown" || isWhole(leaf, walk, whole)) return [];
      const sure = isQuoted(leaf.before) || isValuePosition(leaf.before);
      return sure || !isFarFetched(settled) ? [{ leaf: settled, kind: "interpolatedSql", sure }] : [];
    });
    const first = judged.find((item) => item.kind === "untrustedSql") ?? judged.find((item) => item.sure) ?? judged[0];
    if (!first) return undefined;
    const { leaf, kind } = first;
    const source: Step = {
      code: leaf.code,
      span: leaf.span,
      message: kind === "untrustedSql" ? `untrusted input ${leaf.label} (${sourceLabel(leaf.source ?? "")})` : `${leaf.label} is not a constant`,
    };
    const others = new Set(judged.map((item) => `${item.leaf.code.path}:${item.leaf.span.s}`)).size - 1;
    return {
      code,
      call,
      text,
      kind,
      confidence: first.sure && !guessed ? "high" : "medium",
      sink,
      facts: undefined,
      value: leaf.label,
      more: others,
      steps: tidy([source, ...leaf.steps, ...end]),
    };
  }

  /**
   * Asks the callers what they pass. `undefined`: every known caller passes something harmless.
   * A parameter stays one when some caller passes text we cannot vouch for, or when nobody calls.
   */
  #settle(leaf: Leaf, depth: number): Leaf | undefined {
    if (leaf.kind !== "param" || !leaf.param) return leaf;
    const { f, i, path } = leaf.param;
    const fn = leaf.code.summary.functions[f];
    if (!fn || !mayBeText(this.#names, leaf.code, fn.params[i]?.t, path)) return { ...leaf, kind: "unknown" };
    const calls = findAllCalls(this.#names, leaf.code, f);
    const built = fn.kind === "constructor";
    // What a constructor is given when the program is put together is configuration, not request data.
    if (built && [fn.params[i]?.n ?? "", ...path].some((name) => /^(?:config|options|opts|settings|env)/i.test(name))) return undefined;
    const closed: Leaf = built ? { ...leaf, kind: "unknown" } : leaf;
    if (calls.length === 0) return this.#isHandedAway(leaf.code, f) ? { ...leaf, kind: "unknown" } : closed;
    if (depth > 3) return { ...leaf, kind: "unknown" };
    let open = calls.some((call) => !call.certain);
    let vague = false;
    for (const call of calls) {
      const argument = call.args[i];
      if (!call.certain || argument === undefined) continue;
      const passed: Step = {
        code: call.code,
        span: call.code.expr(call.call),
        message: `passed to ${fn.kind === "constructor" ? "the constructor" : `${fn.n || "the function"}()`}`,
      };
      for (const inner of new TextWalk(this.#names).run(call.code, argument, path, leaf.before).leaves) {
        const settled = this.#settle(inner, depth + 1);
        if (settled?.kind === "untrusted") return { ...settled, before: leaf.before, steps: [...settled.steps, passed, ...leaf.steps] };
        if (settled?.kind === "param") open = true;
        if (settled?.kind === "unknown") vague = true;
      }
    }
    if (open) return closed;
    if (built) return vague ? closed : undefined;
    return vague ? { ...leaf, kind: isQuoted(leaf.before) || isValuePosition(leaf.before) ? "param" : "unknown" } : undefined;
  }

  /** Somebody else's code calls this function: what it passes is unknown. Not so where it comes back, as from `util.promisify`. */
  #isHandedAway(code: Code, f: FnId): boolean {
    const use = callbackUse(code, f);
    return (
      use !== undefined && !this.#names.apisOf(code, use.callee).some((name) => this.#names.project.catalog.isIn(this.#names.project.catalog.passes, name))
    );
  }

  #sinksAt(code: Code, call: ExprId): readonly SinkCall[] {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new") return [];
    const method = code.calleeName(expr.c);
    const { catalog } = this.#names.project;
    if (method === undefined || expr.args.length === 0) return [];
    if (!catalog.sql.sinks.methods.has(method) && code.expr(expr.c).k === "member") return [];
    if (expr.args.every((argument) => isConstant(code.expr(argument)))) return [];
    const names = this.#names.apisOf(code, expr.c);
    const found = names.flatMap((name) =>
      catalog.sql.sinks
        .of(name)
        .filter((facts) => (facts.form ?? "call") === expr.k)
        .map((facts): SinkCall => ({ name, facts, texts: this.#textsOf(code, facts, expr.args), conventional: false })),
    );
    return found.length > 0 || names.length > 0 ? found : this.#conventionalSinks(code, expr, method);
  }

  /** `models.sequelize.query(…)` on something nobody can resolve: a distinctive member name, and (checked later) SQL text. */
  #conventionalSinks(code: Code, expr: Extract<Expr, { k: "call" | "new" }>, method: string): readonly SinkCall[] {
    const callee = code.expr(expr.c);
    if (callee.k !== "member" || expr.k !== "call" || this.#names.denote(code, expr.c).length > 0) return [];
    const receiver = code.calleeName(callee.o);
    const type = receiver === undefined ? undefined : this.#names.project.catalog.conventionalMember(receiver);
    if (type === undefined || this.#names.denote(code, callee.o).length > 0) return [];
    const name = `${type}.${method}`;
    return this.#names.project.catalog.sql.sinks
      .of(name)
      .filter((facts) => (facts.position ?? "statement") === "statement")
      .map((facts) => ({ name, facts, texts: this.#textsOf(code, facts, expr.args), conventional: true }));
  }

  #textsOf(code: Code, facts: SqlSink, args: readonly ExprId[]): readonly TextPlace[] {
    const chosen = facts.argument === -1 ? args : args.slice(facts.argument ?? 0, (facts.argument ?? 0) + 1);
    return chosen.flatMap((id) => this.#textsIn(code, facts, id, 0));
  }

  /** @param depth how many arrays the value stands in: `batch([text, { sql: text }, [text, values]])` */
  #textsIn(code: Code, facts: SqlSink, id: ExprId, depth: number): readonly TextPlace[] {
    const expr = code.expr(id);
    if (isConstant(expr) || (expr.k === "tag" && !isStringRaw(code, expr.tag))) return [];
    if (expr.k === "function") return facts.callback || facts.objectValues === "functions" ? functionTexts(code, expr.f) : [];
    if (expr.k === "array")
      return facts.inArray && depth < 2
        ? (depth === 0 ? expr.items : expr.items.slice(0, 1)).flatMap((item) => this.#textsIn(code, facts, item, depth + 1))
        : [];
    if (facts.objectValues === "functions") return objectFunctions(code, expr);
    if (facts.objectValues === "keys" && expr.k === "object") return objectKeys(expr);
    if (facts.form !== "new" && facts.inArray && facts.position === "marker" && depth === 0) return [];
    const asObject = facts.properties && this.#names.denote(code, id).some((item) => item.k === "object");
    if (expr.k === "object" || asObject) return (facts.properties ?? []).map((property) => ({ id, path: [property] }));
    // A library value (`sql\`…\``, a builder) is not text.
    if (this.#names.denote(code, id).some((item) => item.k === "api" && !this.#isTextual(item.name))) return [];
    return [{ id, path: [] }];
  }

  /** Whether a library function yields plain text which may have anything in it. */
  #isTextual(name: string): boolean {
    return this.#names.project.catalog.sql.formatters.of(name.replace(/\*$/, "")) !== undefined || /^lodash/.test(name);
  }

  /** Parameters of a function that end up, whole, as the text of a SQL statement. */
  #wrappersOf(code: Code, f: FnId): readonly Wrapper[] {
    let known = this.#wrappers.get(code);
    if (!known) this.#wrappers.set(code, (known = new Map()));
    const answer = known.get(f);
    if (answer) return answer;
    known.set(f, []);
    const found = this.#searchWrappers(code, f);
    known.set(f, found);
    return found;
  }

  #searchWrappers(code: Code, f: FnId): readonly Wrapper[] {
    const fn = code.summary.functions[f];
    if (!fn) return [];
    const found: Wrapper[] = [];
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.s < fn.s || expr.e > fn.e) continue;
      for (const sink of this.#sinksAt(code, call)) {
        if (wholeKind(sink.facts) !== "statement") continue;
        for (const place of sink.texts)
          this.#collect(found, code, f, place, sink.name, [{ code, span: code.expr(place.id), message: `runs as SQL in ${sinkLabel(sink.name)}()` }]);
      }
      if (expr.k !== "call" || found.length > 0) continue;
      for (const item of this.#names.denote(code, expr.c)) {
        if (item.k !== "function" || (item.code === code && item.f === f)) continue;
        for (const inner of this.#wrappersOf(item.code, item.f)) {
          const argument = expr.args[inner.i];
          if (argument !== undefined)
            this.#collect(found, code, f, { id: argument, path: inner.path }, inner.sink, [
              { code, span: expr, message: `passed on to ${code.calleeName(expr.c) ?? "the wrapper"}()` },
              ...inner.steps,
            ]);
        }
      }
    }
    return found;
  }

  #collect(found: Wrapper[], code: Code, f: FnId, place: TextPlace, sink: string, steps: readonly Step[]): void {
    const walk = new TextWalk(this.#names).run(code, place.id, place.path);
    for (const leaf of walk.leaves) {
      if (leaf.kind !== "param" || leaf.param?.f !== f || leaf.code !== code || leaf.before.trim() !== "") continue;
      if (!found.some((item) => item.i === leaf.param?.i)) found.push({ i: leaf.param.i, path: leaf.param.path, sink, steps });
    }
  }
}

function wholeKind(facts: SqlSink): "statement" | "fragment" {
  return (facts.position ?? "statement") === "statement" ? "statement" : "fragment";
}

/** The leaf is the text itself, not a value inside it. */
function isWhole(leaf: Leaf, walk: TextWalk, kind: "statement" | "fragment"): boolean {
  if (leaf.before.replaceAll("\u0000", "").trim() !== "") return false;
  return kind === "statement" || walk.constant.trim().replaceAll("\u0000", "") === "";
}

function isConstant(expr: Expr): boolean {
  return expr.k === "const" || expr.k === "number" || expr.k === "boolean" || expr.k === "regexp";
}

function functionTexts(code: Code, f: FnId): TextPlace[] {
  return (code.summary.functions[f]?.returns ?? []).map((id) => ({ id, path: [] }));
}

function objectFunctions(code: Code, expr: Expr): TextPlace[] {
  if (expr.k !== "object") return [];
  return expr.props.flatMap(([, value]) => {
    const item = code.expr(value);
    return item.k === "function" ? functionTexts(code, item.f) : [];
  });
}

function objectKeys(expr: Expr): TextPlace[] {
  if (expr.k !== "object") return [];
  return expr.props.flatMap(([name, , key]) => (name === "[]" && key !== undefined ? [{ id: key, path: [] }] : []));
}

/** A quick look, without opening other files: does this expression start with constant SQL text? */
function startsLikeSql(code: Code, id: ExprId, depth: number): boolean {
  const expr = code.expr(id);
  if (depth > 6) return false;
  switch (expr.k) {
    case "template":
      if ((expr.quasis[0] ?? "").trim() !== "") return statementStart.test(expr.quasis[0] ?? "");
      return (
        expr.quasis.some((quasi) => /\b(?:select|from|where|values)\b/i.test(quasi)) ||
        (expr.parts[0] !== undefined && startsLikeSql(code, expr.parts[0], depth + 1))
      );
    case "concat":
      return startsLikeSql(code, expr.l, depth + 1);
    case "const":
      return depth > 0 && typeof expr.v === "string" && statementStart.test(expr.v);
    case "either":
      return expr.of.some((item) => startsLikeSql(code, item, depth + 1));
    case "name":
      // What another file exports is not opened here: it may be SQL.
      if (depth > 0 && code.summary.bindings[expr.b]?.imported) return true;
      return (code.summary.writes[`b${expr.b}`] ?? []).some((write) => startsLikeSql(code, write.v, depth + 1));
    case "call": {
      const callee = code.expr(expr.c);
      return callee.k === "member" ? startsLikeSql(code, callee.o, depth + 1) : callee.k === "name";
    }
    case "array":
      return expr.items[0] !== undefined && startsLikeSql(code, expr.items[0], depth + 1);
    case "object":
      return expr.props.some(([, value]) => startsLikeSql(code, value, depth + 1));
    default:
      return false;
  }
}

/** A parameter that reaches a piece of SQL only through several functions: on such a way parts of objects are easily taken for each other. */
function isFarFetched(leaf: Leaf): boolean {
  return leaf.steps.filter((step) => step.message.startsWith("passed ")).length >= 4;
}

/** Whether a value only names a placeholder: `:${name}`, `:...${name}`, `$${index}`, `@p${index}`, `{{${name}}}`. A cast (`::type`) is none. */
function isPlaceholderName(before: string): boolean {
  return !isQuoted(before) && /(?:(?<![:\w]):(?:\.\.\.)?\w*|[$@]\w*|\{\{\s*)$/.test(before);
}

/** Whether a value stands inside quotes of the SQL text. */
function isQuoted(before: string): boolean {
  const tail = before.slice(-400);
  return count(tail, "'") % 2 === 1 || /(?:=|like|in\s*\(|,|\()\s*"%?$/i.test(tail);
}

/** Whether a value stands where SQL wants one: after a comparison, in `VALUES (…)`, after `LIMIT`. */
function isValuePosition(before: string): boolean {
  return /(?:[=<>]|\blike|\bilike|\bin\s*\(|\bvalues\s*\([^)]*|\blimit|\boffset|\bbetween|\binterval|\bthen|\belse)\s*['"%(]*$/i.test(before.slice(-200));
}

function count(text: string, character: string): number {
  let found = 0;
  for (const item of text) if (item === character) found++;
  return found;
}

/** Whether a parameter (or a member of it) can hold any text, as far as its type says. */
function mayBeText(names: Names, code: Code, type: TypeExpr | undefined, path: readonly string[], depth = 0): boolean {
  if (!type || depth > 6) return true;
  const [head, ...rest] = path;
  if (head !== undefined && !head.endsWith("()")) {
    const property = names.propertyType(code, type, head);
    return property ? mayBeText(names, property.code, property.t, rest, depth + 1) : true;
  }
  switch (type.k) {
    case "keyword":
      return type.n === "string" || type.n === "any";
    case "union":
    case "intersection":
      return type.of.some((item) => mayBeText(names, code, item, path, depth + 1));
    case "array":
      return mayBeText(names, code, type.of, path, depth + 1);
    case "ref": {
      const declared = names.declaredType(code, type);
      if (declared) return mayBeText(names, declared.code, declared.t, path, depth + 1);
      return names.ofType(code, type).length === 0 && !type.n.includes(".");
    }
    case "object":
      return head !== undefined;
    case "function":
      return false;
    default:
      return true;
  }
}

/** The steps a reader needs: where the value comes from, each call it passes through, where it joins the text, where it runs. */
function tidy(steps: readonly Step[]): readonly Step[] {
  const kept = steps.filter((step, index) => {
    const next = steps[index + 1];
    if (index === 0 || !next) return true;
    if (step.message.startsWith("returned by the callback")) return false;
    return next.code !== step.code || next.span.s !== step.span.s || next.span.e !== step.span.e;
  });
  if (kept.length <= shortRoute) return kept;
  return kept.filter((step, index) => index === 0 || index >= kept.length - 3 || step.message.startsWith("passed "));
}

/** Routes up to this many steps are shown whole; longer ones without the variables on the way. */
const shortRoute = 6;

/** `pg#Client.query` as a reader would say it: `Client.query`. */
export function sinkLabel(name: string): string {
  const path = name.slice(name.indexOf("#") + 1);
  return path.startsWith("default") ? name.slice(0, name.indexOf("#")) + path.slice("default".length) : path;
}

function sourceLabel(source: string): string {
  return source.startsWith("@") ? source : shorten(source.replace("#", " "));
}
