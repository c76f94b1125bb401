import { expect, it } from "vitest";
import { rowsOf } from "./rows.ts";

it("finds the function that answers every request", () => {
  expect(rowsOf("workers").map((row) => `${row.route} ${row.handler}`)).toEqual(["ALL /{*} src/worker.ts:1"]);
});
