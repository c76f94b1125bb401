import type { ClassFact, ClassId, ExprId, FnId, TypeExpr } from "#syntax/summary";
import type { Code } from "./code.ts";
import { ofDeclaredCallback, ofIndexedType } from "./callback-types.ts";
import { type FoundCall, findCalls } from "./callers.ts";
import { decoratedMember } from "./decorations.ts";
import { handedBack } from "./handed-back.ts";
import { contextMember, contextParameter, fromContext, isContext } from "./handler-context.ts";
import { askedFor, injectedClasses, isHandedByName } from "./injection.ts";
import type { Project } from "./project.ts";
import { keyOfExpr } from "./storage-key.ts";

/** What an expression denotes. An expression may denote several things (branches, implementations of an interface). */
export type Denotation =
  /** A library API: `pg#Pool.query`. */
  | { readonly k: "api"; readonly name: string }
  | { readonly k: "function"; readonly code: Code; readonly f: FnId }
  | { readonly k: "class"; readonly code: Code; readonly c: ClassId }
  | { readonly k: "instance"; readonly code: Code; readonly c: ClassId }
  | { readonly k: "object"; readonly code: Code; readonly e: ExprId }
  | { readonly k: "module"; readonly code: Code };

const none: readonly Denotation[] = [];
const most = 6;
/** With more implementations than these an interface does not tell which class is meant. */
const mostImplementors = 4;

/**
 * Answers what names, members and calls denote, across files: imports, re-exports, wrappers, classes and their bases, DI, callbacks.
 * Unknown is an empty list; a receiver is never matched by its variable name.
 */
export class Names {
  readonly project: Project;
  /** Calls found for functions: kept by `callers.ts`, one memory for one set of answers. */
  readonly calls = new WeakMap<Code, Map<FnId, readonly FoundCall[]>>();
  readonly #memo = new WeakMap<Code, Map<ExprId, readonly Denotation[]>>();
  readonly #exportedTypes = new WeakMap<Code, Map<string, readonly Denotation[]>>();
  readonly #openTypes = new Set<string>();
  #cutTypes = 0;
  readonly #open = new Set<string>();
  readonly #empty = new Set<string>();
  readonly #spread = new Map<string, readonly Denotation[]>();
  /** Lists whose elements are being asked for. */
  readonly #elementsOf = new Set<string>();
  #depth = 0;

  constructor(project: Project) {
    this.project = project;
  }

  /** API names an expression denotes. */
  apisOf(code: Code, id: ExprId): readonly string[] {
    return this.denote(code, id).flatMap((item) => (item.k === "api" ? [item.name] : []));
  }

