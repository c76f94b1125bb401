import type { LibraryFacts } from "./facts.ts";

const fragment = { position: "fragment", values: 1, safeForm: { kind: "placeholders", style: "?" } } as const;

/** Builders add nothing to knex's raw methods; they only start elsewhere. A class that extends `Model` is itself a `Model` here. */
export const objection: LibraryFacts = {
  packages: ["objection"],
  docs: "https://vincit.github.io/objection.js/recipes/raw-queries.html",
  returns: {
    "Model.query": "QueryBuilder",
    "Model.relatedQuery": "QueryBuilder",
    "Model.fetchGraph": "QueryBuilder",
    "Model.$query": "QueryBuilder",
    "Model.$relatedQuery": "QueryBuilder",
    "Model.$fetchGraph": "QueryBuilder",
    "Model.bindKnex": "Model",
    "Model.bindTransaction": "Model",
    "Model.knex": "knex#Knex",
    "Model.$knex": "knex#Knex",
    "Model.$transaction": "knex#Knex",
    "Model.knexQuery": "knex#Knex.QueryBuilder",
    "Model.startTransaction": "knex#Knex.Transaction",
    "transaction.start": "knex#Knex.Transaction",
    "QueryBuilder.*": "QueryBuilder",
    "QueryBuilder.toKnexQuery": "knex#Knex.QueryBuilder",
    raw: "RawBuilder",
    "Model.raw": "RawBuilder",
    "RawBuilder.as": "RawBuilder",
    ref: "ReferenceBuilder",
    "Model.ref": "ReferenceBuilder",
    "ReferenceBuilder.*": "ReferenceBuilder",
    fn: "FunctionBuilder",
    "Model.fn": "FunctionBuilder",
    "FunctionBuilder.*": "FunctionBuilder",
    val: "ValueBuilder",
    "ValueBuilder.*": "ValueBuilder",
  },
  extends: {
    QueryBuilder: "knex#Knex.QueryBuilder",
    ModelClass: "Model",
    Transaction: "knex#Knex.Transaction",
    TransactionOrKnex: "knex#Knex",
  },
  callbacks: {
    "Model.transaction": [{ argument: -1, parameters: { 0: "knex#Knex.Transaction" } }],
    transaction: [{ argument: -1, parameters: { 0: "knex#Knex.Transaction" } }],
  },
  sql: {
    sinks: [
      { api: "raw", ...fragment },
      { api: "Model.raw", ...fragment },
      { api: "fn", position: "name" },
      { api: "Model.fn", position: "name" },
      { api: "ReferenceBuilder.castTo", position: "name" },
    ],
    fragments: ["RawBuilder", "ReferenceBuilder", "FunctionBuilder", "ValueBuilder", "QueryBuilder", "Model.tableName"],
  },
  entities: {
    mappings: "relationMappings",
    kinds: {
      "Model.BelongsToOneRelation": "one",
      "Model.HasOneRelation": "one",
      "Model.HasOneThroughRelation": "one",
      "Model.HasManyRelation": "many",
      "Model.ManyToManyRelation": "many",
    },
  },
  data: {
    detached: true,
    over: "knex",
    operations: [
      { on: ["Model"], apis: ["query", "$query"], does: "read", boundedBy: ["limit()", "first()", "page()", "range()"], handle: ["0"], lazy: true },
      {
        on: ["Model"],
        apis: ["relatedQuery", "$relatedQuery"],
        does: "read",
        boundedBy: ["limit()", "first()", "page()", "range()"],
        handle: ["1"],
        lazy: true,
      },
      { on: ["Model"], apis: ["fetchGraph", "$fetchGraph"], does: "read", handle: ["1.transaction", "2.transaction"], lazy: true },
      { on: ["QueryBuilder"], apis: ["findById", "findOne", "resultSize"], does: "read", rows: "one", lazy: true },
      {
        on: ["QueryBuilder"],
        apis: ["insertAndFetch", "patch", "patchAndFetch", "patchAndFetchById", "updateAndFetch", "updateAndFetchById", "deleteById", "relate", "unrelate"],
        does: "write",
        lazy: true,
      },
      {
        on: ["QueryBuilder"],
        apis: ["insertGraph", "insertGraphAndFetch", "upsertGraph", "upsertGraphAndFetch"],
        does: "write",
        several: true,
        lazy: true,
      },
    ],
    transactions: [
      { apis: ["Model.transaction", "transaction"], form: "callback", argument: -1, handle: 0 },
      { apis: ["Model.startTransaction", "transaction.start"], form: "begin", on: "result", commit: ["commit"], rollback: ["rollback"] },
    ],
    entityBases: ["Model"],
  },
};
