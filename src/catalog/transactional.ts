import type { LibraryFacts } from "./facts.ts";

/** Transactions that travel with the asynchronous context: what is called inside joins by itself. */
export const transactional: LibraryFacts = {
  packages: ["typeorm-transactional", "typeorm-transactional-cls-hooked", "@nestjs-cls/transactional", "sequelize-transactional-decorator"],
  docs: "https://github.com/Aliheym/typeorm-transactional#readme",
  data: {
    transactions: [
      { apis: ["Transactional"], form: "decorator" },
      { apis: ["runInTransaction"], form: "callback" },
      { apis: ["wrapInTransaction"], form: "wrapper" },
    ],
    ambient: ["Transactional", "runInTransaction", "wrapInTransaction", "initializeTransactionalContext", "TransactionHost", "ClsPluginTransactional"],
  },
};
