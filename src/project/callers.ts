import type { ClassId, ExprId, FnId } from "#syntax/summary";
import { callsTowards } from "./call-targets.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { ofFile } from "./per-file.ts";
import { roundNames, roundNamesOfModules } from "./round-names.ts";

/** A call of a function of ours, wherever it stands. */
export interface FoundCall {
  readonly code: Code;
  readonly call: ExprId;
  readonly args: readonly ExprId[];
  /** The receiver could not be resolved: the call has the right name, but may mean another function. */
  readonly certain: boolean;
}

const most = 40;
/** What is known of a function whose calls are being looked for. */
const halfWay: readonly FoundCall[] = [];

/** Calls that reach a function: by name first, then by what the callee denotes. At most 40 are looked at. */
export function findCalls(names: Names, code: Code, f: FnId): readonly FoundCall[] {
  return findAllCalls(names, code, f).filter((call) => call.certain);
}

/** Like {@link findCalls}, with calls whose receiver is unknown (`certain: false`). */
export function findAllCalls(names: Names, code: Code, f: FnId): readonly FoundCall[] {
  const known = names.calls.of(code);
  const answer = known.get(f);
  if (answer === halfWay) names.cutShort();
  if (answer) return answer;
  known.set(f, halfWay);
  const found = search(names, code, f);
  known.set(f, found);
  return found;
}

const mostMany = 2_000;
const many = new WeakMap<Names, Map<Code, Map<FnId, readonly FoundCall[]>>>();

/** Like {@link findCalls} without its limit, for functions whose every call says something of its own: `this.route({ … })`. */
export function findManyCalls(names: Names, code: Code, f: FnId): readonly FoundCall[] {
  const few = findAllCalls(names, code, f);
  if (few.length < most) return few.filter((call) => call.certain);
  let files = many.get(names);
  if (!files) many.set(names, (files = new Map()));
  let known = files.get(code);
  if (!known) files.set(code, (known = new Map()));
  let found = known.get(f);
  if (!found) known.set(f, (found = search(names, code, f, mostMany).filter((call) => call.certain)));
  return found;
}

function search(names: Names, code: Code, f: FnId, limit = most): readonly FoundCall[] {
  const fn = code.summary.functions[f];
  if (!fn) return [];
  const isConstructor = fn.kind === "constructor";
  const name = isConstructor ? code.summary.classes[fn.owner ?? -1]?.n : calledName(code, f);
  if (!name) return [];
  const found: FoundCall[] = [];
  const isDefault = isDefaultExport(code, name, f);
  for (const other of candidates(names, code, name, isDefault)) {
    for (const local of isDefault && other !== code ? localNames(other, code, name, names) : [name]) {
      for (const call of callsTowards(names, other, local, code)) {
        const match = matches(names, other, call, code, f, isConstructor ? fn.owner : undefined);
        if (match) found.push(match);
        if (found.length >= limit) return found;
      }
    }
    if (isDefault) found.push(...requiredCalls(names, other, code));
    if (found.length >= limit) return found.slice(0, limit);
  }
  return found;
}

/** `require("./routes")(app)`. */
function requiredCalls(names: Names, other: Code, code: Code): readonly FoundCall[] {
  return callsOfModules(other).flatMap(({ call, args, module }): readonly FoundCall[] => {
    const target = names.project.target(other, module);
    return target.kind === "code" && target.code === code ? [{ code: other, call, args, certain: true }] : [];
  });
}

interface ModuleCall {
  readonly call: ExprId;
  readonly args: readonly ExprId[];
  readonly module: number;
}

/** Calls of what a module is as a whole; asked for every function of every file that may be required, so each file is read once. */
const callsOfModules = ofFile((code) =>
  code.summary.calls.flatMap((call): readonly ModuleCall[] => {
    const expr = code.expr(call);
    const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
    return expr.k === "call" && callee?.k === "module" ? [{ call, args: expr.args, module: callee.i }] : [];
  }),
);

