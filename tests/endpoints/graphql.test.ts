import type { GraphQLSchema } from "graphql";
import { expect, it } from "vitest";
import { builder } from "../../fixtures/endpoints/graphql/src/builder.ts";
import { schema } from "../../fixtures/endpoints/graphql/src/types.ts";
import { rowAt, rowsOf } from "./rows.ts";

const rows = rowsOf("graphql");

/** Root fields of a schema as graphql-js lists them. */
function fieldsOf(made: GraphQLSchema): string[] {
  return [made.getQueryType(), made.getMutationType(), made.getSubscriptionType()].flatMap((type) =>
    type ? Object.keys(type.getFields()).map((field) => `${type.name.toUpperCase()} /graphql#${type.name}.${field}`) : [],
  );
}

it("finds the fields graphql-js and Pothos list, and those of the resolver map", () => {
  const map = ["Query.books", "Query.book", "Query.hello", "Mutation.reserve", "Subscription.arrived"];
  const mapped = map.map((name) => `${(name.split(".")[0] ?? "").toUpperCase()} /graphql#${name}`);
  expect(rows.map((row) => row.route)).toEqual([...fieldsOf(schema), ...fieldsOf(builder.toSchema()), ...mapped].sort());
});

it("finds resolvers elsewhere, in wrappers, in objects with `subscribe`", () => {
  expect(rowAt(rows, "QUERY /graphql#Query.book").handler).toBe("src/books.ts:16");
  expect(rowAt(rows, "SUBSCRIPTION /graphql#Subscription.arrived").handler).toBe("src/arrivals.ts:2");
  expect(rowAt(rows, "MUTATION /graphql#Mutation.end").handler).toBe("src/builder.ts:19");
  expect(rowAt(rows, "MUTATION /graphql#Mutation.reserve")).toMatchObject({
    handler: "src/books.ts:20",
    chain: ["wrapper signedIn((_parent, { id }) => id)"],
    guard: "unknown",
  });
});
