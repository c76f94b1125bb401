/**
 * What a list read may say without saying how many rows it brings. The words mean the same in every library that has them; a word that
 * stands in neither list may bound a read.
 */
export const shapingOptions: ReadonlySet<string> = new Set([
  ...["select", "include", "omit", "attributes", "columns", "fields", "exclude", "with", "extras", "relations", "populate", "strategy"],
  ...["order", "orderBy", "sort", "raw", "nest", "lean", "paranoid", "logging", "cache", "relationLoadStrategy", "withDeleted", "transaction"],
]);

/**
 * By library (its first package), the option that loads relations and may filter the rows by them: an inner join (`required`, or `where`, which
 * implies it). https://sequelize.org/docs/v6/advanced-association-concepts/eager-loading/
 */
export const joiningOptions: Readonly<Record<string, string>> = { sequelize: "include" };

/** Methods of builders. */
export const shapingMethods: ReadonlySet<string> = new Set([
  ...["select", "selectAll", "selectFrom", "from", "query", "columns", "orderBy", "orderByRaw", "addOrderBy", "sort", "lean", "populate", "exec"],
  ...["execute", "then", "catch", "leftJoin", "leftJoinAndSelect", "withGraphFetched", "createQueryBuilder", "getRepository", "getMany", "getResult"],
]);

/** Words for entities of which there are few, whoever lends books: a list of all of them is small. */
export const fewOfThem =
  /(?:role|permission|scope|country|countrie|currency|currencie|language|locale|category|categorie|tag|status|type|kind|setting|config|plan|tier|region|zone|feature|flag|environment|branch|menu|template|theme|version|migration|provider|unit|level|sequence)e?s?$/i;
