/** A read that brings whole rows unless it is told which fields. */
export interface ProjectionFact {
  /** API paths after the library's name; `*` is any one name: `PrismaClient.*.findMany`. */
  readonly apis: readonly string[];
  readonly rows: "one" | "many" | "counted";
  /** Argument with options. Without it the fields are named by a method of the same chain. */
  readonly argument?: number;
  /** The option or method that names the fields. */
  readonly by: string;
  /** How it names them: `{ name: true }`, `{ name: 1 }`, `["name"]`, `"name", "due"`, `"name due"`, `{ name: books.name }`. */
  readonly as: "flags" | "numbers" | "list" | "arguments" | "words" | "columns";
  /** Options, or methods of the chain, beside which whole rows come all the same. Others may mean anything. */
  readonly plain: readonly string[];
  /** Methods of the chain that make one row of a list. */
  readonly first?: readonly string[];
  /** A method of the chain that asks for whole rows and is replaced by the one that names fields: `selectAll`. */
  readonly whole?: string;
  /** Argument that names the fields as well, and is not there in a read of whole rows. */
  readonly named?: number;
  /** The read that takes options in place of this one, which takes a filter alone: `find` for `findBy`. */
  readonly instead?: string;
}

/** Whether a field must be known as a column of the entity: rows are objects with more on them than columns. */
export const rowsAreObjects: ReadonlySet<string> = new Set(["typeorm", "@mikro-orm/core", "sequelize", "mongoose", "objection"]);

const prisma = { argument: 0, by: "select", as: "flags", plain: ["where", "orderBy", "take", "skip", "cursor", "distinct"] } as const;
const typeorm = { by: "select", as: "flags", plain: ["where", "order", "take", "skip", "cache", "withDeleted", "lock", "transaction", "comment"] } as const;
const mikro = { by: "fields", as: "list", plain: ["where", "orderBy", "limit", "offset", "filters", "cache", "strategy", "failHandler"] } as const;
const sequelize = {
  by: "attributes",
  as: "list",
  plain: ["where", "order", "limit", "offset", "transaction", "logging", "paranoid", "lock", "raw", "nest", "benchmark", "rejectOnEmpty"],
} as const;
const filters = [
  ...["where", "andWhere", "orWhere", "whereIn", "whereNotIn", "whereNull", "whereNotNull", "whereNot", "whereRaw", "whereBetween", "whereLike"],
  ...["whereILike", "orWhereIn", "orWhereNull", "andWhereRaw", "orWhereRaw", "orderBy", "orderByRaw", "limit", "offset", "forUpdate", "transacting", "from"],
];
const documents = [
  ...["sort", "limit", "skip", "lean", "exec", "where", "equals", "session", "orFail", "read", "hint", "comment", "maxTimeMS", "collation", "batchSize"],
  ...["toArray", "in", "gt", "gte", "lt", "lte", "ne"],
];

/** By library (its first package): reads that can be told which fields to bring. */
export const projections: Readonly<Record<string, readonly ProjectionFact[]>> = {
  "@prisma/client": [
    { apis: ["PrismaClient.*.findMany"], rows: "many", ...prisma },
    {
      apis: ["PrismaClient.*.findUnique", "PrismaClient.*.findUniqueOrThrow", "PrismaClient.*.findFirst", "PrismaClient.*.findFirstOrThrow"],
      rows: "one",
      ...prisma,
    },
  ],
  typeorm: [
    { apis: ["Repository.find", "BaseEntity.find"], rows: "many", argument: 0, ...typeorm },
    { apis: ["EntityManager.find"], rows: "many", argument: 1, ...typeorm },
    { apis: ["Repository.findAndCount", "BaseEntity.findAndCount"], rows: "counted", argument: 0, ...typeorm },
    { apis: ["Repository.findOne", "Repository.findOneOrFail", "BaseEntity.findOne", "BaseEntity.findOneOrFail"], rows: "one", argument: 0, ...typeorm },
    { apis: ["EntityManager.findOne", "EntityManager.findOneOrFail"], rows: "one", argument: 1, ...typeorm },
    { apis: ["Repository.findBy", "BaseEntity.findBy"], rows: "many", argument: 1, instead: "find", ...typeorm },
    { apis: ["Repository.findOneBy", "BaseEntity.findOneBy"], rows: "one", argument: 1, instead: "findOne", ...typeorm },
    { apis: ["Repository.findOneByOrFail", "BaseEntity.findOneByOrFail"], rows: "one", argument: 1, instead: "findOneOrFail", ...typeorm },
  ],
  "@mikro-orm/core": [
    { apis: ["EntityManager.find"], rows: "many", argument: 2, ...mikro },
    { apis: ["EntityManager.findOne", "EntityManager.findOneOrFail"], rows: "one", argument: 2, ...mikro },
    { apis: ["EntityRepository.find"], rows: "many", argument: 1, ...mikro },
    { apis: ["EntityRepository.findOne", "EntityRepository.findOneOrFail"], rows: "one", argument: 1, ...mikro },
    { apis: ["EntityRepository.findAll"], rows: "many", argument: 0, ...mikro },
  ],
  sequelize: [
    { apis: ["Model.findAll"], rows: "many", argument: 0, ...sequelize },
    { apis: ["Model.findAndCountAll"], rows: "counted", argument: 0, ...sequelize },
    { apis: ["Model.findOne"], rows: "one", argument: 0, ...sequelize },
    { apis: ["Model.findByPk"], rows: "one", argument: 1, ...sequelize },
  ],
  "drizzle-orm": [
    {
      apis: ["Database.query.*.findMany", "Database._query.*.findMany"],
      rows: "many",
      argument: 0,
      by: "columns",
      as: "flags",
      plain: ["where", "orderBy", "limit", "offset"],
    },
    {
      apis: ["Database.query.*.findFirst", "Database._query.*.findFirst"],
      rows: "one",
      argument: 0,
      by: "columns",
      as: "flags",
      plain: ["where", "orderBy", "offset"],
    },
    {
      apis: ["Database.select"],
      rows: "many",
      by: "select",
      as: "columns",
      whole: "select",
      plain: ["from", "where", "orderBy", "limit", "offset", "for", "all", "$dynamic"],
      first: ["get"],
    },
  ],
  kysely: [
    {
      apis: ["Kysely.selectFrom"],
      rows: "many",
      by: "select",
      as: "list",
      whole: "selectAll",
      plain: ["where", "orderBy", "limit", "offset", "execute", "forUpdate", "whereRef"],
      first: ["executeTakeFirst", "executeTakeFirstOrThrow"],
    },
  ],
  knex: [{ apis: ["Knex", "Knex.QueryBuilder.first"], rows: "many", by: "select", as: "arguments", plain: filters, first: ["first"] }],
  objection: [
    {
      apis: ["Model.query", "QueryBuilder.findById", "QueryBuilder.findOne"],
      rows: "many",
      by: "select",
      as: "arguments",
      plain: [...filters, "throwIfNotFound", "query"],
      first: ["findById", "findOne", "first"],
    },
  ],
  mongoose: [
    { apis: ["Model.find"], rows: "many", by: "select", as: "words", named: 1, plain: documents },
    { apis: ["Model.findOne", "Model.findById"], rows: "one", by: "select", as: "words", named: 1, plain: documents },
  ],
  mongodb: [
    { apis: ["Collection.find"], rows: "many", argument: 1, by: "projection", as: "numbers", plain: [...documents, "session"] },
    { apis: ["Collection.findOne"], rows: "one", argument: 1, by: "projection", as: "numbers", plain: [...documents, "session"] },
  ],
};
