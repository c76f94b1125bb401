// `npm run new-library <npm-name> <docs-url> [-- --web]`: writes the catalogue entry of a library, lists it, and writes a fixture for it.
// Without --web it is a database library (src/catalog/data.ts), with it a web framework (src/catalog/web.ts).
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./sources.mjs";
import { camelCase } from "./update-docs.mjs";

/** What is wrong with the words of the command line, or `undefined`. */
export function complaintAbout(name, docs) {
  if (name === undefined) return "Which library? `npm run new-library pg https://node-postgres.com`";
  if (!/^(?:@[a-z\d][\w.-]*\/)?[a-z\d][\w.-]*$/.test(name)) return `"${name}" is not the name of an npm package.`;
  if (docs === undefined || !/^https:\/\/\S+$/.test(docs))
    return "Where can the facts be checked? The second argument is the address (https://…) of the library's documentation.";
  const { slug } = entryOf(name);
  const known = readdirSync(path.join(root, "src/catalog")).find(
    (other) => other === `${slug}.ts` || read(`src/catalog/${other}`).includes(`packages: ["${name}"`),
  );
  return known === undefined ? undefined : `src/catalog/${known} is about ${name} already.`;
}

/** How the entry of a library is called, and where it lies. */
function entryOf(name) {
  const slug = name
    .replace(/^@/, "")
    .replace(/[^a-z\d]+/gi, "-")
    .toLowerCase();
  return { slug, file: `src/catalog/${slug}.ts`, identifier: camelCase(/^\d/.test(slug) ? `lib-${slug}` : slug) };
}

/** The entry and its fixture, from the root. */
export function filesOf(name, docs, web) {
  const { slug, file, identifier } = entryOf(name);
  const fixture = `fixtures/rules/no-raw-sql-interpolation/${web ? `untrusted-${slug}` : slug}.ts`;
  return {
    [file]: `import type { LibraryFacts } from "./facts.ts";

/** TODO: what the library is, where that is not obvious. The facts below are an example: keep what its documentation proves. */
export const ${identifier}: LibraryFacts = {
  packages: ["${name}"],
  docs: "${docs}",
${web ? webFacts : dataFacts}};
`,
    [fixture]: web ? webFixture(name) : dataFixture(name),
  };
}

const dataFacts = `  returns: { connect: "Connection" },
  sql: {
    sinks: [{ api: "Connection.query", values: 1, safeForm: { kind: "placeholders", style: "?" } }],
  },
  data: { clients: ["Connection"] },
`;

const webFacts = `  returns: { createApp: "App" },
  http: {
    routers: ["App"],
    handlers: [{ api: "App.get", form: "callback", parameters: { 0: "Request" } }],
    untrusted: { Request: ["params", "query", "body"] },
    transportTypes: ["Request"],
  },
`;

function dataFixture(name) {
  return `import { connect } from "${name}";

const connection = connect("books.db");

export async function findBooks(title: string) {
  await connection.query("SELECT * FROM books WHERE title = ?", [title]);
  return connection.query(\`SELECT * FROM books WHERE title = '\${title}'\`); // expect: interpolatedSql
}
`;
}

function webFixture(name) {
  return `import { createApp } from "${name}";
import { Pool } from "pg";

const app = createApp();
const pool = new Pool();

app.get("/books/:id", async (request) => {
  await pool.query("SELECT * FROM books WHERE id = $1", [request.params.id]);
  await pool.query(\`SELECT * FROM books WHERE id = '\${request.query.id}'\`); // expect: untrustedSql
  return pool.query(\`SELECT * FROM books WHERE id = '\${request.params.id}'\`); // expect: untrustedSql
});
`;
}

/** The module that lists libraries, with one more: import and element each where the others have theirs, sorted. */
export function withLibrary(text, name) {
  const { slug, identifier } = entryOf(name);
  const imported = insertSorted(text, /^import (?!type).*$/gm, `import { ${identifier} } from "./${slug}.ts";`, (line) => line.slice(line.indexOf('"./')));
  return insertSorted(imported, /^ {2}\w+,$/gm, `  ${identifier},`, (line) => line.trim().toLowerCase());
}

/** Puts a line before the first one that sorts after it; in a list that is not sorted, at its end. */
function insertSorted(text, pattern, line, keyOf) {
  const lines = [...text.matchAll(pattern)];
  const keys = lines.map(([found]) => keyOf(found));
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") <= key);
  const next = isSorted ? lines.find(([found]) => keyOf(found) > keyOf(line)) : undefined;
  const last = lines.at(-1);
  const at = next?.index ?? (last === undefined ? undefined : last.index + last[0].length + 1);
  if (at === undefined) throw new Error("The list of libraries is not where it was.");
  return `${text.slice(0, at)}${line}\n${text.slice(at)}`;
}

function read(file) {
  return readFileSync(path.join(root, file), "utf8");
}

function write(file, text, flag) {
  writeFileSync(path.join(root, file), text, { flag });
  console.log(`${flag === "wx" ? "written" : "updated"}: ${file}`);
}

function main(words) {
  const web = words.includes("--web");
  const [name, docs] = words.filter((word) => word !== "--web");
  const complaint = complaintAbout(name, docs);
  if (complaint !== undefined) {
    console.error(complaint);
    process.exitCode = 2;
    return;
  }
  for (const [file, text] of Object.entries(filesOf(name, docs, web))) write(file, text, "wx");
  const list = `src/catalog/${web ? "web" : "data"}.ts`;
  write(list, withLibrary(read(list), name), "w");
  console.log(
    "\nNext: the facts, each with a line in the fixture that only this fact explains. `npx vitest run tests/catalog*.test.ts tests/rules` checks them.",
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
