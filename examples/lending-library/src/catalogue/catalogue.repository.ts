import { pool } from "@/database";
import { type Book, type BookFilter, type NewBook, type ShelfOrder, shelfOrders } from "./book.model";

const columns = "id, isbn, title, author, shelf, copies";

export async function findBooks({ title, orderBy }: BookFilter): Promise<Book[]> {
  const { rows } = await pool.query<Book>(
    `SELECT ${columns} FROM books WHERE title ILIKE $1 ORDER BY ${orderBy} LIMIT 100`,
    [`%${title}%`],
  );
  return rows;
}

export async function findOnShelf(shelf: string, order: ShelfOrder): Promise<Book[]> {
  const { rows } = await pool.query<Book>(
    `SELECT ${columns} FROM books WHERE shelf = $1 ORDER BY ${shelfOrders[order]} LIMIT 500`,
    [shelf],
  );
  return rows;
}

export async function findBook(id: string): Promise<Book | undefined> {
  const { rows } = await pool.query<Book>(`SELECT ${columns} FROM books WHERE id = $1`, [id]);
  return rows[0];
}

export async function findBooksByIsbn(isbns: readonly string[]): Promise<Book[]> {
  const placeholders = isbns.map((_, index) => `$${index + 1}`).join(", ");
  const { rows } = await pool.query<Book>(`SELECT ${columns} FROM books WHERE isbn IN (${placeholders})`, [...isbns]);
  return rows;
}

export async function countCopiesPerShelf(): Promise<{ shelf: string; copies: number }[]> {
  const { rows } = await pool.query("SELECT shelf, sum(copies)::int AS copies FROM books GROUP BY shelf ORDER BY shelf");
  return rows;
}

export async function insertBook({ isbn, title, author, shelf, copies }: NewBook): Promise<Book> {
  const { rows } = await pool.query<Book>(
    `INSERT INTO books (isbn, title, author, shelf, copies) VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`,
    [isbn, title, author, shelf, copies],
  );
  return rows[0]!;
}
