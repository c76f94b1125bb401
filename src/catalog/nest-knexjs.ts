import type { LibraryFacts } from "./facts.ts";

/** In `nest-knexjs`, `InjectModel` and `InjectConnection` both inject the connection. */
export const nestKnexjs: LibraryFacts = {
  packages: ["nest-knexjs", "nestjs-knex"],
  docs: "https://knexjs.org/guide/raw.html",
  injects: { InjectConnection: "knex#Knex", InjectModel: "knex#Knex", InjectKnex: "knex#Knex" },
};
