import type { OperationFact } from "#catalog/facts/data";
import type { ExprId, FnId } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { isInside } from "./control.ts";
import type { Operation } from "./data-operations.ts";
import { handedBack } from "./handed-back.ts";
import { isContext } from "./handler-context.ts";
import { callbackUse, type Denotation, type Names } from "./names.ts";
import { keyOfExpr } from "./storage-key.ts";

/**
 * What a client, a model or a repository goes back to.
 * `handle`: the parameter of a transaction's callback. `made`: the result of a call that begins a transaction or hands out a connection.
 * `client`: something that lives longer than the transaction; `of` tells clients apart. `param`: whatever the caller passes.
 */
export type Root =
  | { readonly k: "handle"; readonly code: Code; readonly f: FnId; readonly opener: ExprId }
  | { readonly k: "made"; readonly code: Code; readonly call: ExprId }
  | { readonly k: "client"; readonly of: string; readonly library: string | undefined }
  | { readonly k: "param"; readonly code: Code; readonly f: FnId; readonly i: number; readonly path: readonly string[] }
  | { readonly k: "unknown"; readonly again?: true };

const unknown: readonly Root[] = [{ k: "unknown" }];
/** What is being asked already: `holder.prisma || new PrismaClient()` that is kept in `holder.prisma` is the latter. */
const again: readonly Root[] = [{ k: "unknown", again: true }];
const none: readonly Root[] = [];
const deepest = 12;

/** Remembers what expressions go back to; one per project. */
export class DataRoots {
  readonly #names: Names;
  readonly #memo = new WeakMap<Code, Map<ExprId, readonly Root[]>>();
  readonly #open = new Set<string>();
  /** Answers that were cut short on the way to the present one: asked again they would be sought again, and again below. */
  readonly #partial = new Map<string, readonly Root[]>();
  #cuts = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Where an operation runs: by the transaction it is handed, or by its receiver. An empty answer: nothing was handed. */
  ofOperation(operation: Operation): readonly Root[] {
    const handed = this.handedTo(operation);
    if (handed === undefined) return this.#ofReceiver(operation);
    const sure = handed.some((root) => root.k !== "param");
    return sure ? handed : [...handed, ...this.#ofReceiver(operation)];
  }

  /** A row that was read in a transaction writes itself outside of it, unless the library says otherwise. */
  #ofReceiver({ code, receiver, library, call }: Operation): readonly Root[] {
    const base = this.of(code, receiver);
    const isSure = base.length > 0 && base.every((root) => root.k === "handle" || root.k === "made" || root.k === "client");
    const roots = isSure ? base : (this.#ofHeld(code, call, receiver) ?? base);
    const isRow = roots.length === 0 && this.#names.project.catalog.data.detached.has(library);
    return isRow ? [{ k: "client", of: `default:${library}:`, library }] : roots;
  }

  /** A client that is a member of something the application keeps it in: `ctx.prisma.loan.create`, `holder.prisma.loan.create`. */
  #ofHeld(code: Code, call: ExprId, receiver: ExprId): readonly Root[] | undefined {
    const expr = code.expr(call);
    let at = expr.k === "call" ? expr.c : receiver;
    for (let link = code.expr(at); link.k === "member" && at !== receiver; link = code.expr(at)) {
      const member = at;
      at = link.o;
      const client = this.#names.apisOf(code, member).find((api) => this.#names.project.catalog.isIn(this.#names.project.catalog.data.clients, api));
      if (client === undefined) continue;
      const library = client.slice(0, client.indexOf("#"));
      if (this.#names.apisOf(code, at).some((api) => isContext(this.#names, api))) return [{ k: "client", of: `default:${library}:`, library }];
      const roots = code.expr(at).k === "name" ? this.of(code, member) : [];
      return roots.length > 0 && roots.every((root) => root.k === "client") ? roots : undefined;
    }
    return undefined;
  }

  /** What stands where the operation takes a transaction; `undefined` when nothing does. */
  handedTo({ code, chain, parts }: Operation): readonly Root[] | undefined {
    const found = parts.map((part) => this.#handedAt(code, chain, part.call, part.fact)).filter((roots) => roots !== undefined);
    return found.length > 0 ? found.flat() : undefined;
  }

  #handedAt(code: Code, chain: ExprId, call: ExprId, fact: OperationFact): readonly Root[] | undefined {
    let found: readonly Root[] | undefined;
    const expr = code.expr(call);
    for (const path of fact.handle ?? []) {
      if (path.endsWith("()")) {
        for (const step of callsInChain(code, chain)) {
          if (step.method === path.slice(0, -2) && step.args[0] !== undefined) found = [...(found ?? []), ...this.of(code, step.args[0])];
        }
        continue;
      }
      const [index = "", property] = path.split(".");
      const argument = expr.k === "call" ? expr.args[Number(index)] : undefined;
      if (argument === undefined) continue;
      const given = this.#given(code, argument, property);
      if (given) found = [...(found ?? []), ...given];
    }
    return found;
  }

  #given(code: Code, argument: ExprId, property: string | undefined): readonly Root[] | undefined {
    const expr = code.expr(argument);
    if (property === undefined) return this.of(code, argument);
    if (expr.k === "object") {
      const own = expr.props.find(([name]) => name === property);
      if (own) return this.of(code, own[1]);
      const spread = expr.props.filter(([name]) => name === "...");
      return spread.length > 0 ? spread.flatMap(([, value]) => this.#options(code, value)) : undefined;
    }
    return expr.k === "const" || expr.k === "array" || expr.k === "template" || expr.k === "number" ? undefined : this.#options(code, argument);
  }

  /** Options in a variable or from a caller: they may hold a transaction. */
  #options(code: Code, id: ExprId): readonly Root[] {
    const roots = this.of(code, id);
    return roots.length > 0 && roots.every((root) => root.k === "param" || root.k === "handle" || root.k === "made") ? roots : unknown;
  }

