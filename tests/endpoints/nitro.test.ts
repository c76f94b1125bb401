import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("nitro");

it("reads methods and paths from where files lie", () => {
  expect(rows.map((row) => row.route)).toEqual(["ALL /api/{*slug}", "ALL /health", "GET /api/books", "PUT /api/books/{id}"]);
});

it("puts `server/middleware` in front of all of them", () => {
  for (const row of rows) expect(row.chain[0]).toMatch(/^app\(file\) defineEventHandler/);
  expect(rowAt(rows, "PUT /api/books/{id}")).toMatchObject({ handler: "server/handlers/books.ts:1" });
  expect(rowAt(rows, "PUT /api/books/{id}").chain[1]).toBe("route(onRequest) librariansOnly");
});
