import type { ClassId, ExprId, FnId } from "#syntax/summary";
import { findCalls } from "../callers.ts";
import { isDerived, selfOf } from "../class-lineage.ts";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { keyOfExpr } from "../storage-key.ts";
import { type Frame, instancesOf, type Origin, originsOf, type Self } from "../origins.ts";
import { instancesMade } from "./instances.ts";
import type { Position } from "./model.ts";
import { positionOf } from "./positions.ts";

/** One router: the value other calls register routes on. */
export interface Router {
  /** Where it is made, as text: one key, one router. */
  readonly key: string;
  readonly code: Code;
  /** Its type: `express#Router`. */
  readonly type: string;
  /** The call that makes it; none for a parameter a framework passes in. */
  readonly made?: Origin;
  /** Got from a function of ours that makes it: the router as that function sees it. */
  readonly from?: Router;
  /** Yielded by another router, and mounted there under a path: `app.basePath("/v1")`. */
  readonly derived?: { readonly from: Origin; readonly path: Origin; readonly call: ExprId };
}

/** A router somebody talks to, and the calls on the way to where they do. */
export interface Located {
  readonly router: Router;
  readonly at: Position;
}

const maxDepth = 12;

/** Answers which routers an expression is, across files: through variables, chains, class fields, factories, and functions that are handed one. */
export class Routers {
  readonly #names: Names;
  /** Last names of the calls that hand a router on as a middleware: `routes`. */
  readonly #views: ReadonlySet<string>;
  readonly #params = new Map<string, readonly Located[]>();
  readonly #instances = new Map<string, Map<string, Router>>();

  constructor(names: Names) {
    this.#names = names;
    this.#views = new Set([...names.project.catalog.routing.views].map((api) => api.slice(api.lastIndexOf(".") + 1)));
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
    return !name.endsWith("#default") && catalog.isIn(catalog.http.routers, name);
  }

  #ofCall(origin: Origin, c: ExprId, depth: number): readonly Located[] {
    const { catalog } = this.#names.project;
    const { code } = origin;
    const callee = code.expr(c);
    for (const api of this.#names.apisOf(code, c)) {
      if (callee.k === "member" && this.#names.apisOf(code, callee.o).some((name) => this.isRouter(name))) {
        const prefix = catalog.routing.prefixes.of(api);
        if (prefix?.form === "derive") return this.#derived(origin, callee.o, api);
        // The links of a chain stand in one another: however long it is, it ends.
        return this.of({ ...origin, id: callee.o }, code.expr(callee.o).k === "call" ? depth : depth + 1);
      }
      const yielded = catalog.callOf(api).replace(/\*$/, "");
      if (catalog.isIn(catalog.http.routers, yielded)) return [this.#made(origin, yielded)];
    }
    const type = this.#names.apisOf(code, origin.id).find((name) => this.isRouter(name));
    if (type !== undefined) return [this.#made(origin, type)];
    return callee.k === "member" && this.#views.has(callee.p)
      ? this.of({ ...origin, id: callee.o }, depth + 1).filter(({ router }) => catalog.isIn(catalog.routing.views, `${router.type}.${callee.p}`))
      : [];
  }

  /** What calls of a function that makes a router get: what the function tells it holds for each of them. */
  instancesOf(router: Router): Iterable<Router> {
    return this.#instances.get(router.key)?.values() ?? [];
  }

  #made(origin: Origin, type: string): Located {
    const { code } = origin;
    let key = `${code.path}:${origin.id}`;
    const { calls, around } = callsOf(origin.frame);
    const self = around && this.#fieldSelf(origin, around);
    if (self?.derived) key += `@${self.code.path}:${self.c}`;
    let router: Router = { key, code, type, made: origin };
    const made = self?.made && instancesMade(this.#names, self).length > 0 ? [{ caller: self.made.code, call: self.made.call }] : [];
    for (const { caller, call } of [...made, ...calls]) {
      const inner: Router = { ...router, key: `${router.key}<${caller.path}:${call}`, from: router };
      let known = this.#instances.get(router.key);
      if (!known) this.#instances.set(router.key, (known = new Map()));
      if (!known.has(inner.key)) known.set(inner.key, inner);
      router = known.get(inner.key) ?? inner;
    }
    return { router, at: [] };
  }

  /** A router in a field is one for each object, and for each class that inherits the field. */
  #fieldSelf({ code, id }: Origin, frame: Frame): (Self & { readonly derived: boolean }) | undefined {
    for (let open: Frame | undefined = frame; open; open = open.outer) {
      const { self } = open;
      if (!self) continue;
      const owner = code.summary.classes.findIndex((_, c) => isDerived(this.#names, self, { code, c }) && isWrittenIn(code, c, id));
      if (owner >= 0) return { ...self, derived: self.code !== code || self.c !== owner };
    }
    return undefined;
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
    const router: Router = { key: `${code.path}:f${f}:${i}`, code, type };
    if ((this.#params.get(router.key) ?? []).length === 0) this.#params.set(router.key, [{ router, at: [] }]);
    return router;
  }

  #ofMember(origin: Origin, o: ExprId, p: string, depth: number): readonly Located[] {
    const { code } = origin;
    if (this.#names.apisOf(code, origin.id).some((name) => this.#names.project.catalog.routing.views.has(name)))
      return this.of({ ...origin, id: o }, depth + 1);
    const owner = code.expr(o);
    const classes: readonly Self[] =
      owner.k === "this" ? [selfOf(this.#names, origin, owner.c) ?? { code, c: owner.c }] : instancesOf(this.#names, { ...origin, id: o });
    const found = classes.flatMap((self) =>
      this.#ofField(self.code, self.c, p, { code: self.code, f: -1, caller: code, args: [], outer: origin.frame, self }, depth),
    );
    if (found.length > 0) return found;
    const type = this.#names.apisOf(code, origin.id).find((name) => this.isRouter(name));
    if (type === undefined) return [];
    return [{ router: { key: `${code.path}:${keyOfExpr(code, origin.id) ?? String(origin.id)}`, code, type }, at: [] }];
  }

  /** A field of a class, its own or inherited, or what its getter returns. */
  #ofField(code: Code, c: ClassId, p: string, frame: Frame, depth: number): readonly Located[] {
    if (depth > maxDepth) return [];
    const member = code.summary.classes[c]?.members[p];
    if (member?.kind === "getter" && member.f !== undefined)
      return (code.summary.functions[member.f]?.returns ?? []).flatMap((id) => this.of({ code, id, frame }, depth + 1));
    const stored = (code.summary.writes[`c${c}.${p}`] ?? []).flatMap((write) => (write.op === "=" ? this.of({ code, id: write.v, frame }, depth + 1) : []));
    if (stored.length > 0) return stored;
    return this.#names.basesOf(code, c).flatMap((base) => (base.k === "class" ? this.#ofField(base.code, base.c, p, frame, depth + 1) : []));
  }
}

/** Calls of own functions that were looked through, innermost first, and what stands around them. */
function callsOf(frame: Frame | undefined): { readonly calls: readonly { caller: Code; call: ExprId }[]; readonly around: Frame | undefined } {
  const calls: { caller: Code; call: ExprId }[] = [];
  let open = frame;
  for (; open?.call !== undefined && !open.self; open = open.outer) calls.push({ caller: open.caller, call: open.call });
  return { calls, around: open };
}

function isWrittenIn(code: Code, c: ClassId, id: ExprId): boolean {
  return Object.entries(code.summary.writes).some(([key, writes]) => key.startsWith(`c${c}.`) && writes.some((write) => write.v === id));
}
