import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { readPrismaModels } from "#project/prisma-schema";

interface Dmmf {
  readonly datamodel: Readonly<Record<"models" | "types", readonly { readonly name: string; readonly fields: readonly DmmfField[] }[]>>;
}
interface DmmfField {
  readonly name: string;
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
}

/** Prisma's own parser. */
const prisma = createRequire(import.meta.url)("@prisma/prisma-schema-wasm") as { get_dmmf: (request: string) => string };

const library = `
// The lending library. model Ghost { id Int }
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

generator client {
  provider = "prisma-client-js"
}

enum Role {
  READER
  LIBRARIAN
}

/// A member.
model Member {
  id    Int    @id @default(autoincrement())
  email String @unique // model Ghost {
  role  Role   @default(READER)
  notes String? @default("no } brace, no model Ghost {")
  loans Loan[]
  tags  String[] @default([])
  referredBy   Member?  @relation("Referral", fields: [referredById], references: [id])
  referredById Int?
  referred     Member[] @relation("Referral")

  @@index([email])
  @@map("members")
}

model Book {
  isbn   String @id @db.VarChar(13)
  loans  Loan[]
  cover  Unsupported("bytes")?
}

model Loan {
  id       Int    @id
  member   Member @relation(fields: [memberId], references: [id], onDelete: Cascade)
  memberId Int
  book     Book   @relation(fields: [bookIsbn], references: [isbn])
  bookIsbn String
  @@unique([memberId, bookIsbn])
}
`;

const mongo = `
datasource db {
  provider = "mongodb"
  url      = env("DATABASE_URL")
}
type Shelf {
  room  String
  level Int?
}
model Book {
  id    String @id @map("_id") @db.ObjectId
  shelf Shelf
  moves Shelf[]
}
`;

describe("the models of a Prisma schema", () => {
  it.each([
    ["library", library],
    ["library with Windows line ends", library.replaceAll("\n", "\r\n")],
    ["mongo", mongo],
  ])("%s: as Prisma reads them", (_name, text) => {
    expect(oursOf(text)).toEqual(theirsOf(text));
  });

  it("says where a model and a field stand", () => {
    const [member] = readPrismaModels(library);
    expect(library.slice(member?.at, (member?.at ?? 0) + 6)).toBe("Member");
    const email = member?.fields.find((item) => item.name === "email");
    expect(library.slice(email?.at, (email?.at ?? 0) + 5)).toBe("email");
    expect(member?.fields.filter((item) => item.unique).map((item) => item.name)).toEqual(["id", "email"]);
  });

  it("looks past block comments without losing its place", () => {
    const text = "/* model Ghost {\n */\nmodel Book {\n  id Int /* ; */ @id\n}\n";
    const [book] = readPrismaModels(text);
    expect(text.slice(book?.at, (book?.at ?? 0) + 4)).toBe("Book");
    expect(book?.fields.map((item) => item.name)).toEqual(["id"]);
  });

  it("reads broken schemas as far as they go", () => {
    expect(readPrismaModels("model Book {\n  id Int @id\n  ???\n").map((item) => item.fields.length)).toEqual([1]);
    expect(readPrismaModels("")).toEqual([]);
  });
});

type Told = readonly [string, readonly string[]];

function oursOf(text: string): readonly Told[] {
  return readPrismaModels(text)
    .map(({ name, fields }): Told => [
      name,
      fields.filter((item) => item.type !== "Unsupported").map((item) => `${item.name}: ${item.type}${item.list ? "[]" : item.optional ? "?" : ""}`),
    ])
    .sort(byName);
}

function theirsOf(text: string): readonly Told[] {
  const { datamodel } = JSON.parse(prisma.get_dmmf(JSON.stringify({ prismaSchema: [["schema.prisma", text]], noColor: true }))) as Dmmf;
  return [...datamodel.models, ...datamodel.types]
    .map(({ name, fields }): Told => [name, fields.map((item) => `${item.name}: ${item.type}${item.isList ? "[]" : item.isRequired ? "" : "?"}`)])
    .sort(byName);
}

function byName([a]: Told, [b]: Told): number {
  return a < b ? -1 : 1;
}
