import type { TypeExpr } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Denotation, Names } from "../names.ts";

/**
 * What a value is that comes from a library nobody knows, and is declared to be a client or a repository of one we know: the declaration
 * holds. `const prisma: PrismaClient = container.resolve("prisma")`, `repository(): Repository<Loan> { return this.host.tx.getRepository(Loan) }`.
 */
export function orDeclared(names: Names, items: readonly Denotation[], code: Code, type: TypeExpr | undefined): readonly Denotation[] {
  if (!type || items.length === 0 || !items.every((item) => item.k === "api" && !hasOperations(names, item.name))) return items;
  const { catalog } = names.project;
  const declared = names.ofType(code, type).filter((item) => item.k === "api" && isClient(item.name));
  return declared.length > 0 ? declared : items;

  function isClient(name: string): boolean {
    return catalog.isIn(catalog.data.clients, name) || catalog.isIn(catalog.data.repositories, name);
  }
}

function hasOperations(names: Names, name: string): boolean {
  const library = name.slice(0, name.indexOf("#"));
  return names.project.catalog.libraries.some((facts) => facts.data?.operations && facts.packages[0] === library);
}
