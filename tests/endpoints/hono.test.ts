import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#project/endpoints/model";
import { chainOf, endpointsOf, linesOf, spell, start } from "./inventory.ts";

interface Application {
  readonly routes: readonly { method: string; path: string; handler: (...args: never[]) => unknown }[];
  request(path: string, init: { method: string }): Promise<Response>;
}

describe("Hono serves what the inventory lists", () => {
  let app: Application;
  let seen: string[];
  let all: readonly Endpoint[];

  beforeAll(async () => {
    app = (await start<{ default: Application }>("hono")).default;
    seen = (await start<{ seen: string[] }>("hono", "src/trace.ts")).seen;
    all = await endpointsOf("hono");
  });

  it("in an application of routed apps, chains, base paths, factories and registration functions", () => {
    // Middleware stands in the same list: it takes `next`.
    const own = app.routes.filter(({ handler }) => handler.length < 2).map(({ method, path }) => `${method} ${spell(path)}`);
    expect(linesOf(all)).toEqual([...new Set(own)].sort());
  });

  it("and finds the handler of each", () => {
    expect(linesOf(all.filter((endpoint) => !endpoint.handler))).toEqual([]);
  });

  it.each([
    ["GET /health", "/health"],
    ["GET /books", "/books"],
    ["POST /books", "/books"],
    ["GET /loans", "/loans"],
    ["GET /loans/{loanId}/items", "/loans/7/items"],
    ["GET /made", "/made"],
    ["PUT /desk/open", "/desk/open"],
    ["GET /v2/books", "/v2/books"],
    ["PUT /shelf/{shelfId}", "/shelf/7"],
    ["POST /fines/{fineId}/payments", "/fines/7/payments"],
  ])("and runs the middleware of %s in the order of the chain", async (line, path) => {
    seen.length = 0;
    expect((await app.request(path, { method: line.split(" ")[0]! })).ok).toBe(true);
    expect(chainOf(all, line)).toEqual(seen);
  });
});
