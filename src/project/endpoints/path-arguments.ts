import type { RoutingFact } from "#catalog/facts/routing";
import type { ExprId } from "#syntax/summary";
import type { Names } from "../names.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import { pathsOf } from "./paths.ts";
import type { Routers } from "./routers.ts";

/** Reads which paths a call on a router names. */
export class PathArguments {
  readonly #names: Names;
  readonly #routers: Routers;

  constructor(names: Names, routers: Routers) {
    this.#names = names;
    this.#routers = routers;
  }

  /** The paths at an argument path; empty where there is none. */
  at(site: RoutingCall, path: string): readonly string[] {
    if (/^\d+$/.test(path)) {
      const id = site.args[Number(path)];
      return id === undefined ? [] : (pathsOf(this.#names, { code: site.code, id, frame: site.frame }) ?? []);
    }
    return valuesAt(this.#names, site, path).flatMap((value) => pathsOf(this.#names, value) ?? []);
  }

  /** The path argument of a call, and how many arguments stand before the first handler. */
  own(fact: RoutingFact, site: RoutingCall): { readonly paths: readonly string[]; readonly skip: number } | undefined {
    if (fact.path === undefined) return undefined;
    if (!/^\d+$/.test(fact.path)) return { paths: this.at(site, fact.path), skip: 0 };
    const index = Number(fact.path);
    const at = (i: number): readonly string[] | undefined => {
      const id = site.args[i];
      if (id === undefined || this.#isStep(site, id)) return undefined;
      return pathsOf(this.#names, { code: site.code, id, frame: site.frame });
    };
    const first = at(index);
    const second = fact.named && site.args.length > index + 2 ? at(index + 1) : undefined;
    if (second && second[0] !== "…") return { paths: second, skip: index + 2 };
    return first && { paths: first, skip: index + 1 };
  }

  /** Middleware, handlers and routers are no paths. */
  #isStep({ code, frame }: RoutingCall, id: ExprId): boolean {
    const denoted = this.#names.denote(code, id);
    return denoted.some((item) => item.k !== "object") || this.#routers.of({ code, id, frame }).length > 0;
  }

  /** `router.route("/books").get(…)`, `app.get("/books", …).post(…)`: the path was said before in the chain. */
  chained(site: RoutingCall): readonly string[] | undefined {
    const { catalog } = this.#names.project;
    const callee = site.code.expr(site.call);
    let at = callee.k === "call" ? site.code.expr(callee.c) : undefined;
    for (let step = 0; at?.k === "member" && step < 60; step++) {
      const inner = site.code.expr(at.o);
      if (inner.k !== "call") return undefined;
      for (const api of this.#names.apisOf(site.code, inner.c)) {
        const fact = catalog.routing.entries.of(api).find((item) => item.kind === "path" || item.kind === "route");
        const own = fact && this.own(fact, { ...site, call: at.o, args: inner.args, api });
        if (own) return own.paths;
      }
      at = site.code.expr(inner.c);
    }
    return undefined;
  }
}
