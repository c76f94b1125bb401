import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("azure");

it("reads routes, methods and levels of functions", () => {
  expect(rows.map((row) => `${row.route} ${row.guard}`)).toEqual([
    "DELETE /api/loans/{id} no",
    "GET /api/health no",
    "GET|POST /api/books no",
    "POST /api/members/{memberId}/loans yes",
  ]);
  expect(rowAt(rows, "POST /api/members/{memberId}/loans").handler).toBe("src/functions/loans.ts:3");
});
