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
  data: { clients: ["MongoClient", "Db", "Collection", "ClientSession"] },
};
