import path from "node:path";
import type { Code } from "../code.ts";
import { textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";
import { exportedValue } from "../exported-value.ts";
import { joinPaths, normalisePath, unreadable } from "./paths.ts";

const library = "@react-router/dev/routes";

/** One `app/routes.ts`: which files it names under which paths. */
interface RouteConfig {
  readonly folder: string;
  readonly files: Map<string, string[]>;
  /** Whether the names of files count as well: `flatRoutes()`. */
  conventional: boolean;
}

/** Route files that a configuration names: `route("loans/:id", "./loans/detail.tsx")`, nested by `layout`, `prefix` and children. */
export class RouteConfigs {
  readonly #names: Names;
  #known: readonly RouteConfig[] | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Paths a file serves: what a configuration says, else what its name says. */
  pathsOf(code: Code, conventional: string | undefined): readonly string[] {
    this.#known ??= this.#read();
    const config = this.#known.find(({ folder }) => code.path.startsWith(folder));
    const byName = conventional === undefined || !/(?:^|\/)routes\//.test(code.path) ? [] : [conventional];
    if (!config) return byName;
    const bare = withoutExtension(code.path);
    return config.files.get(bare) ?? (config.conventional ? byName : []);
  }

  #read(): readonly RouteConfig[] {
    return [...this.#names.project.codesWith([library])].flatMap((code) => {
      const value = exportedValue(this.#names, code, "default");
      if (!value || code.role !== "product") return [];
      const config: RouteConfig = { folder: code.path.slice(0, code.path.lastIndexOf("/") + 1), files: new Map(), conventional: false };
      this.#walk(value, "", config, 0);
      return [config];
    });
  }

  #walk(at: Origin, prefix: string, config: RouteConfig, depth: number): void {
    if (depth > 12) return;
    for (const origin of originsOf(this.#names, { ...at, asCalled: true })) {
      const { code, id } = origin;
      const expr = code.expr(id);
      if (expr.k === "array") for (const item of expr.items) this.#walk({ ...origin, id: item }, prefix, config, depth + 1);
      else if (expr.k === "spread") this.#walk({ ...origin, id: expr.o }, prefix, config, depth + 1);
      else if (expr.k === "call") this.#ofCall(origin, expr.c, expr.args, { prefix, config, depth });
    }
  }

  #ofCall(at: Origin, c: number, args: readonly number[], way: { readonly prefix: string; readonly config: RouteConfig; readonly depth: number }): void {
    const { prefix, config, depth } = way;
    const api = this.#names.apisOf(at.code, c).find((name) => name.startsWith(`${library}#`) || /fs-routes#flatRoutes$/.test(name));
    const text = (i: number): string | undefined => this.#textAt(at, args[i]);
    const children = (i: number, inner: string): void => {
      for (const id of args.slice(i)) this.#walk({ ...at, id }, inner, config, depth + 1);
    };
    switch (api?.slice(api.indexOf("#") + 1)) {
      case "route": {
        const own = joinPaths(prefix, text(0) ?? (isEmpty(at, args[0]) ? "" : unreadable));
        this.#name(config, text(1), own);
        return children(2, own);
      }
      case "index":
        return this.#name(config, text(0), prefix);
      case "layout":
        this.#name(config, text(0), prefix);
        return children(1, prefix);
      case "prefix":
        return children(1, joinPaths(prefix, text(0) ?? unreadable));
      case "flatRoutes":
        config.conventional = true;
        return;
      case undefined:
        return children(0, prefix);
      default:
        return;
    }
  }

  #textAt({ code, frame }: Origin, id: number | undefined): string | undefined {
    return id === undefined ? undefined : originsOf(this.#names, { code, id, frame }).flatMap((value) => textOf(value) ?? [])[0];
  }

  #name(config: RouteConfig, file: string | undefined, route: string): void {
    if (file === undefined) return;
    const bare = withoutExtension(path.posix.normalize(path.posix.join(config.folder, file)));
    config.files.set(bare, [...(config.files.get(bare) ?? []), normalisePath(joinPaths(route))]);
  }
}

function isEmpty({ code }: Origin, id: number | undefined): boolean {
  const expr = id === undefined ? undefined : code.expr(id);
  return expr?.k === "const" && (expr.v === null || expr.v === "");
}

function withoutExtension(file: string): string {
  return file.replace(/\.[cm]?[jt]sx?$/, "");
}
