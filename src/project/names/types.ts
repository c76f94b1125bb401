import type { ClassFact, ClassId, TypeExpr } from "#syntax/summary";
import { ofIndexedType } from "../callback-types.ts";
import type { Code } from "../code.ts";
import { FileMemo } from "../file-memo.ts";
import type { Denotation, Names } from "../names.ts";
import { ofReturns } from "./calls.ts";
import { localName } from "./declared-types.ts";
import { instanceOf } from "./instances.ts";
import { ofModule } from "./exports.ts";
import { ofBinding } from "./variables.ts";

const none: readonly Denotation[] = [];
/** With more implementations than these an interface does not tell which class is meant. */
const mostImplementors = 4;

/** What values of types denote. */
export class Types {
  readonly #names: Names;
  readonly #exportedTypes = new FileMemo<string, readonly Denotation[]>();
  readonly #openTypes = new Set<string>();
  #cutTypes = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  /** What a value of a type denotes. */
  of(code: Code, type: TypeExpr | undefined, depth = 0): readonly Denotation[] {
    if (!type || depth > 6) return none;
    switch (type.k) {
      case "ref":
        return this.#ofTypeName(code, type.n, depth, type);
      case "union":
      case "intersection":
        return type.of.flatMap((item) => this.of(code, item, depth + 1));
      case "typeof": {
        const [head = "", ...path] = type.n.split(".");
        const binding = code.moduleBinding(head);
        const start = binding === undefined ? none : ofBinding(this.#names, code, binding);
        return path.reduce<readonly Denotation[]>((items, p) => items.flatMap((item) => this.#names.memberOf(item, p)), start);
      }
      case "indexed":
        return ofIndexedType(this.#names, code, type);
      default:
        return none;
    }
  }

  #ofTypeName(code: Code, name: string, depth: number, type: Extract<TypeExpr, { k: "ref" }>): readonly Denotation[] {
    const [head = "", ...path] = name.split(".");
    if (head === "ReturnType" || head === "InstanceType") {
      const inner = type.args?.[0];
      return this.of(code, inner, depth + 1).flatMap((item) =>
        item.k === "function"
          ? ofReturns(this.#names, item.code, item.f)
          : item.k === "api"
            ? [{ k: "api" as const, name: this.#names.project.catalog.callOf(item.name) }]
            : [item],
      );
    }
    const local = this.#ofLocalType(code, head, depth);
    if (local.length > 0) return local;
    const binding = code.moduleBinding(head);
    const imported = binding === undefined ? undefined : code.summary.bindings[binding]?.imported;
    if (!imported) {
      const global = binding === undefined && path.length === 0 ? this.#names.project.catalog.globalName(head) : undefined;
      return global === undefined ? none : [{ k: "api", name: global }];
    }
    const target = this.#names.project.target(code, imported.i);
    if (target.kind === "code" && path.length === 0) return this.ofExported(target.code, imported.n);
    const start = ofModule(this.#names, code, imported.i, imported.n);
    const named = path.reduce<readonly Denotation[]>((items, p) => items.flatMap((item) => this.#names.memberOf(item, p)), start);
    // A value of the type that a default export makes: `app: Koa`.
    return named.map((item) =>
      item.k === "api" && item.name.endsWith("#default") ? { k: "api", name: this.#names.project.catalog.callOf(item.name).replace(/\*$/, "") } : item,
    );
  }

  #ofLocalType(code: Code, name: string, depth: number): readonly Denotation[] {
    if (depth > 8) return none;
    const c = code.summary.classes.findIndex((fact) => fact.n === name);
    if (c !== -1) return this.#instances(code, c, code.summary.classes[c]);
    const declared = code.summary.types.find((type) => type.n === name);
    if (!declared) return none;
    if (declared.kind === "interface")
      return [
        ...implementors(this.#names, code, name),
        ...(declared.extends ?? []).flatMap((base) => this.#ofTypeName(code, base, depth + 1, { k: "ref", n: base })),
      ];
    return this.of(code, declared.t, depth + 1);
  }

  /** An abstract class stands for its subclasses. */
  #instances(code: Code, c: ClassId, fact: ClassFact | undefined): readonly Denotation[] {
    const own: Denotation = { k: "instance", code, c };
    return fact?.abstract ? [...implementors(this.#names, code, fact.n), own] : [own];
  }

  /** What values of an exported type denote. */
  ofExported(code: Code, name: string): readonly Denotation[] {
    const known = this.#exportedTypes.of(code);
    const answer = known.get(name);
    if (answer) return answer;
    const key = `${code.path}:${name}`;
    // Types of two modules may be made of each other; what was found half-way is no answer to keep.
    if (this.#openTypes.has(key)) {
      this.#cutTypes += 1;
      this.#names.cutShort();
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
      const target = this.#names.project.target(code, own.i);
      if (target.kind === "code") return this.#findExportedType(target.code, own.imported ?? name, depth + 1);
      return target.kind === "package" ? [{ k: "api", name: this.#names.project.catalog.nameOf(target.specifier, own.imported ?? name) }] : none;
    }
    const local = this.#ofLocalType(code, localName(code, name), depth);
    if (local.length > 0) return local;
    if (own?.v !== undefined) return this.#names.denote(code, own.v).map(instanceOf);
    return this.#ofTypeStars(code, name, depth);
  }

  /** `export * from …` for a type: own modules first; of packages only what the catalogue knows by that name, for they answer to any. */
  #ofTypeStars(code: Code, name: string, depth: number): readonly Denotation[] {
    const stars = code.summary.exports.flatMap((item) => (item.n === "*" && item.i !== undefined ? [item.i] : []));
    for (const i of stars) {
      const target = this.#names.project.target(code, i);
      if (target.kind !== "code" || !this.#names.project.mayExport(code, i, name)) continue;
      const found = this.#findExportedType(target.code, name, depth + 1);
      if (found.length > 0) return found;
    }
    for (const i of stars) {
      const target = this.#names.project.target(code, i);
      if (target.kind === "code") continue;
      const known = this.#names.project.catalog.generatedName(target, name);
      if (known !== undefined) return [{ k: "api", name: known }];
    }
    return none;
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
