import type { ClassId, ExprId, FnId } from "#syntax/summary";
import { findCalls } from "../callers.ts";
import type { Code } from "../code.ts";
import { keyOfExpr, type Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";
import type { Position } from "./model.ts";

/** One router: the value other calls register routes on. */
export interface Router {
  /** Where it is made, as text: one key, one router. */
  readonly key: string;
  readonly code: Code;
  /** Its type: `express#Router`. */
  readonly type: string;
  /** The call that makes it; none for a parameter a framework passes in. */
  readonly made?: Origin;
  /** Yielded by another router, and mounted there under a path: `app.basePath("/v1")`. */
  readonly derived?: { readonly from: Origin; readonly path: Origin; readonly call: ExprId };
}

/** A router somebody talks to, and the calls on the way to where they do. */
export interface Located {
  readonly router: Router;
  readonly at: Position;
}

const maxDepth = 12;

/** Position of a call: the end of its callee, so that the calls of a chain are in order. */
export function positionOf(code: Code, call: ExprId): Position[number] {
  const expr = code.expr(call);
  return { code, fn: expr.k === "call" || expr.k === "new" ? expr.fn : 0, offset: expr.k === "call" || expr.k === "new" ? code.expr(expr.c).e : expr.s };
}

/** Answers which routers an expression is, across files: through variables, chains, class fields, factories, and functions that are handed one. */
export class Routers {
  readonly #names: Names;
  readonly #params = new Map<string, readonly Located[]>();

  constructor(names: Names) {
    this.#names = names;
  }

  of(at: Origin, depth = 0): readonly Located[] {
    if (depth > maxDepth) return [];
    return originsOf(this.#names, at).flatMap((origin) => {
      const expr = origin.code.expr(origin.id);
      switch (expr.k) {
        case "call":
        case "new":
          return this.#ofCall(origin, expr.c, depth);
        case "param":
          return this.#ofParam(origin, expr.f, expr.i, depth);
        case "member":
          return this.#ofMember(origin, expr.o, expr.p, depth);
        default:
          return [];
      }
    });
  }

  /** Whether a value of this API name is a router. */
  isRouter(name: string): boolean {
    const { catalog } = this.#names.project;
    return !name.endsWith("#default") && catalog.isIn(catalog.routers, name);
  }

  #ofCall(origin: Origin, c: ExprId, depth: number): readonly Located[] {
    const { catalog } = this.#names.project;
    const { code } = origin;
    const callee = code.expr(c);
    for (const api of this.#names.apisOf(code, c)) {
      if (callee.k === "member" && this.#names.apisOf(code, callee.o).some((name) => this.isRouter(name))) {
        const prefix = catalog.prefixOf(api);
        if (prefix?.form === "derive") return this.#derived(origin, callee.o, api);
        return this.of({ ...origin, id: callee.o }, depth + 1);
      }
      const yielded = catalog.callOf(api).replace(/\*$/, "");
      if (catalog.isIn(catalog.routers, yielded)) return [this.#made(origin, yielded)];
    }
    const type = this.#names.apisOf(code, origin.id).find((name) => this.isRouter(name));
    return type === undefined ? [] : [this.#made(origin, type)];
  }

  #made(origin: Origin, type: string): Located {
    return { router: { key: `${origin.code.path}:${origin.id}`, code: origin.code, type, made: origin }, at: [] };
  }

  #derived(origin: Origin, o: ExprId, api: string): readonly Located[] {
    const { code, id } = origin;
    const call = code.expr(id);
    const path = call.k === "call" ? call.args[0] : undefined;
    const from = { ...origin, id: o };
    if (path === undefined) return this.of(from);
    const type = this.#names.project.catalog.callOf(api);
    return [{ router: { key: `${code.path}:${id}`, code, type, derived: { from, path: { ...origin, id: path }, call: id } }, at: [] }];
  }

  /** A function that is handed a router: whatever its callers pass, or what a framework passes to a plugin. */
  #ofParam(origin: Origin, f: FnId, i: number, depth: number): readonly Located[] {
    const { code } = origin;
    const key = `${code.path}:f${f}:${i}`;
    const known = this.#params.get(key);
    if (known) return known;
    this.#params.set(key, []);
    const passed = findCalls(this.#names, code, f).flatMap((call) => {
      const argument = call.args[i];
      if (argument === undefined) return [];
      const here = positionOf(call.code, call.call);
      return this.of({ code: call.code, id: argument }, depth + 1).map(({ router, at }) => ({ router, at: [...at, here] }));
    });
    const found = passed.length > 0 ? passed : this.#parameter(code, origin.id, key);
    this.#params.set(key, found);
    return found;
  }

  #parameter(code: Code, id: ExprId, key: string): readonly Located[] {
    const type = this.#names.apisOf(code, id).find((name) => this.isRouter(name));
    return type === undefined ? [] : [{ router: { key, code, type }, at: [] }];
  }

  /** The router a framework passes to a plugin function. */
  parameterOf(code: Code, f: FnId, i: number, type: string): Router {
    return { key: `${code.path}:f${f}:${i}`, code, type };
  }

  #ofMember(origin: Origin, o: ExprId, p: string, depth: number): readonly Located[] {
    const { code } = origin;
    if (this.#names.apisOf(code, origin.id).some((name) => this.#names.project.catalog.routerViews.has(name))) return this.of({ ...origin, id: o }, depth + 1);
    const owner = code.expr(o);
    const classes =
      owner.k === "this"
        ? [{ code, c: owner.c }]
        : originsOf(this.#names, { ...origin, id: o })
            .flatMap((owner) => this.#names.denote(owner.code, owner.id))
            .flatMap((item) => (item.k === "instance" ? [{ code: item.code, c: item.c }] : []));
    const found = classes.flatMap((item) => this.#ofField(item.code, item.c, p, depth));
    if (found.length > 0) return found;
    const type = this.#names.apisOf(code, origin.id).find((name) => this.isRouter(name));
    if (type === undefined) return [];
    return [{ router: { key: `${code.path}:${keyOfExpr(code, origin.id) ?? String(origin.id)}`, code, type }, at: [] }];
  }

  /** A field of a class, its own or inherited, or what its getter returns. */
  #ofField(code: Code, c: ClassId, p: string, depth: number, seen = 0): readonly Located[] {
    const member = code.summary.classes[c]?.members[p];
    if (member?.kind === "getter" && member.f !== undefined)
      return (code.summary.functions[member.f]?.returns ?? []).flatMap((id) => this.of({ code, id }, depth + 1));
    const stored = (code.summary.writes[`c${c}.${p}`] ?? []).flatMap((write) => (write.op === "=" ? this.of({ code, id: write.v }, depth + 1) : []));
    if (stored.length > 0 || seen > 6) return stored;
    return this.#names.basesOf(code, c).flatMap((base) => (base.k === "class" ? this.#ofField(base.code, base.c, p, depth, seen + 1) : []));
  }
}
