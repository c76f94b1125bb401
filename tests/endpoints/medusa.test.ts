import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("medusa");

it("finds route files, and leaves open what `middlewares.ts` puts in front", () => {
  expect(rows.map((row) => row.route)).toEqual(["DELETE /admin/books/{id}", "GET /admin/books/{id}", "POST /store/loans"]);
  expect(rowAt(rows, "POST /store/loans")).toMatchObject({ handler: "src/api/handlers.ts:3", guard: "unknown", open: true });
});
