import { expect, it } from "vitest";
import { rowsOf } from "./rows.ts";

const rows = rowsOf("sockets");

it("finds what sockets of the server listen to; clients and the end of a connection are none", () => {
  expect(rows.map((row) => `${row.route} ${row.handler}`)).toEqual([
    "WS ws:#lend src/desk.ts:7",
    "WS ws:#message src/feed.ts:6",
    "WS ws:#message src/feed.ts:17",
    "WS ws:#reserve src/reserve.ts:1",
    "WS ws:readers#ask src/desk.ts:14",
    "WS ws:staff#close src/desk.ts:18",
  ]);
  expect(rows.every((row) => row.open)).toBe(true);
});
