import type { InputName } from "#catalog/facts/http";
import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { type RequestParam, requestParam } from "../inputs.ts";
import type { Names } from "../names.ts";
import type { Step } from "../step.ts";
import { effectOf } from "./input-calls.ts";
import { checksByHand, checksSignature, isLookedAtAs } from "./hand-checks.ts";
import { type Arrival, arrivalWords, constantArgument, type Input, match, parameterLabel, spelling, useAt } from "./inputs-seen.ts";
import { roundsOf } from "./rounds.ts";
import { usesOf } from "./uses.ts";

interface At {
  readonly code: Code;
  readonly id: ExprId;
  /** Member path from the request, until it is an input. */
  readonly path: readonly string[];
  readonly request?: { readonly untrusted: readonly string[]; readonly what: string };
  readonly input?: Input;
  /** Names of the properties the value became part of, innermost first, since it was last handed on. */
  readonly keys?: readonly string[];
  readonly steps: readonly Step[];
  /** Calls that led into the function this stands in, innermost first. */
  readonly calls: readonly Frame[];
}

interface Frame {
  readonly code: Code;
  readonly call: ExprId;
  readonly f: FnId;
}

/** Inputs whose parts are asked for by name, and what asks: `cookies().get("branch")`. */
const keyed: ReadonlySet<InputName> = new Set(["cookies"]);
const getters: ReadonlySet<string> = new Set(["get", "getAll"]);

const resolverArguments: RequestParam = { untrusted: ["*"], what: "graphql#ResolverArguments" };

/** What an address calls its query. */
const queryParts: ReadonlySet<string> = new Set(["query", "search", "searchParams"]);
const maxCalls = 5;
const maxVisits = 1500;

/** Follows the inputs of a request from a handler's parameters through variables, calls and functions of ours, and says where each arrives. */
export class InputFlow {
  readonly arrivals: Arrival[] = [];
  /** Inputs that are read, wherever they go; `isValidated`: the framework has checked them, or their signature. */
  readonly reads: { readonly input: Input; readonly isValidated: boolean }[] = [];
  readonly #names: Names;
  readonly #seen = new Set<string>();
  #visits = 0;

  /** @param resolves whether the function is a resolver of a schema, which is given its arguments second */
  constructor(names: Names, code: Code, f: FnId, isBeyond: (code: Code) => boolean, resolves = false) {
    this.#names = names;
    this.#isBeyond = isBeyond;
    const fn = code.summary.functions[f];
    for (let i = 0; i < Math.max(fn?.params.length ?? 0, 2); i++) {
      const request = requestParam(names, code, f, i) ?? (resolves && i === 1 && !fn?.params[i]?.decorators ? resolverArguments : undefined);
      if (!request || request.bounded) continue;
      for (const id of usesOf(code).params.get(`${f}:${i}`) ?? []) {
        const at: At = { code, id, path: [], request, steps: [], calls: [] };
        if (request.untrusted.includes("*")) this.#found(at, request.what, i, request.input);
        else this.#walk(at);
      }
    }
    this.#ambient(code, f);
  }

  /** Whether a file is another layer than the handlers': a service, a repository, a model. */
  readonly #isBeyond: (code: Code) => boolean;

  #walk(at: At): void {
    // Which argument it is decides; of other inputs it is enough to come by once.
    const argument = at.input?.name === "arguments" ? at.input.members.join(".") : "";
    const key = `${argument}:${at.code.path}:${at.id}:${at.path.join(".")}:${at.input?.label ?? ""}:${at.calls.length}`;
    if (this.#seen.has(key) || ++this.#visits > maxVisits) return;
    this.#seen.add(key);
    const uses = usesOf(at.code);
    for (const use of uses.of.get(at.id) ?? []) {
      if (use.k === "member") this.#member(at, use.parent, use.p);
      else if (use.k === "callee") this.#called(at, use.parent);
      else if (use.k === "argument") this.#argument(at, use.parent, use.i);
      else if (at.input) this.#walk({ ...at, id: use.parent, ...(use.key !== undefined && { keys: [...(at.keys ?? []), use.key] }) });
    }
    for (const store of uses.stores.get(at.id) ?? []) this.#stored(at, store);
    for (const f of at.input ? (uses.returnedBy.get(at.id) ?? []) : []) this.#returned(at, f);
  }

