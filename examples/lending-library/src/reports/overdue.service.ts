import { countOverdueLoans, countOverdueOn } from "./overdue.repository";
import { shelfTotals } from "./shelf-shares";

export async function overdueReport(day: Date): Promise<{ day: string; overdue: number; shelves: Record<string, number> }> {
  const shelves: Record<string, number> = {};
  for (const { shelf } of await shelfTotals()) shelves[shelf] = await countOverdueOn(shelf, day);
  return { day: day.toISOString().slice(0, 10), overdue: await countOverdueLoans(day), shelves };
}
