import type { LibraryFacts } from "./facts.ts";

export const nestjsObjection: LibraryFacts = {
  packages: ["nestjs-objection"],
  docs: "https://vincit.github.io/objection.js/",
  extends: { Model: "objection#Model", QueryBuilder: "objection#QueryBuilder", Knex: "knex#Knex", Connection: "knex#Knex" },
  injects: { InjectModel: "objection#Model", InjectKnex: "knex#Knex", InjectConnection: "knex#Knex" },
  data: { entityBases: ["Model"], entityDecorators: ["Table"] },
};
