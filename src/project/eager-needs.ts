import { escaped } from "#graph/patterns";
import { callsInChain, chainOf } from "./chains.ts";
import type { Code } from "./code.ts";
import { type Entity, entitiesOf, type Relation } from "./entities.ts";
import { type EntityRead, readAt, rowsOf } from "./entity-rows.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";

/**
 * Whether every find of an entity needs a relation that all of them load: it names the relation anyway, or its rows are read through it. Finds
 * that are not known, of a base class, through another entity's relation, leave it open: the answer is no.
 */
export function isNeededByAll(names: Names, entity: Entity, relation: Relation): boolean {
  const reads = readsOf(names, entity);
  if (!reads || reads.length === 0 || isReachedOtherwise(names, entity)) return false;
  return reads.every((read) => isNamedIn(names, read, relation) || isReadThrough(names, read, relation, reads.length === 1));
}

/** Every find of an entity; `undefined` where a base class of ours may have more. */
function readsOf(names: Names, entity: Entity): readonly EntityRead[] | undefined {
  const { project } = names;
  const found = new Map<string, EntityRead>();
  const codes = new Set(project.mentioning(entity.name));
  for (const code of codes) {
    if (new RegExp(`\\bsuper\\([^)]*\\b${escaped(entity.name)}\\b`).test(code.text)) return undefined;
    for (const [c, item] of code.summary.classes.entries()) {
      if (!item.extendsArgs?.some((type) => type.k === "ref" && type.n === entity.name)) continue;
      if (names.basesOf(code, c).some(({ k }) => k === "class")) return undefined;
      for (const other of project.mentioning(item.n)) codes.add(other);
    }
  }
  for (const code of codes) for (const read of readsIn(names, code)) if (read.entity === entity) found.set(`${code.path}:${String(read.call)}`, read);
  return [...found.values()];
}

function readsIn(names: Names, code: Code): readonly EntityRead[] {
  const methods = [...names.project.catalog.data.rowMethods].filter((method) => code.callsByName.has(method));
  const chains = new Set(methods.flatMap((method) => (code.callsByName.get(method) ?? []).map((call) => chainOf(code, call))));
  return [...chains].flatMap((chain) => {
    const read = readAt(names, code, chain)?.read;
    return read && !read.facts.asWritten?.includes(read.api.slice(read.api.indexOf("#") + 1)) ? [read] : [];
  });
}

/** Rows of it come along with those of another entity, too. */
function isReachedOtherwise(names: Names, entity: Entity): boolean {
  return entitiesOf(names).all.some((other) => other !== entity && other.relations.some(({ target }) => target === entity.name));
}

/** `relations: { author: true }`, `.populate("author")`. */
function isNamedIn(names: Names, { code, call, chain, facts, options }: EntityRead, { name }: Relation): boolean {
  const naming = new RegExp(`\\b${escaped(name)}\\b`);
  const isIn = (at: Code, id: number): boolean => naming.test(at.text.slice(at.expr(id).s, at.expr(id).e));
  if ([...callsInChain(code, chain)].some(({ method, args }) => facts.loads.includes(method) && args.some((id) => isIn(code, id)))) return true;
  const expr = code.expr(call);
  const given = options === -1 || expr.k !== "call" ? undefined : expr.args[options];
  if (given === undefined) return false;
  return originsOf(names, { code, id: given }).every((origin) => {
    const object = origin.code.expr(origin.id);
    return object.k === "object" && object.props.some(([key, value]) => facts.loads.includes(key) && isIn(origin.code, value));
  });
}

/** Whether something reads the relation of a row that the find brought; of the only one there is, of anything that has the entity's type. */
function isReadThrough(names: Names, read: EntityRead, { name }: Relation, isOnly: boolean): boolean {
  return names.project.mentioning(name).some((code) =>
    code.summary.exprs.some((expr) => {
      if (expr.k !== "member" || expr.p !== name || /^\s*=[^=>]/.test(code.text.slice(expr.e, expr.e + 4))) return false;
      if (rowsOf(names, code, expr.o)?.some(({ read: other }) => other.code === read.code && other.call === read.call)) return true;
      const type = isOnly ? names.typeOfExpr(code, expr.o)?.t : undefined;
      return type?.k === "ref" && type.n === read.entity.name;
    }),
  );
}