  of(code: Code, id: ExprId, depth = 0): readonly Root[] {
    let memo = this.#memo.get(code);
    if (!memo) this.#memo.set(code, (memo = new Map()));
    const known = memo.get(id);
    if (known) return known;
    const key = `${code.path}:${id}`;
    const partial = this.#partial.get(key);
    if (partial || depth > deepest || this.#open.has(key)) {
      this.#cuts += 1;
      return partial ?? (depth > deepest ? unknown : again);
    }
    const cuts = this.#cuts;
    this.#open.add(key);
    const found = distinct(this.#of(code, id, depth + 1));
    this.#open.delete(key);
    if (cuts === this.#cuts || this.#open.size === 0) memo.set(id, found);
    else this.#partial.set(key, found);
    if (this.#open.size === 0) this.#partial.clear();
    return found;
  }

  #of(code: Code, id: ExprId, depth: number): readonly Root[] {
    const expr = code.expr(id);
    switch (expr.k) {
      case "name":
        return this.#ofName(code, expr.b, depth);
      case "this":
        return [this.#client(code, id, `class:${code.path}:${expr.c}`)];
      case "member":
        return this.#ofMember(code, id, expr.o, expr.p, depth);
      case "index":
      case "element":
        return this.of(code, expr.o, depth);
      case "tag":
        return this.of(code, expr.tag, depth);
      case "either":
        return withoutItself(expr.of.flatMap((item) => this.of(code, item, depth)));
      case "param":
        return this.#ofParam(code, id, expr.f, expr.i);
      case "call":
      case "new":
        return this.#ofCall(code, id, expr.c, expr.args, depth);
      case "object":
        return expr.props.flatMap(([, value]) => this.#handles(code, value, depth));
      case "class":
        return [this.#client(code, id, `class:${code.path}:${expr.c}`)];
      case "const":
      case "function":
        return none;
      case "global":
        return [{ k: "client", of: `global:${expr.n}`, library: undefined }];
      default:
        return unknown;
    }
  }

  #ofName(code: Code, b: number, depth: number): readonly Root[] {
    const binding = code.summary.bindings[b];
    if (!binding) return unknown;
    if (binding.imported) return this.#ofImport(code, binding.imported.i, binding.imported.n, depth);
    const writes = (code.summary.writes[`b${b}`] ?? []).filter((write) => write.op === "=");
    if (writes.length === 0) return unknown;
    return writes.flatMap((write) => (this.#isData(code, write.v) ? none : this.of(code, write.v, depth)));
  }

  /** Rows that an operation brought are no clients. */
  #isData(code: Code, id: ExprId): boolean {
    const expr = code.expr(id);
    if (expr.k === "const") return true;
    if (expr.k !== "call") return false;
    const { catalog } = this.#names.project;
    return this.#names.apisOf(code, expr.c).some((api) => catalog.data.operationOf(api) !== undefined);
  }

  #ofImport(code: Code, i: number, name: string, depth: number): readonly Root[] {
    const target = this.#names.project.target(code, i);
    if (target.kind === "package") return [{ k: "client", of: `${target.specifier}#${name}`, library: undefined }];
    if (target.kind !== "code" || name === "*") return unknown;
    return this.#ofExport(target.code, name, depth);
  }

  #ofExport(code: Code, name: string, depth: number): readonly Root[] {
    const { exports } = code.summary;
    const own = exports.find((item) => item.n === name && !item.typeOnly) ?? (name === "default" ? exports.find((item) => item.n === "=") : undefined);
    if (own?.v !== undefined) return this.of(code, own.v, depth);
    if (own?.i !== undefined && depth < deepest) return this.#ofImport(code, own.i, own.imported ?? name, depth + 1);
    const isOwn = (i: number | undefined): boolean => i !== undefined && this.#names.project.target(code, i).kind === "code";
    // A package would answer to any name.
    for (const item of exports.toSorted((a, b) => Number(isOwn(b.i)) - Number(isOwn(a.i)))) {
      if (item.n !== "*" || item.i === undefined || depth >= deepest || !this.#names.project.mayExport(code, item.i, name)) continue;
      const found = this.#ofImport(code, item.i, name, depth + 1);
      if (found.length > 0 && found.every((root) => root.k !== "unknown")) return found;
    }
    return unknown;
  }

  #ofMember(code: Code, id: ExprId, o: ExprId, p: string, depth: number): readonly Root[] {
    const owner = code.expr(o);
    // `declare const global: { prisma: PrismaClient }`, and then `global.prisma = new PrismaClient()`.
    const kept = owner.k === "name" && code.summary.bindings[owner.b]?.fn === 0 ? (code.summary.writes[`b${String(owner.b)}.${p}`] ?? []) : [];
    if (kept.length > 0) return kept.flatMap((write) => this.#ofKept(code, write.v, keyOfExpr(code, id), depth));
    if (owner.k !== "this") {
      const roots = this.of(code, o, depth);
      if (roots.some((root) => root.k === "param")) return roots.map((root) => (root.k === "param" ? { ...root, path: [...root.path, p] } : root));
      // What a factory made on a transaction runs in it, whatever the factory's parameter is elsewhere.
      if (roots.some((root) => root.k === "handle" || root.k === "made")) return roots;
      const held = this.#names.denote(code, o).flatMap((item) => {
        const object = item.k === "object" ? item.code.expr(item.e) : undefined;
        const value = object?.k === "object" ? object.props.findLast(([name]) => name === p)?.[1] : undefined;
        return item.k === "object" && value !== undefined ? this.of(item.code, value, depth) : none;
      });
      return held.length > 0 ? held : roots;
    }
    const member = code.summary.classes[owner.c]?.members[p];
    // A getter may look the transaction up; a field that is written again may hold one for a while.
    if (member?.kind === "getter" || member?.kind === "method") return unknown;
    const writes = (code.summary.writes[`c${owner.c}.${p}`] ?? []).filter((write) => write.op === "=");
    const later = writes.filter((write) => code.summary.functions[write.fn]?.kind !== "constructor" && write.fn !== code.summary.classes[owner.c]?.ctor);
    if (later.some((write) => this.of(code, write.v, depth).some((root) => root.k !== "client"))) return unknown;
    const connection = this.#connectionOf(code, owner.c, p, member?.decorators, member?.param);
    return [this.#client(code, id, `field:${code.path}:${owner.c}.${p}`, connection)];
  }

  /** `holder.prisma ??= …` writes what is there already, or something new: the latter counts. */
  #ofKept(code: Code, value: ExprId, key: string | undefined, depth: number): readonly Root[] {
    const expr = code.expr(value);
    if (expr.k === "either") return expr.of.filter((item) => keyOfExpr(code, item) !== key).flatMap((item) => this.of(code, item, depth));
    return this.of(code, value, depth);
  }

  /** Name of the connection an injection asks for. */
  #connectionOf(code: Code, c: number, p: string, decorators: readonly ExprId[] | undefined, param: number | undefined): string {
    const ctor = code.summary.classes[c]?.ctor;
    const params = ctor === undefined ? [] : (code.summary.functions[ctor]?.params ?? []);
    const all = [...(decorators ?? []), ...((param === undefined ? params.find((item) => item.n === p) : params[param])?.decorators ?? [])];
    for (const id of all) {
      const expr = code.expr(id);
      if (expr.k !== "call") continue;
      const name = code.calleeName(expr.c);
      const argument = expr.args[name === "InjectRepository" || name === "InjectModel" ? 1 : 0];
      const value = argument === undefined ? undefined : code.expr(argument);
      if (argument !== undefined) return value?.k === "const" ? String(value.v) : `?${code.text.slice(value?.s, value?.e)}`;
    }
    return "";
  }

  #client(code: Code, id: ExprId, otherwise: string, connection = ""): Root {
    for (const item of this.#names.denote(code, id)) {
      const library = this.#libraryOf(item);
      if (library?.isDefault) return { k: "client", of: `default:${library.name}:${connection}`, library: library.name };
      if (item.k === "class" || item.k === "instance") return { k: "client", of: `class:${item.code.path}:${item.c}`, library: library?.name };
    }
    return { k: "client", of: otherwise, library: undefined };
  }

