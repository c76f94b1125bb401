import { rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { ProjectMemory } from "#engine/project-memory";
import { parseArguments } from "./arguments.ts";
import { run } from "./run.ts";
import { type Answer, type Ask, type AskedRun, type AskedStream, linesOf, serverDoor } from "./server-door.ts";
import { openTerminal, type OutputStream } from "./terminal.ts";

/** Nobody asked for this long: the server ends. In milliseconds. */
const idleEnd = 30 * 60_000;
/** More memory than this is given back by ending; the next run starts another server. In bytes. */
const mostMemory = 2 * 1024 ** 3;

/** A process that stays and carries out checks for others, one at a time, with their projects in memory. */
class LintServer {
  readonly #server: Server;
  readonly #startedAt = Date.now();
  #memory = new ProjectMemory();
  #runs = 0;
  /** Asks that are not answered yet. */
  #waiting = 0;
  #turn: Promise<void> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor() {
    this.#server = createServer((socket) => {
      this.#meet(socket);
    });
  }

  listen(door: string): void {
    let tried = false;
    this.#server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE" || tried) process.exit(1);
      tried = true;
      // Either another server was quicker, or one was killed and left its socket.
      const other = connect(door);
      other.on("connect", () => process.exit(0));
      other.on("error", () => {
        rmSync(door, { force: true });
        this.#server.listen(door);
      });
    });
    this.#server.listen(door);
    this.#waitForAsks();
  }

  #waitForAsks(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#end();
    }, idleEnd);
  }

  #end(): void {
    this.#server.close();
    process.exit(0);
  }

  #meet(socket: Socket): void {
    const held = { rest: "" };
    let awaited: AskedRun | undefined;
    socket.setEncoding("utf8");
    socket.on("error", () => undefined);
    socket.on("data", (piece: string) => {
      for (const line of linesOf(held, piece)) {
        const asked = line as Ask;
        if (asked.ask !== "go") this.#hear(asked, socket);
        if (asked.ask === "run") awaited = asked;
        if (asked.ask === "go" && awaited) this.#begin(awaited, socket);
      }
    });
  }

  #hear({ ask }: Ask, socket: Socket): void {
    say(socket, { here: true });
    this.#waitForAsks();
    if (ask === "stop") {
      socket.end(() => {
        this.#end();
      });
    } else if (ask === "status") {
      const megabytes = Math.round(process.memoryUsage().rss / 1024 ** 2);
      say(socket, { status: { pid: process.pid, minutes: Math.floor((Date.now() - this.#startedAt) / 60_000), runs: this.#runs, megabytes } });
      socket.end();
    }
  }

  #begin(asked: AskedRun, socket: Socket): void {
    if (this.#waiting > 0) {
      say(socket, { no: true });
      socket.end();
    } else {
      this.#waiting += 1;
      this.#turn = this.#turn.then(() => this.#serve(asked, socket));
    }
  }

  async #serve(asked: AskedRun, socket: Socket): Promise<void> {
    const answers = await this.#carryOut(asked).catch((): Answer[] => [{ no: true }]);
    this.#runs += 1;
    this.#waiting -= 1;
    await new Promise<void>((resolve) => {
      socket.on("close", resolve);
      for (const answer of answers) say(socket, answer);
      socket.end();
    });
    await this.#memory.settle(() => this.#waiting > 0).catch(() => (this.#memory = new ProjectMemory()));
    if (process.memoryUsage().rss > mostMemory) this.#end();
  }

  /** What the run says is told at once at its end: whoever hears nothing carries it out alone, and nothing is said twice. */
  async #carryOut({ words, cwd, env, stdout, stderr }: AskedRun): Promise<Answer[]> {
    const said: Answer[] = [];
    const surroundings = {
      env,
      cwd: () => cwd,
      stdout: streamLike(stdout, (out) => said.push({ out })),
      stderr: streamLike(stderr, (err) => said.push({ err })),
    };
    const terminal = { ...openTerminal(surroundings, words), showsProgress: false };
    const request = parseArguments(words, terminal);
    if (request.command !== "check" || request.watch) return [{ no: true }];
    takeOver(env);
    process.chdir(cwd);
    try {
      const exit = await run(words, terminal, this.#memory);
      // What could not be carried out here may be carried out there, and is told there.
      return exit > 1 ? [{ no: true }] : [...said, { exit }];
    } finally {
      // The folder can be removed while we wait.
      process.chdir(tmpdir());
    }
  }
}

function say(socket: Socket, answer: Answer): void {
  socket.write(`${JSON.stringify(answer)}\n`);
}

function streamLike({ isTTY, columns, depth }: AskedStream, write: (text: string) => void): OutputStream {
  return { isTTY, ...(columns !== undefined && { columns }), getColorDepth: () => depth, write };
}

/** Git reads the environment: a hook's names the index of the commit. */
function takeOver(env: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

const door = serverDoor();
if (door === undefined) process.exit(1);
new LintServer().listen(door);
