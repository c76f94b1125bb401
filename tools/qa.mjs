// `npm run qa`: everything CI asks, one step after the other, the cheap ones first. `--fast` leaves the tests out,
// `--only <step>` runs one step, `--fix` lets the steps that can repair (format, lint, generated) do so.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = (name, file) => path.join("node_modules", name, file);

/** What a step runs: the words after `node`, in order. `fix`: the same, repairing. */
const steps = [
  {
    name: "format",
    asks: "is the code as Prettier writes it?",
    runs: [[bin("prettier", "bin/prettier.cjs"), "--check", "--log-level", "warn", "."]],
    fix: [[bin("prettier", "bin/prettier.cjs"), "--write", "--log-level", "warn", "."]],
  },
  { name: "types", asks: "does the compiler agree?", runs: [[bin("typescript", "bin/tsc"), "--noEmit"]] },
  { name: "lint", asks: "does ESLint agree?", runs: [[bin("eslint", "bin/eslint.js"), "."]], fix: [[bin("eslint", "bin/eslint.js"), "--fix", "."]] },
  { name: "dead code", asks: "is everything used?", runs: [[bin("knip", "bin/knip.js")]] },
  { name: "duplicates", asks: "is anything written twice?", runs: [[bin("jscpd", "bin/jscpd")]] },
  { name: "build", asks: "does it build?", runs: [["tools/build.mjs"]] },
  { name: "self-lint", asks: "does oma-lint agree with its own code?", runs: [["dist/cli.js"]] },
  {
    name: "generated",
    asks: "is everything generated current?",
    runs: [
      ["tools/update-docs.mjs", "--check"],
      ["tools/picture.mjs", "--check"],
    ],
    fix: [["tools/update-docs.mjs"], ["tools/picture.mjs"]],
  },
  { name: "tests", asks: "does everything behave?", slow: true, runs: [[bin("vitest", "vitest.mjs"), "run"]] },
];

/**
 * Runs one step quietly; its output is only worth reading when it fails.
 * @returns {boolean} whether it passed
 */
function passes({ name, asks, runs, fix }, repairing) {
  process.stdout.write(`${name.padEnd(11)} ${asks} `);
  const start = performance.now();
  const failed = (repairing ? (fix ?? runs) : runs).map(run).find(({ status }) => status !== 0);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${failed === undefined ? "yes" : "NO"} (${seconds} s)`);
  if (failed !== undefined) console.log(`\n${failed.output.trimEnd()}\n`);
  return failed === undefined;
}

function run(words) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  return { status, output: `${stdout}${stderr}` };
}

/** @returns {number} the exit code */
function main(words) {
  const at = words.indexOf("--only");
  const only = at === -1 ? undefined : words[at + 1];
  const chosen = steps.filter(({ name, slow }) => (only === undefined ? !(slow && words.includes("--fast")) : name === only));
  if (chosen.length === 0 || !existsSync(path.join(root, "node_modules"))) {
    console.error(chosen.length === 0 ? `There is no step "${only}"; there are ${steps.map(({ name }) => `"${name}"`).join(", ")}.` : "Run `npm ci` first.");
    return 2;
  }
  const failed = chosen.filter((step) => !passes(step, words.includes("--fix")));
  console.log(failed.length === 0 ? "\nAll is well." : `\nNot well: ${failed.map(({ name }) => name).join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
