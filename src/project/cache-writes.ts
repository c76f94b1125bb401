import type { CacheWrite } from "#catalog/facts/caches";
import type { ExprId, FnId, Span } from "#syntax/summary";
import { isCacheEntry, outermost } from "./cache-entry.ts";
import { CacheDefaultsOf, expiryOf, majorOf } from "./cache-expiry.ts";
import { callsOf, type CallSite, fromCallers, placeOf, pointOf } from "./call-sites.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { withArgument } from "./option-edits.ts";
import type { Step } from "./step.ts";

/** A cache entry that nothing ever ends. */
export interface CacheProblem {
  readonly span: Span;
  /** What writes: `Redis.set`. */
  readonly api: string;
  readonly steps: readonly Step[];
  /** Adds a lifetime, where that is one more argument or property. */
  readonly edits?: readonly { readonly span: Span; readonly text: string }[];
}

interface Ending {
  readonly code: Code;
  readonly call: ExprId;
  readonly key: string | undefined;
}

/** Answers which cache entries of a project live forever. One instance per project. */
export class CacheQuestions {
  readonly #names: Names;
  #found: Map<Code, CacheProblem[]> | undefined;
  #endings: readonly Ending[] | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  /** Problems of a file, in source order; a wrapper that leaves the lifetime to its callers is reported at those that give none. */
  problemsIn(code: Code): readonly CacheProblem[] {
    this.#found ??= this.#search();
    return this.#found.get(code) ?? [];
  }

  #search(): Map<Code, CacheProblem[]> {
    const found = new Map<Code, CacheProblem[]>();
    const { project } = this.#names;
    const { catalog } = project;
    if (!project.libraries.some(({ caches }) => caches?.writes)) return found;
    const defaults = new CacheDefaultsOf(this.#names);
    for (const code of project.codesWith(["redis", "Redis", "cache", "Cache", ...catalog.wordsOf("caches")])) {
      if (code.summary.directives.includes("use client")) continue;
      for (const site of callsOf(this.#names, code, catalog.caches.writes.methods)) {
        const write = catalog.caches.writes.of(site.api);
        if (write) for (const lacking of this.#endless(site, write, defaults)) this.#add(found, lacking, write);
      }
    }
    for (const list of found.values()) list.sort((a, b) => a.span.s - b.span.s);
    return found;
  }

  /** The call itself, or the callers of its function that leave the lifetime out. */
  #endless(site: CallSite, write: CacheWrite, defaults: CacheDefaultsOf): readonly CallSite[] {
    const expiry = expiryOf(this.#names, site, write, defaults);
    if (expiry.kind === "hinges") return [...fromCallers(this.#names, site, expiry.on)].flatMap((caller) => this.#endless(caller, write, defaults));
    if (expiry.kind !== "missing" || !isCacheEntry(this.#names, site, write)) return [];
    if (this.#endsElsewhere(site) || this.#endsOtherwise(site, write, defaults)) return [];
    return [site];
  }

  #add(found: Map<Code, CacheProblem[]>, site: CallSite, write: CacheWrite): void {
    const { code, call } = placeOf(site);
    const span = pointOf(code, call);
    const list = found.get(code) ?? [];
    if (list.some((known) => known.span.s === span.s)) return;
    const edits = site.callers.length === 0 ? this.#editsOf(site, write) : undefined;
    const steps: readonly Step[] = site.callers.length === 0 ? [] : [{ code: site.code, span: site.code.expr(site.call), message: "written here" }];
    found.set(code, [...list, { span, api: site.api.slice(site.api.indexOf("#") + 1), steps, ...(edits && { edits }) }]);
  }

  #editsOf({ code, call }: CallSite, write: CacheWrite): CacheProblem["edits"] {
    const { add } = write;
    if (!add) return undefined;
    const major = add.since === undefined ? undefined : majorOf(this.#names, this.#names.project.catalog.caches.libraryOf(write));
    if (add.since !== undefined && (major === undefined || major < add.since)) return undefined;
    return withArgument(code, call, add.argument, add.text, add.property);
  }

  /** The same function gives an entry its end in another call, or some function one with the same key. */
  #endsElsewhere({ code, call }: CallSite): boolean {
    this.#endings ??= [...this.#findEndings()];
    const key = keyText(code, call);
    const scope = scopeOf(code, call);
    return this.#endings.some((ending) => {
      if (ending.code === code && ending.call !== call && scope !== undefined && scopeOf(code, ending.call) === scope)
        return ending.key === key || ending.key === undefined || key === undefined;
      return key !== undefined && /[\w$]/.test(key) && ending.key === key && /["'`(]/.test(key);
    });
  }

  /** `if (ttl) set(key, value, { EX: ttl }); else set(key, value)`: somebody decides. */
  #endsOtherwise(site: CallSite, write: CacheWrite, defaults: CacheDefaultsOf): boolean {
    const { code, call } = site;
    const key = keyText(code, call);
    const scope = scopeOf(code, call);
    return (code.callsByName.get(write.api.slice(write.api.lastIndexOf(".") + 1)) ?? []).some((other) => {
      const expr = code.expr(other);
      if (other === call || expr.k !== "call" || scope === undefined || scopeOf(code, other) !== scope || keyText(code, other) !== key) return false;
      return expiryOf(this.#names, { ...site, call: other, args: expr.args }, write, defaults).kind !== "missing";
    });
  }

  /** By method name alone: what might end an entry is believed to. */
  *#findEndings(): Iterable<Ending> {
    const { project } = this.#names;
    const { catalog } = project;
    const methods = [...catalog.caches.expirers].map((api) => api.slice(api.lastIndexOf(".") + 1));
    for (const code of project.codesWith(methods.map((name) => `${name}(`)))
      for (const name of methods) for (const call of code.callsByName.get(name) ?? []) yield { code, call, key: keyText(code, call) };
  }
}

/** The key as it is written. */
function keyText(code: Code, call: ExprId): string | undefined {
  const expr = code.expr(call);
  const id = expr.k === "call" ? expr.args[0] : undefined;
  if (id === undefined) return undefined;
  const key = code.expr(id);
  return code.text.slice(key.s, key.e).replace(/\s+/g, "");
}

/** The function at module level a call stands in; none for the module itself. */
function scopeOf(code: Code, call: ExprId): FnId | undefined {
  const expr = code.expr(call);
  return (expr.k === "call" || expr.k === "new") && expr.fn !== 0 ? outermost(code, expr.fn) : undefined;
}
