import type { CacheDefaults, CacheWrite } from "#catalog/facts/caches";
import { callsOf, type CallSite, hinges, makerOf, readArgument } from "./call-sites.ts";
import { numberOf } from "./folded.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf, type Property } from "./origins.ts";

/** Whether an entry has an end: proven either way, unknown, or decided by whoever passes a parameter. */
type Expiry = { readonly kind: "set" | "missing" | "unknown" } | { readonly kind: "hinges"; readonly on: Origin };

const missing: Expiry = { kind: "missing" };
const unknown: Expiry = { kind: "unknown" };
const present: Expiry = { kind: "set" };

/** Options by which stores of other packages name a lifetime. */
const lifetimeName = /ttl|expir|max_?age|lifetime|\.\.\./i;

/** Looks for a lifetime among the arguments, where the cache is made, and in what the project configures. */
export function expiryOf(names: Names, site: CallSite, write: CacheWrite, defaults: CacheDefaultsOf): Expiry {
  const here = together([
    ...write.expiry.filter((path) => !path.startsWith("^")).map((path) => judge(readArgument(names, site, path), path)),
    ...(write.words ? ofWords(names, site, write.words) : []),
  ]);
  if (here.kind !== "missing" || !write.makers) return here;
  return ofMaker(names, site, write) ?? defaults.of(names.project.catalog.caches.libraryOf(write));
}

/** The strongest answer: something is set, may be set, depends on a caller. */
function together(answers: readonly Expiry[]): Expiry {
  return (["set", "unknown", "hinges"] as const).map((kind) => answers.find((item) => item.kind === kind)).find((item) => item) ?? missing;
}

function judge({ values, opaque }: Property, path: string): Expiry {
  const lifetimes = values.filter((value) => !isNever(value) && !(path.length === 1 && isNoLifetime(value)));
  const open = hinges([...lifetimes, ...opaque]);
  if (lifetimes.some((value) => !open.includes(value))) return present;
  if (opaque.some((value) => !open.includes(value))) return unknown;
  return open[0] ? { kind: "hinges", on: open[0] } : missing;
}

function isNever(value: Origin): boolean {
  const expr = value.code.expr(value.id);
  return (expr.k === "global" && expr.n === "undefined") || (expr.k === "const" && (expr.v === null || expr.v === false)) || numberOf(value) === 0;
}

/** Options and callbacks stand where a lifetime may stand. */
function isNoLifetime({ code, id }: Origin): boolean {
  return /^(?:object|function|class)$/.test(code.expr(id).k);
}

/** `set(key, value, "EX", 60)`. */
function ofWords(names: Names, site: CallSite, words: readonly string[]): readonly Expiry[] {
  return site.args.slice(2).flatMap((id) => {
    if (site.code.expr(id).k === "spread") return [unknown];
    return originsOf(names, { code: site.code, id, frame: site.frame }).map((origin): Expiry => {
      const expr = origin.code.expr(origin.id);
      if (expr.k === "const") return typeof expr.v === "string" && words.includes(expr.v.toUpperCase()) ? present : missing;
      if (expr.k === "param") return { kind: "hinges", on: origin };
      return /^(?:object|function|number|template)$/.test(expr.k) || isNever(origin) ? missing : unknown;
    });
  });
}

/** What the cache was made with; nothing when we do not see where that was. */
function ofMaker(names: Names, site: CallSite, write: CacheWrite): Expiry | undefined {
  const maker = (write.makers ?? []).find((name) => makerOf(names, site, name));
  const made = maker === undefined ? undefined : makerOf(names, site, maker);
  if (maker === undefined || !made) return undefined;
  const texts = made.args.map((id) => textBehind(names, { code: made.code, id, frame: made.frame }));
  if (texts.some((text) => (write.bounded ?? []).some((word) => text.includes(`"${word}"`) || text.includes(`'${word}'`)))) return present;
  const told = write.expiry.filter((path) => path.startsWith("^")).map((path) => ({ path, property: readArgument(names, site, path, maker) }));
  const answer = together(told.map(({ path, property }) => judge(property, path.slice(1))));
  if (answer.kind === "missing" && told.some(({ property }) => property.values.length > 0 && property.values.every(isNever))) return missing;
  if (answer.kind === "missing") return texts.some((text) => lifetimeName.test(text)) ? unknown : missing;
  return answer.kind === "hinges" ? unknown : answer;
}

/** The text of a value and of what it is made of. */
function textBehind(names: Names, at: Origin): string {
  const { code, id } = at;
  const texts = [at, ...originsOf(names, at)].map((origin) => {
    const { s, e } = origin.code.expr(origin.id);
    return origin.code.text.slice(s, e);
  });
  const inner = code.expr(id);
  const parts =
    inner.k === "call" || inner.k === "new"
      ? inner.args
      : inner.k === "array"
        ? inner.items
        : inner.k === "object"
          ? inner.props.map(([, value]) => value)
          : [];
  return [...texts, ...parts.map((part) => textBehind(names, { ...at, id: part }))].join(" ");
}

/** What modules of a framework set for every cache of a library. */
export class CacheDefaultsOf {
  readonly #names: Names;
  #answers: Map<string, Expiry> | undefined;

  constructor(names: Names) {
    this.#names = names;
  }

  of(library: string): Expiry {
    this.#answers ??= this.#read();
    return this.#answers.get(library) ?? unknown;
  }

  #read(): Map<string, Expiry> {
    const { project } = this.#names;
    const methods = project.catalog.caches.defaults.methods;
    const found = new Map<string, Expiry[]>();
    for (const code of project.codesWith([...methods].map((name) => `.${name}(`))) {
      for (const site of callsOf(this.#names, code, methods)) {
        const fact = project.catalog.caches.defaults.of(site.api);
        if (fact) found.set(fact.configures, [...(found.get(fact.configures) ?? []), this.#ofCall(site, fact)]);
      }
    }
    return new Map([...found].map(([library, answers]) => [library, together(answers)]));
  }

  #ofCall(site: CallSite, fact: CacheDefaults): Expiry {
    const major = majorOf(this.#names, site.api.slice(0, site.api.indexOf("#")));
    if (fact.since !== undefined && (major === undefined || major < fact.since)) return present;
    const { s, e } = site.code.expr(site.call);
    if (lifetimeName.test(site.code.text) || /\buse(?:Class|Existing)\b/.test(site.code.text.slice(s, e))) return unknown;
    return together(fact.expiry.map((path) => judge(readArgument(this.#names, site, path), path)));
  }
}

/** The lowest major version of a package that manifests of the project allow; unknown where a range does not start with one. */
export function majorOf(names: Names, name: string): number | undefined {
  const majors = (names.project.dependencies.get(name) ?? []).map((range) => /^[~^>=v\s]*(\d+)(?:\.|$)/.exec(range)?.[1]);
  return majors.length === 0 || majors.includes(undefined) ? undefined : Math.min(...majors.map(Number));
}
