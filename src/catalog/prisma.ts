import type { LibraryFacts } from "./facts.ts";

/** `sql-template-tag` under Prisma's names; the runtime exports it unprefixed. */
const markers = [
  { api: "Prisma.raw", position: "marker" },
  { api: "raw", position: "marker" },
  { api: "Prisma.sql", position: "marker", inArray: true },
  { api: "sqltag", position: "marker", inArray: true },
  { api: "sql", position: "marker", inArray: true },
  { api: "Prisma.Sql", position: "marker", form: "new", inArray: true },
  { api: "Sql", position: "marker", form: "new", inArray: true },
  { api: "Prisma.join", argument: 1, position: "marker" },
  { api: "Prisma.join", argument: 2, position: "marker" },
  { api: "Prisma.join", argument: 3, position: "marker" },
  { api: "join", argument: 1, position: "marker" },
  { api: "join", argument: 2, position: "marker" },
  { api: "join", argument: 3, position: "marker" },
] as const;

export const prisma: LibraryFacts = {
  packages: [
    "@prisma/client",
    "@prisma/client/edge",
    "@prisma/client/extension",
    "@prisma/client/runtime/client",
    "@prisma/client/runtime/library",
    "@prisma/client-runtime-utils",
    // Nest's providers around the client.
    "nestjs-prisma",
  ],
  docs: "https://www.prisma.io/docs/orm/prisma-client/using-raw-sql/raw-queries",
  lifetimes: {
    clients: ["PrismaClient"],
    closers: ["PrismaClient.$disconnect"],
    pooled: ["PrismaClient.$executeRaw", "PrismaClient.$executeRawUnsafe", "PrismaClient.$queryRaw", "PrismaClient.$queryRawUnsafe"],
  },
  generated: { exports: ["PrismaClient", "Prisma", "PrismaService"], named: ["prisma"], specifierIncludes: ["prisma"], distinctive: true },
  returns: {
    "PrismaClient.$extends": "PrismaClient",
    "PrismaClient.$replica": "PrismaClient",
    "PrismaClient.$primary": "PrismaClient",
    "Prisma.getExtensionContext": "PrismaClient",
    "Prisma.sql": "Prisma.Sql",
    "Prisma.join": "Prisma.Sql",
    "Prisma.raw": "Prisma.Sql",
    sqltag: "Sql",
    sql: "Sql",
    join: "Sql",
    raw: "Sql",
  },
  members: { "Prisma.empty": "Prisma.Sql", empty: "Sql", "CustomPrismaService.client": "PrismaClient" },
  extends: {
    "Prisma.TransactionClient": "PrismaClient",
    "Prisma.DefaultPrismaClient": "PrismaClient",
    PrismaService: "PrismaClient",
    prisma: "PrismaClient",
    Sql: "Prisma.Sql",
  },
  callbacks: {
    "PrismaClient.$transaction": [{ argument: 0, parameters: { 0: "PrismaClient" } }],
    "Prisma.defineExtension": [{ argument: 0, parameters: { 0: "PrismaClient" } }],
  },
  conventionalMembers: { prisma: "PrismaClient", prismaClient: "PrismaClient", prismaService: "PrismaClient" },
  sql: {
    sinks: [
      { api: "PrismaClient.$queryRawUnsafe", position: "statement", values: 1, safeForm: { kind: "tag", method: "$queryRaw", quotedOnly: true } },
      { api: "PrismaClient.$executeRawUnsafe", position: "statement", values: 1, safeForm: { kind: "tag", method: "$executeRaw", quotedOnly: true } },
      ...markers,
    ],
    tags: ["PrismaClient.$queryRaw", "PrismaClient.$executeRaw", "Prisma.sql", "sqltag", "sql"],
    fragments: ["Prisma.sql", "Prisma.join", "Prisma.Sql", "sqltag", "sql", "join", "Sql"],
  },
  entities: {
    rows: {
      one: Object.fromEntries(["findUnique", "findUniqueOrThrow", "findFirst", "findFirstOrThrow"].map((method) => [`PrismaClient.*.${method}`, 0])),
      many: { "PrismaClient.*.findMany": 0 },
      loads: ["include", "select"],
      plain: ["where", "orderBy", "take", "skip", "cursor", "distinct", "omit"],
      unloaded: "nothing",
      typed: true,
    },
  },
  data: {
    nested: ["create", "createMany", "connectOrCreate", "connect", "disconnect", "update", "updateMany", "upsert", "delete", "deleteMany"],
    batch: { read: "findMany({ where: { id: { in: ids } } })", write: "createMany({ data: rows })" },
    clients: ["PrismaClient"],
    recordWrites: [
      ...["create", "createMany", "createManyAndReturn", "update", "updateMany"].map((method) => ({ api: `PrismaClient.*.${method}`, properties: ["data"] })),
      { api: "PrismaClient.*.upsert", properties: ["create", "update"] },
    ],
    operations: [
      { on: ["PrismaClient.*"], apis: ["findMany", "groupBy"], does: "read", lazy: true },
      {
        on: ["PrismaClient.*"],
        apis: ["findFirst", "findFirstOrThrow", "count", "aggregate"],
        does: "read",
        rows: "one",
        lazy: true,
      },
      { on: ["PrismaClient.*"], apis: ["findUnique", "findUniqueOrThrow"], does: "read", rows: "one", sameTick: true, lazy: true },
      { on: ["PrismaClient.*"], apis: ["create", "createMany", "createManyAndReturn", "deleteMany"], does: "write", lazy: true },
      // https://www.prisma.io/docs/orm/reference/error-reference#p2025
      { on: ["PrismaClient.*"], apis: ["delete"], does: "write", mustExist: true, lazy: true },
      { on: ["PrismaClient.*"], apis: ["update", "updateMany", "updateManyAndReturn", "upsert"], does: "write", perRow: ["0.data", "0.update"], lazy: true },
      { on: ["PrismaClient"], apis: ["$executeRaw", "$executeRawUnsafe", "$queryRaw", "$queryRawUnsafe"], does: "statement", lazy: true },
    ],
    transactions: [
      { apis: ["PrismaClient.$transaction"], form: "callback", handle: 0 },
      { apis: ["PrismaClient.$transaction"], form: "batch" },
    ],
  },
};
