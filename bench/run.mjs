// `npm run bench -- <project> [--runs 5] [--cli dist/cli.js]`: measures whole processes, from start to exit, on one machine in one go.
// Prints a Markdown table: oma-lint over a project, ESLint and dependency-cruiser over the same files, and one file alone.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { importSources } from "../tools/sources.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const gnuTime = "/usr/bin/time";
const inRoot = (...parts) => path.join(root, ...parts);

/** What is measured: the words after `node`, and the exit codes that mean it did its work. */
function commandsFor(cli, files, one) {
  const omaLint = [cli, "--exit-zero", "--format", "json"];
  const eslint = [inRoot("node_modules/eslint/bin/eslint.js"), "--config", inRoot("bench/eslint.config.mjs")];
  const cruiser = [inRoot("node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), "--config", inRoot("bench/depcruise.cjs")];
  return {
    whole: { name: "oma-lint", words: omaLint },
    eslint: { name: "ESLint with typescript-eslint's parser", words: [...eslint, ...files] },
    cruiser: { name: "dependency-cruiser", words: [...cruiser, ...files] },
    nothing: { name: "`node -e 0`", words: ["-e", "0"] },
    one: { name: "oma-lint, one file", words: [...omaLint, one] },
    eslintOne: { name: "ESLint, one file", words: [...eslint, one] },
  };
}

/**
 * Runs a command once to warm up and then several times.
 * @returns {{ name: string, median: number, min: number, cpu: number | undefined, memory: number | undefined }} seconds, MB
 */
function measure({ name, words }, cwd, runs) {
  process.stderr.write(`${name} `);
  const folder = mkdtempSync(path.join(os.tmpdir(), "oma-bench-"));
  try {
    const results = Array.from({ length: runs + 1 }, () => {
      process.stderr.write(".");
      return runOnce(words, cwd, path.join(folder, "time"));
    }).slice(1);
    const seconds = results.map((result) => result.seconds);
    process.stderr.write(` ${medianOf(seconds).toFixed(2)} s\n`);
    return {
      name,
      median: medianOf(seconds),
      min: Math.min(...seconds),
      cpu: medianOf(results.map(({ cpu }) => cpu)),
      memory: medianOf(results.map(({ memory }) => memory)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One process, its output thrown away. GNU time knows the processor time and the most memory it had; without it both are unknown. */
function runOnce(words, cwd, timeFile) {
  const timed = existsSync(gnuTime) && process.platform === "linux";
  const command = timed ? [gnuTime, "-f", "%U %S %M", "-o", timeFile, process.execPath, ...words] : [process.execPath, ...words];
  const [program = "", ...rest] = command;
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, rest, { cwd, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  const seconds = (performance.now() - start) / 1000;
  if (error) throw error;
  if (status !== 0 && status !== 1) throw new Error(`${words.slice(0, 4).join(" ")} … ended with ${status}:\n${stderr.slice(0, 2000)}`);
  const [user, system, kilobytes] = timed ? (readFileSync(timeFile, "utf8").trim().split("\n").at(-1) ?? "").split(" ").map(Number) : [];
  return { seconds, cpu: user === undefined ? undefined : user + (system ?? 0), memory: kilobytes === undefined ? undefined : kilobytes / 1024 };
}

function medianOf(numbers) {
  const sorted = numbers.filter((number) => number !== undefined).sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The files oma-lint would check: all tools get the same. */
async function filesOf(project) {
  const { discover } = await importSources(`export { discover } from "#project/discover";`);
  const { files } = discover({ root: project, cwd: project, paths: [project], ignores: [], tests: [], errorOnUnmatched: true });
  return files.map((file) => file.path);
}

/** The file of median size: neither an empty one nor the largest. */
function typicalOf(project, files) {
  const sized = files.map((file) => ({ file, bytes: statSync(path.join(project, file)).size })).sort((a, b) => a.bytes - b.bytes || (a.file < b.file ? -1 : 1));
  return sized[Math.floor(sized.length / 2)];
}

function sumOf(name, parts) {
  const total = (key) => parts.reduce((sum, part) => sum + part[key], 0);
  return { name, median: total("median"), min: total("min"), cpu: total("cpu"), memory: Math.max(...parts.map(({ memory }) => memory)) };
}

/** Rows as a Markdown table; the last column compares with the first row. */
function tableOf(rows) {
  const [first] = rows;
  const cells = rows.map(({ name, median, min, cpu, memory }) => [
    name,
    `${seconds(median)} s`,
    `${seconds(min)} s`,
    cpu === undefined || Number.isNaN(cpu) ? "?" : `${seconds(cpu)} s`,
    memory === undefined || Number.isNaN(memory) ? "?" : `${Math.round(memory)} MB`,
    `${(median / first.median).toFixed(1)} ×`,
  ]);
  const head = ["", "Median", "Fastest", "Processor", "Memory", "Compared"];
  const rule = ["---", ...head.slice(1).map(() => "--:")];
  return [head, rule, ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function seconds(number) {
  return number < 1 ? number.toFixed(3) : number.toFixed(2);
}

async function main(words) {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { runs: { type: "string", default: "5" }, cli: { type: "string", default: inRoot("dist/cli.js") } },
  });
  const [given] = positionals;
  const runs = Number(values.runs);
  const cli = path.resolve(values.cli);
  if (given === undefined || !existsSync(given) || !(runs >= 1)) {
    console.error("Which project? `npm run bench -- ../some-back-end` (and `--runs 5`)");
    process.exitCode = 2;
    return;
  }
  if (!existsSync(cli)) throw new Error(`${cli} is missing: run \`npm run build\` first.`);
  const project = path.resolve(given);
  const files = await filesOf(project);
  const typical = typicalOf(project, files);
  const commands = commandsFor(cli, files, typical.file);
  const loadBefore = os.loadavg()[0];
  const [whole, eslint, cruiser] = [commands.whole, commands.eslint, commands.cruiser].map((command) => measure(command, project, runs));
  const [one, nothing, eslintOne] = [commands.one, commands.nothing, commands.eslintOne].map((command) => measure(command, project, runs));
  const [cpu] = os.cpus();
  console.log(`
${path.basename(project)}: ${files.length} files, ${(files.reduce((sum, file) => sum + statSync(path.join(project, file)).size, 0) / 1e6).toFixed(1)} MB. Node ${process.version}, ${os.cpus().length} × ${cpu?.model.trim() ?? "?"}, ${os.type()}, load ${loadBefore.toFixed(1)} before and ${os.loadavg()[0].toFixed(1)} after. Medians of ${runs} runs after one to warm up; whole processes, nothing cached.

${tableOf([whole, eslint, cruiser, sumOf("ESLint, then dependency-cruiser", [eslint, cruiser])])}

One file of ${(typical.bytes / 1000).toFixed(1)} kB, from start to exit:

${tableOf([one, nothing, eslintOne])}
`);
}

await main(process.argv.slice(2));
