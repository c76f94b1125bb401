import createKnex from "knex";
import { settings } from "@/config/settings";

export const knex = createKnex({ client: "pg", connection: settings.databaseUrl });
