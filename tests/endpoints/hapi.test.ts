import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#project/endpoints/model";
import { chainOf, endpointsOf, linesOf, spell, start } from "./inventory.ts";

interface Server {
  table(): readonly { method: string; path: string }[];
  inject(request: { method: string; url: string }): Promise<unknown>;
}

describe("hapi serves what the inventory lists", () => {
  let server: Server;
  let seen: string[];
  let all: readonly Endpoint[];

  beforeAll(async () => {
    server = await (await start<{ createServer(): Promise<Server> }>("hapi")).createServer();
    seen = (await start<{ seen: string[] }>("hapi", "src/trace.ts")).seen;
    all = await endpointsOf("hapi");
  });

  it("in an application of plugins, prefixes, route objects of other files and loops", () => {
    const lines = server.table().map(({ method, path }) => `${method === "*" ? "ALL" : method.toUpperCase()} ${spell(path).replace(/\{(\w+)\*\}$/, "{*$1}")}`);
    expect(linesOf(all)).toEqual([...new Set(lines)].sort());
  });

  it("and finds the handler of each", () => {
    expect(linesOf(all.filter((endpoint) => !endpoint.handler))).toEqual([]);
  });

  it.each([
    ["GET /health", "/health"],
    ["PUT /members/{memberId}", "/members/7"],
    ["GET /books/{bookId}", "/books/7"],
    ["POST /loans", "/loans"],
  ])("and runs what stands in front of %s, wherever it was said", async (line, url) => {
    seen.length = 0;
    await server.inject({ method: line.split(" ")[0]!, url });
    expect([...chainOf(all, line)].sort()).toEqual([...seen].sort());
  });
});
