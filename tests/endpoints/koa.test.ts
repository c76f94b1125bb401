import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#project/endpoints/model";
import { chainOf, endpointsOf, linesOf, spell, start } from "./inventory.ts";

interface Application {
  listen(port: number, host: string, ready: () => void): Server;
}
interface Router {
  readonly stack: readonly { methods: readonly string[]; path: string | RegExp }[];
}

describe("@koa/router serves what the inventory lists", () => {
  let root: Router;
  let server: Server;
  let seen: string[];
  let all: readonly Endpoint[];

  beforeAll(async () => {
    const fixture = await start<{ app: Application; root: Router }>("koa");
    root = fixture.root;
    seen = (await start<{ seen: string[] }>("koa", "src/trace.ts")).seen;
    all = await endpointsOf("koa");
    await new Promise<void>((ready) => (server = fixture.app.listen(0, "127.0.0.1", ready)));
  });
  afterAll(() => server.close());

  it("in an application of nested routers, names, prefixes and tables", () => {
    const lines = root.stack.flatMap(({ methods, path }) => {
      // A router answers HEAD wherever it answers GET; middleware has no method.
      const own = methods.filter((method) => method !== "HEAD");
      return (own.length > 8 ? ["ALL"] : own).map((method) => `${method} ${spell(String(path))}`);
    });
    expect(linesOf(all)).toEqual([...new Set(lines)].sort());
  });

  it("and finds the handler of each", () => {
    expect(linesOf(all.filter((endpoint) => !endpoint.handler))).toEqual([]);
  });

  it.each([
    ["GET /health", "/health"],
    ["GET /books", "/books"],
    ["GET /books/{bookId}", "/books/7"],
    ["POST /books/{bookId}/copies", "/books/7/copies"],
    ["POST /loans", "/loans"],
    ["GET /fines", "/fines"],
    ["GET /desk/hours", "/desk/hours"],
  ])("and runs the middleware of %s in the order of the chain", async (line, path) => {
    seen.length = 0;
    await fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}${path}`, { method: line.split(" ")[0]! });
    expect(chainOf(all, line).filter((name) => /^\w+$/.test(name))).toEqual(seen);
  });
});
