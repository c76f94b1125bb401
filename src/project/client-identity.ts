import { ambientByDefault } from "#catalog/conventions";
import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Root } from "./data-roots.ts";
import type { Names } from "./names.ts";

interface Opener {
  readonly library: string;
  readonly contextual?: boolean;
}

/** Answers whether two roots stand for the same database, and whether transactions travel by themselves. */
export class ClientIdentity {
  readonly #names: Names;
  #made: Made | undefined;
  #ambient: ReadonlySet<string> | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Only where both are known: the same variable, field type or class; or a model and the one client its library has here. */
  isSame(a: Root, b: Root, library: string): boolean {
    if (a.k === "param" && b.k === "param") return a.code === b.code && a.f === b.f && a.i === b.i && a.path.join(".") === b.path.join(".");
    if (a.k !== "client" || b.k !== "client") return false;
    if (a.of === b.of) return true;
    const { catalog } = this.#names.project;
    const family = catalog.data.familyOf(library);
    if (isDefault(a) && isDefault(b)) return catalog.data.familyOf(a.library ?? "") === catalog.data.familyOf(b.library ?? "");
    if (!isDefault(a) && !isDefault(b)) return false;
    return this.#countOf(family) <= 1;
  }

  /** The same, and where one is only known to be a client of its library, the project makes no second one, or a container gives everybody the same. */
  isProven(a: Root, b: Root, library: string): boolean {
    if (!this.isSame(a, b, library)) return false;
    if (a.k !== "client" || b.k !== "client" || (a.at !== undefined && a.at === b.at) || (a.isInjected && b.isInjected)) return true;
    return (!isDefault(a) && !isDefault(b)) || this.#makingsOf(a.library ?? b.library ?? library) <= 1;
  }

  /** Whether calls inside a transaction join it by themselves, whatever they are called on. */
  carriesAll({ library, contextual }: Opener): boolean {
    return contextual !== true && this.isAmbient(library);
  }

  /** Whether a client finds a transaction in its context: all do where the library keeps it there, but forks. */
  finds(roots: readonly Root[], { contextual }: Opener): boolean {
    return contextual === true && !roots.every((root) => root.k === "client" && root.isFork);
  }

  /** Whether calls inside a transaction of a library join it by themselves in this project. */
  isAmbient(library: string): boolean {
    this.#ambient ??= this.#findAmbient();
    return this.#ambient.has("*") || this.#ambient.has(this.#names.project.catalog.data.familyOf(library));
  }

  #findAmbient(): ReadonlySet<string> {
    const { project } = this.#names;
    const { catalog } = project;
    const found = new Set<string>();
    const words = new Set([...catalog.data.ambient].map((api) => api.slice(api.search(/[^.#]*$/))));
    for (const code of project.productCodes()) {
      if (isContextual(code)) found.add("*");
      for (const library of [...words].flatMap((word) => (code.text.includes(word) ? this.#ambientIn(code, word) : []))) found.add(library);
    }
    for (const [name, library] of Object.entries(ambientByDefault)) if (project.dependencies.has(name)) found.add(library);
    return found;
  }

  /** Libraries a file makes ambient with the calls of one name; `*` for those that serve several. */
  #ambientIn(code: Code, word: string): readonly string[] {
    const { catalog } = this.#names.project;
    return (code.callsByName.get(word) ?? []).flatMap((call) => {
      const expr = code.expr(call);
      const apis = expr.k === "call" || expr.k === "new" ? this.#names.apisOf(code, expr.c) : [];
      return apis
        .filter((api) => catalog.isIn(catalog.data.ambient, api))
        .map((api) => {
          const library = libraryOf(api);
          return catalog.data.querying.has(library) ? catalog.data.familyOf(library) : "*";
        });
    });
  }

  /** How many clients of a library and its relatives the project makes by their constructors. */
  #countOf(family: string): number {
    return (this.#made ??= this.#countMade()).families.get(family) ?? 0;
  }

  /** How many places of the project make a client of a library: by its constructor, or by a function of it (`knex({ … })`). */
  #makingsOf(library: string): number {
    return (this.#made ??= this.#countMade()).makings.get(library) ?? 0;
  }

  #countMade(): Made {
    const { project } = this.#names;
    const { catalog } = project;
    const made = { families: new Map<string, number>(), makings: new Map<string, number>() };
    for (const code of project.productCodes()) {
      for (const call of code.summary.calls) {
        const expr = code.expr(call);
        const isMaking = (expr.k === "new" || expr.k === "call") && mayMake(code, expr.c, catalog.lifetimes.methods.clients);
        if (!isMaking && expr.k !== "new") continue;
        const apis = this.#names.apisOf(code, expr.c);
        const clients = expr.k === "new" ? apis.filter((api) => catalog.isIn(catalog.data.clients, api)) : [];
        for (const api of clients) countIn(made.families, catalog.data.familyOf(libraryOf(api)));
        const making = isMaking ? apis.find((api) => catalog.isIn(catalog.lifetimes.clients, api)) : undefined;
        if (making !== undefined) countIn(made.makings, libraryOf(making));
      }
    }
    return made;
  }
}

/** Clients the project makes, by family of libraries and by library. */
interface Made {
  readonly families: ReadonlyMap<string, number>;
  readonly makings: ReadonlyMap<string, number>;
}

function countIn(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function libraryOf(api: string): string {
  return api.slice(0, api.indexOf("#"));
}

/** Words first: a method of that name, or anything that is imported, under whatever name. */
function mayMake(code: Code, callee: ExprId, names: ReadonlySet<string>): boolean {
  const expr = code.expr(callee);
  return names.has(code.calleeName(callee) ?? "") || (expr.k === "name" && code.summary.bindings[expr.b]?.imported?.n === "default");
}

/** The one client a library is thought to have here; not one of its named connections. */
function isDefault(root: { readonly of: string }): boolean {
  return root.of.startsWith("default:") && root.of.endsWith(":");
}

const carried = /transaction|\btrx?\b|\btx\b|EntityManager|PrismaClient|Knex|QueryRunner|ClientSession/i;

/** A transaction kept in the asynchronous context by hand: what the storage holds, or is run with, says so. */
function isContextual({ text }: Code): boolean {
  if (!text.includes("AsyncLocalStorage")) return false;
  const held = [...text.matchAll(/AsyncLocalStorage\s*<([\s\S]{0,200})/g), ...text.matchAll(/\.(?:run|enterWith)\(([^)]{0,80})/g)];
  return (
    held.some(([, inner = ""]) => carried.test(inner)) ||
    /(?:interface|type)\s+\w*(?:Store|Context)\b[^;]{0,200}\b(?:transaction|trx|tx|EntityManager|ClientSession)\b/i.test(text)
  );
}