  /** Library of a client, and whether it is the library's default connection that it stands for. */
  #libraryOf(item: Denotation, depth = 0): { readonly name: string; readonly isDefault: boolean } | undefined {
    const { catalog } = this.#names.project;
    if (item.k === "api") {
      const name = item.name.slice(0, item.name.indexOf("#"));
      return catalog.libraries.some((facts) => facts.data?.operations && facts.packages[0] === name) ? { name, isDefault: true } : undefined;
    }
    if ((item.k !== "class" && item.k !== "instance") || depth > 4) return undefined;
    for (const base of this.#names.basesOf(item.code, item.c)) {
      const found = this.#libraryOf(base, depth + 1);
      if (!found) continue;
      const isClient = base.k === "api" && catalog.isIn(catalog.data.clients, base.name);
      return { name: found.name, isDefault: found.isDefault && !isClient };
    }
    return undefined;
  }

  #ofParam(code: Code, id: ExprId, f: FnId, i: number): readonly Root[] {
    const fn = code.summary.functions[f];
    const use = callbackUse(code, f);
    if (use) {
      const opened = this.#openedBy(code, use.callee, use.argument, use.last, i);
      if (opened) return [{ k: "handle", code, f, opener: use.call }];
    }
    if (fn?.kind === "constructor" || (fn?.params[i]?.decorators?.length ?? 0) > 0) return [this.#client(code, id, `param:${code.path}:${f}:${i}`)];
    return [{ k: "param", code, f, i, path: [] }];
  }

  /** Whether a callback's parameter is a transaction: of a library's opener, or of a function of ours that hands its callback one. */
  #openedBy(code: Code, callee: ExprId, argument: number, last: boolean, i: number): boolean {
    return this.#names.denote(code, callee).some((item) => {
      if (item.k === "api") return this.#isOpener(item.name, argument, last, i);
      if (item.k !== "function") return false;
      if (this.#isHandedOn(item.code, item.f, argument, i)) return true;
      return this.#callsOfParam(item.code, item.f, argument).some((args) => {
        const given = args[i];
        return given !== undefined && this.of(item.code, given).some((root) => root.k === "handle" || root.k === "made");
      });
    });
  }

  #isOpener(api: string, argument: number, last: boolean, i: number): boolean {
    return this.#names.project.catalog.data.transactions
      .of(api)
      .some((fact) => fact.form === "callback" && fact.handle === i && ((fact.argument ?? 0) === argument || (fact.argument === -1 && last)));
  }

  /** A parameter that goes to an opener as it is: `run(work) { return this.database.transaction(work); }`. */
  #isHandedOn(code: Code, f: FnId, argument: number, i: number): boolean {
    const b = code.summary.functions[f]?.params[argument]?.b;
    return [...this.#names.project.catalog.data.transactionMethods]
      .flatMap((name) => code.callsByName.get(name) ?? [])
      .some((call) => {
        const expr = code.expr(call);
        if (expr.k !== "call" || !isInside(code, expr.fn, f)) return false;
        const at = expr.args.findIndex((item) => isBinding(code, item, b));
        return at !== -1 && this.#names.apisOf(code, expr.c).some((api) => this.#isOpener(api, at, at === expr.args.length - 1, i));
      });
  }

  /** Arguments of the calls a function makes to one of its parameters. */
  #callsOfParam(code: Code, f: FnId, i: number): readonly (readonly ExprId[])[] {
    const name = code.summary.functions[f]?.params[i]?.n;
    if (name === undefined) return [];
    return (code.callsByName.get(name) ?? []).flatMap((call) => {
      const expr = code.expr(call);
      const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
      return expr.k === "call" && callee?.k === "name" && callee.b === code.summary.functions[f]?.params[i]?.b ? [expr.args] : [];
    });
  }

  #ofCall(code: Code, id: ExprId, c: ExprId, args: readonly ExprId[], depth: number): readonly Root[] {
    const { catalog } = this.#names.project;
    const apis = this.#names.apisOf(code, c);
    if (apis.some((api) => catalog.data.checkouts.of(api) || catalog.data.transactions.of(api).some((fact) => fact.form === "begin" && fact.on === "result")))
      return [{ k: "made", code, call: id }];
    // `new LoanRepository(tx)`, `repository.with(tx)`, `em.withRepository(repo)`: bound to what it is given.
    if (!this.#isData(code, id)) {
      const bound = args.flatMap((argument) => this.#handles(code, argument, depth));
      if (bound.length > 0) return bound;
    }
    const callee = code.expr(c);
    // A client that is called itself: `this.knex("loans")`.
    if (callee.k === "member" && apis.some((api) => catalog.isIn(catalog.data.clients, api))) return this.of(code, c, depth);
    if (code.expr(id).k === "new" && apis.some((api) => catalog.isIn(catalog.data.clients, api)))
      return [{ k: "client", of: `new:${code.path}:${id}`, library: apis[0]?.slice(0, apis[0].indexOf("#")) }];
    if (code.expr(id).k === "new") return [this.#client(code, id, `new:${code.path}:${id}`)];
    const own = this.#names.denote(code, c).filter((item) => item.k === "function");
    if (own.length > 0) return own.flatMap((item) => this.#ofOwnCall(code, item, args, depth));
    // `this.prisma.txClient()`: a method that we cannot look into may find the transaction in its context.
    if (callee.k === "member") return this.#isOfLibrary(apis) ? this.of(code, callee.o, depth) : unknown;
    if (callee.k === "name" || callee.k === "global") return apis.length > 0 ? this.#ofCallee(code, c, apis, depth) : unknown;
    return this.of(code, c, depth);
  }

  #isOfLibrary(apis: readonly string[]): boolean {
    const { libraries } = this.#names.project.catalog;
    return apis.some((api) => libraries.some((facts) => facts.data && facts.packages.includes(api.slice(0, api.indexOf("#")))));
  }

  #ofCallee(code: Code, c: ExprId, apis: readonly string[], depth: number): readonly Root[] {
    const { catalog } = this.#names.project;
    // A client that is called itself (`knex("loans")`), or a function of the library that finds or makes one.
    return apis.some((api) => catalog.data.operationOf(api))
      ? this.of(code, c, depth)
      : [{ k: "client", of: `default:${apis[0]?.split("#")[0] ?? ""}:`, library: apis[0]?.split("#")[0] }];
  }

  #ofReturns(item: Extract<Denotation, { k: "function" }>, depth: number): readonly Root[] {
    const fn = item.code.summary.functions[item.f];
    if (!fn || fn.returns.length === 0) return unknown;
    const roots = fn.returns.flatMap((value) => this.of(item.code, value, depth));
    return roots.every((root) => root.k === "client") ? roots : unknown;
  }

  /** What a function of ours returns, or hands back of its arguments: `remember("prisma", () => new PrismaClient())`. */
  #ofOwnCall(code: Code, item: Extract<Denotation, { k: "function" }>, args: readonly ExprId[], depth: number): readonly Root[] {
    const returned = this.#ofReturns(item, depth);
    if (returned.every((root) => root.k === "client")) return returned;
    const handed = handedBack(item.code, item.f).flatMap(({ i, called }) => {
      const argument = args[i];
      if (argument === undefined) return unknown;
      const made = this.#names.denote(code, argument).filter((given) => given.k === "function");
      return called ? made.flatMap((given) => this.#ofReturns(given, depth)) : this.of(code, argument, depth);
    });
    return handed.length > 0 && handed.every((root) => root.k === "client") ? handed : unknown;
  }

  /** Handles and parameters an argument brings along; clients and plain values do not count. */
  #handles(code: Code, id: ExprId, depth: number): readonly Root[] {
    const expr = code.expr(id);
    if (expr.k !== "name" && expr.k !== "member" && expr.k !== "object" && expr.k !== "either" && expr.k !== "call") return none;
    if (expr.k === "call" && this.#isData(code, id)) return none;
    return this.of(code, id, depth).filter((root) => root.k === "handle" || root.k === "made");
  }
}

function isBinding(code: Code, id: ExprId, b: number | undefined): boolean {
  const expr = code.expr(id);
  return expr.k === "name" && expr.b === b;
}

/** A choice between something and the choice itself is the former. */
function withoutItself(roots: readonly Root[]): readonly Root[] {
  const others = roots.filter((root) => root.k !== "unknown" || !root.again);
  return others.length > 0 ? others : roots;
}

function distinct(roots: readonly Root[]): readonly Root[] {
  if (roots.length < 2) return roots;
  const seen = new Set<string>();
  return roots.filter((root) => {
    const key = keyOf(root);
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

function keyOf(root: Root): string {
  switch (root.k) {
    case "handle":
      return `handle:${root.code.path}:${root.f}`;
    case "made":
      return `made:${root.code.path}:${root.call}`;
    case "client":
      return root.of;
    case "param":
      return `param:${root.code.path}:${root.f}:${root.i}:${root.path.join(".")}`;
    case "unknown":
      return "unknown";
  }
}
