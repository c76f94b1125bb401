export interface Fine {
  readonly id: string;
  readonly readerId: string;
  readonly cents: number;
  readonly chargedOn: Date;
  readonly paidOn: Date | null;
}

const centsPerDay = 20;
const mostCents = 1_000;
const dayInMilliseconds = 86_400_000;

export function fineFor(dueOn: Date, returnedOn: Date): number {
  const daysLate = Math.ceil((returnedOn.getTime() - dueOn.getTime()) / dayInMilliseconds);
  return Math.min(daysLate * centsPerDay, mostCents);
}
