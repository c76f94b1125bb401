import { traverseContractProcedures, unlazyRouter } from "@orpc/server";
import { expect, it } from "vitest";
import { router } from "../../fixtures/endpoints/orpc/src/router.ts";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("orpc");

it("finds the procedures oRPC itself lists, on both transports", async () => {
  const expected: string[] = [];
  traverseContractProcedures({ router: await unlazyRouter(router), path: [] }, ({ contract, path }) => {
    const { route } = contract["~orpc"];
    expected.push(`POST /rpc/${path.join("/")}`, `${route.method ?? "POST"} /api${route.path ?? `/${path.join("/")}`}`);
  });
  expect(expected).toHaveLength(8);
  expect(rows.map((row) => row.route)).toEqual(expected.sort());
});

it("reads middleware and input, and takes `type<T>()` for no validator", () => {
  expect(rows.filter((row) => row.validated).map((row) => row.route)).toEqual(["GET /api/v1/books/{id}", "POST /rpc/books/find"]);
  expect(rows.filter((row) => row.guard === "yes").map((row) => row.route)).toEqual([
    "POST /api/books/reserve",
    "POST /api/v1/loans",
    "POST /rpc/books/reserve",
    "POST /rpc/loans/lend",
  ]);
});

it("finds the handlers", () => {
  expect(rowAt(rows, "POST /rpc/loans/lend").handler).toBe("src/loans.ts:6");
  expect(rowAt(rows, "GET /api/v1/books").handler).toBe("src/books.ts:4");
});
