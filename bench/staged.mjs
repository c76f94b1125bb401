// `npm run bench:staged -- [<repository> <file>] [--runs 9]`: what a commit waits for when one file is staged, from start to exit.
// Without a repository a made-up one of 1,204 files is used. Every run gets a content nobody saw before; the cache is warm.
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { importSources } from "../tools/sources.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const inRoot = (...parts) => path.join(root, ...parts);
const cli = inRoot("dist/cli.js");
/** So long the server is left alone between two runs: it reads what the last one did not need. In milliseconds. */
const pause = 1500;
/** Runs until compiled code is what runs. */
const toWarmUp = 4;

function run(words, cwd, env) {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(process.execPath, words, { cwd, env, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  const milliseconds = performance.now() - start;
  if (error) throw error;
  if (status !== 0 && status !== 1) throw new Error(`${words.join(" ")} ended with ${status}:\n${stderr.slice(0, 2000)}`);
  return milliseconds;
}

function git(cwd, ...words) {
  const { status, stderr } = spawnSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...words], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** A copy of the repository, or the made-up one, committed, with a place for the cache. */
async function prepare(folder, repository) {
  if (repository === undefined) {
    const { lendingNetwork } = await importSources(`export { lendingNetwork } from "./tests/engine/lending-network.ts";`);
    for (const [name, text] of Object.entries(lendingNetwork(300))) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  } else {
    cpSync(repository, folder, { recursive: true, filter: (file) => !/(?:^|[\\/])(?:node_modules|\.git)(?:$|[\\/])/.test(path.relative(repository, file)) });
  }
  mkdirSync(path.join(folder, "node_modules"), { recursive: true });
  appendFileSync(path.join(folder, ".gitignore"), "\nnode_modules\n");
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-qm", "All of it");
}

function medianOf(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

async function main(words) {
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options: { runs: { type: "string", default: "9" } } });
  const [repository, file = "src/services/loan5.service.ts"] = positionals;
  if (!existsSync(cli)) throw new Error(`${cli} is missing: run \`npm run build\` first.`);
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "oma-staged-")));
  // A server of this bench's own.
  const env = { ...process.env, TMPDIR: folder };
  const project = path.join(folder, "project");
  try {
    mkdirSync(project);
    await prepare(project, repository);
    const eslint = (config) => [inRoot("node_modules/eslint/bin/eslint.js"), "--config", inRoot("bench", config), file];
    const commands = {
      "oma-lint --staged --use-server": [cli, "--staged", "--use-server"],
      "oma-lint --staged": [cli, "--staged"],
      "ESLint with typescript-eslint's parser, two rules": eslint("eslint.config.mjs"),
      "ESLint with typescript-eslint's recommended rules": eslint("eslint-recommended.config.mjs"),
      "`node -e 0`": ["-e", "0"],
    };
    const times = new Map(Object.keys(commands).map((name) => [name, []]));
    const cold = run([cli], project, env);
    run([cli, "server", "start"], project, env);
    for (let round = 0; round < Number(values.runs) + toWarmUp; round += 1) {
      for (const [name, command] of Object.entries(commands)) {
        appendFileSync(path.join(project, file), `// ${name.length}.${round}\n`);
        git(project, "add", file);
        const milliseconds = run(command, project, env);
        if (round >= toWarmUp) times.get(name).push(milliseconds);
        if (command.includes("--use-server")) await new Promise((resolve) => setTimeout(resolve, pause));
      }
      process.stderr.write(".");
    }
    const rows = [...times].map(([name, all]) => ({ name, median: medianOf(all) }));
    const [first] = rows;
    console.log(
      `\n\n${repository === undefined ? "A made-up project of 1,204 files" : path.basename(repository)}, one staged file (\`${file}\`), its content new each time; medians of ${values.runs} runs after ${toWarmUp}; the whole project without a cache takes ${(cold / 1000).toFixed(2)} s. Node ${process.version}, ${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)}.\n`,
    );
    console.log("| | Time | Compared |\n|---|--:|--:|");
    for (const { name, median } of rows) console.log(`| ${name} | ${(median / 1000).toFixed(2)} s | ${(median / first.median).toFixed(1)} × |`);
  } finally {
    run([cli, "server", "stop"], project, env);
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
