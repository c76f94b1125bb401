import { rawQuery } from "@/database";
import type { Fine } from "./fine.model";

export function findFines(readerId: string): Promise<Fine[]> {
  return rawQuery<Fine>(`SELECT * FROM fines WHERE reader_id = '${readerId}' ORDER BY charged_on DESC LIMIT 50`);
}

export async function sumOpenFines(readerId: string): Promise<number> {
  const [total] = await rawQuery<{ cents: number }>(
    "SELECT coalesce(sum(cents), 0)::int AS cents FROM fines WHERE reader_id = $1 AND paid_on IS NULL",
    [readerId],
  );
  return total?.cents ?? 0;
}

export async function insertFine(readerId: string, cents: number): Promise<void> {
  await rawQuery("INSERT INTO fines (reader_id, cents) VALUES ($1, $2)", [readerId, cents]);
}

export async function payFines(readerId: string): Promise<void> {
  await rawQuery("BEGIN");
  await rawQuery("UPDATE fines SET paid_on = now() WHERE reader_id = $1 AND paid_on IS NULL", [readerId]);
  await rawQuery("UPDATE readers SET suspended = false WHERE id = $1", [readerId]);
  await rawQuery("COMMIT");
}
