import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("adonis");

it("finds routes in groups, of resources, and of functions called in groups", () => {
  expect(rows.map((row) => row.route)).toEqual([
    "DELETE /api/v1/books/{book_id}/loans/{id}",
    "DELETE /api/v1/desk/{id}",
    "GET /",
    "GET /api/v1/books",
    "GET /api/v1/books/{book_id}/loans",
    "GET /api/v1/books/{book_id}/loans/{id}",
    "GET /api/v1/books/{id}",
    "GET|POST /search",
    "POST /api/v1/books/{book_id}/loans",
    "POST /old",
  ]);
});

it("finds methods of controllers: imported, lazily imported, named in a text", () => {
  expect(rowAt(rows, "GET /api/v1/books/{id}").handler).toBe("app/controllers/books_controller.ts:8");
  expect(rowAt(rows, "POST /api/v1/books/{book_id}/loans").handler).toBe("app/controllers/loans_controller.ts:8");
  expect(rowAt(rows, "POST /old").handler).toBe("app/legacy/OldController.ts:2");
});

it("reads middleware of groups and routes; one that is only named stays open", () => {
  expect(rowAt(rows, "DELETE /api/v1/desk/{id}").chain).toEqual(["router(use) middleware.auth()"]);
  expect(rowAt(rows, "GET /api/v1/books/{id}").chain).toEqual(["route(use) middleware.cached()"]);
  expect(rowAt(rows, "GET /api/v1/books")).toMatchObject({ chain: [], guard: "no" });
  expect(rowAt(rows, "POST /old")).toMatchObject({ open: true, guard: "unknown" });
});
