import { counted } from "#report/counting";
import type { ServerRequest } from "./arguments.ts";
import type { ServerStatus } from "./server-door.ts";
import { converse, startServer } from "./served.ts";
import type { Terminal } from "./terminal.ts";

/** How long a new server may take until it answers, in milliseconds, and how often it is asked meanwhile. */
const startsWithin = 5000;
const askEvery = 50;
/** A server that reads a large project answers when it is done. In milliseconds. */
const patience = 10_000;

/** `oma-lint server`: starts the server, ends it, or says how it is. Exits with 1 when it should run and does not. */
export async function tellServer({ action }: ServerRequest, terminal: Terminal): Promise<number> {
  const before = await statusOfServer();
  if (action === "stop") {
    if (before) await converse({ ask: "stop" }, () => undefined, patience);
    terminal.print(before ? `Ended the server (process ${String(before.pid)}).\n` : "No server is running.\n");
    return 0;
  }
  const status = before ?? (action === "start" ? await start() : undefined);
  if (!status) {
    terminal.print(action === "start" ? "The server did not start.\n" : "No server is running. `oma-lint server start` starts one.\n");
    return action === "start" ? 1 : 0;
  }
  const { pid, minutes, runs, megabytes } = status;
  terminal.print(`The server is process ${String(pid)}: ${counted(minutes, "minute")}, ${counted(runs, "run")}, ${String(megabytes)} MB.\n`);
  return 0;
}

async function start(): Promise<ServerStatus | undefined> {
  startServer();
  for (const until = Date.now() + startsWithin; Date.now() < until;) {
    await new Promise((resolve) => setTimeout(resolve, askEvery));
    const status = await statusOfServer();
    if (status) return status;
  }
  return undefined;
}

async function statusOfServer(): Promise<ServerStatus | undefined> {
  let status: ServerStatus | undefined;
  await converse(
    { ask: "status" },
    (answer) => {
      if ("status" in answer) ({ status } = answer);
    },
    patience,
  );
  return status;
}
