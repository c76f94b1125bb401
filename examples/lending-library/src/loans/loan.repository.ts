import { prisma } from "@/database";
import type { Loan, OverdueLoan } from "./loan.model";

export function findLoan(id: string): Promise<Loan | null> {
  return prisma.loan.findUnique({ where: { id } });
}

export function countOpenLoans(readerId: string): Promise<number> {
  return prisma.loan.count({ where: { readerId, returnedOn: null } });
}

export function insertLoan(loan: Pick<Loan, "copyId" | "readerId" | "branchCode" | "dueOn">): Promise<Loan> {
  return prisma.loan.create({ data: loan });
}

export function closeLoan(id: string, returnedOn: Date): Promise<Loan> {
  return prisma.loan.update({ where: { id }, data: { returnedOn } });
}

export function findOverdueLoans(branchCode: string): Promise<OverdueLoan[]> {
  return prisma.$queryRawUnsafe(`SELECT id, title, email, due_on FROM overdue_loans WHERE branch_code = '${branchCode}'`);
}

export function findLoansDueOn(day: Date): Promise<OverdueLoan[]> {
  return prisma.$queryRaw`SELECT id, title, email, due_on FROM loans_with_readers WHERE due_on = ${day} LIMIT 1000`;
}

export async function lendAtOnce(copyId: string, branchCode: string): Promise<void> {
  const loan = await prisma.loan.create({ data: { copyId, branchCode } });
  await prisma.copy.update({ where: { id: copyId }, data: { loanId: loan.id } });
}

export async function replaceCopy(id: string, copyId: string): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.copy.update({ where: { id: copyId }, data: { lent: true } });
    await prisma.loan.update({ where: { id }, data: { copyId } });
  });
}

export function moveDueDate(id: string, dueOn: Date): Promise<Loan> {
  return prisma.loan.update({ where: { id }, data: { dueOn } });
}
