import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("react-router");

it("reads the paths that `app/routes.ts` names, and takes no file it does not name", () => {
  expect(rows.map((row) => row.route)).toEqual([
    "GET /",
    "GET /desk/loans",
    "GET /files/{*}",
    "GET /members/{memberId}",
    "POST /desk/loans/{id}",
    "POST /members/{memberId}",
  ]);
  expect(rowAt(rows, "POST /desk/loans/{id}").handler).toBe("app/desk/loan.ts:1");
});
