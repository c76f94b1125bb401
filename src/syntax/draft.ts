import type { Node } from "oxc-parser";
import type {
  Binding,
  BindingId,
  BindingKind,
  ClassFact,
  ClassId,
  ExportFact,
  Expr,
  ExprId,
  Fn,
  FnId,
  Guard,
  ImportFact,
  Param,
  Region,
  RegionId,
  TypeDecl,
  TypeExpr,
  Update,
  Write,
} from "./summary.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** Keeps a union discriminated while dropping the span. */
type ExprBody = Expr extends infer E ? (E extends Expr ? Omit<E, "s" | "e"> : never) : never;

export interface Scope {
  readonly names: Map<string, BindingId>;
  readonly parent: Scope | undefined;
  readonly fn: FnId;
}

export type DraftFn = Mutable<Omit<Fn, "returns" | "params">> & { returns: ExprId[]; params: Param[] };
export type DraftImport = Mutable<Omit<ImportFact, "names">> & {
  names: { imported: string; b?: BindingId; typeOnly: boolean }[];
};

/** Levels of expressions and statements in each other; the same on every thread, however large its stack is. */
const mostLevels = 1000;

/** The summary while it is being written, with the scopes the walk is in. */
export class Draft {
  /** Expressions and statements the walk is in. */
  depth = 0;
  readonly exprs: Expr[] = [];
  readonly bindings: Binding[] = [];
  readonly functions: DraftFn[] = [];
  readonly classes: ClassFact[] = [];
  readonly calls: ExprId[] = [];
  readonly writes: Record<string, Write[]> = Object.create(null) as Record<string, Write[]>;
  readonly updates: Update[] = [];
  readonly imports: DraftImport[] = [];
  readonly exports: ExportFact[] = [];
  readonly types: TypeDecl[] = [];
  readonly guards: Guard[] = [];
  readonly regions: Mutable<Region>[] = [];
  /** Bindings referenced where a value is needed. */
  readonly valueUses = new Set<BindingId>();
  readonly text: string;
  scope: Scope;
  fn: FnId = 0;
  cls: ClassId | undefined;
  /** The innermost region of control flow the walk is in. */
  region: RegionId | undefined;
  /** End offset of the innermost block: how far an early exit's knowledge reaches. */
  blockEnd: number;

  constructor(text: string) {
    this.text = text;
    this.blockEnd = text.length;
    this.scope = { names: new Map(), parent: undefined, fn: 0 };
    this.functions.push({ n: "", params: [], returns: [], parent: 0, kind: "module", s: 0, e: text.length });
  }

  /** @throws {RangeError} nested deeper than any walk after this one could go */
  descend(): void {
    this.depth += 1;
    if (this.depth > mostLevels) throw new RangeError("nested too deeply");
  }

  add(node: Node, body: ExprBody): ExprId {
    const [s, e] = spanOf(node);
    this.exprs.push({ ...body, s, e } as Expr);
    return this.exprs.length - 1;
  }

  /** Adds an expression that shares the span of another one. */
  addAt(like: ExprId, body: ExprBody): ExprId {
    const at = this.exprs[like];
    this.exprs.push({ ...body, s: at?.s ?? 0, e: at?.e ?? 0 } as Expr);
    return this.exprs.length - 1;
  }

  declare(name: string, kind: BindingKind, at: number, type?: TypeExpr): BindingId {
    const scope = kind === "var" ? this.#functionScope() : this.scope;
    const known = scope.names.get(name);
    if (known !== undefined && kind !== "param") return known;
    const binding: Mutable<Binding> = { n: name, kind, fn: scope.fn, at };
    if (type) binding.t = type;
    this.bindings.push(binding);
    const id = this.bindings.length - 1;
    scope.names.set(name, id);
    return id;
  }

  /** `var` belongs to the function around it (or the file), whatever block it stands in. */
  #functionScope(): Scope {
    let { scope } = this;
    while (scope.parent?.fn === scope.fn) scope = scope.parent;
    return scope;
  }

  find(name: string): BindingId | undefined {
    for (let scope: Scope | undefined = this.scope; scope; scope = scope.parent) {
      const id = scope.names.get(name);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  withType(id: BindingId, type: TypeExpr | undefined): void {
    const binding = this.bindings[id];
    if (type && binding && !binding.t) this.bindings[id] = { ...binding, t: type };
  }

  withImport(id: BindingId, imported: { i: number; n: string }): void {
    const binding = this.bindings[id];
    if (binding) this.bindings[id] = { ...binding, imported };
  }

  write(key: string, v: ExprId, op: Write["op"], at: number): void {
    const write: Write = { v, op, at, fn: this.fn };
    const list = this.writes[key];
    if (list) list.push(write);
    else this.writes[key] = [write];
  }

  /** The nearest function that has a `this` of its own. */
  get receiver(): FnId {
    let f = this.fn;
    while (this.functions[f]?.kind === "arrow") f = this.functions[f]?.parent ?? 0;
    return f;
  }

  inScope<T>(run: () => T, fn: FnId = this.scope.fn): T {
    const outer = this.scope;
    this.scope = { names: new Map(), parent: outer, fn };
    try {
      return run();
    } finally {
      this.scope = outer;
    }
  }
}

/** Start and end of a node, whichever parser made it. */
export function spanOf(node: Node): readonly [number, number] {
  const ranged = node as unknown as { range?: [number, number]; start: number; end: number };
  return ranged.range ?? [ranged.start, ranged.end];
}

export function startOf(node: Node): number {
  return spanOf(node)[0];
}
