import type { ClassId, ExprId, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { decoratedMember } from "../decorations.ts";
import { contextMember, isContext } from "../handler-context.ts";
import { injectedClasses, isHandedByName } from "../injection.ts";
import type { Denotation, Names } from "../names.ts";
import { keyOfExpr } from "../storage-key.ts";
import { ofReturns } from "./calls.ts";
import { distinct } from "./distinct.ts";
import { keyedValues } from "./held-values.ts";
import { ofInjection } from "./parameters.ts";
import { ofGlobal, ofWrites } from "./variables.ts";

const none: readonly Denotation[] = [];

/** What members of things denote. */
export class Members {
  readonly #names: Names;
  /** Objects that spread others: what their members are, by object and member. */
  readonly #spread = new Map<string, readonly Denotation[]>();
  #depth = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  /** What a member of a denotation denotes. */
  of(item: Denotation, p: string): readonly Denotation[] {
    if (this.#depth > 60) {
      this.#names.cutShort();
      return none;
    }
    this.#depth++;
    try {
      return this.#of(item, p);
    } finally {
      this.#depth--;
    }
  }

  #of(item: Denotation, p: string): readonly Denotation[] {
    switch (item.k) {
      case "api": {
        const hung = isContext(this.#names, item.name) ? contextMember(this.#names, item.name, p) : decoratedMember(this.#names, item.name, p);
        return hung.length > 0 ? hung : [{ k: "api", name: this.#names.project.catalog.memberOf(item.name, p) }];
      }
      case "object":
        return this.#ofProperty(item.code, item.e, p);
      case "module":
        return this.#names.exportOf(item.code, p);
      case "instance":
      case "class":
        return this.#ofClassMember(item.code, item.c, p);
      case "function":
        return p === "bind" || p === "call" || p === "apply" ? [item] : this.#ofFunctionProperty(item.code, item.f, p);
    }
  }

  #ofFunctionProperty(code: Code, f: FnId, p: string): readonly Denotation[] {
    const binding = code.moduleBinding(code.summary.functions[f]?.n ?? "");
    return binding === undefined ? none : ofWrites(this.#names, code, `b${binding}.${p}`);
  }

  #ofProperty(code: Code, e: ExprId, p: string): readonly Denotation[] {
    const object = code.expr(e);
    if (object.k !== "object") return none;
    const found = object.props.findLast(([name]) => name === p);
    if (found) return this.#names.denote(code, found[1]);
    if (!object.props.some(([name]) => name === "...")) return this.#ofKeyed(code, e, p);
    // Objects may spread each other in circles, and along many ways: each is asked once.
    const key = `${code.path}:${e}:${p}`;
    const known = this.#spread.get(key);
    if (known === none) this.#names.cutShort();
    if (known) return known;
    this.#spread.set(key, none);
    const spread = distinct(
      object.props.flatMap(([name, value]) => (name === "..." ? this.#names.denote(code, value).flatMap((item) => this.of(item, p)) : none)),
    );
    this.#spread.set(key, spread);
    return spread;
  }

  /** What of a library may be read from an object under a name worked out at run time: `models[name]`. */
  keyedOf(item: Denotation): readonly Denotation[] {
    const object = item.k === "object" ? item.code.expr(item.e) : undefined;
    if (item.k !== "object" || object?.k !== "object") return none;
    const values = [...object.props.map(([, value]) => value), ...(keyedValues(item.code, item.e)?.values ?? [])];
    return values.flatMap((value) => this.#names.denote(item.code, value)).filter((found) => found.k === "api");
  }

  /** What is put into an object later: under its own name (`models.Loan = …`), else under names worked out at run time (`models[model.name] = model`). */
  #ofKeyed(code: Code, e: ExprId, p: string): readonly Denotation[] {
    const held = keyedValues(code, e);
    if (!held) return none;
    const named = code.summary.writes[`${held.key}.${p}`];
    return (named?.map((write) => write.v) ?? held.values).flatMap((value) => this.#names.denote(code, value));
  }

  #ofClassMember(code: Code, c: ClassId, p: string, depth = 0): readonly Denotation[] {
    const fact = code.summary.classes[c];
    if (!fact || depth > 8) return none;
    const member = fact.members[p];
    if (member?.f !== undefined && member.kind === "method") return [{ k: "function", code, f: member.f }];
    if (member?.f !== undefined && member.kind === "getter") return ofReturns(this.#names, code, member.f);
    const stored = ofWrites(this.#names, code, `c${c}.${p}`);
    if (stored.length > 0) return stored;
    if (member) {
      const injected = ofInjection(this.#names, code, member.decorators);
      return injected.length > 0 ? injected : this.#names.ofType(code, member.t);
    }
    return this.#names.basesOf(code, c).flatMap((base) => {
      if (base.k === "class") return this.#ofClassMember(base.code, base.c, p, depth + 1);
      return base.k === "api" ? this.of(base, p) : none;
    });
  }
}

/** What `o.p` denotes: what is stored there, else what the member of `o` is. */
export function ofMember(names: Names, code: Code, o: ExprId, p: string): readonly Denotation[] {
  const key = keyOfExpr(code, o);
  const stored = key === undefined ? none : ofWrites(names, code, `${key}.${p}`);
  const members = names.denote(code, o).flatMap((item) => names.memberOf(item, p));
  if (stored.length > 0 || members.length > 0) return [...stored, ...members];
  const owner = code.expr(o);
  const known = owner.k === "global" ? ofGlobal(names, `${owner.n}.${p}`) : none;
  return known.length > 0 ? known : ofTypedMember(names, code, o, p);
}

/** Member of a value known only by an object type: `deps: { pool: Pool }`. */
function ofTypedMember(names: Names, code: Code, o: ExprId, p: string): readonly Denotation[] {
  const type = names.typeOfExpr(code, o);
  const member = type && names.propertyType(type.code, type.t, p);
  if (member) return names.ofType(member.code, member.t);
  const expr = code.expr(o);
  const fn = expr.k === "param" ? code.summary.functions[expr.f] : undefined;
  // awilix hands the constructor an object of everything it knows: `constructor({ bookRepository })`.
  return fn && expr.k === "param" && isHandedByName(names, code, expr.f) ? injectedClasses(names, code, p) : none;
}
