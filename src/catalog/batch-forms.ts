/** A call about the row of one key, and its twin about the rows of many. */
export interface KeyedForm {
  /** API paths after the library's name; `*` is any one name. */
  readonly apis: readonly string[];
  readonly does: "read" | "write";
  /** Where the key stands: an argument of its own, or one property of an object of filters (`0.where`: of this option). */
  readonly key: "argument" | "0" | "1" | "0.where";
  /** The column of a key that is an argument of its own. */
  readonly column?: string;
  /** The twin. */
  readonly method: string;
  /** The function of the library that compares, where the filter is no object: `eq(books.id, id)`. */
  readonly compares?: string;
  /** How it is told several keys; `%` stands for the list, `%column` for the column as it is written. */
  readonly several: string;
  /** What the twin takes in place of a key that is an argument of its own. */
  readonly wrap?: string;
  /** A name it needs, from the library itself. */
  readonly imports?: string;
  /** What the call gives where there is no row. */
  readonly missing?: "null" | "undefined";
  /** How a row is asked for its key, where that is no property everybody declares; `%` stands for the column. */
  readonly asks?: string;
  /** The key is one of a single row, or all rows of it are meant; others must have a column whose name says that no two rows share it. */
  readonly anyColumn?: true;
  /** Options that may stay. */
  readonly keeps?: readonly string[];
  /** What follows the twin's call. */
  readonly ending?: string;
  /** It refuses an empty list. */
  readonly notEmpty?: true;
}

/** A chain of calls about the row of one key, `knex("loans").where({ id }).first()`, and its twin about many. */
export interface BuiltForm {
  /** What starts the chain: API paths after the library's name. */
  readonly apis: readonly string[];
  /** How the method `where` is told the key: `{ id: key }`, `"id", key`, `"id", "=", key`, or a function of the library that compares. */
  readonly tells: readonly ("object" | "pair" | "equals" | "comparison")[];
  /** The function that compares: `eq`. */
  readonly compares?: string;
  /** What stands for it in the twin; `%column` and `%keys` are filled in. */
  readonly several: string;
  /** A name it needs, from the library itself. */
  readonly imports?: string;
  /** Methods at the end that make one row of the list → what stands there in the twin. Without any, the first element of the list is taken. */
  readonly endings?: Readonly<Record<string, string>>;
  /** A limit of one row, which the twin goes without. */
  readonly limits?: string;
  /** Methods that name the columns: the key must be among them, or nothing named. */
  readonly selects: readonly string[];
  /** Methods that may stay as they are. */
  readonly keeps: readonly string[];
  /** An empty list is an error of syntax, or refused by some version. */
  readonly notEmpty?: true;
}

/** A call that writes one record, and its twin that writes a list of them. */
export interface RecordForm {
  readonly apis: readonly string[];
  /** The record: the first argument, or the only property of it. */
  readonly record: "0" | "0.data";
  readonly method: string;
  /** A later call of the chain takes the record: `insert(loans).values(…)`. */
  readonly link?: string;
  /** It takes plain columns only, where the call also takes records of other tables inside. */
  readonly flat?: true;
  readonly notEmpty?: true;
}

const models = (...methods: readonly string[]): string[] => methods.map((method) => `PrismaClient.*.${method}`);

const prismaRead = { does: "read", key: "0.where", method: "findMany", several: "{ in: % }", missing: "null", keeps: ["include"] } as const;

