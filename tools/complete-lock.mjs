// Adds the platform packages this machine's npm could not see to package-lock.json: without them `npm ci` refuses the lock.
import { readFileSync, writeFileSync } from "node:fs";
const file = process.argv[2] ?? "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8"));
/** Folders a package looks for its dependencies in, nearest first. */
const placesOf = (at, name) => {
  const parts = at.split("/node_modules/");
  return parts.map((_, n) => `${parts.slice(0, parts.length - n).join("/node_modules/")}/node_modules/${name}`).concat(`node_modules/${name}`);
};
const oses = { darwin: "darwin", linux: "linux", win32: "win32", windows: "win32", android: "android", freebsd: "freebsd", openharmony: "openharmony" };
const cpus = {
  arm64: "arm64",
  x64: "x64",
  ia32: "ia32",
  arm: "arm",
  armv7: "arm",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
  aarch64: "arm64",
};
const added = [];
const depth = (at) => at.split("node_modules/").length;
for (const [at, entry] of Object.entries(lock.packages).sort(([a], [b]) => depth(a) - depth(b))) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const found = placesOf(at, name)
      .map((place) => lock.packages[place])
      .find(Boolean);
    if (found?.version === version) continue;
    if (found === undefined && !/^\d/.test(version)) {
      console.log("left:", name, version);
      continue;
    }
    if (found !== undefined && !/^\d/.test(version)) continue;
    const place = lock.packages[`node_modules/${name}`] === undefined ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    const words = name.split(/[-/]/);
    const os = words.map((word) => oses[word]).find(Boolean);
    const cpu = words.map((word) => cpus[word]).find(Boolean);
    const libc = words.includes("musl") ? "musl" : os === "linux" && words.some((word) => /^gnu/.test(word)) ? "glibc" : undefined;
    lock.packages[place] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(entry.dev && { dev: true }),
      ...(libc && { libc: [libc] }),
      optional: true,
      ...(os && { os: [os] }),
    };
    added.push(`${place}@${version} os=${os} cpu=${cpu} libc=${libc}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en")));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} added\n${added.join("\n")}`);
