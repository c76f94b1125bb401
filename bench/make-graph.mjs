// `node bench/make-graph.mjs <folder> [--modules 10000] [--imports 6] [--seed 1]`: writes a project of generated modules.
// Layered features as in a large back-end: mostly downwards and within a feature, some across, a few upwards so that there are cycles.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const layers = ["routes", "services", "repositories", "models"];

/** A small generator of numbers that look like chance and are the same every time (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Writes the project.
 * @param folder where; made when it is not there
 * @returns how many modules and imports there are
 */
export function makeGraph(folder, { modules = 10_000, imports = 6, seed = 1 } = {}) {
  const next = random(seed);
  const features = Math.max(1, Math.round(modules / 100));
  const names = Array.from({ length: modules }, (_, at) => {
    const layer = Math.floor(at / features) % layers.length;
    return { at, feature: at % features, layer, file: `src/feature${at % features}/${layers[layer]}/module${at}.ts` };
  });
  const groups = new Map();
  for (const module of names) {
    const key = `${module.feature} ${module.layer}`;
    groups.set(key, [...(groups.get(key) ?? []), module]);
  }
  const pick = (list) => list[Math.floor(next() * list.length)];
  let count = 0;
  for (const module of names) {
    const targets = new Set();
    for (let tries = 0; targets.size < imports && tries < imports * 20; tries += 1) {
      const feature = next() < 0.9 ? module.feature : Math.floor(next() * features);
      const upwards = next() < 0.002;
      const layer = upwards ? Math.max(0, module.layer - 1) : Math.min(layers.length - 1, module.layer + (next() < 0.7 ? 1 : 0));
      const target = pick(groups.get(`${feature} ${layer}`) ?? names);
      // Within a layer only backwards: cycles come from the few imports upwards.
      if (target !== module && (upwards || target.layer > module.layer || target.at < module.at)) targets.add(target);
    }
    for (let at = module.at - 1; targets.size < imports && at >= 0; at -= 1) if (names[at].layer >= module.layer) targets.add(names[at]);
    count += targets.size;
    const list = [...targets];
    const lines = list.map((target) => `import { value${target.at} } from "${relative(module.file, target.file)}";`);
    const text = `${lines.join("\n")}\n\nexport const value${module.at} = (input: number): number =>\n  input + ${list.map((target) => `value${target.at}(input)`).join(" + ") || 1};\n`;
    mkdirSync(path.join(folder, path.dirname(module.file)), { recursive: true });
    writeFileSync(path.join(folder, module.file), text);
  }
  writeFileSync(path.join(folder, "package.json"), `${JSON.stringify({ name: "generated", private: true, type: "module" }, undefined, 2)}\n`);
  return { modules, imports: count };
}

function relative(from, to) {
  const way = path.posix.relative(path.posix.dirname(from), to).replace(/\.ts$/, "");
  return way.startsWith(".") ? way : `./${way}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { modules: { type: "string", default: "10000" }, imports: { type: "string", default: "6" }, seed: { type: "string", default: "1" } },
  });
  const [folder] = positionals;
  if (folder === undefined) throw new Error("Which folder? `node bench/make-graph.mjs /tmp/generated`");
  const made = makeGraph(path.resolve(folder), { modules: Number(values.modules), imports: Number(values.imports), seed: Number(values.seed) });
  console.log(`${made.modules} modules, ${made.imports} imports in ${folder}`);
}