  #member(at: At, id: ExprId, p: string): void {
    if (at.input?.name === "url" && queryParts.has(p)) return this.#query(at, at.input, id);
    if (at.input) return p === "length" ? undefined : this.#walk({ ...at, id, input: { ...at.input, whole: false, members: [...at.input.members, p] } });
    if (!at.request) return;
    const path = [...at.path, p];
    const next = { ...at, id, path };
    const matched = match(at.request.untrusted, path);
    if (matched === "all") return this.#found(next, at.request.what);
    if (matched === "prefix") this.#walk(next);
  }

  /** `new URL(request.url).searchParams`, `url.parse(req.url, true).query`: the query, taken out of the address by hand. */
  #query(at: At, url: Input, id: ExprId): void {
    const { s, e } = at.code.expr(id);
    const input: Input = { ...url, name: "query", label: spelling(at.code.text.slice(s, e)), code: at.code, span: { s, e } };
    this.#walk({ ...at, id, input, steps: [...at.steps.slice(0, -1), { code: at.code, span: { s, e }, message: `${input.label} comes from the request` }] });
  }

  /** The member path is called: `c.req.json()`, `request.json()`. */
  #called(at: At, call: ExprId): void {
    if (at.input) return this.#method(at, call);
    const last = at.path.at(-1);
    if (!at.request || last === undefined) return;
    const path = [...at.path.slice(0, -1), `${last}()`];
    const matched = match(at.request.untrusted, path);
    if (matched === "all") this.#found({ ...at, id: call, path }, at.request.what);
    else if (matched === "prefix") this.#walk({ ...at, id: call, path });
  }

  #found(at: At, what: string, parameter?: number, decorated?: string): void {
    const { catalog } = this.#names.project;
    const member = at.path.join(".");
    const { s, e } = at.code.expr(at.id);
    const name = (decorated as InputName | undefined) ?? catalog.http.inputNameOf(what, member);
    const one = name === "body" ? undefined : (constantArgument(at.code, at.id) ?? (member === "" ? constantArgument(at.code, at.id, 1) : undefined));
    const input: Input = {
      name,
      ...(parameter === undefined ? {} : { parameter }),
      label: parameter === undefined ? spelling(at.code.text.slice(s, e)) : parameterLabel(what, at.code.text.slice(s, e)),
      code: at.code,
      span: { s, e },
      whole: one === undefined,
      members: one === undefined ? [] : [one],
    };
    const isValidated = [`${what}.${member}`, ...(member === "" ? [what] : [])].some((one) => catalog.isIn(catalog.http.validated, one));
    this.reads.push({ input, isValidated });
    if (!isValidated)
      this.#walk({ ...at, input, path: [], steps: [...at.steps, { code: at.code, span: { s, e }, message: `${input.label} comes from the request` }] });
  }

  /** A method of the input itself: `req.body.email.trim()`, or of a model an input was written to. */
  #method(at: At, call: ExprId): void {
    const effect = effectOf(this.#names, at.code, call);
    if (effect.k === "leaves") return this.#arrive(at, "leaves", effect.where, call);
    const key = at.input && keyed.has(at.input.name) && getters.has(at.input.members.at(-1) ?? "") ? constantArgument(at.code, call) : undefined;
    if (at.input && key !== undefined) return this.#walk({ ...at, id: call, input: { ...at.input, members: [...at.input.members.slice(0, -1), key] } });
    // A parameter of the path is one text: whatever list it has become part of is of something else.
    const rounds = at.input?.name === "params" ? undefined : roundsOf(at.code, call);
    if (rounds === "numbers") return;
    if (rounds?.asks) this.#arrive(at, "looked", "", call);
    for (const id of rounds ? (usesOf(at.code).params.get(`${rounds.f}:${rounds.i}`) ?? []) : []) this.#walk({ ...at, id });
    this.#walk({ ...at, id: call });
  }

  #argument(at: At, call: ExprId, i: number): void {
    if (!at.input && this.#isInputCall(at, call)) return undefined;
    const effect = effectOf(this.#names, at.code, call, i);
    switch (effect.k) {
      case "checks":
        return at.input && this.#arrive(at, "checked", "", call);
      case "discarded":
        return at.input && this.#arrive(at, "discarded", "", call);
      case "ignored":
      case "anything":
        if (at.input) this.#arrive(at, effect.k, effect.what, call);
        return this.#walk({ ...at, id: call });
      case "perhaps":
        return at.input && this.#arrive(at, "perhaps", "", call);
      case "leaves":
        return at.input && this.#arrive(at, "leaves", effect.where, call, useAt(at.keys ?? [], effect.writes));
      case "passes":
        return this.#walk({ ...at, id: call });
      case "own":
        return this.#enter(at, call, i);
      case "nothing":
        return undefined;
    }
  }

  /** `readBody(event)`: the call yields the input. */
  #isInputCall(at: At, call: ExprId): boolean {
    const expr = at.code.expr(call);
    const { catalog } = this.#names.project;
    const api = expr.k === "call" ? this.#names.apisOf(at.code, expr.c).find((name) => catalog.http.inputCalls.of(name) !== undefined) : undefined;
    if (api === undefined) return false;
    this.#found({ ...at, id: call }, api, undefined, catalog.http.inputCalls.of(api));
    return true;
  }

  /** `cookies()`, `headers()`: of the request at hand, wherever they are called. */
  #ambient(code: Code, f: FnId): void {
    for (const word of this.#names.project.catalog.http.inputCalls.methods)
      for (const id of code.callsByName.get(word) ?? []) {
        const expr = code.expr(id);
        if (expr.k === "call" && expr.fn === f && expr.args.length === 0) this.#isInputCall({ code, id, path: [], steps: [], calls: [] }, id);
      }
  }

  /** Into a function of ours: what happens to the parameter there. */
  #enter(at: At, call: ExprId, i: number): void {
    const expr = at.code.expr(call);
    if (at.calls.length >= maxCalls || (expr.k !== "call" && expr.k !== "new")) return at.input && this.#arrive(at, "perhaps", "", call);
    for (const item of this.#names.denote(at.code, expr.c)) {
      const target =
        item.k === "class"
          ? { code: item.code, f: item.code.summary.classes[item.c]?.ctor }
          : item.k === "function"
            ? { code: item.code, f: item.f }
            : undefined;
      if (!target || target.f === undefined || at.calls.some((frame) => frame.code === target.code && frame.f === target.f)) continue;
      const { code, f } = target;
      const fn = code.summary.functions[f];
      const name = fn?.n || at.code.calleeName(expr.c);
      const called = name === undefined ? "a function" : `${name}()`;
      const check = at.input && fn ? checksByHand(code, { ...fn, n: name ?? "" }, fn.params[i]?.n) : undefined;
      if (check) this.#arrive(at, check, "", call);
      else if (at.input?.name === "body" && fn && checksSignature(code, fn)) this.#arrive(at, "looked", "", call);
      if (at.input && this.#isBeyond(code)) this.#arrive(at, "leaves", called, call);
      const steps = at.input ? [...at.steps, { code: at.code, span: { s: expr.s, e: expr.e }, message: `handed to ${called}` }] : at.steps;
      for (const id of usesOf(code).params.get(`${f}:${i}`) ?? [])
        this.#walk({ ...at, keys: [], code, id, steps, calls: [{ code: at.code, call, f }, ...at.calls] });
    }
  }

  #returned(at: At, f: FnId): void {
    const [frame, ...rest] = at.calls;
    if (frame?.f === f) this.#walk({ ...at, code: frame.code, id: frame.call, calls: rest });
  }

  #stored(at: At, store: string): void {
    const binding = /^b(\d+)(?:\.(.+))?$/.exec(store);
    if (!binding) return;
    if (binding[2] !== undefined && !at.input) return;
    const named = at.input && at.code.summary.bindings[Number(binding[1])];
    const write = named && at.code.summary.writes[store]?.find(({ v }) => v === at.id);
    if (write && isLookedAtAs(at.code, named.n, write.fn)) this.#arrive(at, "looked", "", at.id);
    for (const id of usesOf(at.code).names.get(Number(binding[1])) ?? []) this.#walk({ ...at, id });
  }

  #arrive(at: At, k: Arrival["k"], where: string, call: ExprId, use?: Arrival["use"]): void {
    if (!at.input) return;
    const { s, e } = at.code.expr(call);
    const step: Step = { code: at.code, span: { s, e }, message: arrivalWords[k] ?? `reaches ${where}` };
    this.arrivals.push({ input: at.input, k, where, ...(use && { use }), steps: [...at.steps, step] });
  }
}