  denote(code: Code, id: ExprId): readonly Denotation[] {
    let memo = this.#memo.get(code);
    if (!memo) this.#memo.set(code, (memo = new Map()));
    const known = memo.get(id);
    if (known) return known;
    const key = `${code.path}:${id}`;
    if (this.#open.has(key) || this.#empty.has(key) || this.#open.size > 80) return none;
    this.#open.add(key);
    const found = distinct(this.#denote(code, id));
    this.#open.delete(key);
    // An empty answer found while others are open may only be empty because of them: it holds for this question, not for the next.
    if (found.length > 0 || this.#open.size === 0) memo.set(id, found);
    else this.#empty.add(key);
    if (this.#open.size === 0) this.#empty.clear();
    return found;
  }

  #denote(code: Code, id: ExprId): readonly Denotation[] {
    const expr = code.expr(id);
    switch (expr.k) {
      case "name":
        return this.#ofBinding(code, expr.b);
      case "member":
        return this.#ofMember(code, expr.o, expr.p);
      case "index": {
        const key = code.expr(expr.i);
        return key.k === "const" && typeof key.v === "string" ? this.#ofMember(code, expr.o, key.v) : this.#ofElement(code, expr.o);
      }
      case "call":
        return this.#ofCall(code, expr.c, expr.args);
      case "new":
        // A proxy stands for what it is put in front of.
        if (isGlobal(code, expr.c, "Proxy") && expr.args[0] !== undefined) return this.denote(code, expr.args[0]);
        return this.denote(code, expr.c).flatMap((item): readonly Denotation[] => {
          if (item.k === "class") return [{ k: "instance", code: item.code, c: item.c }];
          return item.k === "api" ? [{ k: "api", name: this.project.catalog.callOf(item.name) }] : none;
        });
      case "function":
        return [{ k: "function", code, f: expr.f }];
      case "class":
        return [{ k: "class", code, c: expr.c }];
      case "this":
        return [{ k: "instance", code, c: expr.c }];
      case "receiver":
        return this.#ofReceiver(code, expr.f);
      case "global": {
        const name = this.project.catalog.globalName(expr.n, this.project.dependencies);
        return name === undefined ? none : [{ k: "api", name }];
      }
      case "tag":
        return this.apisOf(code, expr.tag).map((name) => ({ k: "api", name: this.project.catalog.callOf(name) }));
      case "super":
        return this.basesOf(code, expr.c).flatMap((base): Denotation[] => (base.k === "class" ? [{ k: "instance", code: base.code, c: base.c }] : [base]));
      case "object":
        return [{ k: "object", code, e: id }];
      case "module":
        return this.#ofModule(code, expr.i, "*");
      case "either":
        return expr.of.flatMap((item) => this.denote(code, item));
      case "element":
        return this.#ofElement(code, expr.o);
      case "param":
        return this.#ofParam(code, expr.f, expr.i);
      default:
        return none;
    }
  }

  #ofBinding(code: Code, id: number): readonly Denotation[] {
    const binding = code.summary.bindings[id];
    if (!binding) return none;
    if (binding.imported) return this.#ofModule(code, binding.imported.i, binding.imported.n);
    const written = this.#ofWrites(code, `b${id}`);
    return written.length > 0 ? written : this.ofType(code, binding.t);
  }

  #ofWrites(code: Code, key: string): readonly Denotation[] {
    return (code.summary.writes[key] ?? []).flatMap((write) => (write.op === "=" ? this.denote(code, write.v) : none));
  }

  #ofModule(code: Code, i: number, name: string): readonly Denotation[] {
    const target = this.project.target(code, i);
    if (target.kind === "code") return [...this.#taught(target.code, name), ...this.exportOf(target.code, name)];
    const generated = name === "*" || name === "default" ? undefined : this.project.catalog.generatedName(target.specifier, name);
    if (generated !== undefined) return [{ k: "api", name: generated }];
    return target.kind === "package" ? [{ k: "api", name: this.project.catalog.nameOf(target.specifier, name) }] : none;
  }

  /** What a file exports under a name (`*` = the module itself). */
  exportOf(code: Code, name: string, depth = 0): readonly Denotation[] {
    if (depth > 12) return none;
    const { exports } = code.summary;
    const whole = exports.find((item) => item.n === "=");
    if (name === "*") return whole?.v === undefined ? [{ k: "module", code }] : [...this.denote(code, whole.v), { k: "module", code }];
    const own = exports.find((item) => item.n === name && !item.typeOnly);
    if (own?.v !== undefined) return this.denote(code, own.v);
    if (own?.i !== undefined) return this.#reexport(code, own.i, own.imported ?? name, depth);
    if (whole?.v !== undefined)
      return name === "default"
        ? [...this.denote(code, whole.v), ...(exports.length > 1 ? [{ k: "module" as const, code }] : [])]
        : this.denote(code, whole.v).flatMap((item) => this.memberOf(item, name));
    if (name === "default" && exports.length > 0 && exports.every((item) => item.n !== "default") && isCommonJs(code)) return [{ k: "module", code }];
    return name === "default" ? none : this.#ofStars(code, name, depth);
  }

  /** `export * from …`: own modules are asked first; a package would answer to any name. */
  #ofStars(code: Code, name: string, depth: number): readonly Denotation[] {
    const stars = code.summary.exports.flatMap((item) =>
      item.n === "*" && item.i !== undefined && this.project.mayExport(code, item.i, name) ? [item.i] : [],
    );
    const own = stars.filter((i) => this.project.target(code, i).kind === "code");
    for (const i of [...own, ...stars.filter((item) => !own.includes(item))]) {
      const found = this.#reexport(code, i, name, depth);
      if (found.length > 0) return found;
    }
    return none;
  }

