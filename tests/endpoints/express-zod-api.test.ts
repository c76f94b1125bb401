import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("express-zod-api");

it("reads the tree of routes: nested endpoints, methods as names and in front of paths", () => {
  expect(rows.map(({ route, handler }) => `${route} ${handler}`)).toEqual([
    "GET /shelves src/loans.ts:24",
    "GET /v1/desk src/loans.ts:8",
    "GET /v1/loans src/loans.ts:8",
    "GET /v1/loans/overdue src/loans.ts:26",
    "POST /elsewhere src/loans.ts:15",
    "POST /staff/desk/lend src/loans.ts:15",
    "POST /v1/desk src/loans.ts:15",
    "POST /v1/loans/many src/loans.ts:15",
    "POST /v1/loans/{id}/renewal src/loans.ts:22",
    "PUT|PATCH /v1/loans/{id} src/loans.ts:18",
  ]);
});

it("puts middleware of the factory in front, and knows that a contract checks what comes in", () => {
  expect(rowAt(rows, "POST /v1/loans/{id}/renewal")).toMatchObject({ guard: "yes", limit: "yes", validated: true, open: false });
  expect(rowAt(rows, "GET /shelves")).toMatchObject({ guard: "no", limit: "yes" });
  expect(rowAt(rows, "GET /v1/loans")).toMatchObject({ guard: "no", limit: "no", validated: true, open: false });
  expect(rowAt(rows, "GET /v1/loans/overdue")).toMatchObject({ validated: false });
});

it("knows the router it is told to; an unknown one leaves the endpoints open", () => {
  expect(rowAt(rows, "POST /staff/desk/lend")).toMatchObject({ guard: "yes", open: false });
  expect(rowAt(rows, "POST /elsewhere")).toMatchObject({ open: true });
});
