import type { LibraryFacts } from "./facts.ts";

const handler = { form: "callback", parameters: { 0: "IncomingMessage", 1: "ServerResponse" } } as const;

/** `body` is what body parsers hang on the raw request. */
export const nodeHttp: LibraryFacts = {
  packages: ["node:http", "http", "node:https", "https", "node:http2", "http2"],
  docs: "https://nodejs.org/api/http.html#class-httpincomingmessage",
  returns: {
    createServer: "Server",
    createSecureServer: "Server",
    "Server.on": "Server",
    "Server.listen": "Server",
  },
  extends: {
    Http2ServerRequest: "IncomingMessage",
    Http2ServerResponse: "ServerResponse",
    Http2SecureServer: "Server",
    Http2Server: "Server",
  },
  callbacks: {
    "IncomingMessage.on": [{ argument: 1, event: "data", parameters: { 0: "BodyChunk" } }],
  },
  functionTypes: { RequestListener: handler.parameters },
  http: {
    routers: ["Server"],
    handlers: [
      { api: "createServer", ...handler },
      { api: "createSecureServer", ...handler },
      { api: "Server", ...handler },
      { api: "Server.on", event: "request", ...handler },
    ],
    untrusted: {
      IncomingMessage: ["body", "rawBody", "url", "headers", "headersDistinct", "rawHeaders", "trailers"],
      BodyChunk: ["*"],
    },
    inputNames: {
      "IncomingMessage.rawBody": "body",
      "IncomingMessage.headersDistinct": "headers",
      "IncomingMessage.rawHeaders": "headers",
      "IncomingMessage.trailers": "headers",
      "BodyChunk.*": "body",
    },
    transportTypes: ["IncomingMessage", "ServerResponse", "Http2ServerRequest", "Http2ServerResponse"],
  },
};
