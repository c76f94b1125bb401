import { PrismaClient } from "@prisma/client";

export async function countOverdueLoans(day: Date): Promise<number> {
  const prisma = new PrismaClient();
  return prisma.loan.count({ where: { dueOn: { lt: day }, returnedOn: null } });
}
