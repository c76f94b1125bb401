import { suspendReader } from "@/readers/reader.service";
import { type Fine, fineFor } from "./fine.model";
import { findFines, insertFine, payFines, sumOpenFines } from "./fine.repository";

const centsBeforeSuspension = 2_500;

export function listFines(readerId: string): Promise<Fine[]> {
  return findFines(readerId);
}

export async function chargeLateReturn(readerId: string, dueOn: Date, returnedOn: Date): Promise<void> {
  await insertFine(readerId, fineFor(dueOn, returnedOn));
  if ((await sumOpenFines(readerId)) > centsBeforeSuspension) await suspendReader(readerId);
}

export function settleFines(readerId: string): Promise<void> {
  return payFines(readerId);
}
