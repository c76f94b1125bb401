import { Pool } from "pg";
import { settings } from "@/config/settings";

export const pool = new Pool({ connectionString: settings.databaseUrl });
