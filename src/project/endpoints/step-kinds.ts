import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Denotation, Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";
import type { Step } from "./model.ts";
import { callsIn } from "./calls-within.ts";
import { mayBe } from "./control-words.ts";
import { loadedBy, namedStep } from "./loaded-steps.ts";
import { distinct, kindAt, kindsByWords, kindsOfApi, kindsOfPackage, type StepKind } from "./step-evidence.ts";

/** `express.static(path.join(__dirname, "public"))`: no middleware is made of what these make. */
const ofNode = /^(?:node:)?(?:path|url|fs|os|util|process)#/;

const maxDepth = 4;
/** Calls within which a word may be about the request. */
const nearby = 2;
const maxCalls = 400;

/** Answers what middleware, guards and handlers do, by library facts and by looking into functions of ours. */
export class StepKinds {
  readonly #names: Names;
  readonly #steps = new WeakMap<Code, Map<ExprId, readonly StepKind[]>>();
  readonly #functions = new WeakMap<Code, Map<FnId, readonly StepKind[]>>();

  constructor(names: Names) {
    this.#names = names;
  }

  /** What a step does. Empty: certainly none of what we look for. */
  of(step: Origin & Pick<Step, "says" | "doubtful">): readonly StepKind[] {
    if (step.says) return [kindAt(step, step.says.kind, step.says.certain)];
    const found = this.#ofStep(step);
    return step.doubtful ? found.map((item) => ({ ...item, certain: false })) : found;
  }

  /** Middleware of an app stands in front of every endpoint, and is looked into once. */
  #ofStep(step: Origin): readonly StepKind[] {
    let known = this.#steps.get(step.code);
    if (!known) this.#steps.set(step.code, (known = new Map()));
    const answer = step.frame ? undefined : known.get(step.id);
    if (answer) return answer;
    const found = originsOf(this.#names, { ...step, asCalled: true }).flatMap((origin) => this.#ofOrigin(origin));
    if (!step.frame) known.set(step.id, found);
    return found;
  }

