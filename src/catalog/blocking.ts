import type { LibraryFacts } from "./facts.ts";
import type { BlockingFact } from "./facts/effects.ts";

const diskWork = [
  ...["access", "appendFile", "chmod", "chown", "copyFile", "cp", "glob", "lchown", "link", "lstat", "lutimes", "mkdir", "mkdtemp", "opendir"],
  ...["readdir", "readFile", "readlink", "realpath", "rename", "rm", "rmdir", "stat", "statfs", "symlink", "truncate", "unlink", "utimes", "writeFile"],
].map((name) => `${name}Sync`);
/** What works on a file that is open already has a promise only on a `FileHandle`. */
const openFileWork = ["close", "fchmod", "fchown", "fdatasync", "fstat", "fsync", "ftruncate", "futimes", "open", "read", "readv", "write", "writev"].map(
  (name) => `${name}Sync`,
);

/** A look at one name in a directory is short on a local disk; it is only noted. */
const nodeFs: LibraryFacts = {
  packages: ["fs"],
  docs: "https://nodejs.org/api/fs.html#synchronous-api",
  blocking: [
    { apis: diskWork, work: "files", twin: "promises.*", awaitable: true },
    { apis: openFileWork, work: "files", twin: "promises.open" },
    { apis: ["existsSync"], work: "files", twin: "promises.access", brief: true },
  ],
};

/** Its own functions, and those of Node, return promises when they get no callback. */
const fsExtra: LibraryFacts = {
  packages: ["fs-extra", "graceful-fs"],
  docs: "https://github.com/jprichardson/node-fs-extra#methods",
  blocking: [
    {
      apis: [
        ...diskWork,
        ...["copy", "createFile", "createLink", "createSymlink", "emptyDir", "ensureDir", "ensureFile", "ensureLink", "ensureSymlink", "mkdirp", "mkdirs"].map(
          (name) => `${name}Sync`,
        ),
        ...["move", "outputFile", "outputJson", "outputJSON", "readJson", "readJSON", "remove", "writeJson", "writeJSON"].map((name) => `${name}Sync`),
      ],
      work: "files",
      twin: "*",
    },
    { apis: openFileWork, work: "files", twin: "*" },
    { apis: ["existsSync", "pathExistsSync"], work: "files", twin: "pathExists", brief: true },
  ],
};

const nodeChildProcess: LibraryFacts = {
  packages: ["child_process"],
  docs: "https://nodejs.org/api/child_process.html#synchronous-process-creation",
  blocking: [{ apis: ["execSync", "execFileSync", "spawnSync"], work: "another process", twin: "*" }],
};

const nodeZlib: LibraryFacts = {
  packages: ["zlib"],
  docs: "https://nodejs.org/api/zlib.html#convenience-methods",
  blocking: [
    {
      apis: [
        "brotliCompress",
        "brotliDecompress",
        "deflate",
        "deflateRaw",
        "gunzip",
        "gzip",
        "inflate",
        "inflateRaw",
        "unzip",
        "zstdCompress",
        "zstdDecompress",
      ].map((name) => `${name}Sync`),
      work: "compression",
      twin: "*",
    },
  ],
};

const waiting = (packages: readonly string[], docs: string, ...blocking: readonly BlockingFact[]): LibraryFacts => ({ packages, docs, blocking });

/** Packages about files, processes and the network that wait when told to. */
const blockingPackages: readonly LibraryFacts[] = [
  waiting(["execa"], "https://github.com/sindresorhus/execa#synchronous-execution", {
    apis: ["execaSync", "execaCommandSync", "sync", "commandSync"],
    work: "another process",
    twin: "execa",
  }),
  waiting(["cross-spawn"], "https://github.com/moxystudio/node-cross-spawn#usage", { apis: ["sync"], work: "another process", twin: "spawn" }),
  waiting(["shelljs"], "https://github.com/shelljs/shelljs#execcommand--options--callback", { apis: ["exec"], work: "another process" }),
  waiting(
    ["glob"],
    "https://github.com/isaacs/node-glob#usage",
    { apis: ["globSync", "sync"], work: "files", twin: "glob" },
    { apis: ["glob.sync"], work: "files", twin: "glob" },
  ),
  waiting(
    ["fast-glob", "globby", "tinyglobby"],
    "https://github.com/mrmlnc/fast-glob#synchronous",
    { apis: ["sync"], work: "files", twin: "async" },
    { apis: ["globSync", "globbySync"], work: "files", twin: "*" },
  ),
  waiting(["jsonfile"], "https://github.com/jprichardson/node-jsonfile#api", {
    apis: ["readFileSync", "writeFileSync"],
    work: "files",
    twin: "*",
    awaitable: true,
  }),
  waiting(["rimraf"], "https://github.com/isaacs/rimraf#api", { apis: ["sync", "rimrafSync"], work: "files", twin: "rimraf" }),
  waiting(["mkdirp"], "https://github.com/isaacs/node-mkdirp#usage", { apis: ["sync", "mkdirpSync"], work: "files", twin: "mkdirp" }),
  waiting(["sync-request"], "https://github.com/ForbesLindesay/sync-request#usage", { apis: ["default"], work: "the network", twin: "fetch" }),
];

/** Node's own modules and packages whose calls may hold the whole process. */
export const blockingLibraries: readonly LibraryFacts[] = [nodeFs, fsExtra, nodeChildProcess, nodeZlib, ...blockingPackages];
