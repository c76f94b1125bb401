import type { TypeExpr } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Denotation, Names } from "../names.ts";

/**
 * What a value is that comes from a library nobody knows, and is declared to be a client or a repository of one we know: the declaration
 * holds. `const prisma: PrismaClient = container.resolve("prisma")`, `repository(): Repository<Loan> { return this.host.tx.getRepository(Loan) }`.
 */
export function orDeclared(names: Names, items: readonly Denotation[], code: Code, type: TypeExpr | undefined): readonly Denotation[] {
  const { catalog } = names.project;
  const isForeign = (item: Denotation): boolean => item.k === "api" && !catalog.data.querying.has(item.name.slice(0, item.name.indexOf("#")));
  if (!type || items.length === 0 || !items.every(isForeign)) return items;
  const declared = names
    .ofType(code, type)
    .filter((item) => item.k === "api" && (catalog.isIn(catalog.data.clients, item.name) || catalog.isIn(catalog.data.repositories, item.name)));
  return declared.length > 0 ? declared : items;
}
