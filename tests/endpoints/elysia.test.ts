import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#project/endpoints/model";
import { chainOf, endpointsOf, linesOf, spell, start } from "./inventory.ts";

interface Application {
  readonly routes: readonly { method: string; path: string }[];
  handle(request: Request): Promise<Response>;
}

describe("Elysia serves what the inventory lists", () => {
  let app: Application;
  let seen: string[];
  let all: readonly Endpoint[];

  beforeAll(async () => {
    app = (await start<{ app: Application }>("elysia")).app;
    seen = (await start<{ seen: string[] }>("elysia", "src/trace.ts")).seen;
    all = await endpointsOf("elysia");
  });

  it("in an application of plugins, groups, guards and prefixes", () => {
    // Node has no sockets for it: Elysia leaves them out.
    const http = all.filter(({ methods }) => !methods.includes("WS"));
    expect(linesOf(http)).toEqual([...new Set(app.routes.map(({ method, path }) => `${method} ${spell(path)}`))].sort());
  });

  it.each([
    ["GET /health", "/health"],
    ["GET /whoami", "/whoami"],
    ["GET /books", "/books"],
    ["GET /v1/loans", "/v1/loans"],
    ["POST /v1/loans", "/v1/loans"],
    ["GET /v1/desk/hours", "/v1/desk/hours"],
    ["PUT /members/{memberId}", "/members/7"],
    ["PURGE /cache", "/cache"],
    ["GET /fines", "/fines"],
  ])("and runs the hooks of %s in the order of the chain", async (line, path) => {
    seen.length = 0;
    const answer = await app.handle(new Request(`http://library.example${path}`, { method: line.split(" ")[0]! }));
    expect(answer.ok).toBe(true);
    expect(chainOf(all, line)).toEqual(seen);
  });
});
