import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#project/endpoints/model";
import { fixtureFolder } from "../fixtures.ts";
import { chainOf, endpointsOf, linesOf, spell, start } from "./inventory.ts";

interface Router {
  listRoutes(): readonly { path: string | RegExp; methods?: readonly string[]; router?: Router }[];
}
interface Application {
  readonly router: Router;
  listen(port: number, host: string, ready: () => void): Server;
}

/** What the running framework says it serves. */
function served(router: Router, prefix = ""): readonly string[] {
  const lines = router.listRoutes().flatMap(({ path, methods, router: inner }) => {
    const whole = typeof path === "string" ? `${prefix}${path}` : String(path);
    if (inner) return served(inner, whole);
    // A route answers HEAD wherever it answers GET; `all` lists every method there is.
    const own = (methods ?? []).filter((method) => method !== "HEAD");
    return (own.length > 20 ? ["ALL"] : own).map((method) => `${method} ${typeof path === "string" ? spell(whole) : whole}`);
  });
  return [...new Set(lines)].sort();
}

describe("Express 5 serves what the inventory lists", () => {
  let app: Application;
  let seen: string[];
  let server: Server;
  let all: readonly Endpoint[];

  beforeAll(async () => {
    app = (await start<{ createApp(): Application }>("express")).createApp();
    seen = (await start<{ seen: string[] }>("express", "src/trace.ts")).seen;
    all = await endpointsOf("express");
    await new Promise<void>((ready) => (server = app.listen(0, "127.0.0.1", ready)));
  });
  afterAll(() => server.close());

  it("in an application of nested routers, tables, wrappers, classes and registration functions", () => {
    expect(linesOf(all)).toEqual(served(app.router));
  });

  it("and finds the handler of each", () => {
    expect(linesOf(all.filter((endpoint) => !endpoint.handler))).toEqual([]);
  });

  it.each([
    ["GET /health", "/health"],
    ["GET /api/v1/books/{bookId}", "/api/v1/books/7"],
    ["POST /api/v1/books", "/api/v1/books"],
    ["PUT /api/v1/books/{bookId}", "/api/v1/books/7"],
    ["DELETE /api/v1/books/{bookId}", "/api/v1/books/7"],
    ["GET /api/v1/members", "/api/v1/members"],
    ["GET /api/v1", "/api/v1"],
    ["ALL /anything", "/anything"],
    ["GET /admin/stats", "/admin/stats"],
  ])("and runs the middleware of %s in the order of the chain", async (line, path) => {
    seen.length = 0;
    const method = line.split(" ")[0]!;
    await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`, { method: method === "ALL" ? "GET" : method });
    expect(chainOf(all, line).filter((name) => /^\w+$/.test(name))).toEqual(seen);
  });
});

it("Express 5 serves what the inventory lists in CommonJS", async () => {
  const require = createRequire(import.meta.url);
  const app = require(fixtureFolder("endpoints", "express-commonjs", "src", "app.js")) as Application;
  expect(linesOf(await endpointsOf("express-commonjs"))).toEqual(served(app.router));
});
