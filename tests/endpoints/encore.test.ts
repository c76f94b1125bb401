import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("encore");

it("reads method and path of each endpoint", () => {
  expect(rows.map((row) => row.route)).toEqual(["ALL /covers/{*path}", "GET /loans", "GET|POST /….remind", "POST /loans", "POST|DELETE /loans/{id}/end"]);
  expect(rowAt(rows, "POST|DELETE /loans/{id}/end").handler).toBe("loans/work.ts:1");
});

it("reads `auth` and `expose` as what they do", () => {
  expect(rowAt(rows, "POST /loans").guard).toBe("yes");
  expect(rowAt(rows, "GET /loans").guard).toBe("no");
  expect(rowAt(rows, "GET|POST /….remind").guard).toBe("unknown");
});
