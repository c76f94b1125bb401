import { countOverdueLoans } from "./overdue.repository";

export async function overdueReport(day: Date): Promise<{ day: string; overdue: number }> {
  return { day: day.toISOString().slice(0, 10), overdue: await countOverdueLoans(day) };
}
