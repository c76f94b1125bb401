import type { ClassId, Expr, ExprId, FnId, TypeExpr } from "#syntax/summary";
import type { FoundCall } from "./callers.ts";
import type { Code } from "./code.ts";
import { FileMemo } from "./file-memo.ts";
import { Answers } from "./names/answers.ts";
import { ofCall, ofNew, ofTag } from "./names/calls.ts";
import { declaredType, propertyType, typeOfExpr, type WrittenType } from "./names/declared-types.ts";
import { distinct } from "./names/distinct.ts";
import { Elements } from "./names/elements.ts";
import { exportOf, ofComputedModule, ofModule } from "./names/exports.ts";
import { instanceOf } from "./names/instances.ts";
import { Members, ofMember } from "./names/members.ts";
import { functionTypesOf, ofParam, ofReceiver } from "./names/parameters.ts";
import { Types } from "./names/types.ts";
import { ofBinding, ofGlobal } from "./names/variables.ts";
import type { Project } from "./project.ts";

/** What an expression denotes. An expression may denote several things (branches, implementations of an interface). */
export type Denotation =
  /** A library API: `pg#Pool.query`. */
  | { readonly k: "api"; readonly name: string }
  | { readonly k: "function"; readonly code: Code; readonly f: FnId }
  | { readonly k: "class"; readonly code: Code; readonly c: ClassId }
  | { readonly k: "instance"; readonly code: Code; readonly c: ClassId }
  | { readonly k: "object"; readonly code: Code; readonly e: ExprId }
  | { readonly k: "module"; readonly code: Code };

const none: readonly Denotation[] = [];

/**
 * Answers what names, members and calls denote, across files: imports, re-exports, wrappers, classes and their bases, DI, callbacks.
 * Unknown is an empty list; a receiver is never matched by its variable name.
 */
export class Names {
  readonly project: Project;
  /** Calls found for functions: kept by `callers.ts`, one memory for one set of answers. */
  readonly calls = new FileMemo<FnId, readonly FoundCall[]>();
  readonly #answers = new Answers();
  readonly #elements = new Elements(this);
  readonly #members = new Members(this);
  readonly #types = new Types(this);

  constructor(project: Project) {
    this.project = project;
  }

  /** API names an expression denotes. */
  apisOf(code: Code, id: ExprId): readonly string[] {
    return this.denote(code, id).flatMap((item) => (item.k === "api" ? [item.name] : []));
  }

  /** What an expression denotes; empty where nobody can tell. */
  denote(code: Code, id: ExprId): readonly Denotation[] {
    return this.#answers.of(code, id, () => distinct(this.#denote(code, id, code.expr(id))));
  }

  /** {@link Answers.settled} */
  settled(code: Code, id: ExprId): readonly Denotation[] | undefined {
    return this.#answers.settled(code, id);
  }

  /** {@link Answers.cutShort}: for whoever gives an empty answer because the same is being asked already. */
  cutShort(): void {
    this.#answers.cutShort();
  }

  /** What an element of a list denotes. */
  elementOf(code: Code, list: ExprId): readonly Denotation[] {
    return this.#elements.of(code, list);
  }

  /** What a file exports under a name (`*` = the module itself). */
  exportOf(code: Code, name: string): readonly Denotation[] {
    return exportOf(this, code, name);
  }

  /** What a member of a denotation denotes. */
  memberOf(item: Denotation, p: string): readonly Denotation[] {
    return this.#members.of(item, p);
  }

  /** Classes a class extends: own ones, or library types. */
  basesOf(code: Code, c: ClassId): readonly Denotation[] {
    const base = code.summary.classes[c]?.extends;
    if (base === undefined) return none;
    const mixed = this.#mixedInto(code, base);
    return mixed.length > 0 ? mixed : this.denote(code, base);
  }

  /** `extends WithErrors(Model)`: what a function of a library makes of the base of an ORM is one all the same. */
  #mixedInto(code: Code, base: ExprId): readonly Denotation[] {
    const expr = code.expr(base);
    if (expr.k !== "call" || this.denote(code, expr.c).some((item) => item.k === "function")) return none;
    const { data } = this.project.catalog;
    return expr.args.flatMap((id) => this.denote(code, id)).filter((item) => item.k === "api" && this.project.catalog.isIn(data.entityBases, item.name));
  }

  /** What a value of a type denotes. */
  ofType(code: Code, type: TypeExpr | undefined): readonly Denotation[] {
    return type ? this.#types.of(code, type) : none;
  }

  /** What values of an exported type denote. */
  exportedType(code: Code, name: string): readonly Denotation[] {
    return this.#types.ofExported(code, name);
  }

  /** Library types a function is annotated with: `const route: FastifyPluginAsync = …`. */
  functionTypesOf(code: Code, f: FnId): readonly string[] {
    return functionTypesOf(this, code, f);
  }

  /** The annotated type of an expression, where there is one: a binding, a field, a parameter. */
  typeOfExpr(code: Code, id: ExprId): WrittenType | undefined {
    return typeOfExpr(this, code, id);
  }

  /** Type of a property of an object type, through aliases, interfaces and imports. */
  propertyType(code: Code, type: TypeExpr, p: string): WrittenType | undefined {
    return propertyType(this, code, type, p);
  }

  /** The declaration behind a type reference: alias body, interface members, enum values, class fields. */
  declaredType(code: Code, type: TypeExpr): WrittenType | undefined {
    return declaredType(this, code, type);
  }

  #denote(code: Code, id: ExprId, expr: Expr): readonly Denotation[] {
    switch (expr.k) {
      case "name":
        return ofBinding(this, code, expr.b);
      case "member":
        return ofMember(this, code, expr.o, expr.p);
      case "index":
        return this.#ofIndex(code, expr.o, expr.i);
      case "call":
        return ofCall(this, code, expr.c, expr.args);
      case "new":
        return ofNew(this, code, expr.c, expr.args);
      case "function":
        return [{ k: "function", code, f: expr.f }];
      case "class":
        return [{ k: "class", code, c: expr.c }];
      case "this":
        return [{ k: "instance", code, c: expr.c }];
      case "receiver":
        return ofReceiver(this, code, expr.f);
      case "global":
        return ofGlobal(this, expr.n);
      case "tag":
        return ofTag(this, code, expr.tag);
      case "super":
        return this.basesOf(code, expr.c).map(instanceOf);
      case "object":
        return [{ k: "object", code, e: id }];
      case "module":
        return ofModule(this, code, expr.i, "*");
      case "either":
        return expr.of.flatMap((item) => this.denote(code, item));
      case "element":
        return this.#elements.of(code, expr.o);
      case "unknown":
        return ofComputedModule(this, code, expr.from);
      case "param":
        return ofParam(this, code, expr.f, expr.i);
      default:
        return none;
    }
  }

  #ofIndex(code: Code, o: ExprId, i: ExprId): readonly Denotation[] {
    const key = code.expr(i);
    if (key.k === "const" && typeof key.v === "string") return ofMember(this, code, o, key.v);
    const elements = this.#elements.of(code, o);
    return elements.length > 0 ? elements : this.denote(code, o).flatMap((item) => this.#members.keyedOf(item));
  }
}
