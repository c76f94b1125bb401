import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { dataLibraries } from "../src/catalog/data.ts";
import type { LibraryFacts } from "../src/catalog/facts.ts";

/** Folders with a `node_modules`; `CATALOG_TYPES=/some/folder` adds one where every library is installed. */
const roots = [fileURLToPath(new URL("..", import.meta.url)), process.env["CATALOG_TYPES"] ?? ""].filter((root) => root !== "");

/** Where the declarations of a package live when they are not its own or `@types/<name>`. */
const declaredBy: Readonly<Record<string, string>> = { "node:sqlite": "@types/node/sqlite.d.ts", bun: "bun-types", "bun:sqlite": "bun-types" };

/** Names that no declaration file of the newest version has: our own type names, run-time only names, names of older and newer versions. */
const undeclared: Readonly<Record<string, readonly string[]>> = {
  "@mikro-orm/core": [
    ...["initSync", "getKnex", "getKnexQuery"], // v6
    ...["executeDump", "getKysely", "getClient", "toRaw", "SqlMikroORM"], // v7
    ...["InjectRepository", "InjectEntityManager", "InjectMikroORM"], // @mikro-orm/nestjs
  ],
  "@prisma/client": ["DefaultPrismaClient", "$replica", "$primary"], // generated; @prisma/extension-read-replicas
  "drizzle-orm": ["PgAsyncDatabase", "PgAsyncTransaction", "defineRelations", "defineRelationsPart"], // 1.0
  // v7, sequelize-typescript, @nestjs/sequelize
  sequelize: [
    "queryRaw",
    "jsonPath",
    "AbstractQueryGenerator",
    "selectQuery",
    "Repository",
    "getRepository",
    "AbstractQueryInterface",
    "InjectModel",
    "InjectConnection",
  ],
  mongoose: ["modelOptions", "getModelForClass"], // @typegoose/typegoose
  "nest-knexjs": ["InjectKnex", "InjectModel"], // one is of nestjs-knex, the other of nest-knexjs
  slonik: ["prepared"], // 49
  typeorm: [
    "getConnection",
    "createConnection",
    "getManager",
    "getCustomRepository",
    "getConnectionManager",
    "ConnectionManager",
    "AbstractRepository",
    "createQueryBuilderFor", // all of these: 0.3
    ...["InjectRepository", "InjectDataSource", "InjectConnection", "InjectEntityManager"], // @nestjs/typeorm
  ],
};

