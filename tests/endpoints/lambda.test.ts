import { expect, it } from "vitest";
import { functionsIn } from "#project/endpoints/lambda-functions";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("lambda");

it("joins routes of deployment files to handlers; what no request starts is no endpoint", () => {
  expect(rows.map((row) => `${row.route} ${row.handler}`)).toEqual([
    "ALL /files/{*path} src/files.ts:1",
    "GET /books src/books.ts:1",
    "POST /loans src/loans.ts:4",
    "PUT /loans/{id} src/loans.ts:4",
  ]);
  expect(rowAt(rows, "POST /loans").guard).toBe("unknown");
});

it("passes over what it cannot read", () => {
  expect(functionsIn("functions: ${file(functions.yml)}\n")).toEqual([]);
  expect(functionsIn("functions:\n  a:\n    handler: src/a.b\n    events:\n      - httpApi: ${self:custom.route}\n")).toEqual([
    { handler: "src/a.b", base: "", routes: [] },
  ]);
});
