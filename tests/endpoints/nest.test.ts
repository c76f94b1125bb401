import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Endpoint } from "#project/endpoints/model";
import { endpointsOf, linesOf, spell, start } from "./inventory.ts";

interface Application {
  init(): Promise<unknown>;
  close(): Promise<void>;
  getHttpAdapter(): { getInstance(): { router: { stack: readonly { route?: { path: string; stack: readonly { method?: string }[] } }[] } } };
}

describe("NestJS serves what the inventory lists", () => {
  let app: Application;
  let all: readonly Endpoint[];

  beforeAll(async () => {
    app = await (await start<{ createApp(): Promise<Application> }>("nest")).createApp();
    await app.init();
    all = await endpointsOf("nest");
  });
  afterAll(() => app.close());

  it("with prefixes, exclusions, versions, inherited and composed decorators", () => {
    const lines = app
      .getHttpAdapter()
      .getInstance()
      .router.stack.flatMap(({ route }) => {
        const methods = new Set(route?.stack.map(({ method }) => method?.toUpperCase() ?? "ALL"));
        return route ? (methods.size > 20 ? ["ALL"] : [...methods]).map((method) => `${method} ${spell(route.path)}`) : [];
      });
    expect(linesOf(all)).toEqual([...new Set(lines)].sort());
  });

  it("and finds the handler of each", () => {
    expect(linesOf(all.filter((endpoint) => !endpoint.handler))).toEqual([]);
  });
});
