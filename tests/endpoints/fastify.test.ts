import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#project/endpoints/model";
import { chainOf, endpointsOf, linesOf, spell, start } from "./inventory.ts";

interface Application {
  addHook(name: "onRoute", hook: (route: { method: string | string[]; url: string }) => void): void;
  ready(): PromiseLike<unknown>;
  inject(request: { method: string; url: string; payload?: object }): Promise<unknown>;
}

/** What `app.all` stands for, on top of GET. */
const others = ["DELETE", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

describe("Fastify 5 serves what the inventory lists", () => {
  let app: Application;
  let seen: string[];
  let all: readonly Endpoint[];
  const routes: { method: string | string[]; url: string }[] = [];

  beforeAll(async () => {
    const { build } = await start<{ build(onRoute: (route: { method: string | string[]; url: string }) => void): Application }>("fastify");
    app = build((route) => routes.push(route));
    seen = (await start<{ seen: string[] }>("fastify", "src/trace.ts")).seen;
    await app.ready();
    all = await endpointsOf("fastify");
  });

  it("in an application of plugins, prefixes, tables, autoloaded folders and registration functions", () => {
    const lines = routes.flatMap(({ method, url }) => {
      const methods = [method].flat();
      return others.every((name) => methods.includes(name)) ? [`ALL ${spell(url)}`] : methods.map((name) => `${name} ${spell(url)}`);
    });
    // Fastify answers HEAD wherever it answers GET.
    const own = [...new Set(lines)].filter((line) => !line.startsWith("HEAD ") || line === "HEAD /inline").sort();
    expect(linesOf(all)).toEqual(own);
  });

  it("and finds the handler of each", () => {
    expect(linesOf(all.filter((endpoint) => !endpoint.handler))).toEqual([]);
  });

  it.each([
    ["GET /health", "/health"],
    ["GET /v1/books", "/v1/books/"],
    ["POST /v1/books", "/v1/books/"],
    ["GET /v1/books/{bookId}/copies", "/v1/books/7/copies/"],
    ["GET /v1/loans", "/v1/loans"],
    ["GET /whoami", "/whoami"],
    ["PUT /inline/{id}", "/inline/7"],
    ["GET /auto/authors", "/auto/authors/"],
    ["GET /auto/opening/hours", "/auto/opening/hours"],
  ])("and runs the hooks of %s in the order of the chain", async (line, url) => {
    seen.length = 0;
    const method = line.split(" ")[0]!;
    await app.inject({ method, url, ...(method === "POST" ? { payload: {} } : {}) });
    // Hooks run by kind (all of onRequest, then preHandler), within a kind in the order of the chain.
    expect([...chainOf(all, line)].sort()).toEqual([...seen].sort());
  });
});
