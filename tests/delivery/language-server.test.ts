import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lendingNetwork } from "../engine/lending-network.ts";
import { makeTree, removeTrees } from "../project/tree.ts";

/** The server of the VS Code ESLint extension, as an editor starts it. */
const server = path.resolve("node_modules/vscode-langservers-extracted/bin/vscode-eslint-language-server");

interface Diagnostic {
  readonly code?: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}
interface Edit {
  readonly range: Diagnostic["range"];
  readonly newText: string;
}
interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** What an editor answers when the server asks how a file is to be linted. */
const settings = (root: string) => ({
  validate: "on",
  packageManager: "npm",
  useESLintClass: true,
  useFlatConfig: true,
  experimental: { useFlatConfig: false },
  codeAction: { disableRuleComment: { enable: true, location: "separateLine" }, showDocumentation: { enable: true } },
  codeActionOnSave: { enable: false, mode: "all" },
  format: false,
  quiet: false,
  onIgnoredFiles: "off",
  options: {},
  rulesCustomizations: [],
  run: "onType",
  problems: { shortenToSingleLine: false },
  nodePath: null,
  workingDirectory: { directory: root },
  workspaceFolder: { uri: pathToFileURL(root).href, name: "lending" },
});

/** An editor with one folder open. */
class Editor {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #root: string;
  #bytes = Buffer.alloc(0);
  #next = 1;
  #version = 1;
  readonly #answers = new Map<number, (result: unknown) => void>();
  #edited: (edits: readonly Edit[]) => void = () => undefined;
  log = "";

