import type { LibraryFacts } from "./facts.ts";

const socket = { 0: "Socket" } as const;
const messages = { 0: "MessageData", 1: "MessageData", 2: "MessageData", 3: "MessageData", 4: "MessageData" } as const;

/** What a client sends with an event; the acknowledgement callback at the end counts as data too, which does no harm. */
export const socketIo: LibraryFacts = {
  packages: ["socket.io"],
  docs: "https://socket.io/docs/v4/server-api/#socketoneventname-callback",
  returns: { default: "Server", "Server.of": "Server", "Server.on": "Server", "Server.use": "Server", "Socket.on": "Socket" },
  extends: { Namespace: "Server" },
  callbacks: {
    "Server.on": [
      { argument: 1, event: "connection", parameters: socket },
      { argument: 1, event: "connect", parameters: socket },
    ],
    "Server.use": [{ argument: 0, parameters: socket }],
  },
  http: {
    routers: ["Server"],
    handlers: [
      { api: "Socket.on", form: "callback", parameters: messages },
      { api: "Socket.once", form: "callback", parameters: messages },
      { api: "Socket.onAny", form: "callback", parameters: { 1: "MessageData", 2: "MessageData", 3: "MessageData" } },
    ],
    untrusted: {
      Socket: ["handshake.query", "handshake.auth", "handshake.headers", "handshake.url", "handshake.address"],
      MessageData: ["*"],
    },
    inputNames: {
      "Socket.handshake.auth": "headers",
      "Socket.handshake.address": "address",
      "MessageData.*": "message",
    },
    messages: [{ api: "Socket.on", event: "0", handler: "1", not: ["disconnect", "disconnecting", "error"], space: "socket.io#Server.of" }],
    transportTypes: ["Socket", "Namespace"],
  },
};

export const ws: LibraryFacts = {
  packages: ["ws"],
  docs: "https://github.com/websockets/ws/blob/master/doc/ws.md",
  returns: { default: "WebSocket" },
  extends: { default: "WebSocket", Server: "WebSocketServer" },
  callbacks: {
    "WebSocketServer.on": [{ argument: 1, event: "connection", parameters: { 0: "WebSocket", 1: "node:http#IncomingMessage" } }],
  },
  http: {
    routers: ["WebSocketServer"],
    handlers: [{ api: "WebSocket.on", form: "callback", event: "message", parameters: { 0: "MessageData" } }],
    untrusted: { MessageData: ["*"] },
    inputNames: { "MessageData.*": "message" },
    messages: [{ api: "WebSocket.on", event: "0", handler: "1", only: ["message"], accepted: "ws#WebSocketServer.on" }],
    transportTypes: ["WebSocket"],
  },
};
