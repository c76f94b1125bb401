import type { LibraryFacts } from "#catalog/facts";
import type { Cardinality } from "#catalog/facts/entities";
import type { ProjectPath } from "#finding";
import type { ClassId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { associationsIn } from "./entity-associations.ts";
import { entityOfClass } from "./entity-classes.ts";
import { schemasIn } from "./entity-schemas.ts";
import type { Names } from "./names.ts";
import { readPrismaSchemas } from "./prisma-files.ts";
import type { Project } from "./project.ts";

/** A way from one entity to others. */
export interface Relation extends Span {
  readonly name: string;
  /** Name of the entity it leads to, where known. */
  readonly target: string | undefined;
  /** `undefined`: a column that holds an id here and a relation there (a Mongoose path), of either kind. */
  readonly cardinality: Cardinality | undefined;
  /** `eager`: every query loads it. `lazy`: reading the property loads it. `explicit`: only a query that asks for it does. */
  readonly loading: "explicit" | "eager" | "lazy";
  readonly optional: boolean;
  /** The database deletes these rows with the row the relation leads to. Only schemas of Prisma are asked. */
  readonly cascades?: true;
  /** Where it is declared: nothing for a Prisma schema, which is no source file. */
  readonly code: Code | undefined;
}

/** A table, collection or document type, and what the code calls it. */
export interface Entity extends Span {
  readonly name: string;
  /** First package of the library: `typeorm`. */
  readonly library: string;
  readonly code: Code | undefined;
  /** The schema file it stands in, for a schema of Prisma. */
  readonly schema?: ProjectPath;
  readonly c?: ClassId;
  readonly columns: readonly string[];
  /** Columns that may be empty, where that is known. */
  readonly nullable?: readonly string[];
  readonly relations: readonly Relation[];
}

/** A relation told apart from the entity it belongs to: `Book.hasMany(Copy)`. */
export interface Association {
  readonly owner: string;
  readonly library: string;
  readonly relation: Relation;
}

/** Answers which entities a project has, and how they relate, whatever library declares them. */
export class Entities {
  readonly #names: Names;
  readonly #libraries: readonly LibraryFacts[];
  readonly #byCode = new WeakMap<Code, readonly Entity[]>();
  #all: readonly Entity[] | undefined;
  #byName: ReadonlyMap<string, readonly Entity[]> | undefined;

  constructor(names: Names) {
    this.#names = names;
    this.#libraries = names.project.catalog.libraries.filter((facts) => facts.entities);
  }

  /** Entities a file declares, without what other files add to them. */
  in(code: Code): readonly Entity[] {
    const known = this.#byCode.get(code);
    if (known) return known;
    this.#byCode.set(code, []);
    const found = this.#mayDeclare(code) ? [...this.#classesIn(code), ...schemasIn(this.#names, code)] : [];
    this.#byCode.set(code, found);
    return found;
  }

  /** Every entity of the project, associations and Prisma schemas included. */
  get all(): readonly Entity[] {
    return (this.#all ??= this.#collect());
  }

  /**
   * The entity of a name.
   * @param library first package of its library; several entities of one name are none
   * @param user who speaks of it: of several schemas of Prisma, the nearest is meant
   */
  named(name: string, library: string, user?: Code): Entity | undefined {
    this.#byName ??= groupBy(this.all, (entity) => `${entity.library}#${entity.name}`);
    const found = this.#byName.get(`${library}#${name}`) ?? [];
    return found.length > 1 && user ? nearest(found, user.path) : found.length === 1 ? found[0] : undefined;
  }

  #classesIn(code: Code): readonly Entity[] {
    return code.summary.classes.flatMap((_fact, c) => entityOfClass(this.#names, code, c) ?? []);
  }

  /** A cheap test: the file names one of the words that declare entities. */
  #mayDeclare(code: Code): boolean {
    return declaringWords(this.#libraries).some((word) => code.text.includes(word));
  }

  #collect(): readonly Entity[] {
    const { project } = this.#names;
    const inUse = project.libraries.filter(({ entities }) => entities);
    const words = declaringWords(inUse);
    const codes = [...project.codesNaming(words)];
    const declared = codes.flatMap((code) => this.in(code));
    const associations = codes.flatMap((code) => associationsIn(this.#names, code));
    return [...withAssociations(declared, associations), ...prismaEntities(project)];
  }
}

const answers = new WeakMap<Names, Entities>();

/** The entities of a project. */
export function entitiesOf(names: Names): Entities {
  let entities = answers.get(names);
  if (!entities) answers.set(names, (entities = new Entities(names)));
  return entities;
}

/** The one whose schema has most folders in common with a file. */
function nearest(entities: readonly Entity[], path: ProjectPath): Entity | undefined {
  const folders = path.split("/");
  const shared = entities.map(({ schema }) => {
    const own = schema?.split("/") ?? [];
    const end = own.findIndex((folder, i) => folder !== folders[i]);
    return end === -1 ? 0 : end;
  });
  const most = Math.max(...shared);
  const [first, ...others] = entities.filter((_entity, i) => shared[i] === most && most > 0);
  const isCopied = others.every(({ columns }) => columns.join(" ") === first?.columns.join(" "));
  return isCopied ? first : undefined;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Words one of which stands in every file that declares entities of these libraries. */
function declaringWords(libraries: readonly LibraryFacts[]): readonly string[] {
  const words = libraries.flatMap(({ data, entities }) => [
    ...(data?.entityDecorators ?? []),
    ...(entities?.mappings === undefined ? [] : [entities.mappings]),
    ...(entities?.schemas ?? []).map((schema) => lastOf(schema.api)),
    ...Object.keys(entities?.relations ?? {}).map(lastOf),
  ]);
  return [...new Set(words)];
}

function lastOf(api: string): string {
  return api.slice(api.lastIndexOf(".") + 1);
}

/** Adds what other files say about an entity to it; an owner nobody declared becomes an entity by it. */
function withAssociations(entities: readonly Entity[], associations: readonly Association[]): readonly Entity[] {
  const byOwner = groupBy(associations, ({ library, owner }) => `${library}#${owner}`);
  const merged = entities.map((entity) => {
    const key = `${entity.library}#${entity.name}`;
    const more = byOwner.get(key) ?? [];
    byOwner.delete(key);
    return more.length === 0 ? entity : { ...entity, relations: [...entity.relations, ...more.map((item) => item.relation)] };
  });
  const rest = [...byOwner.values()].flatMap((items): Entity[] => {
    const first = items[0];
    if (!first) return [];
    const { code, s, e } = first.relation;
    return [{ name: first.owner, library: first.library, code, s, e, columns: [], relations: items.map((item) => item.relation) }];
  });
  return [...merged, ...rest];
}

function prismaEntities(project: Project): readonly Entity[] {
  if (!project.dependencies.has("@prisma/client") && !project.dependencies.has("prisma")) return [];
  const models = readPrismaSchemas(project).flatMap((schema) => schema.models.map((model) => ({ ...model, schema: schema.path })));
  const names = new Set(models.filter(({ kind }) => kind !== "type").map(({ name }) => name));
  return models.map((model): Entity => {
    const relations = model.fields.filter(({ type }) => names.has(type));
    const columns = model.fields.filter((item) => !relations.includes(item));
    return {
      name: model.name,
      library: "@prisma/client",
      code: undefined,
      schema: model.schema,
      s: model.at,
      e: model.at + model.name.length,
      columns: columns.map((item) => item.name),
      nullable: columns.filter((item) => item.optional).map((item) => item.name),
      relations: relations.map((item) => ({
        name: item.name,
        target: item.type,
        cardinality: item.list ? ("many" as const) : ("one" as const),
        loading: "explicit" as const,
        optional: item.optional,
        ...(item.cascades && { cascades: true as const }),
        code: undefined,
        s: item.at,
        e: item.at + item.name.length,
      })),
    };
  });
}
