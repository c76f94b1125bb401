import { escaped } from "#graph/patterns";
import type { ExprId, Span } from "#syntax/summary";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { type Entity, entitiesOf, type Relation } from "./entities.ts";
import { type EntityRead, type Held, lineOf, type Rows, rowsOf } from "./entity-rows.ts";
import { implicitLoads } from "./implicit-loading.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";
import { isWithin } from "./spans.ts";
import type { Step } from "./step.ts";
import { perFile } from "./per-file.ts";

/** A relation that is read from a row whose query did not load it. */
export interface UnloadedRelation {
  readonly relation: Relation;
  readonly read: EntityRead;
  readonly span: Span;
  readonly steps: readonly Step[];
}

/** Reads of relations in a file that no query behind them loaded. Whatever is not known for certain counts as loaded. */
export const unloadedRelations = perFile(search);

function search(names: Names, code: Code): readonly UnloadedRelation[] {
  const words = relationNames(names);
  if (words.size === 0) return [];
  const { exprs } = code.summary;
  const candidates = exprs.flatMap((expr, id) => (expr.k === "member" && words.has(expr.p) ? [id] : [])).toSorted((a, b) => code.expr(a).s - code.expr(b).s);
  if (candidates.length === 0) return [];
  const followed = followers(code, new Set(candidates));
  const found: UnloadedRelation[] = [];
  for (const id of candidates) {
    const next = followed.get(id);
    const one = next === undefined ? undefined : judge(names, code, id, next);
    if (one && !found.some((other) => isSame(code, one, other))) found.push(one);
  }
  return found;
}

/** One query and one relation are mended in one place: a function is told of it once, at the first use. */
function isSame(code: Code, a: UnloadedRelation, b: UnloadedRelation): boolean {
  if (a.span.s === b.span.s) return true;
  if (a.relation !== b.relation || a.read.code !== b.read.code || a.read.call !== b.read.call) return false;
  return outermost(code, a.span) === outermost(code, b.span);
}

function outermost(code: Code, span: Span): number {
  return code.summary.functions.findIndex((fn, f) => f > 0 && isWithin(span, fn));
}

const relationWords = new WeakMap<Names, ReadonlySet<string>>();

/** Names of relations that load only when asked for. */
function relationNames(names: Names): ReadonlySet<string> {
  let words = relationWords.get(names);
  if (!words) {
    const all = entitiesOf(names).all.flatMap((entity) => entity.relations.filter(({ loading }) => loading === "explicit"));
    relationWords.set(names, (words = new Set(all.map(({ name }) => name))));
  }
  return words;
}

/** What is read of a value: a member, or its elements (`*`). Where a missing value is expected (`?.`), nothing. */
function followers(code: Code, of: ReadonlySet<ExprId>): ReadonlyMap<ExprId, string> {
  const found = new Map<ExprId, string>();
  for (const expr of code.summary.exprs) {
    if (expr.k !== "member" && expr.k !== "element") continue;
    const owner = expr.o;
    if (!of.has(owner) || found.has(owner)) continue;
    if (expr.k === "element") found.set(owner, "*");
    else if (/^\s*!?\s*\.(?!\.)/.test(code.text.slice(code.expr(owner).e, code.expr(owner).e + 40))) found.set(owner, expr.p);
  }
  return found;
}

function judge(names: Names, code: Code, id: ExprId, next: string): UnloadedRelation | undefined {
  const expr = code.expr(id);
  if (expr.k !== "member") return undefined;
  const rows = rowsOf(names, code, expr.o);
  const [first] = rows ?? [];
  if (!rows || !first) return undefined;
  const entity = first.read.entity;
  const relation = entity.relations.find(({ name }) => name === expr.p);
  if (relation?.loading !== "explicit" || fillsItself(names, entity, relation)) return undefined;
  const isMissing = (item: Rows): boolean =>
    item.shape === "one" && item.read.entity === entity && isHole(names, code, item.read, relation, next) && loadsNothing(names, item.read, relation);
  if (!rows.every(isMissing) || rows.some((item) => isTouched(item.held, relation))) return undefined;
  const span = { s: expr.s, e: expr.e };
  return { relation, read: first.read, span, steps: [...first.steps, { code, span: lineOf(code, expr.s, expr.e), message: `reads \`${relation.name}\`` }] };
}

/** Whether reading on from the relation fails: nothing stands there, or a key, or a collection nobody loaded. */
function isHole(names: Names, code: Code, { facts, entity }: EntityRead, relation: Relation, next: string): boolean {
  if (facts.typed && !/\.[cm]?jsx?$/.test(code.path)) return false;
  switch (facts.unloaded) {
    case "nothing":
      return true;
    case "collection":
      return relation.cardinality === "many" && (next === "*" || next === "getItems");
    case "key": {
      const target = relation.target === undefined ? undefined : entitiesOf(names).named(relation.target, entity.library);
      return relation.cardinality === undefined && next !== "id" && next !== "_id" && target?.columns.includes(next) === true;
    }
  }
}

