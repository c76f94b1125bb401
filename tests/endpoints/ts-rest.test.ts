import { expect, it } from "vitest";
import { openProject } from "#project/open";
import { fixtureFolder } from "../fixtures.ts";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("ts-rest");

it("reads methods and paths from the contract, and handlers from what serves it", () => {
  expect(rows.map((row) => `${row.route} ${row.handler}`)).toEqual([
    "DELETE /v1/loans/{id} src/loans.ts:1",
    "GET /v1/books src/server.ts:20",
    "GET /v1/health src/server.ts:21",
    "POST /v1/loans src/server.ts:14",
  ]);
  expect(rowAt(rows, "DELETE /v1/loans/{id}").chain).toEqual(["route(middleware) librarian"]);
});

it("takes no type for a schema", () => {
  const { endpoints } = openProject(fixtureFolder("endpoints", "ts-rest"));
  const schemas = Object.fromEntries(endpoints.all.map((endpoint) => [endpoint.path, Object.keys(endpoint.schemas ?? {})]));
  expect(schemas["/v1/books"]).not.toContain("query");
  expect(schemas["/v1/loans"]).toContain("body");
  expect(schemas["/v1/loans/{id}"]).not.toContain("body");
});