  /** What the configuration's `knows` says about a module of the project. */
  #taught(code: Code, name: string): readonly Denotation[] {
    const own = this.project.catalog.ownName(code.path, name);
    return own === undefined ? none : [{ k: "api", name: own }];
  }

  #reexport(code: Code, i: number, name: string, depth: number): readonly Denotation[] {
    const target = this.project.target(code, i);
    if (target.kind === "code") return this.exportOf(target.code, name, depth + 1);
    const generated = this.project.catalog.generatedName(target.specifier, name);
    if (generated !== undefined) return [{ k: "api", name: generated }];
    return target.kind === "package" ? [{ k: "api", name: this.project.catalog.nameOf(target.specifier, name) }] : none;
  }

  #ofMember(code: Code, o: ExprId, p: string): readonly Denotation[] {
    const key = keyOfExpr(code, o);
    const stored = key === undefined ? none : this.#ofWrites(code, `${key}.${p}`);
    const members = this.denote(code, o).flatMap((item) => this.memberOf(item, p));
    if (stored.length > 0 || members.length > 0) return [...stored, ...members];
    const owner = code.expr(o);
    const name = owner.k === "global" ? this.project.catalog.globalName(`${owner.n}.${p}`, this.project.dependencies) : undefined;
    return name === undefined ? this.#ofTypedMember(code, o, p) : [{ k: "api", name }];
  }

  /** Member of a value known only by an object type: `deps: { pool: Pool }`. */
  #ofTypedMember(code: Code, o: ExprId, p: string): readonly Denotation[] {
    const type = this.typeOfExpr(code, o);
    const member = type && this.propertyType(type.code, type.t, p);
    if (member) return this.ofType(member.code, member.t);
    const expr = code.expr(o);
    const fn = expr.k === "param" ? code.summary.functions[expr.f] : undefined;
    // awilix hands the constructor an object of everything it knows: `constructor({ bookRepository })`.
    return fn && expr.k === "param" && isHandedByName(this, code, expr.f) ? injectedClasses(this, code, p) : none;
  }

  /** What a member of a denotation denotes. */
  memberOf(item: Denotation, p: string): readonly Denotation[] {
    if (this.#depth > 60) return none;
    this.#depth++;
    try {
      return this.#memberOf(item, p);
    } finally {
      this.#depth--;
    }
  }

  #memberOf(item: Denotation, p: string): readonly Denotation[] {
    switch (item.k) {
      case "api": {
        const hung = isContext(this, item.name) ? contextMember(this, item.name, p) : decoratedMember(this, item.name, p);
        return hung.length > 0 ? hung : [{ k: "api", name: this.project.catalog.memberOf(item.name, p) }];
      }
      case "object":
        return this.#ofProperty(item.code, item.e, p);
      case "module":
        return this.exportOf(item.code, p);
      case "instance":
      case "class":
        return this.#ofClassMember(item.code, item.c, p, item.k);
      case "function":
        return p === "bind" || p === "call" || p === "apply" ? [item] : this.#ofFunctionProperty(item.code, item.f, p);
    }
  }

  #ofFunctionProperty(code: Code, f: FnId, p: string): readonly Denotation[] {
    const binding = code.moduleBinding(code.summary.functions[f]?.n ?? "");
    return binding === undefined ? none : this.#ofWrites(code, `b${binding}.${p}`);
  }

  #ofProperty(code: Code, e: ExprId, p: string): readonly Denotation[] {
    const object = code.expr(e);
    if (object.k !== "object") return none;
    const found = object.props.findLast(([name]) => name === p);
    if (found) return this.denote(code, found[1]);
    if (!object.props.some(([name]) => name === "...")) return this.#ofKeyed(code, e, p);
    // Objects may spread each other in circles, and along many ways: each is asked once.
    const key = `${code.path}:${e}:${p}`;
    const known = this.#spread.get(key);
    if (known) return known;
    this.#spread.set(key, none);
    const spread = distinct(
      object.props.flatMap(([name, value]) => (name === "..." ? this.denote(code, value).flatMap((item) => this.memberOf(item, p)) : none)),
    );
    this.#spread.set(key, spread);
    return spread;
  }

  /** What is put into an object under names worked out at run time: `models[model.name] = model`; not what stands there under its own name. */
  #ofKeyed(code: Code, e: ExprId, p: string): readonly Denotation[] {
    const held = keyedValues(code, e);
    if (!held) return none;
    const named = code.summary.writes[`${held.key}.${p}`];
    return (named?.map((write) => write.v) ?? held.values).flatMap((value) => this.denote(code, value));
  }

  #ofClassMember(code: Code, c: ClassId, p: string, as: "instance" | "class", depth = 0): readonly Denotation[] {
    const fact = code.summary.classes[c];
    if (!fact || depth > 8) return none;
    const member = fact.members[p];
    if (member?.f !== undefined && member.kind === "method") return [{ k: "function", code, f: member.f }];
    if (member?.f !== undefined && member.kind === "getter") return this.#ofReturns(code, member.f);
    const stored = this.#ofWrites(code, `c${c}.${p}`);
    if (stored.length > 0) return stored;
    if (member) {
      const injected = this.#ofInjection(code, member.decorators);
      return injected.length > 0 ? injected : this.ofType(code, member.t);
    }
    return this.basesOf(code, c).flatMap((base) => {
      if (base.k === "class") return this.#ofClassMember(base.code, base.c, p, as, depth + 1);
      return base.k === "api" ? this.memberOf(base, p) : none;
    });
  }

  /** Classes a class extends: own ones, or library types. */
  basesOf(code: Code, c: ClassId): readonly Denotation[] {
    const base = code.summary.classes[c]?.extends;
    return base === undefined ? none : this.denote(code, base);
  }

  #ofCall(code: Code, c: ExprId, args: readonly ExprId[]): readonly Denotation[] {
    const callee = code.expr(c);
    const targets = this.denote(code, c);
    const found = targets.flatMap((item): readonly Denotation[] => {
      if (item.k === "api") return callee.k === "member" && callee.p === "bind" ? this.denote(code, callee.o) : this.#ofApiCall(code, item.name, args);
      if (item.k === "function") return callee.k === "member" && callee.p === "bind" ? [item] : this.#ofOwnCall(code, item, args);
      return none;
    });
    if (found.length > 0) return found;
    if (callee.k === "member" && args.length > 0 && (callee.p === "freeze" || callee.p === "assign") && isGlobal(code, callee.o, "Object")) {
      return args.flatMap((argument) => this.denote(code, argument));
    }
    if (targets.length > 0) return none;
    const loaded = this.#ofLoaded(code, c, args);
    return loaded.length > 0 ? loaded : this.#ofCallbacks(code, args);
  }

  /** What a function of ours returns; where that cannot be known, what it hands back of its arguments. */
  #ofOwnCall(code: Code, { code: home, f }: { readonly code: Code; readonly f: FnId }, args: readonly ExprId[]): readonly Denotation[] {
    const returned = this.#ofReturns(home, f);
    if (returned.length > 0) return returned;
    return handedBack(home, f).flatMap(({ i, called }): readonly Denotation[] => {
      const argument = args[i];
      if (argument === undefined) return none;
      const given = this.denote(code, argument);
      return called ? given.flatMap((item) => (item.k === "function" ? this.#ofReturns(item.code, item.f) : none)) : given;
    });
  }

  /** `require(path.join(__dirname, file))(sequelize, DataTypes)`: which module that is nobody knows, what it gives is agreed upon. */
  #ofLoaded(code: Code, c: ExprId, args: readonly ExprId[]): readonly Denotation[] {
    const loader = code.expr(c);
    if (loader.k !== "unknown" || !/^(?:require|import)\(/.test(code.text.slice(loader.s, loader.s + 8))) return none;
    return args.flatMap((argument) =>
      this.apisOf(code, argument).flatMap((name): readonly Denotation[] => {
        const loaded = this.project.catalog.loadedWith(name);
        return loaded === undefined ? none : [{ k: "api", name: loaded }];
      }),
    );
  }

  #ofApiCall(code: Code, name: string, args: readonly ExprId[]): readonly Denotation[] {
    const { catalog } = this.project;
    if (args[0] !== undefined && catalog.isIn(catalog.passes, name)) return this.denote(code, args[0]);
    const asked = askedFor(this, name, code, args[0]);
    if (asked.length > 0) return asked;
    const held = fromContext(this, name, code, args);
    if (held.length > 0) return held;
    const result = catalog.callOf(name);
    const known = result !== name && !result.endsWith("*");
    const own: Denotation = { k: "api", name: result };
    // A library we know nothing about may hand back what its callback returns: `startSpan(options, () => createDb())`.
    return known || catalog.callbacksOf(name).length > 0 ? [own] : [own, ...this.#ofCallbacks(code, args)];
  }

  #ofCallbacks(code: Code, args: readonly ExprId[]): readonly Denotation[] {
    return args.flatMap((argument) => {
      const expr = code.expr(argument);
      return expr.k === "function" ? this.#ofReturns(code, expr.f) : none;
    });
  }

  #ofReturns(code: Code, f: FnId): readonly Denotation[] {
    const fn = code.summary.functions[f];
    if (!fn) return none;
    const returned = fn.returns.flatMap((item) => this.denote(code, item));
    return returned.length > 0 ? returned : this.ofType(code, fn.ret);
  }

  #ofElement(code: Code, o: ExprId): readonly Denotation[] {
    const expr = code.expr(o);
    if (expr.k === "array") return expr.items.flatMap((item) => this.denote(code, item));
    if (expr.k === "call") return this.#ofMapped(code, expr.c, expr.args);
    if (expr.k !== "name") return none;
    // Two lists that are assigned to each other would ask for ever.
    const key = `${code.path}:${String(expr.b)}`;
    if (this.#elementsOf.has(key)) return none;
    this.#elementsOf.add(key);
    const found = (code.summary.writes[`b${expr.b}`] ?? []).flatMap((write) =>
      write.op === "push" ? this.denote(code, write.v) : write.op === "=" ? this.#ofElement(code, write.v) : none,
    );
    this.#elementsOf.delete(key);
    return found;
  }

  /** Elements of `files.map((file) => sequelize.import(file))`. */
  #ofMapped(code: Code, c: ExprId, args: readonly ExprId[]): readonly Denotation[] {
    const callee = code.expr(c);
    const mapper = args[0] === undefined ? undefined : code.expr(args[0]);
    return callee.k === "member" && callee.p === "map" && mapper?.k === "function" ? this.#ofReturns(code, mapper.f) : none;
  }

  #ofParam(code: Code, f: FnId, i: number): readonly Denotation[] {
    const fn = code.summary.functions[f];
    const param = fn?.params[i];
    if (!fn) return none;
    const injected = this.#ofInjection(code, param?.decorators);
    if (injected.length > 0) return injected;
    const typed = this.ofType(code, param?.t);
    if (typed.length > 0) return typed;
    const called = this.#ofCallbackParam(code, f, i);
    if (called.length > 0) return called;
    const declared = ofDeclaredCallback(this, code, callbackUse(code, f), i);
    if (declared.length > 0) return declared;
    if (param?.n !== undefined && isHandedByName(this, code, f)) {
      const registered = injectedClasses(this, code, param.n);
      if (registered.length > 0) return registered;
    }
    return findCalls(this, code, f).flatMap((call) => {
      const argument = call.args[i];
      return argument === undefined ? none : this.denote(call.code, argument);
    });
  }

  /** `this` in a `function` handed to a library: `where(function () { this.whereRaw(…) })`. */
  #ofReceiver(code: Code, f: FnId): readonly Denotation[] {
    const use = callbackUse(code, f);
    if (!use) {
      const object = literalOf(code, f);
      return object === undefined ? none : [{ k: "object", code, e: object }];
    }
    return this.apisOf(code, use.callee).flatMap((name) =>
      this.project.catalog
        .callbacksOf(name)
        .flatMap((fact) => (fact.this === undefined ? [] : [{ k: "api" as const, name: this.project.catalog.typeIn(name, fact.this) }])),
    );
  }

  /** Parameters of a callback handed to a library: `pool.connect((err, client) => …)`, `const plugin: FastifyPluginAsync = async (app) => …`. */
  #ofCallbackParam(code: Code, f: FnId, i: number): readonly Denotation[] {
    const use = callbackUse(code, f);
    if (use) {
      const callee = code.expr(use.callee);
      // `pool.connect().then((client) => …)`: a promise is what it brings.
      if (callee.k === "member" && callee.p === "then") return use.argument === 0 && i === 0 ? this.denote(code, callee.o) : none;
      const types = this.apisOf(code, use.callee).flatMap((name) =>
        this.project.catalog
          .callbacksOf(name)
          .filter(
            (fact) =>
              (fact.argument === use.argument || (fact.argument === -1 && use.last)) && fact.property === undefined && isEvent(code, use.call, fact.event),
          )
          .flatMap((fact) => (fact.parameters[i] === undefined ? [] : [this.project.catalog.typeIn(name, fact.parameters[i])])),
      );
      return types.length > 0 ? types.map((name) => ({ k: "api", name })) : contextParameter(this, code, use.callee, i);
    }
    return this.functionTypesOf(code, f).flatMap((name) => {
      const type = this.project.catalog.functionTypes.exactly(name)?.[i];
      return type === undefined ? none : [{ k: "api" as const, name: this.project.catalog.typeIn(name, type) }];
    });
  }

  /** Library types a function is annotated with: `const route: FastifyPluginAsync = …`. */
  functionTypesOf(code: Code, f: FnId): readonly string[] {
    const expr = code.summary.functions[f]?.expr;
    if (expr === undefined) return [];
    return (typedValues(code).get(expr) ?? []).flatMap((type) => this.ofType(code, type).flatMap((item) => (item.k === "api" ? [item.name] : [])));
  }

  #ofInjection(code: Code, decorators: readonly ExprId[] | undefined): readonly Denotation[] {
    return (decorators ?? []).flatMap((id): readonly Denotation[] => {
      const expr = code.expr(id);
      const callee = expr.k === "call" ? expr.c : id;
      const types = this.apisOf(code, callee).flatMap((name) => this.project.catalog.injectedBy(name) ?? []);
      if (types.length > 0) return types.map((name) => ({ k: "api" as const, name }));
      const token = expr.k === "call" ? expr.args[0] : undefined;
      return token === undefined ? none : injectedClasses(this, code, code.calleeName(callee) ?? "", token);
    });
  }

  /** What a value of a type denotes. */
  ofType(code: Code, type: TypeExpr | undefined, depth = 0): readonly Denotation[] {
    if (!type || depth > 6) return none;
    switch (type.k) {
      case "ref":
        return this.#ofTypeName(code, type.n, depth, type);
      case "union":
      case "intersection":
        return type.of.flatMap((item) => this.ofType(code, item, depth + 1));
      case "typeof": {
        const [head = "", ...path] = type.n.split(".");
        const binding = code.moduleBinding(head);
        const start = binding === undefined ? none : this.#ofBinding(code, binding);
        return path.reduce<readonly Denotation[]>((items, p) => items.flatMap((item) => this.memberOf(item, p)), start);
      }
      case "indexed":
        return ofIndexedType(this, code, type);
      default:
        return none;
    }
  }

  #ofTypeName(code: Code, name: string, depth: number, type: Extract<TypeExpr, { k: "ref" }>): readonly Denotation[] {
    const [head = "", ...path] = name.split(".");
    if (head === "ReturnType" || head === "InstanceType") {
      const inner = type.args?.[0];
      return this.ofType(code, inner, depth + 1).flatMap((item) =>
        item.k === "function"
          ? this.#ofReturns(item.code, item.f)
          : item.k === "api"
            ? [{ k: "api" as const, name: this.project.catalog.callOf(item.name) }]
            : [item],
      );
    }
    const local = this.#ofLocalType(code, head, depth);
    if (local.length > 0) return local;
    const binding = code.moduleBinding(head);
    const imported = binding === undefined ? undefined : code.summary.bindings[binding]?.imported;
    if (!imported) {
      const global = binding === undefined && path.length === 0 ? this.project.catalog.globalName(head) : undefined;
      return global === undefined ? none : [{ k: "api", name: global }];
    }
    const target = this.project.target(code, imported.i);
    if (target.kind === "code" && path.length === 0) return this.exportedType(target.code, imported.n);
    const start = this.#ofModule(code, imported.i, imported.n);
    const named = path.reduce<readonly Denotation[]>((items, p) => items.flatMap((item) => this.memberOf(item, p)), start);
    // A value of the type that a default export makes: `app: Koa`.
    return named.map((item) =>
      item.k === "api" && item.name.endsWith("#default") ? { k: "api", name: this.project.catalog.callOf(item.name).replace(/\*$/, "") } : item,
    );
  }

  #ofLocalType(code: Code, name: string, depth: number): readonly Denotation[] {
    if (depth > 8) return none;
    const c = code.summary.classes.findIndex((fact) => fact.n === name);
    if (c !== -1) return this.#instances(code, c, code.summary.classes[c]);
    const declared = code.summary.types.find((type) => type.n === name);
    if (!declared) return none;
    if (declared.kind === "interface")
      return [...implementors(this, code, name), ...(declared.extends ?? []).flatMap((base) => this.#ofTypeName(code, base, depth + 1, { k: "ref", n: base }))];
    return this.ofType(code, declared.t, depth + 1);
  }

  /** An abstract class stands for its subclasses. */
  #instances(code: Code, c: ClassId, fact: ClassFact | undefined): readonly Denotation[] {
    const own: Denotation = { k: "instance", code, c };
    return fact?.abstract ? [...implementors(this, code, fact.n), own] : [own];
  }

  /** What values of an exported type denote. */
  exportedType(code: Code, name: string): readonly Denotation[] {
    let known = this.#exportedTypes.get(code);
    if (!known) this.#exportedTypes.set(code, (known = new Map()));
    const answer = known.get(name);
    if (answer) return answer;
    const key = `${code.path}:${name}`;
    // Types of two modules may be made of each other; what was found half-way is no answer to keep.
    if (this.#openTypes.has(key)) {
      this.#cutTypes += 1;
      return none;
    }
    const cuts = this.#cutTypes;
    this.#openTypes.add(key);
    const found = this.#findExportedType(code, name, 0);
    this.#openTypes.delete(key);
    if (cuts === this.#cutTypes || this.#openTypes.size === 0) known.set(name, found);
    return found;
  }

  #findExportedType(code: Code, name: string, depth: number): readonly Denotation[] {
    if (depth > 12) return none;
    const own = code.exportNamed(name);
    if (own?.i !== undefined) {
      const target = this.project.target(code, own.i);
      if (target.kind === "code") return this.#findExportedType(target.code, own.imported ?? name, depth + 1);
      return target.kind === "package" ? [{ k: "api", name: this.project.catalog.nameOf(target.specifier, own.imported ?? name) }] : none;
    }
    const local = this.#ofLocalType(code, this.#localName(code, name), depth);
    if (local.length > 0) return local;
    if (own?.v !== undefined) return this.denote(code, own.v).map((item) => (item.k === "class" ? { k: "instance", code: item.code, c: item.c } : item));
    return this.#ofTypeStars(code, name, depth);
  }

  /** `export * from …` for a type: own modules first; of packages only what the catalogue knows by that name, for they answer to any. */
  #ofTypeStars(code: Code, name: string, depth: number): readonly Denotation[] {
    const stars = code.summary.exports.flatMap((item) => (item.n === "*" && item.i !== undefined ? [item.i] : []));
    for (const i of stars) {
      const target = this.project.target(code, i);
      if (target.kind !== "code" || !this.project.mayExport(code, i, name)) continue;
      const found = this.#findExportedType(target.code, name, depth + 1);
      if (found.length > 0) return found;
    }
    for (const i of stars) {
      const target = this.project.target(code, i);
      if (target.kind === "code") continue;
      const known = this.project.catalog.generatedName(target.specifier, name);
      if (known !== undefined) return [{ k: "api", name: known }];
    }
    return none;
  }

  #localName(code: Code, exported: string): string {
    if (exported !== "default") return exported;
    const v = code.exportNamed("default")?.v;
    const expr = v === undefined ? undefined : code.expr(v);
    return expr?.k === "name" ? (code.summary.bindings[expr.b]?.n ?? exported) : exported;
  }

  /** The annotated type of an expression, where there is one: a binding, a field, a parameter. */
  typeOfExpr(code: Code, id: ExprId, depth = 0): { readonly code: Code; readonly t: TypeExpr } | undefined {
    const expr = code.expr(id);
    // `node = node.next` leads back to itself.
    if (depth > 12) return undefined;
    switch (expr.k) {
      case "name": {
        const t = code.summary.bindings[expr.b]?.t;
        if (t) return { code, t };
        const writes = code.summary.writes[`b${expr.b}`] ?? [];
        const only = writes.length === 1 ? writes[0] : undefined;
        return only && code.expr(only.v).k !== "call" ? this.typeOfExpr(code, only.v, depth + 1) : undefined;
      }
      case "param": {
        const t = code.summary.functions[expr.f]?.params[expr.i]?.t;
        return t && { code, t };
      }
      case "either": {
        const first = expr.of[0];
        return first === undefined ? undefined : this.typeOfExpr(code, first, depth + 1);
      }
      case "member": {
        const owner = this.typeOfExpr(code, expr.o, depth + 1);
        if (owner) return this.propertyType(owner.code, owner.t, expr.p);
        for (const item of this.denote(code, expr.o)) {
          const t = item.k === "instance" ? item.code.summary.classes[item.c]?.members[expr.p]?.t : undefined;
          if (t && item.k === "instance") return { code: item.code, t };
        }
        return undefined;
      }
      default:
        return undefined;
    }
  }

  /** Type of a property of an object type, through aliases, interfaces and imports. */
  propertyType(code: Code, type: TypeExpr, p: string, depth = 0): { readonly code: Code; readonly t: TypeExpr } | undefined {
    if (depth > 8) return undefined;
    if (type.k === "object") {
      const t = Object.hasOwn(type.props, p) ? type.props[p] : undefined;
      return t && { code, t };
    }
    if (type.k === "array") return /^\d+$|^\*$/.test(p) ? { code, t: type.of } : undefined;
    if (type.k === "union" || type.k === "intersection") {
      for (const item of type.of) {
        const found = this.propertyType(code, item, p, depth + 1);
        if (found) return found;
      }
      return undefined;
    }
    const declared = this.declaredType(code, type);
    return declared && this.propertyType(declared.code, declared.t, p, depth + 1);
  }

  /** The declaration behind a type reference: alias body, interface members, enum values, class fields. */
  declaredType(code: Code, type: TypeExpr, depth = 0): { readonly code: Code; readonly t: TypeExpr } | undefined {
    if (type.k !== "ref" || depth > 8) return undefined;
    if (type.n.includes(".")) return undefined;
    return this.#declared(code, type.n, depth);
  }

  #declared(code: Code, name: string, depth: number): { readonly code: Code; readonly t: TypeExpr } | undefined {
    if (depth > 12) return undefined;
    const own = code.summary.types.find((item) => item.n === name);
    if (own) {
      const bases = (own.extends ?? []).map((n): TypeExpr => ({ k: "ref", n }));
      return { code, t: bases.length > 0 ? { k: "intersection", of: [own.t, ...bases] } : own.t };
    }
    const fact = code.summary.classes.find((item) => item.n === name);
    if (fact) {
      const props = Object.fromEntries(
        Object.entries(fact.members).flatMap(([key, member]) => {
          const t = member.kind === "getter" && member.f !== undefined ? code.summary.functions[member.f]?.ret : member.f === undefined ? member.t : undefined;
          return t ? [[key, t]] : [];
        }),
      );
      return { code, t: { k: "object", props } };
    }
    const binding = code.moduleBinding(name);
    const imported = binding === undefined ? undefined : code.summary.bindings[binding]?.imported;
    const target = imported && this.project.target(code, imported.i);
    return target?.kind === "code" ? this.#declaredExport(target.code, imported?.n ?? name, depth + 1) : undefined;
  }

  #declaredExport(code: Code, name: string, depth: number): { readonly code: Code; readonly t: TypeExpr } | undefined {
    const own = code.exportNamed(name);
    if (own?.i !== undefined) {
      const target = this.project.target(code, own.i);
      return target.kind === "code" ? this.#declaredExport(target.code, own.imported ?? name, depth + 1) : undefined;
    }
    if (own) return this.#declared(code, this.#localName(code, name), depth + 1);
    for (const item of code.summary.exports) {
      if (item.n !== "*" || item.i === undefined || depth > 12 || !this.project.mayExport(code, item.i, name)) continue;
      const target = this.project.target(code, item.i);
      const found = target.kind === "code" ? this.#declaredExport(target.code, name, depth + 1) : undefined;
      if (found) return found;
    }
    return undefined;
  }
}

