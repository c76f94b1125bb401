// `npm run new-rule <id>`: writes rule, README, fixture and test of a new rule, and brings the index up to date.
// What it writes works from the first minute; its check (a module imported twice) is there to be replaced.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./sources.mjs";
import { formatted, updateDocs } from "./update-docs.mjs";

const commands = /^(?:avoid|check|disallow|enforce|ensure|forbid|must|prefer|use|validate)-/;

/** What is wrong with an id, or `undefined`. */
export function complaintAbout(id) {
  if (id === undefined || id === "") return "Which rule? `npm run new-rule no-circular-dependency`";
  if (!/^[a-z][a-z\d]*(?:-[a-z\d]+)+$/.test(id)) return `"${id}" is no id: at least two words in kebab-case, like no-circular-dependency.`;
  if (commands.test(id)) return `"${id}": an id starts with no- (forbids) or require- (demands), or is a noun that names a law (layer-direction).`;
  if (existsSync(path.join(root, "rules", id))) return `There is a rule ${id} already.`;
  return undefined;
}

/** The files of a new rule, from the root. */
export function filesOf(id) {
  return {
    [`rules/${id}/rule.ts`]: ruleText(id),
    [`rules/${id}/README.md`]: readmeText(id),
    [`fixtures/rules/${id}/package.json`]: `${JSON.stringify({ name: "book-lending", private: true, type: "module" }, undefined, 2)}\n`,
    [`fixtures/rules/${id}/example.ts`]: fixtureText,
    [`tests/rules/${id}.test.ts`]: testText(id),
  };
}

function ruleText(id) {
  return `import { lintingOf, report } from "#project/linting";
import { createRule } from "#rule";
import type { ImportFact } from "#syntax/summary";

// TODO: everything below is an example that works. Ask the question of this rule instead.
export default createRule({
  name: "${id}",
  meta: {
    docs: {
      description: "Forbid a second import of the same module.",
      coreRule: 1,
      presets: ["strict"],
      severity: "warning",
      precision: "high",
      cwe: [1041],
      tags: ["maintainability"],
      remedy: "Bring everything in with one import.",
    },
    messages: {
      repeatedImport: "\`{{module}}\` is imported a second time. Bring everything in with one import.",
    },
    schema: [],
  },
  mayReport: (_analysis, { summary }) => repeatedImports(summary.imports).length > 0,
  create(context) {
    const linting = lintingOf(context);
    if (!linting || linting.code.role !== "product") return {};
    const { imports } = linting.code.summary;
    return {
      Program() {
        for (const { specifier, from } of repeatedImports(imports)) report(context, linting, { messageId: "repeatedImport", data: { module: specifier }, span: from });
      },
    };
  },
});

/** Every import of a module after the first one; types and values may come apart. */
function repeatedImports(imports: readonly ImportFact[]): ImportFact[] {
  const statements = imports.filter(({ kind, typeOnly }) => kind === "static" && !typeOnly);
  return statements.filter(({ specifier }, index) => statements.findIndex((other) => other.specifier === specifier) < index);
}
`;
}

function readmeText(id) {
  return `# ${id}

TODO: one or two sentences: what must not be, or what must be.

<!-- facts:start -->
<!-- facts:end -->

## Why

TODO: what goes wrong where the rule is not kept, in a back-end that lends books.

## Flagged

\`\`\`ts flagged
import { readFile } from "node:fs/promises";
import { writeFile } from "node:fs/promises";

export async function copyCatalogue() {
  await writeFile("catalogue-copy.json", await readFile("catalogue.json"));
}
\`\`\`

## Fine

\`\`\`ts fine
import { readFile, writeFile } from "node:fs/promises";

export async function copyCatalogue() {
  await writeFile("catalogue-copy.json", await readFile("catalogue.json"));
}
\`\`\`

## Limits

TODO: what the rule does not see, and where it stays silent on purpose.
`;
}

const fixtureText = `import { readFile } from "node:fs/promises";
import { writeFile } from "node:fs/promises"; // expect: repeatedImport
import { join } from "node:path";

const shelf = (name: string) => join("shelves", name);

export async function copyShelf(from: string, to: string) {
  await writeFile(shelf(to), await readFile(shelf(from)));
}
`;

function testText(id) {
  return `import { expect, it } from "vitest";
import { differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "${id}";

it("reports where the fixtures promise, and nowhere else", async () => {
  const run = await runFixtures(fixtureFolder("rules", rule), rule);
  expect(run.expected).not.toEqual([]);
  expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
});
`;
}

async function main([id]) {
  const complaint = complaintAbout(id);
  if (complaint !== undefined) {
    console.error(complaint);
    process.exitCode = 2;
    return;
  }
  for (const [file, text] of Object.entries(filesOf(id))) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), file.endsWith(".ts") ? await formatted(file, text) : text, { flag: "wx" });
    console.log(`written: ${file}`);
  }
  for (const file of await updateDocs()) console.log(`updated: ${file}`);
  console.log(`\nNext: the fixture, then the rule. \`npx vitest run tests/rules/${id}.test.ts\` runs its test.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
