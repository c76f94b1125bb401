import type { Loan } from "@prisma/client";

export type { Loan };

export interface OverdueLoan {
  readonly id: string;
  readonly title: string;
  readonly email: string;
  readonly dueOn: Date;
}

export function isOverdue(loan: Loan, today: Date): boolean {
  return loan.returnedOn === null && loan.dueOn < today;
}
