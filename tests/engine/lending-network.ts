/** A made-up back-end of any size: routers, services, repositories and models behind barrels and path aliases, with bad queries, cycles and skipped layers. */
export type Files = Record<string, string>;

/** A source of chance that is the same every time. */
export function chance(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

const manifest = '{ "name": "lending", "type": "module", "dependencies": { "express": "5", "pg": "8", "zod": "4", "jsonwebtoken": "9" } }\n';
const tsconfig = (folder: string): string => `{ "compilerOptions": { "baseUrl": ".", "paths": { "@data/*": ["src/${folder}/*"] } } }\n`;

const repository = (n: number, safe: boolean): string =>
  [
    'import { pool } from "@data/pool";',
    `export async function find${n}(id: string) {`,
    safe ? `  return pool.query("SELECT * FROM loans${n} WHERE id = $1", [id]);` : `  return pool.query("SELECT * FROM loans${n} WHERE id = " + id);`,
    "}",
    "",
  ].join("\n");
const service = (n: number, other: number): string =>
  [
    `import { find${n} } from "../repositories/index.js";`,
    `import { serve${other} } from "./loan${other}.service.js";`,
    `export const serve${n} = (id: string) => (id === "" ? serve${other}(id) : find${n}(id));`,
    "",
  ].join("\n");
const router = (n: number, direct: boolean): string =>
  [
    'import { Router } from "express";',
    direct
      ? `import { find${n} as run } from "../repositories/loan${n}.repository.js";`
      : `import { serve${n} as run } from "../services/loan${n}.service.js";`,
    "export const router = Router();",
    `router.get("/loans${n}/:id", async (request, response) => { response.json(await run(request.params.id)); });`,
    "",
  ].join("\n");
const barrel = (count: number, from: (n: number) => string): string => Array.from({ length: count }, (_, n) => `export * from "${from(n)}";\n`).join("");

/** @param count how many of each kind; about four files each */
export function lendingNetwork(count: number): Files {
  const files: Files = {
    "package.json": manifest,
    "tsconfig.json": tsconfig("data"),
    "src/data/pool.ts": 'import { Pool } from "pg";\nexport const pool = new Pool();\n',
    "src/fake/pool.ts": "export const pool = { query: async (text: string, values?: unknown[]) => [text, values] };\n",
    "src/repositories/index.ts": barrel(count, (n) => `./loan${n}.repository.js`),
    "src/tokens.ts": 'import jwt from "jsonwebtoken";\nexport const read = (token: string) => jwt.verify(token, String(process.env["KEY"]));\n',
  };
  for (let n = 0; n < count; n += 1) {
    files[`src/repositories/loan${n}.repository.ts`] = repository(n, n % 3 !== 0);
    files[`src/services/loan${n}.service.ts`] = service(n, (n + 1) % count);
    files[`src/routers/loan${n}.router.ts`] = router(n, n % 5 === 0);
    files[`src/models/loan${n}.ts`] = `export interface Loan${n} { readonly id: string; readonly due: Date }\nexport const limit${n} = ${n};\n`;
  }
  return files;
}

/** One change somebody might make; `undefined` content deletes the file. */
export type Edit = Readonly<Record<string, string | undefined>>;

/** A random change: inside one file, or one that matters only to other files. */
export function randomEdit(files: Readonly<Files>, count: number, pick: (below: number) => number): Edit {
  const n = pick(count);
  const repositoryFile = `src/repositories/loan${n}.repository.ts`;
  const routerFile = `src/routers/loan${n}.router.ts`;
  const names = Object.keys(files).filter((name) => name.endsWith(".ts"));
  const any = names[pick(names.length)] ?? routerFile;
  const edits: readonly (() => Edit)[] = [
    () => ({ [repositoryFile]: repository(n, pick(2) === 0) }),
    () => ({ [routerFile]: router(n, pick(2) === 0) }),
    () => ({ [`src/services/loan${n}.service.ts`]: service(n, pick(count)) }),
    // What a barrel hands on moves elsewhere, or is gone.
    () => ({ "src/repositories/index.ts": barrel(count, (k) => (k === n && pick(2) === 0 ? `../fake/loan${k}.js` : `./loan${k}.repository.js`)) }),
    () => ({ [`src/fake/loan${n}.ts`]: `export const find${n} = async (id: string) => id;\n` }),
    // Path aliases lead elsewhere; a pool is one no more.
    () => ({ "tsconfig.json": tsconfig(pick(2) === 0 ? "fake" : "data") }),
    () => ({
      "src/data/pool.ts": pick(2) === 0 ? 'import { Pool } from "pg";\nexport const pool = new Pool();\n' : 'export { pool } from "../fake/pool.js";\n',
    }),
    () => ({ "package.json": pick(2) === 0 ? manifest : manifest.replace('"pg": "8", ', "") }),
    // A middleware that checks the parameter.
    () => ({
      [routerFile]: router(n, true)
        .replace(
          "export const router",
          'router.use((request, response, next) => (/^\\d+$/.test(String(request.query["id"])) ? next() : response.sendStatus(400)));\nexport const router',
        )
        .replace(/^(router\.use.*\n)(export const router.*\n)/m, "$2$1"),
    }),
    // A file goes to another layer, goes away, comes back.
    () => ({ [repositoryFile]: undefined, [`src/models/loan${n}.repository.ts`]: files[repositoryFile] ?? repository(n, false) }),
    () => ({ [any]: undefined }),
    () => ({ [repositoryFile]: repository(n, false), [`src/models/loan${n}.repository.ts`]: undefined }),
    () => ({
      "oma-lint.config.json": pick(2) === 0 ? undefined : `{ "layers": { "service": ["src/repositories/loan${n}*"] }, "ignores": ["src/models/loan${n}.ts"] }`,
    }),
    () => ({ ".gitignore": pick(2) === 0 ? undefined : `src/services/loan${n}.service.ts\n` }),
    () => ({ [any]: `// eslint-disable-next-line oma/no-raw-sql-interpolation -- seen\n${files[any] ?? ""}` }),
    () => ({ [any]: `${"\n".repeat(pick(3))}${files[any] ?? ""}` }),
    () => ({ [any]: `${files[any] ?? ""}export const broken${pick(9)} = ;\n` }),
    () => ({ [`src/services/loan${n}.service.js`]: pick(2) === 0 ? undefined : `exports.serve${n} = (id) => id;\n` }),
    () => ({
      "src/tokens.ts": `import jwt from "jsonwebtoken";\nexport const read = (token: string) => jwt.verify(token, "${pick(2) === 0 ? "Zk4pQ9vB2nX7mL1sD8fG" : "Yk4pQ9vB2nX7mL1sD8fG3h"}");\n`,
    }),
  ];
  return (edits[pick(edits.length)] ?? (() => ({})))();
}
