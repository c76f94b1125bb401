import { expect, it } from "vitest";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("adonis-global");

it("puts what the server and the router are told in front of all routes of their application, the server's first", () => {
  const inFront = [
    'app(use) () => import("#middleware/json_middleware")',
    'app(use) () => import("@adonisjs/cors/cors_middleware")',
    'app(use) () => import("@adonisjs/core/bodyparser_middleware")',
    'app(use) () => import("@adonisjs/auth/initialize_auth_middleware")',
    'app(use) () => import("#middleware/member_middleware")',
  ];
  expect(rowAt(rows, "POST /loans")).toMatchObject({ chain: inFront, guard: "yes", limit: "no", open: false });
  expect(rowAt(rows, "DELETE /loans/{id}").chain).toEqual([...inFront, "route(use) middleware.member()"]);
});

it("knows that nobody is asked by what only makes asking possible", () => {
  expect(rowAt(rows, "POST /returns")).toMatchObject({ guard: "no", open: false });
});

it("does not know what a file does that is not there, or middleware that only has a name", () => {
  expect(rowAt(rows, "POST /books")).toMatchObject({ guard: "unknown", open: false });
  expect(rowAt(rows, "POST /desk")).toMatchObject({ chain: ['app(use) () => import("@ioc:Adonis/Core/BodyParser")'], guard: "unknown", open: true });
});

it("leaves open what a file says that nobody is seen to load", () => {
  expect(rowAt(rows, "POST /letters")).toMatchObject({ open: false });
  expect(rowAt(rows, "POST /fines")).toMatchObject({ open: true });
});

it("looks up middleware by the name it was registered under", () => {
  const parser = 'app(use) () => import("@ioc:Adonis/Core/BodyParser")';
  const member = 'route(use) () => import("App/Middleware/Member")';
  const json = 'route(use) () => import("App/Middleware/Json")';
  expect(rowAt(rows, "POST /shelves")).toMatchObject({ chain: [parser, member], guard: "yes", open: false });
  expect(rowAt(rows, "PUT /shelves")).toMatchObject({ chain: [parser, json, member], guard: "yes", open: false });
  expect(rowAt(rows, "PATCH /shelves")).toMatchObject({ chain: [parser, json], guard: "no", open: false });
  expect(rowAt(rows, "DELETE /shelves")).toMatchObject({ chain: [parser], guard: "unknown", open: true });
  expect(rowAt(rows, "GET /shelves")).toMatchObject({ chain: [parser, json], guard: "unknown", open: true });
});