/** Classes that implement an interface, or extend an abstract class, anywhere in the project. */
function implementors(names: Names, code: Code, name: string): readonly Denotation[] {
  const found: Denotation[] = [];
  for (const other of names.project.mentioning(name)) {
    other.summary.classes.forEach((fact, c) => {
      const base = fact.extends === undefined ? undefined : other.expr(fact.extends);
      const named = fact.implements.includes(name) || (base?.k === "name" && other.summary.bindings[base.b]?.n === name);
      if (named && !(other === code && fact.n === name)) found.push({ k: "instance", code: other, c });
    });
    // A base class of everything says nothing about one value.
    if (found.length > mostImplementors) return none;
  }
  return found;
}

const typed = new WeakMap<Code, ReadonlyMap<ExprId, readonly TypeExpr[]>>();

/** Annotations of the variables that hold a value. */
function typedValues(code: Code): ReadonlyMap<ExprId, readonly TypeExpr[]> {
  const known = typed.get(code);
  if (known) return known;
  const map = new Map<ExprId, readonly TypeExpr[]>();
  code.summary.bindings.forEach(({ t }, id) => {
    if (!t) return;
    for (const write of code.summary.writes[`b${id}`] ?? []) map.set(write.v, [...(map.get(write.v) ?? []), t]);
  });
  typed.set(code, map);
  return map;
}

