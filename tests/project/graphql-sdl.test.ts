import { type InputValueDefinitionNode, parse, type TypeNode } from "graphql";
import { expect, it } from "vitest";
import { emptySdl, readSdl } from "#project/validation/graphql-sdl";

const documents = [
  `scalar JSON @specifiedBy(url: "https://library.example/json")
   "A loan. type Mutation { stray(x: JSON): Int }"
   type Loan implements Thing & Other @key(fields: "id") { id: ID! "how many" pages(of: Int = 3): Int }
   interface Thing { id: ID! }
   type Empty
   input Filter { tags: [String!]! = ["a", "b"] details: JSON @deprecated(reason: "no: { longer }") range: Range = { from: 1, to: -2 } }
   input Range { from: Int to: Int }
   enum Kind { BOOK MAP }
   union Any = Loan | Empty
   directive @auth(role: String = "desk", input: Filter) repeatable on FIELD_DEFINITION | OBJECT`,
  `extend type Mutation {
     """
     Enrols. { enrol(input: JSON) }
     """
     enrol(input: Filter!, "the card" card: [[Int!]]! = [[1]]): Loan! @auth(role: "board")
     type(input: JSON): Loan # input: Int
     input: String
     close(id: ID!): [Loan!]!
   }
   schema { query: Query mutation: Mutation }
   type Query { loans(first: Int, after: String): [Loan] me: Loan }`,
];

it("reads of arguments, inputs and scalars what the parser of GraphQL reads", () => {
  for (const text of documents) {
    const sdl = emptySdl();
    readSdl(text, sdl);
    expect(sdl).toEqual(byGraphql(text));
  }
});

it("knows nothing of an argument that two documents declare differently, and nothing of operations", () => {
  const sdl = emptySdl();
  readSdl("type Mutation { prefer(id: ID!, preferences: JSON!): Int }", sdl);
  readSdl("type Mutation { prefer(id: ID!, preferences: Preferences!): Int }", sdl);
  readSdl("mutation Prefer($input: JSON!) { prefer(input: $input) { id } } query Loans { loans(first: 3) { id } }", sdl);
  expect(sdl.fields).toEqual(new Map([["Mutation.prefer", new Map([["id", "ID"], ["preferences", ""]])]])); // prettier-ignore
  expect(sdl.inputs.size + sdl.scalars.size).toBe(0);
});

function byGraphql(text: string): ReturnType<typeof emptySdl> {
  const sdl = emptySdl();
  for (const node of parse(text).definitions) {
    if (node.kind === "ScalarTypeDefinition") sdl.scalars.add(node.name.value);
    if (node.kind === "InputObjectTypeDefinition") sdl.inputs.set(node.name.value, typesOf(node.fields));
    if (node.kind === "ObjectTypeDefinition" || node.kind === "ObjectTypeExtension")
      for (const field of node.fields ?? []) if (field.arguments?.length) sdl.fields.set(`${node.name.value}.${field.name.value}`, typesOf(field.arguments));
  }
  return sdl;
}

function typesOf(nodes: readonly InputValueDefinitionNode[] = []): Map<string, string> {
  return new Map(nodes.map((node) => [node.name.value, bare(node.type)]));
}

function bare(type: TypeNode): string {
  return type.kind === "NamedType" ? type.name.value : bare(type.type);
}
