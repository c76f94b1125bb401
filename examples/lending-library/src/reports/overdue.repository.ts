import { PrismaClient } from "@prisma/client";
import { prisma } from "@/database";

export async function countOverdueLoans(day: Date): Promise<number> {
  const own = new PrismaClient();
  return own.loan.count({ where: { dueOn: { lt: day }, returnedOn: null } });
}

export function countOverdueOn(shelf: string, day: Date): Promise<number> {
  return prisma.loan.count({ where: { copy: { shelf }, dueOn: { lt: day }, returnedOn: null } });
}
