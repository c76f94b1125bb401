import { NotFound } from "@/errors/lending-errors";
import type { Book, NewBook, ShelfOrder } from "./book.model";
import { findBook, findBooks, findOnShelf, insertBook } from "./catalogue.repository";

export function searchBooks(title: string, sort: string): Promise<Book[]> {
  return findBooks({ title: title.trim(), orderBy: sort });
}

export function browseShelf(shelf: string, order: ShelfOrder): Promise<Book[]> {
  return findOnShelf(shelf, order);
}

export function acquireBook(book: NewBook): Promise<Book> {
  return insertBook(book);
}

export async function hasFreeCopy(bookId: string, lent: number): Promise<boolean> {
  const book = await findBook(bookId);
  if (!book) throw new NotFound("book");
  return lent < book.copies;
}
