import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("nest-messages");

it("finds messages, events and sockets under their own addresses", () => {
  expect(rows.map((row) => `${row.route} ${row.handler}`)).toEqual([
    "EVENT event:#book.returned src/loans.ts:21",
    "MESSAGE message:#lend src/loans.ts:16",
    "WS ws:desk#reserve src/loans.ts:30",
  ]);
  expect(rowAt(rows, "WS ws:desk#reserve").chain).toEqual(["router(@UseGuards) MemberGuard"]);
});
