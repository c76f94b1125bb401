import { describe, expect, it } from "vitest";
import { entitiesOf } from "#project/entities";
import { openProject } from "#project/open";
import { fixtureFolder } from "../fixtures.ts";

const { names } = openProject(fixtureFolder("projects", "entities"));

/** `Book: id, title; copies*→Copy, author→Author eager optional` */
function told(library: string): readonly string[] {
  return entitiesOf(names)
    .all.filter((entity) => entity.library === library)
    .map(({ name, columns, relations }) => {
      const ways = relations.map(
        (item) =>
          `${item.name}${item.cardinality === "many" ? "*" : item.cardinality === "one" ? "" : "?"}→${item.target ?? "?"}${item.loading === "explicit" ? "" : ` ${item.loading}`}${item.optional ? " optional" : ""}`,
      );
      return `${name}: ${columns.join(", ")}; ${ways.join(", ")}`;
    });
}

describe("entities and their relations", () => {
  it("TypeORM: decorators and EntitySchema", () => {
    expect(told("typeorm")).toEqual([
      "Book: id, title; copies*→Copy, author→Author eager optional, reviews*→Review lazy",
      "Copy: id; book→Book",
      "Author: id; ",
      "Review: id, text; book→Book eager",
    ]);
  });

  it("MikroORM: decorators, EntitySchema and defineEntity", () => {
    expect(told("@mikro-orm/core")).toEqual([
      "Shelf: id, room; boxes*→Box",
      "Box: id; shelf→Shelf eager",
      "Label: id; box→Box eager, prints*→Print",
      "Print: id; label→Label",
    ]);
  });

  it("Sequelize: init, define, associations, decorators", () => {
    expect(told("sequelize")).toEqual([
      "Branch: city; desks*→Desk",
      "Desk: ; branch→Branch",
      "Magazine: title; issues*→Issue",
      "Issue: number; magazine→Magazine",
    ]);
  });

  it("Objection: relation mappings, as an object and as a getter", () => {
    expect(told("objection")).toEqual(["Room: ; chairs*→Chair", "Chair: ; room→Room"]);
  });

  it("Mongoose: paths, lists of paths, virtual populate, decorators", () => {
    expect(told("mongoose")).toEqual(["Visit: day; reader?→Reader", "Reader: name; home?→Library eager, friends*→Reader, visits*→Visit"]);
  });

  it("Drizzle: relations beside the tables", () => {
    expect(told("drizzle-orm")).toEqual(["publishers: ; series*→series", "series: ; publisher→publishers"]);
  });

  it("Prisma: a schema of several files", () => {
    expect(told("@prisma/client")).toEqual(["Borrower: id, email; stays*→Stay", "Stay: id, borrowerId; borrower→Borrower optional"]);
  });

  it("knows an entity by name", () => {
    expect(
      entitiesOf(names)
        .named("Book", "typeorm")
        ?.relations.map((item) => item.name),
    ).toEqual(["copies", "author", "reviews"]);
    expect(entitiesOf(names).named("Book", "sequelize")).toBeUndefined();
  });
});
