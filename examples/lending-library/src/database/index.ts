export { knex } from "./knex";
export { pool } from "./pool";
export { prisma } from "./prisma";
export { rawQuery } from "./raw-query";