function candidates(names: Names, code: Code, name: string, isDefault: boolean): readonly Code[] {
  const mentioning = names.project.mentioning(name);
  if (!isDefault) return mentioning;
  const base = code.path.slice(code.path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
  const byFile = names.project.mentioning(base === "index" ? (code.path.split("/").at(-2) ?? base) : base);
  return [...new Set([...mentioning, ...byFile])];
}

/** Names a module's default export may be called by in another file: its own, or whatever its default import is called there. */
function localNames(other: Code, code: Code, name: string, names: Names): readonly string[] {
  const found = new Set([name]);
  const { defaults, modules } = wholesOf(other);
  for (const { n, i } of defaults) {
    const target = names.project.target(other, i);
    if (target.kind === "code" && target.code === code) found.add(n);
  }
  for (const held of modules) found.add(held);
  for (const local of [...found]) for (const called of roundNames(other, local)) found.add(called);
  for (const called of roundNamesOfModules(other)) found.add(called);
  return [...found];
}

/** What a file calls other modules as a whole: imports of defaults and namespaces, variables that hold a module. */
interface Wholes {
  readonly defaults: readonly { readonly n: string; readonly i: number }[];
  readonly modules: readonly string[];
}

const wholesOf = ofFile((code): Wholes => {
  const { bindings, writes } = code.summary;
  const defaults = bindings.flatMap(({ n, imported }) => (imported?.n === "default" || imported?.n === "*" ? [{ n, i: imported.i }] : []));
  const modules = Object.entries(writes).flatMap(([key, list]) => {
    const binding = /^b(\d+)$/.exec(key);
    const n = binding && list.some((write) => code.expr(write.v).k === "module") ? bindings[Number(binding[1])]?.n : undefined;
    return n === undefined ? [] : [n];
  });
  return { defaults, modules };
});

/** Whether a function, or the class a constructor makes, is what its file exports as a whole. */
function isDefaultExport(code: Code, name: string, f: FnId): boolean {
  const fn = code.summary.functions[f];
  return code.summary.exports.some((item) => {
    if (item.n !== "default" && item.n !== "=") return false;
    if (item.v === undefined) return false;
    const expr = code.expr(item.v);
    if (expr.k === "name") return code.summary.bindings[expr.b]?.n === name;
    return expr.k === "function" ? expr.f === f : expr.k === "class" && fn?.kind === "constructor" && fn.owner === expr.c;
  });
}

function matches(names: Names, other: Code, call: ExprId, code: Code, f: FnId, owner: ClassId | undefined): FoundCall | undefined {
  const expr = other.expr(call);
  if (expr.k !== "call" && expr.k !== "new") return undefined;
  if (owner === undefined ? expr.k === "new" : expr.k !== "new" && other.expr(expr.c).k !== "super") return undefined;
  const denoted = names.denote(other, expr.c);
  const base = { code: other, call, args: expr.args };
  if (owner !== undefined) {
    const same = denoted.some((item) => (item.k === "class" || item.k === "instance") && item.code === code && item.c === owner);
    return same ? { ...base, certain: true } : undefined;
  }
  if (denoted.some((item) => item.k === "function" && item.code === code && item.f === f)) return { ...base, certain: true };
  const callee = other.expr(expr.c);
  return denoted.length === 0 && callee.k === "member" ? { ...base, certain: false } : undefined;
}

/** The name a function is called by: its own, the variable, property or field that holds it. */
export function calledName(code: Code, f: FnId): string | undefined {
  const fn = code.summary.functions[f];
  if (!fn) return undefined;
  if (fn.n !== "" && fn.n !== "default") return fn.n;
  if (fn.expr === undefined) return fn.n === "default" ? defaultName(code) : undefined;
  return holders(code).get(fn.expr);
}

function defaultName(code: Code): string {
  return code.path.slice(code.path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
}

const holders = ofFile((code): ReadonlyMap<ExprId, string> => {
  const map = new Map<ExprId, string>();
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    const binding = /^b(\d+)$/.exec(key);
    const name = binding ? code.summary.bindings[Number(binding[1])]?.n : key.slice(key.lastIndexOf(".") + 1);
    if (name !== undefined) for (const write of writes) map.set(write.v, name);
  }
  for (const expr of code.summary.exprs) {
    if (expr.k === "object") for (const [name, value] of expr.props) if (!map.has(value)) map.set(value, name);
  }
  for (const item of code.summary.exports)
    if (item.v !== undefined && !map.has(item.v)) map.set(item.v, item.n === "default" || item.n === "=" ? defaultName(code) : item.n);
  return map;
});
