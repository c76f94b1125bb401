import { toWebHandler } from "h3";
import { expect, it } from "vitest";
import { app } from "../../fixtures/endpoints/h3/src/app.ts";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("h3");

it("finds routes of routers under prefixes, and no others", () => {
  expect(rows.map((row) => row.route)).toEqual(["DELETE /v1/loans/{id}", "GET /books", "GET /books/{id}", "POST /v1/loans"]);
});

it("names paths that h3 itself answers", async () => {
  const ask = toWebHandler(app);
  for (const { route } of rows) {
    const [method = "", path = ""] = route.split(" ");
    const body = method === "POST" ? { body: "{}", headers: { "content-type": "application/json" } } : { headers: { authorization: "yes" } };
    const response = await ask(new Request(`http://library.example${path.replace("{id}", "1")}`, { method, ...body }));
    expect(`${route} ${response.status}`).toBe(`${route} 200`);
  }
  expect((await ask(new Request("http://library.example/v1/loans/1", { method: "DELETE" }))).status).toBe(401);
});

it("reads `onRequest` as a step, and knows who is refused", () => {
  expect(rowAt(rows, "DELETE /v1/loans/{id}")).toMatchObject({ chain: ["route(onRequest) signedIn"], guard: "yes", handler: "src/app.ts:22" });
  expect(rowAt(rows, "POST /v1/loans")).toMatchObject({ chain: [], guard: "no", handler: "src/loans.ts:3" });
});