/** Where a function is handed to a call as an argument. */
export function callbackUse(
  code: Code,
  f: FnId,
): { readonly callee: ExprId; readonly call: ExprId; readonly argument: number; readonly last: boolean } | undefined {
  const expr = code.summary.functions[f]?.expr;
  if (expr === undefined) return undefined;
  return callbackUses(code).get(expr);
}

export type CallbackUse = NonNullable<ReturnType<typeof callbackUse>>;
const uses = new WeakMap<Code, Map<ExprId, CallbackUse>>();

function callbackUses(code: Code): ReadonlyMap<ExprId, CallbackUse> {
  const known = uses.get(code);
  if (known) return known;
  const map = new Map<ExprId, CallbackUse>();
  for (const call of code.summary.calls) {
    const expr = code.expr(call);
    if (expr.k !== "call" && expr.k !== "new") continue;
    expr.args.forEach((item, argument) => {
      if (code.expr(item).k === "function") map.set(item, { callee: expr.c, call, argument, last: argument === expr.args.length - 1 });
    });
  }
  uses.set(code, map);
  return map;
}

interface Keyed {
  /** Storage key of the variable. */
  readonly key: string;
  readonly values: readonly ExprId[];
}

const keyed = new WeakMap<Code, ReadonlyMap<ExprId, Keyed>>();

