import { expect, it } from "vitest";
import { rowsOf } from "./rows.ts";

it("does not call an endpoint limited whose limiter lets some requests through", () => {
  expect(rowsOf("nest-limits").map(({ route, limit }) => `${route}: ${limit}`)).toEqual([
    "DELETE /loans: unknown",
    "GET /loans: yes",
    "PATCH /loans: unknown",
    "POST /loans: unknown",
    "POST /loans/many: yes",
  ]);
});
