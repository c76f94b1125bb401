import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Operation } from "./data-operations.ts";
import { handles, ofCall } from "./data-roots/calls.ts";
import { clientAt } from "./data-roots/clients.ts";
import { handedTo, ofOperation } from "./data-roots/operations.ts";
import { ofParam } from "./data-roots/parameters.ts";
import { ofImport, ofMember, ofName } from "./data-roots/storage.ts";
import { FileMemo } from "./file-memo.ts";
import type { Names } from "./names.ts";

/**
 * What a client, a model or a repository goes back to.
 * `handle`: the parameter of a transaction's callback. `made`: the result of a call that begins a transaction or hands out a connection.
 * `client`: something that lives longer than the transaction; `of` tells clients apart, `at` is the place it is kept in, a container of dependencies may have put it there. `param`: whatever the caller passes.
 */
export type Root =
  | { readonly k: "handle"; readonly code: Code; readonly f: FnId; readonly opener: ExprId }
  | { readonly k: "made"; readonly code: Code; readonly call: ExprId }
  | {
      readonly k: "client";
      readonly of: string;
      readonly library: string | undefined;
      readonly isFork?: true;
      readonly at?: string;
      readonly isInjected?: true;
    }
  | { readonly k: "param"; readonly code: Code; readonly f: FnId; readonly i: number; readonly path: readonly string[] }
  | { readonly k: "unknown"; readonly again?: true };

const unknown: readonly Root[] = [{ k: "unknown" }];
/** What is being asked already: `holder.prisma || new PrismaClient()` that is kept in `holder.prisma` is the latter. */
const again: readonly Root[] = [{ k: "unknown", again: true }];
const none: readonly Root[] = [];
const deepest = 12;

/** Remembers what expressions go back to; one per project. */
export class DataRoots {
  readonly names: Names;
  readonly #memo = new FileMemo<ExprId, readonly Root[]>();
  readonly #open = new Set<string>();
  /** Answers that were cut short on the way to the present one: asked again they would be sought again, and again below. */
  readonly #partial = new Map<string, readonly Root[]>();
  #cuts = 0;

  constructor(names: Names) {
    this.names = names;
  }

  /** Where an operation runs: by the transaction it is handed, or by its receiver. An empty answer: nothing was handed. */
  ofOperation(operation: Operation): readonly Root[] {
    return ofOperation(this, operation);
  }

  /** What stands where the operation takes a transaction; `undefined` when nothing does. */
  handedTo(operation: Operation): readonly Root[] | undefined {
    return handedTo(this, operation);
  }

  /** What an expression goes back to. */
  of(code: Code, id: ExprId, depth = 0): readonly Root[] {
    const memo = this.#memo.of(code);
    const known = memo.get(id);
    if (known) return known;
    const key = `${code.path}:${id}`;
    const partial = this.#partial.get(key);
    if (partial || depth > deepest || this.#open.has(key)) {
      this.#cuts += 1;
      return partial ?? (depth > deepest ? unknown : again);
    }
    const cuts = this.#cuts;
    this.#open.add(key);
    const found = distinct(this.#of(code, id, depth + 1));
    this.#open.delete(key);
    if (cuts === this.#cuts || this.#open.size === 0) memo.set(id, found);
    else this.#partial.set(key, found);
    if (this.#open.size === 0) this.#partial.clear();
    return found;
  }

  #of(code: Code, id: ExprId, depth: number): readonly Root[] {
    const expr = code.expr(id);
    switch (expr.k) {
      case "name":
        return ofName(this, code, expr.b, depth);
      case "this":
        return [clientAt(this.names, code, id, `class:${code.path}:${expr.c}`)];
      case "member":
        return ofMember(this, code, id, expr.o, expr.p, depth);
      case "index":
      case "element":
        return this.of(code, expr.o, depth);
      case "tag":
        return this.of(code, expr.tag, depth);
      case "either":
        return withoutItself(expr.of.flatMap((item) => this.of(code, item, depth)));
      case "module":
        return ofImport(this, code, expr.i, "default", depth);
      case "param":
        return ofParam(this, code, id, expr.f, expr.i);
      case "call":
      case "new":
        return ofCall(this, code, id, expr.c, expr.args, depth);
      case "object":
        return expr.props.flatMap(([, value]) => handles(this, code, value, depth));
      case "class":
        return [clientAt(this.names, code, id, `class:${code.path}:${expr.c}`)];
      case "const":
      case "function":
        return none;
      case "global":
        return [{ k: "client", of: `global:${expr.n}`, library: undefined }];
      default:
        return unknown;
    }
  }
}

/** A choice between something and the choice itself is the former. */
function withoutItself(roots: readonly Root[]): readonly Root[] {
  const others = roots.filter((root) => root.k !== "unknown" || !root.again);
  return others.length > 0 ? others : roots;
}

function distinct(roots: readonly Root[]): readonly Root[] {
  if (roots.length < 2) return roots;
  const seen = new Set<string>();
  return roots.filter((root) => {
    const key = keyOf(root);
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}

function keyOf(root: Root): string {
  switch (root.k) {
    case "handle":
      return `handle:${root.code.path}:${root.f}`;
    case "made":
      return `made:${root.code.path}:${root.call}`;
    case "client":
      return root.of;
    case "param":
      return `param:${root.code.path}:${root.f}:${root.i}:${root.path.join(".")}`;
    case "unknown":
      return "unknown";
  }
}