/** Values stored under computed names in the object a variable starts as. */
function keyedValues(code: Code, object: ExprId): Keyed | undefined {
  let map = keyed.get(code);
  if (!map) {
    const found = new Map<ExprId, Keyed>();
    for (const [key, writes] of Object.entries(code.summary.writes)) {
      const values = writes.filter((write) => write.op === "prop").map((write) => write.v);
      if (values.length === 0 || !/^b\d+$/.test(key)) continue;
      for (const write of writes) if (write.op === "=") found.set(write.v, { key, values });
    }
    keyed.set(code, (map = found));
  }
  return map.get(object);
}

/** Whether a call's first argument is the event a fact is about; facts without an event are about all. */
export function isEvent(code: Code, call: ExprId, event: string | undefined): boolean {
  if (event === undefined) return true;
  const expr = code.expr(call);
  const first = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
  return first?.k === "const" && first.v === event;
}

function isGlobal(code: Code, id: ExprId, name: string): boolean {
  const expr = code.expr(id);
  return expr.k === "global" && expr.n === name;
}

function isCommonJs(code: Code): boolean {
  return code.summary.imports.every((item) => item.kind !== "static" && item.kind !== "reexport");
}

function distinct(items: readonly Denotation[]): readonly Denotation[] {
  if (items.length < 2) return items;
  const seen = new Set<string>();
  const kept: Denotation[] = [];
  for (const item of items) {
    const key = item.k === "api" ? item.name : `${item.k}:${item.code.path}:${"f" in item ? item.f : "c" in item ? item.c : "e" in item ? item.e : ""}`;
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(item);
    if (kept.length === most) break;
  }
  return kept;
}

const literals = new WeakMap<Code, ReadonlyMap<FnId, ExprId>>();

/**
 * The object literal a function is a method of, where the literal is what a variable holds or a module exports: there `this` is that object.
 * One that is handed to a call, or stored on something else, may be copied to objects of other kinds (`schema.methods = { … }`).
 */
function literalOf(code: Code, f: FnId): ExprId | undefined {
  let known = literals.get(code);
  if (!known) {
    const held = new Set<ExprId>();
    for (const [key, writes] of Object.entries(code.summary.writes)) if (/^b\d+$/.test(key)) for (const write of writes) held.add(write.v);
    for (const item of code.summary.exports) if (item.v !== undefined) held.add(item.v);
    const found = new Map<FnId, ExprId>();
    for (const id of held) {
      const object = code.expr(id);
      if (object.k !== "object") continue;
      for (const [, value] of object.props) {
        const method = code.expr(value);
        if (method.k === "function") found.set(method.f, id);
      }
    }
    literals.set(code, (known = found));
  }
  return known.get(f);
}
