/**
 * How queries say that a column is one of some values, so that a list of values can stand in place of one: keys of condition objects
 * (Prisma, Mongoose, Sequelize's `Op`), and what such objects stand in. https://www.prisma.io/docs/orm/reference/prisma-client-reference#filter-conditions-and-operators,
 * https://www.mongodb.com/docs/manual/reference/operator/query-comparison, https://sequelize.org/docs/v6/core-concepts/model-querying-basics
 */
export const equalities: ReadonlySet<string> = new Set(["equals", "eq", "in", "$eq", "$in"]);

export const conditionFrames: ReadonlySet<string> = new Set(["where", "filter", "AND", "and", "$and"]);

/** Methods of query builders that are given a column and a value. */
export const equalityMethods: ReadonlySet<string> = new Set(["where", "andWhere", "whereIn", "eq"]);

/** Calls that hand back the same value in another form: `String(loan.bookId)`, `new ObjectId(id)`, `In([id])` of TypeORM. */
export const conversions: ReadonlySet<string> = new Set([
  ...["String", "Number", "BigInt", "parseInt", "toString", "toHexString", "trim", "toLowerCase", "toUpperCase", "ObjectId", "In", "Equal"],
]);
