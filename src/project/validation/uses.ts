import type { BindingId, ExprId, FnId } from "#syntax/summary";
import { ofFile } from "../per-file.ts";

/** Where an expression stands in another one. */
export type Use =
  | { readonly k: "member"; readonly parent: ExprId; readonly p: string }
  | { readonly k: "callee"; readonly parent: ExprId }
  | { readonly k: "argument"; readonly parent: ExprId; readonly i: number }
  /** Becomes part of a larger value: an object, an array, a text, a branch; an element or key of it. */
  | { readonly k: "part"; readonly parent: ExprId; readonly key?: string };

/** The expressions of one file, looked at from the inside out. */
export interface Uses {
  readonly of: ReadonlyMap<ExprId, readonly Use[]>;
  /** Storage keys a value is written to: `b12`, `b12.name`. */
  readonly stores: ReadonlyMap<ExprId, readonly string[]>;
  readonly names: ReadonlyMap<BindingId, readonly ExprId[]>;
  readonly returnedBy: ReadonlyMap<ExprId, readonly FnId[]>;
  /** Every mention of a parameter's own expression, by function and index. */
  readonly params: ReadonlyMap<string, readonly ExprId[]>;
}

/** Indexes a file's expressions by what they are used in. Linear in their number; kept. */
export const usesOf = ofFile((code): Uses => {
  const of = new Map<ExprId, Use[]>();
  const names = new Map<BindingId, ExprId[]>();
  const params = new Map<string, ExprId[]>();
  const use = (child: ExprId, item: Use): void => add(of, child, item);
  code.summary.exprs.forEach((expr, parent) => {
    switch (expr.k) {
      case "name":
        return add(names, expr.b, parent);
      case "param":
        return add(params, `${expr.f}:${expr.i}`, parent);
      case "member":
        return use(expr.o, { k: "member", parent, p: expr.p });
      case "index":
        return use(expr.o, { k: "member", parent, p: "*" });
      case "call":
      case "new":
        use(expr.c, { k: "callee", parent });
        return expr.args.forEach((argument, i) => use(argument, { k: "argument", parent, i }));
      case "object":
        return expr.props.forEach(([key, value]) => use(value, { k: "part", parent, key }));
      case "array":
        return expr.items.forEach((item) => use(item, { k: "part", parent }));
      case "template":
        return expr.parts.forEach((part) => use(part, { k: "part", parent }));
      case "concat":
        use(expr.l, { k: "part", parent });
        return use(expr.r, { k: "part", parent });
      case "either":
        return expr.of.forEach((item) => use(item, { k: "part", parent }));
      case "spread":
      case "element":
      case "key":
        return use(expr.o, { k: "part", parent });
      default:
        return undefined;
    }
  });
  const stores = new Map<ExprId, string[]>();
  for (const [key, writes] of Object.entries(code.summary.writes)) for (const write of writes) add(stores, write.v, key);
  const returnedBy = new Map<ExprId, FnId[]>();
  code.summary.functions.forEach((fn, f) => fn.returns.forEach((id) => add(returnedBy, id, f)));
  return { of, stores, names, returnedBy, params };
});

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
