import type { CheckoutFact, DataFacts, OperationFact, RecordWrite, TransactionFact } from "#catalog/facts/data";
import { index, oneOf, record, text, texts, textMap } from "./words.ts";

const operationFact = record<OperationFact>(["apis", "does"], {
  on: texts("Types that have the methods; `*` is any one name."),
  apis: texts("Methods of those types, or API paths of calls."),
  does: oneOf<OperationFact["does"]>({ read: true, write: true, statement: true, flush: true }),
  rows: oneOf<NonNullable<OperationFact["rows"]>>({ one: true, many: true }),
  handle: texts("Argument paths or methods of the chain that take a transaction."),
  several: { const: true, description: "Several statements which nothing holds together." },
  mustExist: { const: true, description: "Of a delete of one row: an error where there is no such row." },
  sameTick: { const: true, description: "Calls of one tick are sent as one query." },
  perRow: texts("Argument paths or methods of the chain with the values of a row: rows with values of their own take a statement each."),
  lazy: { const: true, description: "A builder: it runs where the chain is awaited." },
  table: { ...index, description: "Argument that names what it works on." },
  properties: texts("Properties of the argument that hold the text of a statement."),
});

const transactionFact = record<TransactionFact>(["apis", "form"], {
  apis: texts("API paths of the calls or decorators."),
  form: oneOf<TransactionFact["form"]>({ callback: true, begin: true, batch: true, decorator: true, wrapper: true }),
  argument: index,
  handle: { ...index, description: "Parameter of the callback that is the handle." },
  on: oneOf<NonNullable<TransactionFact["on"]>>({ result: true, receiver: true }),
  commit: texts("Methods that end it."),
  rollback: texts("Methods that undo it."),
  contextual: { const: true, description: "Calls of the client join by themselves, but not those of its forks." },
  serial: { const: true, description: "Several operations at once are not allowed." },
});

const checkoutFact = record<CheckoutFact>(["apis", "release"], {
  apis: texts("Calls that hand out a connection which must be given back."),
  obtain: texts("Methods that take the connection: when one of them fails, nothing was taken."),
  release: texts("Methods that give it back."),
});

const dataFacts = record<DataFacts>([], {
  operations: { type: "array", items: operationFact, description: "What reads and writes." },
  transactions: { type: "array", items: transactionFact, description: "What opens a transaction." },
  checkouts: { type: "array", items: checkoutFact },
  detached: { const: true, description: "Rows know nothing of the transaction they were read in." },
  passive: { const: true, description: "Only calls on the client ask the database; entities describe." },
  nested: texts("Properties inside a record that write other rows with it, or tie it to them."),
  beginsByText: { const: true, description: "A transaction is begun, ended and undone by statements on one connection." },
  inProcess: { const: true, description: "The database runs inside the program: many small queries cost no round trips." },
  tableFirst: { const: true, description: "The client is called with the name of a table to begin a chain." },
  conditions: texts("Functions that make a part of a query of the columns they are given."),
  over: { ...text, description: "Library whose client this one is built on." },
  entries: record<NonNullable<DataFacts["entries"]>>(
    ["drivers", "sentAtOnce"],
    { drivers: texts("Those whose clients hold a connection."), sentAtOnce: texts("Those that send each statement by itself, without transactions.") },
    "Entry points of the package that make clients.",
  ),
  batch: record<NonNullable<DataFacts["batch"]>>(["read", "write"], { read: text, write: text }, "How many rows are read and written at once."),
  ambient: texts("APIs whose use makes calls inside a transaction join it by themselves."),
  clients: texts("Types that are a data client or session."),
  repositories: texts("Types that are a repository."),
  entityDecorators: texts("Decorators that define an entity."),
  entityBases: texts("Base classes of entities."),
  modelFactories: texts("Calls that define a model or table."),
  recordWrites: {
    type: "array",
    items: record<RecordWrite>(["api"], { api: text, argument: index, properties: texts("Properties of the argument that hold the record.") }),
    description: "Calls that store a record.",
  },
  forks: textMap("Call that makes a client which does not find a transaction in its context → option that makes it do so."),
  local: texts("Methods of clients, repositories and entities that ask the database nothing."),
});

/** JSON Schema of the types in src/catalog/facts/data.ts. */
export const dataDefinitions = { dataFacts };
