import { settings } from "@/config/settings";
import { NotAllowed, NotFound } from "@/errors/lending-errors";
import { chargeLateReturn } from "@/fines/fine.service";
import { isOverdue, type Loan } from "./loan.model";
import { closeLoan, countOpenLoans, findLoan, insertLoan, moveDueDate } from "./loan.repository";

const openLoansAllowed = 12;
const dayInMilliseconds = 86_400_000;

export async function lendCopy(copyId: string, readerId: string, branchCode: string): Promise<Loan> {
  if ((await countOpenLoans(readerId)) >= openLoansAllowed) throw new NotAllowed("Return a book first.");
  const dueOn = new Date(Date.now() + settings.loanDays * dayInMilliseconds);
  return insertLoan({ copyId, readerId, branchCode, dueOn });
}

export async function returnCopy(id: string): Promise<Loan> {
  const loan = await findLoan(id);
  if (!loan) throw new NotFound("loan");
  const today = new Date();
  if (isOverdue(loan, today)) await chargeLateReturn(loan.readerId, loan.dueOn, today);
  return closeLoan(id, today);
}

export async function hasOpenLoans(readerId: string): Promise<boolean> {
  return (await countOpenLoans(readerId)) > 0;
}

export async function showLoan(id: string): Promise<Loan> {
  const loan = await findLoan(id);
  if (!loan) throw new NotFound("loan");
  return loan;
}

export async function extendLoan(id: string, dueOn: Date): Promise<Loan> {
  return moveDueDate(id, new Date(dueOn.getTime() + settings.loanDays * dayInMilliseconds));
}
