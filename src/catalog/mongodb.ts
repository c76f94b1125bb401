import type { LibraryFacts } from "./facts.ts";

/** No SQL; only who talks to a database. */
export const mongodb: LibraryFacts = {
  packages: ["mongodb"],
  docs: "https://www.mongodb.com/docs/drivers/node/current/",
  lifetimes: {
    sessions: { "MongoClient.startSession": "client session" },
    clients: ["MongoClient", "MongoClient.connect"],
    closers: ["MongoClient.close"],
  },
  returns: {
    "MongoClient.connect": "MongoClient",
    "MongoClient.db": "Db",
    "MongoClient.startSession": "ClientSession",
    "Db.collection": "Collection",
    "Db.createCollection": "Collection",
  },
  callbacks: {
    "MongoClient.withSession": [{ argument: -1, parameters: { 0: "ClientSession" } }],
  },
  data: {
    operations: [
      { on: ["Collection"], apis: ["find"], does: "read", handle: ["1.session"] },
      { on: ["Collection"], apis: ["aggregate", "distinct"], does: "read", handle: ["1.session", "2.session"] },
      { on: ["Collection"], apis: ["findOne", "countDocuments", "estimatedDocumentCount"], does: "read", rows: "one", handle: ["1.session"] },
      { on: ["Collection"], apis: ["insertOne", "deleteOne", "deleteMany", "findOneAndDelete"], does: "write", handle: ["1.session"] },
      { on: ["Collection"], apis: ["insertMany", "bulkWrite"], does: "write", several: true, handle: ["1.session"] },
      {
        on: ["Collection"],
        apis: ["updateOne", "updateMany", "replaceOne", "findOneAndUpdate", "findOneAndReplace"],
        does: "write",
        handle: ["2.session"],
      },
    ],
    transactions: [
      { apis: ["ClientSession.withTransaction"], form: "callback", handle: 0, serial: true },
      {
        apis: ["ClientSession.startTransaction"],
        form: "begin",
        on: "receiver",
        commit: ["commitTransaction"],
        rollback: ["abortTransaction"],
        serial: true,
      },
    ],
    checkouts: [{ apis: ["MongoClient.startSession"], release: ["endSession"] }],
    clients: ["MongoClient", "Db", "Collection", "ClientSession"],
    local: ["MongoClient.db", "Db.collection"],
  },
};