/** A default of the class, a hook after loading, a default scope: something fills the relation without the query. */
function fillsItself(names: Names, { code, c }: Entity, { name }: Relation): boolean {
  if (!code) return false;
  const fact = c === undefined ? undefined : code.summary.classes[c];
  if (fact && (fact.members[name]?.v !== undefined || fact.members[name]?.f !== undefined)) return true;
  if (c !== undefined && code.summary.writes[`c${String(c)}.${name}`] !== undefined) return true;
  return (
    implicitLoads(names, code).some(({ kind }) => kind === "loadingScope" || kind === "populatingHook") || /autopopulate|AfterLoad|afterFind/.test(code.text)
  );
}

/** Whether a query surely loads nothing for a relation: its options and the calls of its chain are all known. */
export function loadsNothing(names: Names, { code, call, chain, facts, options, entity }: EntityRead, relation: Relation): boolean {
  const isNamed = (text: string): boolean =>
    new RegExp(`\\b(?:${escaped(relation.name)}|${escaped(relation.target ?? relation.name)}|all)\\b|\\*`, "i").test(text);
  for (const link of callsInChain(code, chain)) {
    if (link.call === call) continue;
    if (facts.loads.includes(link.method)) {
      if (!link.args.every((id) => isWritten(names, code, id)) || link.args.some((id) => isNamed(textOf(code, id)))) return false;
    } else if (!facts.plain.includes(link.method) && !facts.first?.includes(link.method) && !isAccess(link.method, entity)) return false;
  }
  const expr = code.expr(call);
  const given = options === -1 || expr.k !== "call" ? undefined : expr.args[options];
  if (expr.k === "call" && expr.args.some((id) => code.expr(id).k === "spread")) return false;
  if (given === undefined) return true;
  return originsOf(names, { code, id: given }).every((origin) => {
    const object = origin.code.expr(origin.id);
    if (object.k !== "object" || origin.frame) return false;
    return object.props.every(([key, value]) => {
      if (facts.plain.includes(key)) return true;
      return facts.loads.includes(key) && isWritten(names, origin.code, value) && !isNamed(textOf(origin.code, value));
    });
  });
}

/** Calls on the way to the model: `dataSource.getRepository(Loan)`, `connection.model("Loan")`. */
function isAccess(method: string, { name }: Entity): boolean {
  return method === "getRepository" || method === "getModel" || method === "model" || method === name;
}

/** Whether a value is written out: constants, lists and objects of them, classes. */
function isWritten(names: Names, code: Code, id: ExprId): boolean {
  const expr = code.expr(id);
  switch (expr.k) {
    case "const":
      return true;
    case "array":
      return expr.items.every((item) => isWritten(names, code, item));
    case "object":
      return expr.props.every(([key, value]) => key !== "..." && key !== "[]" && isWritten(names, code, value));
    case "name":
    case "member":
      return names.denote(code, id).some((item) => item.k === "class" || item.k === "api");
    default:
      return false;
  }
}

function textOf(code: Code, id: ExprId): string {
  const { s, e } = code.expr(id);
  return code.text.slice(s, e);
}

const ofLists = new Set(["map", "filter", "find", "some", "every", "slice", "at", "push", "flatMap", "sort", "reduce", "findIndex", "includes"]);

/** Whether something may have filled the relation on the way: a variable of the rows was handed to a call, asked to load, or given the relation. */
function isTouched(held: readonly Held[], { name }: Relation): boolean {
  return held.some(({ code, b, until }) => {
    if (Object.keys(code.summary.writes).some((key) => key.endsWith(`.${name}`) && key.startsWith("b"))) return true;
    return code.summary.calls.some((call) => {
      const expr = code.expr(call);
      if ((expr.k !== "call" && expr.k !== "new") || expr.e > until) return false;
      const callee = code.expr(expr.c);
      if (callee.k === "member" && !ofLists.has(callee.p) && isHolder(code, callee.o, b)) return true;
      return expr.args.some((id) => isHolder(code, id, b));
    });
  });
}

/** The variable itself, or an object, list or spread that holds it. */
function isHolder(code: Code, id: ExprId, b: number): boolean {
  const expr = code.expr(id);
  switch (expr.k) {
    case "name":
      return expr.b === b;
    case "object":
      return expr.props.some(([, value]) => isHolder(code, value, b));
    case "array":
      return expr.items.some((item) => isHolder(code, item, b));
    case "spread":
      return isHolder(code, expr.o, b);
    default:
      return false;
  }
}
