import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("sveltekit");

it("finds routes, page actions and remote functions", () => {
  expect(rows.map((row) => row.route)).toEqual([
    "COMMAND src/remote/books.remote.ts#reserve",
    "DELETE /loans/{id}",
    "FORM src/remote/books.remote.ts#join",
    "GET /loans/{id}",
    "GET /members",
    "POST /members",
    "POST /members?/leave",
    "QUERY src/remote/books.remote.ts#book",
    "QUERY src/remote/books.remote.ts#books",
    "QUERY src/remote/books.remote.ts#covers",
    "QUERY src/remote/books.remote.ts#shelf",
  ]);
});

it("takes a schema for a validator, and `unchecked` for none", () => {
  expect(rows.filter((row) => row.validated).map((row) => row.route)).toEqual([
    "FORM src/remote/books.remote.ts#join",
    "QUERY src/remote/books.remote.ts#book",
    "QUERY src/remote/books.remote.ts#covers",
    "QUERY src/remote/books.remote.ts#shelf",
  ]);
});

it("leaves open what the handle hook does", () => {
  expect(rowAt(rows, "POST /members").guard).toBe("unknown");
  expect(rowAt(rows, "COMMAND src/remote/books.remote.ts#reserve").handler).toBe("src/remote/books.remote.ts:8");
});
