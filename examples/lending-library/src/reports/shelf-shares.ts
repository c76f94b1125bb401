import { countCopiesPerShelf } from "@/catalogue/catalogue.repository";

interface ShelfTotal {
  readonly shelf: string;
  readonly copies: number;
}

export function shelfTotals(): Promise<ShelfTotal[]> {
  return countCopiesPerShelf();
}

/** How much of the whole stock stands on each shelf, in per cent. */
export function toShares(totals: readonly ShelfTotal[]): { shelf: string; share: number }[] {
  const copies = totals.reduce((sum, total) => sum + total.copies, 0);
  return totals.map((total) => ({ shelf: total.shelf, share: Math.round((100 * total.copies) / copies) }));
}
