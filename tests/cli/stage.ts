import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { rolldown } from "rolldown";

const stubs: Readonly<Record<string, string>> = {
  "#engine/lint": "stub-engine.ts",
  "#engine/lint-project": "stub-engine.ts",
  "#rules/index": "stub-rules.ts",
  "#project/stack": "stub-stack.ts",
  "#project/stack-format": "stub-stack-format.ts",
};

/** Builds the command line with the engine, the rules and the stack replaced; returns the file to run. */
export async function buildCli(): Promise<string> {
  const { dependencies: declared } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: Record<string, string> };
  const dependencies = Object.keys(declared);
  const folder = path.resolve("node_modules/.cache/oma-lint/cli");
  const bundle = await rolldown({
    input: { cli: "src/cli/main.ts" },
    platform: "node",
    external: (id) => dependencies.some((name) => id === name || id.startsWith(`${name}/`)),
    resolve: { conditionNames: ["source", "import", "node", "default"] },
    transform: { define: { __VERSION__: '"1.2.3"' } },
    plugins: [{ name: "stubs", resolveId: (id) => (id in stubs ? path.resolve("tests/cli", stubs[id] ?? "") : null) }],
  });
  await bundle.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" });
  return path.join(folder, "cli.mjs");
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Scene {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Called with each piece of stderr. */
  readonly onStderr?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs a built command line in a clean environment. */
export function runFile(file: string, words: readonly string[], { env = {}, cwd = process.cwd(), onStderr }: Scene = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const { PATH = "", HOME = "" } = process.env;
    const child = spawn(process.execPath, [file, ...words], { cwd, env: { PATH, HOME, ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onStderr?.(text, (signal) => child.kill(signal));
    });
    child.on("error", reject).on("close", (code) => {
      resolve({ code, stdout, stderr });
    });
  });
}

/** A folder with files, removed by `close`. */
export function createFolder(files: Readonly<Record<string, string>>): { readonly path: string; readonly close: () => void } {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-cli-")));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return {
    path: folder,
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
