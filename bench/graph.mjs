// `node bench/graph.mjs [--modules 10000] [--imports 6] [--runs 1]`: a generated project, the same laws, oma-lint and dependency-cruiser in one go.
// Whole processes from start to exit. Prints a Markdown table. Build first: `npm run build`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeGraph } from "./make-graph.mjs";

const inRoot = (...parts) => path.join(fileURLToPath(new URL("..", import.meta.url)), ...parts);
const reason = "the same laws for both";
const outwards = [
  ["services", "routes"],
  ["repositories", "routes"],
  ["repositories", "services"],
  ["models", "routes"],
  ["models", "services"],
  ["models", "repositories"],
];

const laws = outwards.map(([from, to]) => ({ name: `${from}-not-${to}`, reason, severity: "warning", from: `src/*/${from}`, forbid: `src/*/${to}` }));
const ours = {
  rules: { "layer-direction": "off", "no-orphan-module": "off" },
  preset: "architecture",
  architecture: { dependencyCruiser: false, laws },
};
const theirs = {
  forbidden: [
    { name: "no-circular", severity: "warn", from: {}, to: { circular: true } },
    ...outwards.map(([from, to]) => ({
      name: `${from}-not-${to}`,
      severity: "warn",
      from: { path: `^src/[^/]+/${from}/` },
      to: { path: `^src/[^/]+/${to}/` },
    })),
  ],
  options: { doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: true },
};

function timed(words, cwd) {
  const memory = path.join(cwd, "..", `time-${process.pid}`);
  const gnu = existsSync("/usr/bin/time") ? ["/usr/bin/time", "-f", "%M", "-o", memory] : [];
  const [program, ...rest] = [...gnu, process.execPath, "--max-old-space-size=6144", ...words];
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(program, rest, { cwd, encoding: "utf8", maxBuffer: 1024 * 1024 * 1024 });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0 && status !== 1) throw new Error(`${words[0]} ended with ${status}:\n${stderr.slice(0, 2000)}`);
  const kilobytes = gnu.length > 0 ? Number(readFileSync(memory, "utf8").trim().split("\n").at(-1)) : Number.NaN;
  return { seconds, megabytes: kilobytes / 1024, stdout, stderr };
}

const { values } = parseArgs({
  options: { modules: { type: "string", default: "10000" }, imports: { type: "string", default: "6" }, runs: { type: "string", default: "1" } },
});
const outer = mkdtempSync(path.join(os.tmpdir(), "oma-graph-"));
const folder = path.join(outer, "project");
const made = makeGraph(folder, { modules: Number(values.modules), imports: Number(values.imports) });
writeFileSync(path.join(folder, "oma-lint.config.json"), JSON.stringify(ours));
writeFileSync(path.join(outer, "rules.json"), JSON.stringify(theirs));
try {
  const rows = [];
  for (let run = 0; run < Number(values.runs); run += 1) {
    const own = timed([inRoot("dist/cli.js"), "--exit-zero", "--format", "json"], folder);
    const { findings } = JSON.parse(own.stdout);
    const count = (id) => findings.filter(({ ruleId }) => ruleId === id).length;
    rows.push(["oma-lint", own, `${count("oma/no-forbidden-dependency")} laws broken, ${count("oma/no-circular-dependency")} cycles told`]);
    console.error(`oma-lint: ${own.seconds.toFixed(2)} s`);
    const other = timed(
      [inRoot("node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), "--config", path.join(outer, "rules.json"), "--output-type", "err", "src"],
      folder,
    );
    if (!/dependencies cruised/.test(other.stdout))
      throw new Error(`dependency-cruiser did not finish:\n${other.stdout.slice(-500)}\n${other.stderr.slice(-2000)}`);
    const circles = other.stdout.match(/^ *\S* ?warn\S* no-circular:/gm)?.length ?? 0;
    const all = other.stdout.match(/^ *\S* ?warn\S* [\w-]+:/gm)?.length ?? 0;
    rows.push(["dependency-cruiser", other, `${all - circles} laws broken, ${circles} cycles told`]);
  }
  const [first, second] = rows;
  console.log(
    `${made.modules} modules, ${made.imports} imports. Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? "?"}, load ${os.loadavg()[0].toFixed(1)}.\n`,
  );
  console.log("| | Seconds | Memory | Found |\n|---|--:|--:|---|");
  for (const [name, { seconds, megabytes }, found] of rows) console.log(`| ${name} | ${seconds.toFixed(2)} | ${Math.round(megabytes)} MB | ${found} |`);
  console.log(`\nRatio: ${(second[1].seconds / first[1].seconds).toFixed(1)} ×`);
} finally {
  rmSync(outer, { recursive: true, force: true });
}
