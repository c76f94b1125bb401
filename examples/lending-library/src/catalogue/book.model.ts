export interface Book {
  readonly id: string;
  readonly isbn: string;
  readonly title: string;
  readonly author: string;
  readonly shelf: string;
  readonly copies: number;
}

export type NewBook = Omit<Book, "id">;

export interface BookFilter {
  readonly title: string;
  readonly orderBy: string;
}

/** What a shelf list can be sorted by, and the column that holds it. */
export const shelfOrders = {
  author: "author",
  newest: "acquired_on DESC",
  title: "title",
} as const;

export type ShelfOrder = keyof typeof shelfOrders;
