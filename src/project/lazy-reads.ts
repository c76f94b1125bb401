import type { OperationFact } from "#catalog/facts/data";
import { escaped } from "#graph/patterns";
import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import type { Operation } from "./data-operations.ts";
import { entitiesOf, type Relation } from "./entities.ts";
import { rowsOf } from "./entity-rows.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";
import { rowAt } from "./row-loaders.ts";
import { loadsNothing } from "./unloaded-relations.ts";
import { isAssigned } from "./value-uses.ts";

/** Places of a file that read a lazy relation: the property itself runs a query (`await loan.book`), unless the row's query loaded it. */
export const lazyReadsIn = perFile((names, code): readonly Operation[] => {
  const words = lazyNames(names);
  if (words.size === 0 || ![...words].some((word) => code.text.includes(`.${word}`))) return [];
  return code.summary.exprs.flatMap((expr, id) => (expr.k === "member" && words.has(expr.p) ? (lazyRead(names, code, id) ?? []) : []));
});

const known = new WeakMap<Names, ReadonlySet<string>>();

/** Names of relations that are loaded by reading them. */
function lazyNames(names: Names): ReadonlySet<string> {
  let words = known.get(names);
  if (words) return words;
  const mayBeLazy = names.project.libraries.some(({ entities }) => entities?.lazyPromises);
  const all = mayBeLazy ? entitiesOf(names).all.flatMap(({ relations }) => relations.filter(({ loading }) => loading === "lazy")) : [];
  known.set(names, (words = new Set(all.map(({ name }) => name))));
  return words;
}

function lazyRead(names: Names, code: Code, id: ExprId): Operation | undefined {
  const expr = code.expr(id);
  if (expr.k !== "member" || isAssigned(code, id)) return undefined;
  const row = rowAt(names, code, expr.o);
  const relation = row?.entity.relations.find(({ name, loading }) => name === expr.p && loading === "lazy");
  if (!row || !relation || mayBeLoaded(names, code, expr.o, relation)) return undefined;
  const { library } = row.entity;
  const fact: OperationFact = { apis: [], does: "read", rows: "one" };
  const instead = row.facts.loads[0];
  const base = { code, call: id, chain: id, receiver: expr.o, api: `${library}#Row.${expr.p}`, library, fact, parts: [{ call: id, fact }] };
  return { ...base, does: "read", fn: standsIn(code, id).fn, ...(instead !== undefined && { instead }) };
}

/** Whether a query behind the row loaded the relation; of rows nobody can trace, whether any query of the project names it among what it loads. */
function mayBeLoaded(names: Names, code: Code, row: ExprId, relation: Relation): boolean {
  const rows = rowsOf(names, code, row);
  if (rows) return rows.some(({ read }) => !loadsNothing(names, read, relation));
  return [...names.project.codesWith(["relations", "JoinAndSelect"])].some((other) =>
    new RegExp(`(?:relations\\s*[:=]|JoinAndSelect\\()[^;]{0,400}\\b${escaped(relation.name)}\\b`).test(other.text),
  );
}
