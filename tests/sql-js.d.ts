/** The part of sql.js the tests use; the package brings no types. */
declare module "sql.js" {
  export class Database {
    run(text: string, values?: readonly unknown[]): Database;
    exec(text: string, values?: readonly unknown[]): { readonly columns: readonly string[]; readonly values: unknown[][] }[];
    close(): void;
  }
  export default function initSqlJs(): Promise<{ readonly Database: typeof Database }>;
}
