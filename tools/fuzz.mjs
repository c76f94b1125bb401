// Feeds mutated real files to the parser host and the readers of settings: `node tools/fuzz.mjs <folder…> [--minutes n] [--seed n] [--settings]`.
// With --settings the sources stay whole, and what is mutated are manifests, tsconfigs, ignore files, Prisma schemas and configurations.
// What throws anything but a UserError, or takes long, is kept in node_modules/.cache/oma-lint/fuzz/ with the seed that makes it again. Needs `npm run build`.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { lint } from "../dist/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: "string", default: "5" }, seed: { type: "string", default: "1" }, settings: { type: "boolean", default: false } },
});
if (positionals.length === 0) throw new Error("Name folders with real TypeScript or JavaScript.");

const sourceName = /\.[cm]?[jt]sx?$/;
const slow = 20_000;
let state = Number(values.seed) >>> 0 || 1;
const pick = (below) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  state >>>= 0;
  return state % below;
};

function filesBelow(folder, wants) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return /^(?:node_modules|\.git|dist)$/.test(entry.name) ? [] : filesBelow(file, wants);
    return entry.isFile() && wants.test(entry.name) ? [file] : [];
  });
}

const tokens = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  "`",
  "${",
  "'",
  '"',
  "/*",
  "*/",
  "//",
  "=>",
  "...",
  "?.",
  "async ",
  "await ",
  "class ",
  "@",
  "#",
  "<",
  ">",
  "\0",
  "\ud800",
  "\ufeff",
  "\u2028",
  "import(",
  "export * from ",
  "0n",
  "\\u{110000}",
  ";",
  "yield ",
  "satisfies ",
  "using ",
];
const mutations = [
  (text) => text.slice(0, pick(text.length + 1)),
  (text) => text.slice(pick(text.length + 1)),
  (text) => cut(text, 0),
  (text) => cut(text, 1 + pick(40)),
  (text) => insert(text, tokens[pick(tokens.length)]),
  (text) => insert(text, text.slice(pick(text.length + 1)).slice(0, pick(400))),
  (text) => insert(text, tokens[pick(tokens.length)].repeat(1 + pick(3000))),
  (text) => text.replaceAll(/\b\w+\b/g, (word) => (pick(60) === 0 ? "constructor" : pick(60) === 0 ? "__proto__" : word)),
  (text) => swapLines(text),
  (text) => text.replaceAll("\n", ["\r\n", "\r", "\u2028", " "][pick(4)]),
];
const cut = (text, length) => {
  const at = pick(text.length + 1);
  return text.slice(0, at) + text.slice(at + (length || pick(text.length)));
};
const insert = (text, piece) => {
  const at = pick(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
};
const swapLines = (text) => {
  const lines = text.split("\n");
  const [a, b] = [pick(lines.length), pick(lines.length)];
  [lines[a], lines[b]] = [lines[b], lines[a]];
  return lines.join("\n");
};
const mutated = (text) => {
  let result = text;
  for (let times = 1 + pick(4); times > 0; times -= 1) result = mutations[pick(mutations.length)](result);
  return result;
};

const sources = positionals.flatMap((folder) => filesBelow(folder, sourceName)).filter((file) => !file.endsWith(".d.ts"));
const settings = positionals.flatMap((folder) =>
  filesBelow(
    folder,
    /^(?:package\.json|tsconfig[\w.]*\.json|\.gitignore|schema\.prisma|serverless\.ya?ml|\.dependency-cruiser\.json|oma-lint-baseline\.json)$/,
  ),
);
const config =
  '{ "preset": "strict", "rules": { "no-raw-sql-interpolation": ["error", {}] }, "ignores": ["dist"], "layers": { "service": ["src/**/*.service.ts"] }, "architecture": { "layers": ["router", "service"] } }';
const suppressions = '{ "src/f1.ts": { "oma/no-raw-sql-interpolation": { "count": 1 } } }';
const tsconfig = '{ "extends": "./a.json", "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } }, "references": [{ "path": "." }] }';

function mutatedSettings() {
  const real = settings.filter(() => pick(settings.length) < 5).map((file) => [path.basename(file), readFileSync(file, "utf8")]);
  const own = [
    ["oma-lint.config.json", config],
    ["tsconfig.json", tsconfig],
    ["eslint-suppressions.json", suppressions],
    ["pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n"],
  ].filter(() => pick(2) === 0);
  return Object.fromEntries([...own, ...real].map(([name, text]) => [name, mutated(text)]));
}

const root = mkdtempSync(path.join(tmpdir(), "oma-fuzz-"));
mkdirSync("node_modules/.cache/oma-lint/fuzz", { recursive: true });
const end = Date.now() + Number(values.minutes) * 60_000;
let runs = 0;
let failures = 0;
while (Date.now() < end) {
  const seed = state;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(path.join(root, "src"), { recursive: true });
  const files = { "package.json": '{ "type": "module", "dependencies": { "express": "5", "pg": "8", "typeorm": "1" } }' };
  for (let count = 6; count > 0; count -= 1) {
    const file = sources[pick(sources.length)];
    const text = readFileSync(file, "utf8");
    files[`src/f${count}${path.extname(file)}`] = values.settings ? text : mutated(text);
  }
  if (values.settings) Object.assign(files, mutatedSettings());
  else if (pick(3) === 0) files["oma-lint.config.json"] = mutated(config);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text);
  const started = Date.now();
  let said;
  try {
    await lint({ cwd: root, preset: "all", threads: 1, errorOnUnmatched: false });
  } catch (error) {
    if (error?.name !== "UserError") said = error?.stack ?? String(error);
  }
  if (Date.now() - started > slow) said ??= `took ${Date.now() - started} ms`;
  runs += 1;
  if (said === undefined) continue;
  failures += 1;
  const kept = `node_modules/.cache/oma-lint/fuzz/${seed}.json`;
  writeFileSync(kept, JSON.stringify({ said, files }, undefined, 1));
  console.log(`${kept}: ${said.split("\n").slice(0, 4).join(" | ").slice(0, 400)}`);
}
rmSync(root, { recursive: true, force: true });
console.log(`${runs} runs, ${failures} failures.`);
process.exitCode = failures > 0 ? 1 : 0;