  #ofOrigin(origin: Origin): readonly StepKind[] {
    const { code, id } = origin;
    const expr = code.expr(id);
    if (expr.k === "array") return expr.items.flatMap((item) => this.of({ ...origin, id: item }));
    const callee = expr.k === "call" || expr.k === "new" ? expr.c : undefined;
    // A plugin that is told to share the scope around it: `fp(rateLimit)`; a middleware in its class: `new Middleware({ handler })`.
    const wrapped = (expr.k === "call" || expr.k === "new") && callee !== undefined && this.#isTransparent(code, callee) ? expr.args[0] : undefined;
    if (wrapped !== undefined) return this.of({ ...origin, id: wrapped });
    const apis = [...this.#names.apisOf(code, id), ...(callee === undefined ? [] : this.#names.apisOf(code, callee))];
    const known = apis.flatMap((api) => kindsOfApi(this.#names, api, origin));
    if (known.length > 0) return known;
    const named = namedStep(this.#names, { ...origin, id: callee ?? id });
    if (named) return this.#ofLoaded(named, { code, id: callee ?? id });
    const items = [...this.#names.denote(code, id), ...(callee === undefined ? [] : this.#names.denote(code, callee))].filter((item) => item.k !== "api");
    if (items.length > 0) return [...items.flatMap((item) => this.#ofDenoted(item)), ...this.#ofArguments(origin), ...this.#ofWrapped(origin)];
    const handed = this.#ofHanded(origin);
    if (handed.length > 0) return handed;
    if (apis.length > 0) return [...this.#ofCallbacks(origin), ...this.#ofTaken(origin), ...kindsOfPackage(apis, origin)];
    return expr.k === "const" || expr.k === "boolean" ? [] : mayBe.map((kind) => kindAt(origin, kind, false));
  }

  /** `container.resolve(Entrance).limit`: what a library makes of a class of ours has its methods. */
  #ofHanded({ code, id, frame }: Origin): readonly StepKind[] {
    const expr = code.expr(id);
    if (expr.k !== "member") return [];
    return originsOf(this.#names, { code, id: expr.o, frame }).flatMap((made) => {
      const call = made.code.expr(made.id);
      const classes = call.k === "call" ? call.args.flatMap((argument) => this.#names.denote(made.code, argument)).filter((item) => item.k === "class") : [];
      return classes.flatMap((item) => {
        const f = item.code.summary.classes[item.c]?.members[expr.p]?.f;
        return f === undefined ? [] : this.inside(item.code, f);
      });
    });
  }

  /** `app.get(ThrottlerGuard)`: a library makes the guard of the class it is given. */
  #ofTaken({ code, id, frame }: Origin): readonly StepKind[] {
    const expr = code.expr(id);
    const argument = expr.k === "call" ? expr.args[0] : undefined;
    if (argument === undefined || code.expr(argument).k === "call") return [];
    const known = this.#names.apisOf(code, argument).flatMap((api) => kindsOfApi(this.#names, api, { code, id: argument, frame }));
    const classes = this.#names.denote(code, argument).filter((item) => item.k === "class");
    return [...known, ...classes.flatMap((item) => this.#ofClass(item.code, item.c))];
  }

  /** What a file exports that is loaded when first asked for; where nobody can say, it may be anything. */
  #ofLoaded(items: readonly Denotation[], origin: Origin): readonly StepKind[] {
    if (items.length === 0) return mayBe.map((kind) => kindAt(origin, kind, false));
    return items.flatMap((item) => {
      if (item.k !== "api") return this.#ofDenoted(item);
      const known = kindsOfApi(this.#names, item.name, origin);
      return known.length > 0 ? known : kindsOfPackage([item.name], origin);
    });
  }

  #isTransparent(code: Code, callee: ExprId): boolean {
    const { catalog } = this.#names.project;
    return this.#names.apisOf(code, callee).some((name) => catalog.isIn(catalog.routing.transparent, name));
  }

  /** Wrappers are handed other steps: `every(limit, auth)`, `app.rateLimit()` in an object. */
  #ofArguments({ code, id, frame }: Origin): readonly StepKind[] {
    const expr = code.expr(id);
    if (expr.k !== "call") return [];
    return expr.args.flatMap((argument) => {
      const apis = this.#names.apisOf(code, argument);
      return apis.flatMap((api) => kindsOfApi(this.#names, api, { code, id: argument, frame }));
    });
  }

  /** A function handed to a function of ours, which runs it: `asyncHandler(async (req, res, next) => …)`. */
  #ofWrapped({ code, id }: Origin): readonly StepKind[] {
    const expr = code.expr(id);
    if (expr.k !== "call") return [];
    return expr.args.flatMap((argument) => this.#names.denote(code, argument).flatMap((item) => (item.k === "function" ? this.inside(item.code, item.f) : [])));
  }

  /** A function handed to a library to make middleware of: `createMiddleware((c, next) => …)`. */
  #ofCallbacks({ code, id, frame }: Origin): readonly StepKind[] {
    const expr = code.expr(id);
    if (expr.k !== "call") return [];
    return expr.args.flatMap((argument) => {
      const functions = this.#names.denote(code, argument).filter((item) => item.k === "function");
      // `described(app.middleware((…) => …), { summary })`: middleware handed to a library that says something about it.
      if (functions.length === 0 && code.expr(argument).k === "call")
        return this.#names.apisOf(code, argument).some((api) => ofNode.test(api)) ? [] : this.#ofStep({ code, id: argument, frame });
      return functions.flatMap((item) => this.inside(item.code, item.f));
    });
  }

  #ofDenoted(item: Denotation): readonly StepKind[] {
    switch (item.k) {
      case "function": {
        const loaded = loadedBy(this.#names, item);
        return loaded ? this.#ofLoaded(loaded, { code: item.code, id: item.code.summary.functions[item.f]?.returns[0] ?? 0 }) : this.inside(item.code, item.f);
      }
      case "class":
      case "instance":
        return this.#ofClass(item.code, item.c);
      case "object":
        return this.#ofObject(item);
      default:
        return [];
    }
  }

  /** A guard, pipe, interceptor or middleware class: what its methods and its bases do. */
  #ofClass(code: Code, c: number, depth = 0): readonly StepKind[] {
    const fact = code.summary.classes[c];
    if (!fact || depth > maxDepth) return [];
    const methods = Object.values(fact.members).flatMap((member) => (member.f === undefined ? [] : this.inside(code, member.f)));
    const bases = this.#names.basesOf(code, c).flatMap((base): readonly StepKind[] => {
      if (base.k === "class") return this.#ofClass(base.code, base.c, depth + 1);
      const extended = fact.extends;
      return base.k === "api" && extended !== undefined
        ? [...kindsOfApi(this.#names, base.name, { code, id: extended }), ...this.#guardBase(base.name, code, extended)]
        : [];
    });
    // A hook of the base that lets some requests through is answered here: nobody knows which.
    return [...bases.map((item) => (item.fact?.skipHooks?.some((name) => name in fact.members) ? { ...item, certain: false } : item)), ...methods];
  }

  /** `class MemberGuard extends AuthGuard("jwt")`. */
  #guardBase(api: string, code: Code, id: ExprId): readonly StepKind[] {
    const expr = code.expr(id);
    if (expr.k !== "call") return kindsOfPackage([api], { code, id });
    const apis = this.#names.apisOf(code, expr.c);
    const known = apis.flatMap((name) => kindsOfApi(this.#names, name, { code, id }));
    return known.length > 0 ? known : kindsOfPackage(apis, { code, id });
  }

  #ofObject({ code, e }: Extract<Denotation, { k: "object" }>): readonly StepKind[] {
    const expr = code.expr(e);
    if (expr.k !== "object") return [];
    return expr.props.flatMap(([name, value]) => [
      ...(name === "plugin" ? this.#names.apisOf(code, value).flatMap((api) => kindsOfApi(this.#names, api, { code, id: value })) : []),
      ...this.#names.denote(code, value).flatMap((item) => (item.k === "function" ? this.inside(item.code, item.f) : [])),
    ]);
  }

  /** What calls inside a function of ours do, followed through calls. */
  inside(code: Code, f: FnId): readonly StepKind[] {
    return this.#inside(code, f, 0);
  }

  #inside(code: Code, f: FnId, depth: number): readonly StepKind[] {
    let known = this.#functions.get(code);
    if (!known) this.#functions.set(code, (known = new Map()));
    const far = depth > nearby;
    const key = f * 2 + Number(far);
    const answer = known.get(key);
    if (answer) return answer;
    known.set(key, []);
    const found = distinct([...this.#byCalls(code, f, depth), ...kindsByWords(this.#names, code, f, far)]);
    // What was cut off by depth is not remembered: another question may come from nearer.
    if (depth === 0 || found.length > 0) known.set(key, found);
    else known.delete(key);
    return found;
  }

  #byCalls(code: Code, f: FnId, depth: number): readonly StepKind[] {
    const found: StepKind[] = [];
    for (const call of callsIn(code, f).slice(0, maxCalls)) {
      const expr = code.expr(call);
      const callee = expr.k === "call" || expr.k === "new" ? expr.c : expr.k === "tag" ? expr.tag : undefined;
      if (callee === undefined) continue;
      const apis = this.#names.apisOf(code, callee);
      found.push(...apis.flatMap((api) => kindsOfApi(this.#names, api, { code, id: call })));
      if (apis.length > 0 && code.expr(callee).k === "name") found.push(...this.#ofMade({ code, id: callee }));
      if (depth >= maxDepth) continue;
      // What other callers hand in is theirs: the functions this step is given are looked at where they stand.
      if (isGiven(code, callee)) continue;
      for (const item of this.#names.denote(code, callee)) if (item.k === "function") found.push(...this.#inside(item.code, item.f, depth + 1));
      if (apis.length === 0) found.push(...this.#byArguments(code, expr, depth));
    }
    return found;
  }

  /** Middleware that was made somewhere is called here: `tight(request, response, next)`. */
  #ofMade(callee: Origin): readonly StepKind[] {
    return originsOf(this.#names, { ...callee, asCalled: true }).flatMap((origin) => {
      const made = origin.code.expr(origin.id);
      return made.k === "call" ? this.#names.apisOf(origin.code, made.c).flatMap((api) => kindsOfApi(this.#names, api, origin)) : [];
    });
  }

  /** A function handed to something is taken to run. */
  #byArguments(code: Code, expr: ReturnType<Code["expr"]>, depth: number): readonly StepKind[] {
    if (expr.k !== "call") return [];
    return expr.args.flatMap((id) => {
      if (code.expr(id).k === "function") return [];
      return this.#names.denote(code, id).flatMap((item) => (item.k === "function" ? this.#inside(item.code, item.f, depth + 1) : []));
    });
  }
}

/** A parameter that is never assigned to: `handler(req, res, next)` in a wrapper. */
function isGiven(code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  if (expr.k !== "name") return expr.k === "param";
  const [first, ...more] = code.summary.writes[`b${expr.b}`] ?? [];
  return first !== undefined && more.length === 0 && code.expr(first.v).k === "param";
}
