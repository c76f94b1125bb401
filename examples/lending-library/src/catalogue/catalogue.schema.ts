import { z } from "zod";

export const bookSearch = z.object({
  title: z.string().max(200).default(""),
  sort: z.string().default("title"),
});

export const shelfQuery = z.object({
  order: z.enum(["author", "newest", "title"]).default("author"),
});

export const newBook = z.object({
  isbn: z.string().regex(/^\d{13}$/),
  title: z.string().min(1),
  author: z.string().min(1),
  shelf: z.string().min(1),
  copies: z.number().int().positive(),
});