  constructor(root: string) {
    this.#root = root;
    this.#child = spawn(process.execPath, [server, "--stdio"], { cwd: root });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.log += text));
    this.#child.stdout.on("data", (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes]);
      for (let message = this.#take(); message; message = this.#take()) this.#receive(message);
    });
  }

  async start(): Promise<void> {
    const uri = pathToFileURL(this.#root).href;
    const capabilities = {
      workspace: { configuration: true, workspaceFolders: true, applyEdit: true, workspaceEdit: { documentChanges: true } },
      textDocument: { codeAction: {}, diagnostic: {} },
    };
    await this.request("initialize", { processId: process.pid, rootUri: uri, capabilities, workspaceFolders: [{ uri, name: "lending" }] });
    this.#notify("initialized", {});
  }

  open(file: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = this.uriOf(file);
    this.#notify("textDocument/didOpen", { textDocument: { uri, languageId: "typescript", version: this.#version, text } });
    return this.#diagnose(uri);
  }

  change(file: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = this.uriOf(file);
    this.#version += 1;
    this.#notify("textDocument/didChange", { textDocument: { uri, version: this.#version }, contentChanges: [{ text }] });
    return this.#diagnose(uri);
  }

  /** Carries out a command of the server; returns the edits it asks for. */
  async carryOut(command: string, words: readonly unknown[]): Promise<readonly Edit[]> {
    const edits = new Promise<readonly Edit[]>((resolve) => (this.#edited = resolve));
    await this.request("workspace/executeCommand", { command, arguments: words });
    return edits;
  }

  async #diagnose(uri: string): Promise<readonly Diagnostic[]> {
    const answer = await this.request("textDocument/diagnostic", { textDocument: { uri } });
    return (answer as { readonly items: readonly Diagnostic[] }).items;
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#send({ id, method, params });
    });
  }

  uriOf(file: string): string {
    return pathToFileURL(path.join(this.#root, file)).href;
  }

  close(): void {
    this.#child.kill();
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #take(): Message | undefined {
    const end = this.#bytes.indexOf("\r\n\r\n");
    const length = Number(/Content-Length: (\d+)/.exec(this.#bytes.subarray(0, Math.max(end, 0)).toString())?.[1] ?? Number.NaN);
    if (end === -1 || !(this.#bytes.length >= end + 4 + length)) return undefined;
    const body = this.#bytes.subarray(end + 4, end + 4 + length).toString("utf8");
    this.#bytes = this.#bytes.subarray(end + 4 + length);
    return JSON.parse(body) as Message;
  }

  #receive({ id, method, params, result }: Message): void {
    if (method === undefined) return void this.#answers.get(Number(id))?.(result);
    if (method === "workspace/applyEdit") {
      const { edit } = params as { edit: { documentChanges?: readonly { edits: readonly Edit[] }[]; changes?: Readonly<Record<string, readonly Edit[]>> } };
      this.#edited([...(edit.documentChanges ?? []).flatMap(({ edits }) => edits), ...Object.values(edit.changes ?? {}).flat()]);
      this.#send({ id, result: { applied: true } });
      return;
    }
    if (/log|show/i.test(method)) this.log += `${JSON.stringify(params)}\n`;
    if (id === undefined) return;
    const items = (params as { items?: readonly unknown[] } | undefined)?.items ?? [];
    const answer = method === "workspace/configuration" ? items.map(() => settings(this.#root)) : method.startsWith("eslint/confirm") ? 4 : null;
    this.#send({ id, result: answer });
  }
}

function applied(text: string, edits: readonly Edit[]): string {
  const starts = text.split("\n").reduce<number[]>((all, line) => [...all, (all.at(-1) ?? 0) + line.length + 1], [0]);
  const at = ({ line, character }: Edit["range"]["start"]): number => (starts[line] ?? 0) + character;
  return [...edits]
    .sort((a, b) => at(b.range.start) - at(a.range.start))
    .reduce((all, { range, newText }) => all.slice(0, at(range.start)) + newText + all.slice(at(range.end)), text);
}

const editors: Editor[] = [];
function installInto(root: string): void {
  mkdirSync(path.join(root, "node_modules"), { recursive: true });
  symlinkSync(path.resolve("."), path.join(root, "node_modules/oma-lint"));
  for (const name of ["eslint", "typescript-eslint", "typescript"]) symlinkSync(path.resolve("node_modules", name), path.join(root, "node_modules", name));
}
async function editorFor(root: string): Promise<Editor> {
  const editor = new Editor(root);
  editors.push(editor);
  await editor.start();
  return editor;
}

beforeAll(() => {
  if (!existsSync("dist/plugin.js")) throw new Error("dist/plugin.js is missing: run `npm run build` first.");
});
afterAll(() => {
  for (const editor of editors) editor.close();
  removeTrees();
});

const codes = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(({ code }) => String(code)).filter((code) => code.startsWith("oma/"));

describe("the ESLint language server", () => {
  test("shows findings of the example, follows edits, applies a suggestion, sees other files", async () => {
    const root = makeTree({});
    cpSync("examples/lending-library", root, { recursive: true, filter: (file) => !file.includes("node_modules") });
    installInto(root);
    const editor = await editorFor(root);
    const file = "src/loans/loan.repository.ts";
    const text = readFileSync(path.join(root, file), "utf8");
    const first = await editor.open(file, text);
    expect(codes(first), editor.log).toContain("oma/no-raw-sql-interpolation");
    const uri = editor.uriOf(file);
    const diagnostic = first.find(({ code }) => code === "oma/no-raw-sql-interpolation");
    const actions = (await editor.request("textDocument/codeAction", {
      textDocument: { uri },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic], only: ["quickfix"] },
    })) as readonly { readonly title: string; readonly command?: { readonly command: string; readonly arguments?: readonly unknown[] } }[];
    const suggestion = actions.find(({ command }) => command?.command === "eslint.applySuggestion");
    expect(suggestion, JSON.stringify(actions, undefined, 1)).toBeDefined();
    const edits = await editor.carryOut("eslint.applySuggestion", suggestion?.command?.arguments ?? []);
    const mended = await editor.change(file, applied(text, edits));
    const sql = (list: readonly Diagnostic[]): number => codes(list).filter((code) => code === "oma/no-raw-sql-interpolation").length;
    expect(sql(mended)).toBe(sql(first) - 1);
    // A line above: the same findings, one line further down.
    const moved = await editor.change(file, `\n${text}`);
    expect(moved.map(({ range }) => range.start.line)).toEqual(first.map(({ range }) => range.start.line + 1));
    // Nothing is left of the file: nothing is left to say.
    expect(codes(await editor.change(file, "export {};\n"))).toEqual([]);
    expect(codes(await editor.change(file, text))).toEqual(codes(first));
  }, 120_000);

  test("a change in another file is seen at the next lint; a keystroke in 1,200 files is quick", async () => {
    const files = lendingNetwork(300);
    const root = makeTree({
      ...files,
      "eslint.config.mjs":
        'import oma from "oma-lint/eslint-plugin";\nimport tseslint from "typescript-eslint";\nexport default [{ files: ["**/*.ts"], languageOptions: { parser: tseslint.parser } }, ...oma.configs.recommended];\n',
    });
    installInto(root);
    const editor = await editorFor(root);
    const file = "src/repositories/loan0.repository.ts";
    const text = files[file] ?? "";
    expect(codes(await editor.open(file, text)), editor.log).toContain("oma/no-raw-sql-interpolation");
    const times: number[] = [];
    for (let key = 0; key < 12; key += 1) {
      const started = performance.now();
      await editor.change(file, `${text}// ${"x".repeat(key)}\n`);
      times.push(performance.now() - started);
    }
    const warm = times.slice(2).sort((a, b) => a - b);
    console.log(`keystroke-lint, 1,200 files: median ${(warm[5] ?? 0).toFixed(0)} ms, slowest ${(warm.at(-1) ?? 0).toFixed(0)} ms`);
    writeFileSync(path.join(root, "src/data/pool.ts"), 'export { pool } from "../fake/pool.js";\n');
    await new Promise((resolve) => setTimeout(resolve, 3200));
    expect(codes(await editor.change(file, `${text}\n`))).not.toContain("oma/no-raw-sql-interpolation");
  }, 180_000);
});
