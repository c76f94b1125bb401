import { z } from "zod";

const environment = z.object({
  DATABASE_URL: z.url(),
  PORT: z.coerce.number().int().default(3000),
  LOAN_DAYS: z.coerce.number().int().positive().default(28),
});

const { DATABASE_URL, PORT, LOAN_DAYS } = environment.parse(process.env);

export const settings = { databaseUrl: DATABASE_URL, port: PORT, loanDays: LOAN_DAYS };
