import type { Life } from "#catalog/facts/containers";
import type { ClassId, ExprId, FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { homeOf, type Mutation, mutationsOf } from "./mutations.ts";
import type { Names } from "./names.ts";
import { registrationsIn } from "./registrations.ts";
import { contentOf } from "./content.ts";
import { isOwnMethod } from "./state-judgement.ts";

/** Something that outlives a request and can be changed: a variable, a static field, a field of an object made once. */
export interface StatePlace {
  readonly code: Code;
  readonly name: string;
  readonly span: Span;
  readonly kind: "module" | "static" | "field" | "closure";
  /** `b12`, `c3.cache`. */
  readonly key: string;
  readonly init: ExprId | undefined;
  /** For `closure`: the function that declares it, which runs at start-up. */
  readonly scope: FnId;
  /** Changes anywhere in the project; keys are relative to this place: empty, or `.users`. */
  readonly changes: readonly (Mutation & { readonly below: string })[];
}

/** Everything a file declares that may hold state, with what changes it. */
export function statePlacesOf(names: Names, code: Code): readonly StatePlace[] {
  return [...variables(names, code), ...fields(names, code)].filter((place) => place.changes.length > 0);
}

function* variables(names: Names, code: Code): Iterable<StatePlace> {
  for (const [b, binding] of code.summary.bindings.entries()) {
    if (binding.kind !== "const" && binding.kind !== "let" && binding.kind !== "var") continue;
    const key = `b${b}`;
    const first = code.summary.writes[key]?.[0];
    const init = first && first.fn === binding.fn && first.op === "=" ? first.v : undefined;
    const span = { s: binding.at, e: binding.at + binding.n.length };
    const own = [...below(code, key), ...ofMethods(code, init)].filter((change) => change.fn !== binding.fn);
    const all = binding.fn === 0 && mayBeShared(code, init) ? [...own, ...elsewhere(names, code, b)] : own;
    const changes = all.filter((change) => !isOwnMethod({ code, init }, change.below, change.method));
    yield { code, name: binding.n, span, kind: binding.fn === 0 ? "module" : "closure", key, init, scope: binding.fn, changes };
  }
}

type Change = StatePlace["changes"][number];

function below(code: Code, key: string): Change[] {
  const root = key.split(".", 1)[0] ?? key;
  return (mutationsOf(code).get(root) ?? []).flatMap((item) =>
    item.key === key || item.key.startsWith(`${key}.`) ? [{ ...item, below: item.key.slice(key.length) }] : [],
  );
}

/** Changes through `this` in the methods of an object literal. */
function ofMethods(code: Code, init: ExprId | undefined): Change[] {
  const object = init === undefined ? undefined : code.expr(init);
  if (object?.k !== "object") return [];
  return object.props.flatMap(([, value]) => {
    const method = code.expr(value);
    return method.k === "function" ? below(code, `r${method.f}`) : [];
  });
}

/** Changes in files that import the variable. */
function elsewhere(names: Names, code: Code, b: number): Change[] {
  const words = new Set<string>();
  for (const item of code.summary.exports) {
    const value = item.v === undefined ? undefined : code.expr(item.v);
    if (value?.k === "name" && value.b === b) words.add(item.n === "default" || item.n === "=" ? baseOf(code) : item.n);
    else if (value?.k === "object" && item.n === "=") for (const [prop, inner] of value.props) if (isName(code, inner, b)) words.add(prop);
  }
  return [...words].flatMap((word) => names.project.mentioning(word).flatMap((other) => (other === code ? [] : importedChanges(names, other, code, b))));
}

function isName(code: Code, id: ExprId, b: number): boolean {
  const expr = code.expr(id);
  return expr.k === "name" && expr.b === b;
}

function baseOf(code: Code): string {
  return code.path.slice(code.path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
}

/** Other files can only change what lies in a value; functions, classes and what calls yield are no containers of ours. */
function mayBeShared(code: Code, init: ExprId | undefined): boolean {
  return init === undefined || ["object", "array", "new"].includes(code.expr(init).k) || contentOf(code, init) === "collection";
}

function importedChanges(names: Names, other: Code, code: Code, b: number): readonly Change[] {
  return (foreignChanges(names, other).get(code) ?? []).filter((change) => change.b === b);
}

type Foreign = Change & { readonly b: number };
const foreign = new WeakMap<Names, WeakMap<Code, ReadonlyMap<Code, readonly Foreign[]>>>();

/** What a file changes of things it imports, by the file that declares them. */
function foreignChanges(names: Names, other: Code): ReadonlyMap<Code, readonly Foreign[]> {
  let files = foreign.get(names);
  if (!files) foreign.set(names, (files = new WeakMap()));
  const answer = files.get(other);
  if (answer) return answer;
  const found = new Map<Code, Foreign[]>();
  files.set(other, found);
  for (const [root, changes] of mutationsOf(other)) {
    if (!root.startsWith("b") || !isBroughtIn(other, Number(root.slice(1)))) continue;
    for (const change of changes) {
      const [, ...path] = change.key.split(".");
      const home = homeOf(names, other, Number(root.slice(1)), path);
      if (!home || home.code === other) continue;
      const foreigner = { ...change, b: home.b, below: home.path.map((name) => `.${name}`).join("") };
      const list = found.get(home.code);
      if (list) list.push(foreigner);
      else found.set(home.code, [foreigner]);
    }
  }
  return found;
}

/** An import, or a variable with something of a module in it. */
function isBroughtIn(code: Code, b: number): boolean {
  if (code.summary.bindings[b]?.imported) return true;
  let id = code.summary.writes[`b${b}`]?.[0]?.v;
  for (let expr = id === undefined ? undefined : code.expr(id); expr; expr = id === undefined ? undefined : code.expr(id)) {
    if (expr.k !== "member") return expr.k === "module";
    id = expr.o;
  }
  return false;
}

function* fields(names: Names, code: Code): Iterable<StatePlace> {
  for (const [c, fact] of code.summary.classes.entries()) {
    let once: boolean | undefined;
    for (const [name, member] of Object.entries(fact.members)) {
      if (member.kind !== "field" || member.param !== undefined || (member.decorators ?? []).length > 0) continue;
      const key = `c${c}.${name}`;
      const changes = [...below(code, key), ...(member.static ? ofStatic(code, fact.n, name) : [])].filter(
        ({ fn, values }) => fn !== 0 && code.summary.functions[fn]?.kind !== "constructor" && (member.v === undefined || !values.includes(member.v)),
      );
      if (changes.length === 0) continue;
      if (!member.static && !(once ??= isMadeOnce(names, code, c))) continue;
      const at = Math.max(code.text.indexOf(name, member.at), member.at);
      yield {
        code,
        name: `${fact.n}.${name}`,
        span: { s: at, e: at + name.length },
        kind: member.static ? "static" : "field",
        key,
        init: member.v,
        scope: 0,
        changes,
      };
    }
  }
}

function ofStatic(code: Code, className: string, name: string): Change[] {
  const b = code.moduleBinding(className);
  return b === undefined ? [] : below(code, `b${b}.${name}`);
}

/** Whether one object of a class serves all requests: a container makes it once, or a module does. */
export function isMadeOnce(names: Names, code: Code, c: ClassId): boolean {
  const fact = code.summary.classes[c];
  if (!fact || fact.abstract) return false;
  const told = livesOfClass(names, code, c);
  if (told.some((life) => life !== "process")) return false;
  const decorated = fact.decorators.map((id) => containerScope(names, code, id)).filter((scope) => scope !== undefined);
  if (decorated.length > 0) return decorated.every((scope) => scope === "once");
  const makes = makersOf(names, code, c);
  return told.length + makes.length > 0 && makes.every((once) => once);
}

/** How long the objects of a class live that containers are told to make; empty when none is told. */
export function livesOfClass(names: Names, code: Code, c: ClassId): readonly (Life | undefined)[] {
  const name = code.summary.classes[c]?.n;
  if (!name) return [];
  return names.project.mentioning(name).flatMap((other) =>
    [...registrationsIn(names, other).values()].flat().flatMap(({ gives, what, life }) => {
      if (gives !== "class" || !names.denote(other, what).some((item) => item.k === "class" && item.code === code && item.c === c)) return [];
      return [life];
    }),
  );
}

/** What a decorator says: the container makes one object, or one per request; `undefined` when it is about something else. */
function containerScope(names: Names, code: Code, id: ExprId): "once" | "often" | undefined {
  const expr = code.expr(id);
  const { catalog } = names.project;
  const apis = names.apisOf(code, expr.k === "call" ? expr.c : id);
  if (!apis.some((name) => catalog.services.singletonDecorators.has(name) || catalog.http.controllerDecorators.has(name))) return undefined;
  const scoped = (expr.k === "call" ? expr.args : []).some((argument) => {
    const options = code.expr(argument);
    return options.k === "object" && options.props.some(([name]) => name === "scope" || name === "transient" || name === "...");
  });
  return scoped ? "often" : "once";
}

/** For each `new X()` of the product: whether it stands at module level, outside of any class. */
function makersOf(names: Names, code: Code, c: ClassId): boolean[] {
  const name = code.summary.classes[c]?.n ?? "";
  if (name === "") return [];
  return names.project.mentioning(name).flatMap((other) =>
    (other.callsByName.get(name) ?? []).flatMap((call) => {
      const made = other.expr(call);
      if (made.k !== "new" || !names.denote(other, made.c).some((item) => item.k === "class" && item.code === code && item.c === c)) return [];
      return [made.fn === 0 && other.role === "product" && !other.summary.classes.some((fact) => fact.s <= made.s && made.e <= fact.e)];
    }),
  );
}
