import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { type Answer, type Ask, type AskedStream, linesOf, serverDoor } from "./server-door.ts";

/** A server that is busy with somebody else does not answer: then the run is done here. In milliseconds. */
const runPatience = 100;

/**
 * Lets the server carry a command line out: it has the project in memory. Starts one for the next time where there is none.
 * @returns the exit code; `undefined` when it has to be carried out here, and nothing was written yet
 */
export async function runServed(words: readonly string[]): Promise<number | undefined> {
  const { stdout, stderr } = process;
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const asked: Ask = { ask: "run", words, cwd: process.cwd(), env, stdout: streamOf(stdout), stderr: streamOf(stderr) };
  let exit: number | undefined;
  const said: Answer[] = [];
  const isThere = await converse(
    asked,
    (answer) => {
      said.push(answer);
      if ("exit" in answer) exit = answer.exit;
    },
    runPatience,
  );
  if (isThere === "nobody") startServer();
  if (exit === undefined) return undefined;
  for (const answer of said) {
    if ("out" in answer) stdout.write(answer.out);
    else if ("err" in answer) stderr.write(answer.err);
  }
  return exit;
}

/**
 * Asks the server something. Resolves when it has hung up, or nobody was there, or it had no time.
 * @param patience how long to wait until it answers, in milliseconds
 */
export function converse(asked: Ask, hear: (answer: Answer) => void, patience: number): Promise<"heard" | "busy" | "nobody"> {
  const door = serverDoor();
  if (door === undefined) return Promise.resolve("nobody");
  return new Promise((resolve) => {
    const socket = connect(door);
    const held = { rest: "" };
    let so: "heard" | "busy" | "nobody" = "nobody";
    const timer = setTimeout(() => socket.destroy(), patience);
    socket.setEncoding("utf8");
    socket.on("connect", () => {
      so = "busy";
      socket.write(`${JSON.stringify(asked)}\n`);
    });
    socket.on("data", (piece: string) => {
      clearTimeout(timer);
      if (so !== "heard" && asked.ask === "run") socket.write(`${JSON.stringify({ ask: "go" } satisfies Ask)}\n`);
      so = "heard";
      for (const answer of linesOf(held, piece)) hear(answer as Answer);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(so);
    });
  });
}

/** Starts a server that outlives this process. It ends by itself when nobody asks for a while. */
export function startServer(): void {
  const script = ["./server.js", "../server.js"].map((name) => fileURLToPath(new URL(name, import.meta.url))).find((file) => existsSync(file));
  if (script === undefined || serverDoor() === undefined) return;
  // Not in the project's folder, which could not be removed then; without the hook's variables, which name this commit's index.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  spawn(process.execPath, [script], { cwd: tmpdir(), detached: true, env, stdio: "ignore", windowsHide: true }).unref();
}

function streamOf(stream: NodeJS.WriteStream): AskedStream {
  const { FORCE_COLOR: _force, NO_COLOR: _no, ...env } = process.env;
  const depth = stream.isTTY ? stream.getColorDepth(env) : 1;
  return { isTTY: stream.isTTY, depth, ...(stream.columns !== undefined && { columns: stream.columns }) };
}
