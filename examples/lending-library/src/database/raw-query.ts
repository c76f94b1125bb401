import type { QueryResultRow } from "pg";
import { pool } from "./pool";

/** Runs one statement and returns its rows. */
export async function rawQuery<Row extends QueryResultRow>(statement: string, values: unknown[] = []): Promise<Row[]> {
  const { rows } = await pool.query<Row>(statement, values);
  return rows;
}
