import { expect, it } from "vitest";
import { appRouter } from "../../fixtures/endpoints/trpc/src/app.ts";
import { membersRouter } from "../../fixtures/endpoints/trpc/src/routers/members.ts";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("trpc");

it("finds the procedures tRPC itself lists", () => {
  const loaded = Object.keys(membersRouter._def.procedures).map((name) => ({ name: `members.${name}`, type: "query" }));
  const flat = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
  const listed = Object.entries(flat).map(([name, procedure]) => ({ name, type: procedure._def.type }));
  expect(Object.keys(appRouter._def.lazy)).toEqual(["members"]);
  const expected = [...listed, ...loaded].map(({ name, type }) => `${type.toUpperCase()} /api/trpc/${name}`);
  expect(rows.map((row) => row.route)).toEqual(expected.sort());
});

it("reads the middleware of the application, the base procedures and the input in order", () => {
  expect(rowAt(rows, "MUTATION /api/trpc/loans.end").chain).toEqual([
    "app rateLimit({ windowMs: 60_000, limit: 100 })",
    "router(use) signedIn",
    "router(use) ({ ctx, next }) => { if (!ctx.member.librarian) throw new TR",
    'route(input) lendingProcedure("back").input(z.string())',
  ]);
  expect(rowAt(rows, "QUERY /api/trpc/books.list").chain).toEqual(["app rateLimit({ windowMs: 60_000, limit: 100 })"]);
});

it("finds the handlers, also declared elsewhere", () => {
  expect(rowAt(rows, "MUTATION /api/trpc/loans.end").handler).toBe("src/routers/loans.ts:14");
  expect(rowAt(rows, "QUERY /api/trpc/members.me").handler).toBe("src/routers/members.ts:3");
});

it("knows who must be signed in, and which input is checked", () => {
  expect(rows.filter((row) => row.guard === "yes").map((row) => row.route)).toEqual([
    "MUTATION /api/trpc/books.copies.reserve",
    "MUTATION /api/trpc/loans.end",
    "MUTATION /api/trpc/loans.lend",
    "QUERY /api/trpc/loans.mine",
    "QUERY /api/trpc/members.me",
  ]);
  expect(rowAt(rows, "QUERY /api/trpc/health").guard).toBe("no");
  expect(rows.filter((row) => row.validated).map((row) => row.route)).toEqual([
    "MUTATION /api/trpc/books.copies.reserve",
    "MUTATION /api/trpc/loans.end",
    "QUERY /api/trpc/books.byId",
  ]);
});
