import type { ClassId, ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";
import { isMadeOnce } from "./state-places.ts";

/** A place that outlives a request and holds something: a variable of a module, a static field, a field of an object made once. */
export interface Holder {
  readonly code: Code;
  readonly kind: "module" | "static" | "field";
  /** As a reader would say it: `client`, `Catalogue.connection`. */
  readonly name: string;
  /** Where it is declared; for a value that is only exported, where it is made. */
  readonly span: Span;
  /** Binding, or class; the value lies under `path` of it. */
  readonly root: { readonly b: number } | { readonly c: ClassId } | { readonly made: ExprId };
  readonly path: readonly string[];
}

/** Where a value ends up: places that outlive the function, or the function's own result. */
export interface Destination {
  readonly holders: readonly Holder[];
  /** It is stored somewhere else that may outlive the function: a cache, a field of an object given from outside. */
  readonly kept: boolean;
  readonly returned: boolean;
}

/** What stands around each expression of a file. */
interface Surroundings {
  /** Expression → expressions it stands in. */
  readonly within: ReadonlyMap<ExprId, readonly ExprId[]>;
  /** Expression → keys of places it is written to. */
  readonly written: ReadonlyMap<ExprId, readonly string[]>;
  /** Expression → functions that return it. */
  readonly returned: ReadonlyMap<ExprId, readonly FnId[]>;
  /** Binding → expressions that name it. */
  readonly named: ReadonlyMap<number, readonly ExprId[]>;
}

const surroundingsOf = ofFile((code): Surroundings => {
  const within = new Map<ExprId, ExprId[]>();
  const written = new Map<ExprId, string[]>();
  const returned = new Map<ExprId, FnId[]>();
  const named = new Map<number, ExprId[]>();
  code.summary.exprs.forEach((expr, id) => {
    if (expr.k === "name") push(named, expr.b, id);
    for (const inner of innerOf(code, id)) push(within, inner, id);
  });
  for (const [key, writes] of Object.entries(code.summary.writes)) for (const write of writes) push(written, write.v, key);
  code.summary.functions.forEach((fn, f) => fn.returns.forEach((id) => push(returned, id, f)));
  return { within, written, returned, named };
});

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function innerOf(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  switch (expr.k) {
    case "either":
      return expr.of;
    case "call":
    case "new":
      return [expr.c, ...expr.args];
    case "member":
    case "element":
      return [expr.o];
    case "object":
      return expr.props.map(([, value]) => value);
    case "array":
      return expr.items;
    default:
      return [];
  }
}

/**
 * Follows a value from where it is made to where it is stored, through variables, branches, chains that yield the same thing, and wrappers.
 * @param inside whatever is made of it counts as it: a pool inside a dialect inside a query builder
 */
export function destinationOf(names: Names, code: Code, made: ExprId, inside = false): Destination {
  const holders: Holder[] = [];
  const state = { kept: false, returned: false };
  const seen = new Set<ExprId>();
  const follow = (id: ExprId, path: readonly string[]): void => {
    if (seen.has(id) || seen.size > 60) return;
    seen.add(id);
    const { within, written, returned, named } = surroundingsOf(code);
    if (returned.has(id)) state.returned = true;
    for (const key of written.get(id) ?? []) {
      const local = localBinding(code, key);
      if (local !== undefined) for (const use of named.get(local) ?? []) follow(use, path);
      else {
        const holder = holderAt(names, code, key, path);
        if (holder) holders.push(holder);
        else state.kept ||= outlives(code, key);
      }
    }
    if (path.length === 0 && isExported(code, id)) holders.push({ code, kind: "module", name: "export", span: code.expr(made), root: { made: id }, path });
    for (const outer of within.get(id) ?? []) {
      const step = stepOut(names, code, id, outer, inside);
      if (step === "kept") state.kept = true;
      // What is made of an argument is not read by that argument's path.
      else if (step) follow(outer, /^(?:call|new)$/.test(code.expr(outer).k) ? [] : [...step, ...path]);
    }
  };
  follow(made, []);
  return { holders, ...state };
}

/** What the expression around a value does with it: the path it lies under from then on, or that it is stored away. */
function stepOut(names: Names, code: Code, id: ExprId, outer: ExprId, inside: boolean): readonly string[] | "kept" | undefined {
  const expr = code.expr(outer);
  switch (expr.k) {
    case "either":
      return expr.test === id && !expr.of.includes(id) ? undefined : [];
    case "object": {
      const key = expr.props.find(([, value]) => value === id)?.[0];
      return key === undefined || key === "..." || key === "[]" ? undefined : [key];
    }
    case "member": {
      // `new Client().connect()`: what a method yields may be the same object.
      const call = (surroundingsOf(code).within.get(outer) ?? []).find((item) => {
        const around = code.expr(item);
        return around.k === "call" && around.c === outer;
      });
      return call !== undefined && (inside || names.apisOf(code, call).some((api) => names.apisOf(code, id).includes(api))) ? [] : undefined;
    }
    case "call":
    case "new": {
      const callee = code.expr(expr.c);
      // `(await client.connect())`: one step up from the member above.
      if (expr.c === id) return callee.k === "member" ? [] : undefined;
      if (callee.k === "member" && /^(?:set|add|push|unshift|register|decorate|provide|value|put)$/.test(callee.p)) return "kept";
      return inside || names.apisOf(code, expr.c).some((api) => names.project.catalog.isIn(names.project.catalog.lifetimes.wrappers, api)) ? [] : undefined;
    }
    default:
      return undefined;
  }
}

/** The binding of a variable that lives no longer than its function. */
function localBinding(code: Code, key: string): number | undefined {
  const b = /^b(\d+)$/.exec(key)?.[1];
  return b !== undefined && code.summary.bindings[Number(b)]?.fn !== 0 ? Number(b) : undefined;
}

/** Whether a place other than a holder may outlive the function that writes it. */
function outlives(code: Code, key: string): boolean {
  const b = /^b(\d+)\./.exec(key)?.[1];
  return b === undefined || code.summary.bindings[Number(b)]?.kind !== "param";
}

function holderAt(names: Names, code: Code, key: string, below: readonly string[]): Holder | undefined {
  const [root = "", ...rest] = key.split(".");
  const number = Number(root.slice(1));
  const path = [...rest, ...below];
  if (root.startsWith("b")) {
    const binding = code.summary.bindings[number];
    if (binding?.fn !== 0 || !/^(?:const|let|var|class)$/.test(binding.kind)) return undefined;
    const span = { s: binding.at, e: binding.at + binding.n.length };
    return { code, kind: binding.kind === "class" ? "static" : "module", name: [binding.n, ...path].join("."), span, root: { b: number }, path };
  }
  const [field] = path;
  const fact = root.startsWith("c") ? code.summary.classes[number] : undefined;
  if (!fact || field === undefined) return undefined;
  const member = fact.members[field];
  const isOne = member?.static || ((isMadeOnce(names, code, number) || isOwnSingleton(names, code, number)) && !takesRequestScope(names, code, number));
  if (!isOne) return undefined;
  const at = member ? Math.max(code.text.indexOf(field, member.at), member.at) : fact.s;
  const span = { s: at, e: at + field.length };
  return { code, kind: member?.static ? "static" : "field", name: [fact.n, ...path].join("."), span, root: { c: number }, path };
}

/** A class that makes its one object itself and keeps it in a static field; nobody else makes one. */
function isOwnSingleton(names: Names, code: Code, c: ClassId): boolean {
  const fact = code.summary.classes[c];
  if (!fact?.n) return false;
  const { within, written } = surroundingsOf(code);
  const makes = names.project.mentioning(fact.n).flatMap((other) =>
    (other.callsByName.get(fact.n) ?? []).flatMap((call) => {
      const made = other.expr(call);
      if (made.k !== "new" || !names.denote(other, made.c).some((item) => item.k === "class" && item.code === code && item.c === c)) return [];
      const places = [call, ...(within.get(call) ?? [])].flatMap((id) => written.get(id) ?? []);
      return [other === code && fact.s <= made.s && made.e <= fact.e && places.some((key) => isStaticField(code, c, key))];
    }),
  );
  return makes.length > 0 && makes.every((own) => own);
}

function isStaticField(code: Code, c: ClassId, key: string): boolean {
  const [root = "", name = "", ...more] = key.split(".");
  const fact = code.summary.classes[c];
  const isOwn = root === `c${c}` || root === `b${code.moduleBinding(fact?.n ?? "") ?? -1}`;
  return isOwn && more.length === 0 && fact?.members[name]?.static === true;
}

function isExported(code: Code, id: ExprId): boolean {
  return code.summary.exports.some((item) => item.v === id);
}

/** In Nest whatever is injected something of one request lives as long as that request. */
function takesRequestScope(names: Names, code: Code, c: ClassId): boolean {
  const ctor = code.summary.functions[code.summary.classes[c]?.ctor ?? -1];
  return (ctor?.params ?? []).some(({ t, decorators }) => {
    const tokens = (decorators ?? []).flatMap((id) => {
      const expr = code.expr(id);
      return expr.k === "call" ? expr.args.map((argument) => code.calleeName(argument) ?? "") : [];
    });
    if (tokens.some((token) => token === "REQUEST" || token === "CONTEXT" || token === "INQUIRER")) return true;
    return names
      .ofType(code, t)
      .some((item) => item.k === "instance" && item.code.summary.classes[item.c]?.decorators.some((id) => /scope\s*:/.test(sliceOf(item.code, id))));
  });
}

function sliceOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}
