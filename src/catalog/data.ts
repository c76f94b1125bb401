import type { LibraryFacts } from "./facts.ts";
import { betterSqlite3 } from "./better-sqlite3.ts";
import { bunSql } from "./bun-sql.ts";
import { bunSqlite } from "./bun-sqlite.ts";
import { cloudflareD1 } from "./cloudflare-d1.ts";
import { databasesSql } from "./databases-sql.ts";
import { databases } from "./databases.ts";
import { drizzleOrm } from "./drizzle-orm.ts";
import { knex } from "./knex.ts";
import { kysely } from "./kysely.ts";
import { libsql } from "./libsql.ts";
import { mariadb } from "./mariadb.ts";
import { mikroOrm } from "./mikro-orm.ts";
import { mongodb } from "./mongodb.ts";
import { mongoose } from "./mongoose.ts";
import { mssql } from "./mssql.ts";
import { mysql2 } from "./mysql2.ts";
import { neon } from "./neon.ts";
import { nestKnexjs } from "./nest-knexjs.ts";
import { nestjsObjection } from "./nestjs-objection.ts";
import { nodeSqlite } from "./node-sqlite.ts";
import { nodeUtil } from "./node-util.ts";
import { objection } from "./objection.ts";
import { oracledb } from "./oracledb.ts";
import { pgCopyStreams } from "./pg-copy-streams.ts";
import { pgCursor } from "./pg-cursor.ts";
import { pgEscape } from "./pg-escape.ts";
import { pgFormat } from "./pg-format.ts";
import { pgPromise } from "./pg-promise.ts";
import { pg } from "./pg.ts";
import { pglite } from "./pglite.ts";
import { postgres } from "./postgres.ts";
import { prisma } from "./prisma.ts";
import { sequelize } from "./sequelize.ts";
import { services } from "./services.ts";
import { slonikSqlTagRaw } from "./slonik-sql-tag-raw.ts";
import { slonik } from "./slonik.ts";
import { sqlJs } from "./sql-js.ts";
import { sqlTemplateStrings } from "./sql-template-strings.ts";
import { sqlTemplateTag } from "./sql-template-tag.ts";
import { sqlite } from "./sqlite.ts";
import { sqlite3 } from "./sqlite3.ts";
import { sqlstring } from "./sqlstring.ts";
import { transactional } from "./transactional.ts";
import { typeorm } from "./typeorm.ts";
import { vercelPostgres } from "./vercel-postgres.ts";
import { zenstack } from "./zenstack.ts";

/** Everything known about databases, query builders and ORMs, by name. */
export const dataLibraries: readonly LibraryFacts[] = [
  betterSqlite3,
  bunSql,
  bunSqlite,
  cloudflareD1,
  databases,
  databasesSql,
  drizzleOrm,
  knex,
  kysely,
  libsql,
  mariadb,
  mikroOrm,
  mongodb,
  mongoose,
  mssql,
  mysql2,
  neon,
  nestKnexjs,
  nestjsObjection,
  nodeSqlite,
  nodeUtil,
  objection,
  oracledb,
  pg,
  pgCopyStreams,
  pgCursor,
  pgEscape,
  pgFormat,
  pgPromise,
  pglite,
  postgres,
  prisma,
  sequelize,
  slonik,
  slonikSqlTagRaw,
  sqlJs,
  sqlTemplateStrings,
  sqlTemplateTag,
  sqlite,
  sqlite3,
  sqlstring,
  typeorm,
  vercelPostgres,
  zenstack,
  ...services,
  transactional,
];
