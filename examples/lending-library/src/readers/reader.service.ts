import { NotAllowed } from "@/errors/lending-errors";
import { hasOpenLoans } from "@/loans/loan.service";
import { deleteReader, findAllReaders, updateSuspended } from "./reader.repository";

export function suspendReader(id: string): Promise<void> {
  return updateSuspended(id, true);
}

export async function closeAccount(id: string): Promise<void> {
  if (await hasOpenLoans(id)) throw new NotAllowed("Return every book before closing the account.");
  await deleteReader(id);
}

export async function mailingList(): Promise<string[]> {
  const readers = await findAllReaders();
  return readers.map((reader) => reader.email);
}