/** By library (its first package). */
export const keyedForms: Readonly<Record<string, readonly KeyedForm[]>> = {
  "@prisma/client": [
    { apis: models("findUnique"), ...prismaRead, anyColumn: true },
    { apis: models("findFirst"), ...prismaRead },
    { apis: models("delete", "deleteMany"), does: "write", key: "0.where", method: "deleteMany", several: "{ in: % }", anyColumn: true },
  ],
  typeorm: [
    { apis: ["Repository.findOneBy"], does: "read", key: "0", method: "findBy", several: "In(%)", imports: "In", missing: "null" },
    { apis: ["EntityManager.findOneBy"], does: "read", key: "1", method: "findBy", several: "In(%)", imports: "In", missing: "null" },
    {
      apis: ["Repository.findOne"],
      does: "read",
      key: "0.where",
      method: "find",
      several: "In(%)",
      imports: "In",
      missing: "null",
      keeps: ["relations", "withDeleted"],
    },
    { apis: ["Repository.delete"], does: "write", key: "argument", method: "delete", several: "%", notEmpty: true },
  ],
  "@mikro-orm/core": [
    { apis: ["EntityManager.findOne"], does: "read", key: "1", method: "find", several: "%", missing: "null" },
    { apis: ["EntityRepository.findOne"], does: "read", key: "0", method: "find", several: "%", missing: "null" },
    { apis: ["EntityManager.nativeDelete"], does: "write", key: "1", method: "nativeDelete", several: "%", anyColumn: true },
  ],
  sequelize: [
    {
      apis: ["Model.findByPk"],
      does: "read",
      key: "argument",
      column: "id",
      method: "findAll",
      several: "%",
      wrap: "{ where: { id: % } }",
      asks: 'get("%")',
      missing: "null",
    },
    {
      apis: ["Model.findOne"],
      does: "read",
      key: "0.where",
      method: "findAll",
      several: "%",
      asks: 'get("%")',
      missing: "null",
      keeps: ["include", "transaction"],
    },
    { apis: ["Model.destroy"], does: "write", key: "0.where", method: "destroy", several: "%", anyColumn: true, keeps: ["transaction"] },
  ],
  mongoose: [
    {
      apis: ["Model.findById"],
      does: "read",
      key: "argument",
      column: "_id",
      method: "find",
      several: "{ $in: % }",
      wrap: "{ _id: % }",
      missing: "null",
    },
    { apis: ["Model.findOne"], does: "read", key: "0", method: "find", several: "{ $in: % }", missing: "null" },
    { apis: ["Model.deleteOne"], does: "write", key: "0", method: "deleteMany", several: "{ $in: % }" },
    { apis: ["Model.deleteMany"], does: "write", key: "0", method: "deleteMany", several: "{ $in: % }", anyColumn: true },
    { apis: ["Model.findByIdAndDelete"], does: "write", key: "argument", method: "deleteMany", several: "{ $in: % }", wrap: "{ _id: % }" },
  ],
  mongodb: [
    { apis: ["Collection.findOne"], does: "read", key: "0", method: "find", several: "{ $in: % }", ending: ".toArray()", missing: "null" },
    { apis: ["Collection.deleteOne"], does: "write", key: "0", method: "deleteMany", several: "{ $in: % }" },
    { apis: ["Collection.deleteMany"], does: "write", key: "0", method: "deleteMany", several: "{ $in: % }", anyColumn: true },
  ],
  "drizzle-orm": [
    {
      apis: ["Database.query.*.findFirst"],
      does: "read",
      key: "0.where",
      compares: "eq",
      method: "findMany",
      several: "inArray(%column, %)",
      imports: "inArray",
      missing: "undefined",
      keeps: ["with"],
      notEmpty: true,
    },
  ],
  objection: [
    { apis: ["QueryBuilder.findById"], does: "read", key: "argument", column: "id", method: "findByIds", several: "%", asks: "$id()", missing: "undefined" },
  ],
};

/** By library (its first package). */
export const builtForms: Readonly<Record<string, readonly BuiltForm[]>> = {
  knex: [
    {
      apis: ["Knex"],
      tells: ["object", "pair", "equals"],
      several: 'whereIn("%column", %keys)',
      endings: { first: "" },
      selects: ["select"],
      keeps: ["where", "andWhere", "whereNull", "whereNotNull", "whereNot", "transacting"],
    },
  ],
  kysely: [
    {
      apis: ["Kysely.selectFrom"],
      tells: ["equals"],
      several: 'where("%column", "in", %keys)',
      endings: { executeTakeFirst: "execute" },
      limits: "limit",
      selects: ["select", "selectAll"],
      keeps: ["where"],
      notEmpty: true,
    },
  ],
  "drizzle-orm": [
    {
      apis: ["Database.select"],
      tells: ["comparison"],
      compares: "eq",
      several: "where(inArray(%column, %keys))",
      imports: "inArray",
      limits: "limit",
      selects: ["select"],
      keeps: ["from"],
      notEmpty: true,
    },
  ],
};

/** By library (its first package). */
export const recordForms: Readonly<Record<string, readonly RecordForm[]>> = {
  "@prisma/client": [{ apis: models("create"), record: "0.data", method: "createMany", flat: true }],
  typeorm: [
    { apis: ["Repository.insert"], record: "0", method: "insert", notEmpty: true },
    { apis: ["Repository.save"], record: "0", method: "save" },
  ],
  sequelize: [{ apis: ["Model.create"], record: "0", method: "bulkCreate" }],
  mongoose: [{ apis: ["Model.create"], record: "0", method: "insertMany" }],
  mongodb: [{ apis: ["Collection.insertOne"], record: "0", method: "insertMany", notEmpty: true }],
  knex: [{ apis: ["Knex.QueryBuilder.insert"], record: "0", method: "insert" }],
  "drizzle-orm": [{ apis: ["Database.insert"], record: "0", link: "values", method: "values", notEmpty: true }],
};

/** By library (its first package): what the option that loads relations with the rows is given; `%` stands for the relation. */
export const relationOptions: Readonly<Record<string, string>> = {
  "@mikro-orm/core": '["%"]',
  sequelize: '["%"]',
  typeorm: "{ %: true }",
};

/** Libraries whose rows have what was included under its own name, and a method `get…` that asks again all the same. */
export const gettersRead: ReadonlySet<string> = new Set(["sequelize"]);
