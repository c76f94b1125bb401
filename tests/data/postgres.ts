import { PGlite } from "@electric-sql/pglite";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/**
 * PostgreSQL in this process behind its own wire protocol, so that drivers and ORMs connect to it as to any server.
 * PGlite has one session: while one connection is in a transaction, the others wait for its end.
 * Named prepared statements are therefore common to all connections.
 */
export interface Postgres {
  readonly url: string;
  /** Runs SQL on the side, outside of every connection. */
  readonly sql: (text: string) => Promise<Record<string, unknown>[]>;
  /** Statements that arrived since the last call, transaction control included. */
  readonly statements: () => string[];
  /** How many connections were opened so far. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

interface Batch {
  readonly socket: Socket;
  readonly bytes: Buffer;
}

/** Starts a database on a loopback port. */
export async function startPostgres(): Promise<Postgres> {
  const db = await PGlite.create();
  const session = new Session(db);
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    connections += 1;
    socket.on("close", () => sockets.delete(socket));
    serve(socket, session);
  });
  const { port } = await listen(server);
  return {
    url: `postgres://postgres@127.0.0.1:${String(port)}/postgres`,
    sql: async (text) => (await db.query<Record<string, unknown>>(text)).rows,
    statements: () => session.statements.splice(0),
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
      await db.close();
    },
  };
}

function listen(server: Server): Promise<AddressInfo> {
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address() as AddressInfo)));
}

/** Runs one batch at a time; a connection whose transaction is open goes first. */
class Session {
  readonly statements: string[] = [];
  readonly #db: PGlite;
  readonly #waiting: Batch[] = [];
  #owner: Socket | undefined;
  #busy = false;

  constructor(db: PGlite) {
    this.#db = db;
  }

  run(batch: Batch): void {
    this.#waiting.push(batch);
    void this.#next();
  }

  leave(socket: Socket): void {
    if (this.#owner === socket) this.run({ socket, bytes: simpleQuery("ROLLBACK") });
  }

  async #next(): Promise<void> {
    const at = this.#waiting.findIndex(({ socket }) => this.#owner === undefined || socket === this.#owner);
    if (this.#busy || at === -1) return;
    this.#busy = true;
    const [batch] = this.#waiting.splice(at, 1) as [Batch];
    this.statements.push(...statementsIn(batch.bytes));
    const answer = Buffer.from(await this.#db.execProtocolRaw(batch.bytes));
    // ReadyForQuery closes each answer: `Z`, its length, then `I` when no transaction is open.
    this.#owner = answer.at(-6) === code("Z") && answer.at(-1) !== code("I") ? batch.socket : undefined;
    if (!batch.socket.destroyed) batch.socket.write(answer);
    this.#busy = false;
    void this.#next();
  }
}

/** https://www.postgresql.org/docs/current/protocol-message-formats.html */
function serve(socket: Socket, session: Session): void {
  let rest = Buffer.alloc(0);
  let batch = Buffer.alloc(0);
  let started = false;
  socket.on("error", () => socket.destroy());
  socket.on("close", () => session.leave(socket));
  socket.on("data", (data) => {
    rest = Buffer.concat([rest, data]);
    for (let size = sizeOf(rest, started); size !== undefined && rest.length >= size; size = sizeOf(rest, started)) {
      const message = rest.subarray(0, size);
      rest = rest.subarray(size);
      if (!started) started = greet(socket, message);
      else if (message[0] === code("X")) socket.end();
      else {
        batch = Buffer.concat([batch, message]);
        if (!"QSH".includes(String.fromCharCode(message[0] ?? 0))) continue;
        session.run({ socket, bytes: batch });
        batch = Buffer.alloc(0);
      }
    }
  });
}

/** The first message of a connection has no type. */
function sizeOf(bytes: Buffer, started: boolean): number | undefined {
  const from = started ? 1 : 0;
  return bytes.length < from + 4 ? undefined : from + bytes.readInt32BE(from);
}

const sslRequest = 80877103;

function greet(socket: Socket, message: Buffer): boolean {
  if (message.readInt32BE(4) === sslRequest) {
    socket.write("N");
    return false;
  }
  const settings = {
    server_version: "17.0",
    server_encoding: "UTF8",
    client_encoding: "UTF8",
    DateStyle: "ISO, MDY",
    integer_datetimes: "on",
    TimeZone: "UTC",
  };
  const parameters = Object.entries(settings).map(([name, value]) => wire("S", Buffer.from(`${name}\0${value}\0`)));
  socket.write(Buffer.concat([wire("R", Buffer.alloc(4)), ...parameters, wire("K", Buffer.alloc(8)), wire("Z", Buffer.from("I"))]));
  return true;
}

function wire(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function simpleQuery(text: string): Buffer {
  return wire("Q", Buffer.from(`${text}\0`));
}

/** SQL of the `Query` and `Parse` messages of a batch. */
function statementsIn(bytes: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    const parts = bytes.toString("utf8", at + 5, at + 1 + bytes.readInt32BE(at + 1)).split("\0");
    if (bytes[at] === code("Q")) found.push(parts[0] ?? "");
    if (bytes[at] === code("P")) found.push(parts[1] ?? "");
  }
  return found;
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}