for (const facts of dataLibraries) {
  describe(idOf(facts), () => {
    it("names its documentation", () => {
      expect(facts.docs).toMatch(/^https:\/\//);
    });

    it("leads only to types it knows", () => {
      expect(targetsOf(facts).filter((target) => !isKnownType(facts, target))).toEqual([]);
    });

    it("starts every path at an export or a type", () => {
      expect(apisOf(facts).filter((api) => !isPlausible(facts, api))).toEqual([]);
    });

    it("lists every fact once", () => {
      const { sinks = [], tags = [], fragments = [], sanitizers = [], formatters = [] } = facts.sql ?? {};
      const sinkKeys = sinks.map((sink) => `${sink.form ?? "call"} ${sink.api} ${String(sink.argument ?? 0)}`);
      for (const names of [facts.packages, sinkKeys, tags, fragments, sanitizers, formatters.map((formatter) => formatter.api)])
        expect(duplicatesOf(names)).toEqual([]);
    });

    it("uses names the package declares, where it is installed", () => {
      const declared = declaredNames(facts);
      if (declared === undefined) return;
      const known = new Set([...declared, ...(undeclared[idOf(facts)] ?? []), "default", "*"]);
      const segments = new Set([...pathsOf(facts), ...targetsOf(facts).filter((target) => !target.includes("#"))].flatMap((name) => name.split(".")));
      expect([...segments].filter((segment) => !known.has(segment)).join(" ")).toBe("");
    });
  });
}

describe("all data libraries", () => {
  it("share a package only under one name", () => {
    const owners = new Map<string, Set<string>>();
    for (const facts of dataLibraries) for (const name of facts.packages) owners.set(name, (owners.get(name) ?? new Set()).add(idOf(facts)));
    expect([...owners].filter(([, ids]) => ids.size > 1)).toEqual([]);
  });

  it("give a conventional member one meaning", () => {
    expect(duplicatesOf(dataLibraries.flatMap((facts) => Object.keys(facts.conventionalMembers ?? {})))).toEqual([]);
  });

  it("offer no rewrite where values have no argument", () => {
    const sinks = dataLibraries.flatMap((facts) => facts.sql?.sinks ?? []);
    expect(sinks.filter((sink) => sink.safeForm?.kind === "placeholders" && sink.values === undefined).map((sink) => sink.api)).toEqual([]);
  });
});

function idOf(facts: LibraryFacts): string {
  return facts.packages[0] ?? "";
}

/** Everything that names a type: what calls yield, members hold, types extend, callbacks receive, decorators inject. */
function targetsOf(facts: LibraryFacts): string[] {
  const callbacks = Object.values(facts.callbacks ?? {}).flat();
  return [
    ...[facts.returns, facts.members, facts.extends, facts.injects, facts.conventionalMembers].flatMap((record) => Object.values(record ?? {})),
    ...callbacks.flatMap((callback) => [...Object.values(callback.parameters), ...(callback.this === undefined ? [] : [callback.this])]),
  ];
}

function apisOf(facts: LibraryFacts): string[] {
  const { sinks = [], tags = [], fragments = [], sanitizers = [], formatters = [] } = facts.sql ?? {};
  return [...sinks.map((sink) => sink.api), ...tags, ...fragments, ...sanitizers, ...formatters.map((formatter) => formatter.api)];
}

function evidenceOf(facts: LibraryFacts): string[] {
  const { clients = [], repositories = [], entityDecorators = [], entityBases = [], modelFactories = [] } = facts.data ?? {};
  return [...clients, ...repositories, ...entityDecorators, ...entityBases, ...modelFactories];
}

/** Every path that says something about itself; being the target of `returns` alone says nothing. */
function pathsOf(facts: LibraryFacts): string[] {
  const records = [facts.returns, facts.members, facts.extends, facts.callbacks, facts.injects];
  return [...apisOf(facts), ...evidenceOf(facts), ...records.flatMap((record) => Object.keys(record ?? {}))];
}

function isKnownType(facts: LibraryFacts, target: string): boolean {
  const hash = target.indexOf("#");
  if (hash === -1) return pathsOf(facts).some((name) => name === target || name.startsWith(`${target}.`));
  const owner = dataLibraries.find((other) => idOf(other) === target.slice(0, hash));
  return owner !== undefined && isKnownType(owner, target.slice(hash + 1));
}

function isPlausible(facts: LibraryFacts, api: string): boolean {
  if (!api.includes(".") || facts.globals?.includes(api) === true) return true;
  const exported = [...Object.keys(facts.extends ?? {}), ...(facts.generated?.exports ?? []), ...(facts.globals ?? []), ...(facts.sql?.tags ?? [])];
  const types = new Set([...targetsOf(facts), ...evidenceOf(facts), ...exported]);
  return api.split(".").some((_, index, segments) => index > 0 && types.has(segments.slice(0, index).join(".")));
}

function duplicatesOf(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** Identifiers in the declaration files of a library and its direct dependencies; `undefined` if it is not installed. */
function declaredNames(facts: LibraryFacts): Set<string> | undefined {
  for (const root of roots) {
    const names = new Set<string>();
    const folders = facts.packages.flatMap((name) => foldersOf(root, name));
    if (folders.length === 0) continue;
    for (const folder of new Set(folders.flatMap((item) => [item, ...dependenciesOf(root, item)]))) collectNames(folder, names);
    if (names.size > 0) return names;
  }
  return undefined;
}

function foldersOf(root: string, name: string): string[] {
  const parts = name.split("/");
  const bare = name.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? name);
  const candidates = [declaredBy[name] ?? bare, `@types/${bare.replace(/^@/, "").replace("/", "__")}`];
  return candidates.map((candidate) => path.join(root, "node_modules", candidate)).filter((folder) => existsSync(folder));
}

function dependenciesOf(root: string, folder: string): string[] {
  const manifest = path.join(folder, "package.json");
  if (!existsSync(manifest)) return [];
  const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8")) as { dependencies?: Record<string, string> };
  return Object.keys(dependencies).flatMap((name) => foldersOf(root, name));
}

function collectNames(folder: string, names: Set<string>): void {
  if (folder.endsWith(".d.ts")) return collectFrom(folder, names);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules") collectNames(file, names);
    else if (/\.d\.[cm]?ts$/.test(entry.name)) collectFrom(file, names);
  }
}

function collectFrom(file: string, names: Set<string>): void {
  for (const [name] of readFileSync(file, "utf8").matchAll(/[A-Za-z_$][\w$]*/g)) names.add(name);
}
