import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createFolder, runFile, type Outcome, type Scene } from "../cli/stage.ts";

const file = path.resolve("dist/cli.js");

/** A real git repository in a temporary folder, and the built command line to run in it. */
export interface Repo {
  readonly path: string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly remove: (name: string) => void;
  readonly git: (...words: string[]) => string;
  readonly commit: (message: string) => void;
  /** Runs oma-lint, `-f json` for the findings. */
  readonly lint: (words: readonly string[], scene?: Scene) => Promise<Verdict>;
  readonly close: () => void;
}

export interface Verdict extends Outcome {
  /** `file:line` of each finding. */
  readonly places: readonly string[];
}

interface JsonReport {
  readonly findings: readonly { readonly file: string; readonly line: number }[];
}

const identity = { GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.org", GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: "ada@example.org" };

export const manifest = '{ "name": "lending", "type": "module", "dependencies": { "express": "5", "pg": "8" } }';
export const bad = "await pool.query(`SELECT * FROM loans WHERE reader = '${reader}'`);";
export const good = 'await pool.query("SELECT * FROM loans WHERE reader = $1", [reader]);';

/** A module with a query in line 3 of the given text. */
export function loans(query: string, name = "byReader"): string {
  return `import { Pool } from "pg";\nconst pool = new Pool();\nexport const ${name} = async (reader: string) => { ${query} };\n`;
}

export function createRepo(files: Readonly<Record<string, string>> = {}): Repo {
  const folder = createFolder({ "package.json": manifest, ...files });
  const git = (...words: string[]): string =>
    execFileSync("git", ["-c", "protocol.file.allow=always", ...words], {
      cwd: folder.path,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: environment(),
    });
  git("init", "-q", "-b", "main");
  return {
    path: folder.path,
    git,
    write: (texts) => {
      for (const [name, text] of Object.entries(texts)) {
        mkdirSync(path.dirname(path.join(folder.path, name)), { recursive: true });
        writeFileSync(path.join(folder.path, name), text);
      }
    },
    remove: (name) => {
      rmSync(path.join(folder.path, name), { recursive: true });
    },
    commit: (message) => {
      git("add", "-A");
      git("commit", "-q", "-m", message);
    },
    lint: (words, scene = {}) => lintIn(folder.path, words, scene),
    close: folder.close,
  };
}

async function lintIn(cwd: string, words: readonly string[], scene: Scene): Promise<Verdict> {
  const outcome = await runFile(file, [...words, "-f", "json"], { cwd, ...scene, env: { GIT_CONFIG_GLOBAL: "/dev/null", ...scene.env } });
  const report = outcome.stdout === "" ? { findings: [] } : (JSON.parse(outcome.stdout) as JsonReport);
  return { ...outcome, places: report.findings.map(({ file: name, line }) => `${name}:${line}`) };
}

/** Without what the surrounding git (a hook that runs the tests) may have set. */
export function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  return { ...Object.fromEntries(kept), ...identity, GIT_CONFIG_GLOBAL: "/dev/null" };
}
