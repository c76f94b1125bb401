import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("next");

it("finds re-exported and destructured handlers, the methods a page handler asks for, and actions", () => {
  expect(rows.map((row) => row.route)).toEqual([
    "ACTION src/actions/loans.ts#extend",
    "ACTION src/actions/loans.ts#lend",
    "ACTION src/actions/loans.ts#remind",
    "ALL /api/search",
    "DELETE /api/loans/{id}",
    "DELETE|PUT /api/members/{id}",
    "GET /api/auth/{*nextauth}",
    "GET /api/loans/{id}",
    "GET /health",
    "GET|POST /api/books",
    "POST /api/auth/{*nextauth}",
  ]);
});

it("finds the handlers where they are written", () => {
  expect(rowAt(rows, "GET /api/loans/{id}").handler).toBe("src/loans/handlers.ts:1");
  expect(rowAt(rows, "DELETE /api/loans/{id}").handler).toBe("src/loans/handlers.ts:5");
  expect(rowAt(rows, "GET /api/auth/{*nextauth}").handler).toBe("?");
});

it("takes a matched middleware for no proof that somebody is signed in", () => {
  expect(rowAt(rows, "GET|POST /api/books").guard).toBe("unknown");
  expect(rowAt(rows, "GET /health").guard).toBe("no");
});

it("reads the chain of a safe action", () => {
  const { chain, validated, handler } = rowAt(rows, "ACTION src/actions/loans.ts#lend");
  expect(chain.map((step) => step.slice(0, 30))).toEqual(
    ["router(use) async ({ next }) =>", "route(input) memberClient.inpu"].map((step) => step.slice(0, 30)),
  );
  expect({ validated, handler }).toEqual({ validated: true, handler: "src/actions/loans.ts:6" });
  expect(rowAt(rows, "ACTION src/actions/loans.ts#remind")).toMatchObject({ chain: [], validated: false, guard: "no" });
});
