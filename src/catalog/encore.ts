import type { LibraryFacts } from "./facts.ts";

/** Endpoints that are not exposed are called by other services only. */
const served = {
  address: "path",
  path: ["0.path", "name"],
  options: "0",
  controls: [
    { path: "0.auth", kind: "guard", values: ["true"] },
    { path: "0.expose", kind: "guard", values: ["absent", "false"], uncertain: true },
  ],
} as const;

/** The runtime checks requests against the TypeScript parameter types, except in `api.raw`. */
export const encore: LibraryFacts = {
  packages: ["encore.dev/api", "encore.dev/auth", "encore.dev"],
  docs: "https://encore.dev/docs/ts/primitives/defining-apis",
  returns: { currentRequest: "RequestMeta" },
  members: { "MiddlewareRequest.requestMeta": "RequestMeta", "MiddlewareRequest.rawRequest": "RawRequest" },
  extends: { RawRequest: "node:http#IncomingMessage", RawResponse: "node:http#ServerResponse" },
  callbacks: {
    middleware: [{ argument: -1, parameters: { 0: "MiddlewareRequest" } }],
  },
  functionTypes: { RawHandler: { 0: "RawRequest", 1: "RawResponse" } },
  http: {
    handlers: [
      { api: "api", form: "callback", parameters: { 0: "RequestData" } },
      { api: "api.raw", form: "callback", parameters: { 0: "RawRequest", 1: "RawResponse" } },
      { api: "api.streamIn", form: "callback", parameters: { 0: "RequestData", 1: "RequestData" } },
      { api: "api.streamOut", form: "callback", parameters: { 0: "RequestData" } },
      { api: "api.streamInOut", form: "callback", parameters: { 0: "RequestData", 1: "RequestData" } },
      { api: "authHandler", form: "callback", parameters: { 0: "RequestData" } },
    ],
    untrusted: {
      RequestData: ["*"],
      RawRequest: ["url", "headers", "headersDistinct", "rawHeaders"],
      RequestMeta: ["path", "pathAndQuery", "pathParams", "headers", "parsedPayload"],
    },
    inputNames: {
      "RequestData.*": "input",
      "RawRequest.headersDistinct": "headers",
      "RawRequest.rawHeaders": "headers",
      "RequestMeta.path": "url",
      "RequestMeta.pathAndQuery": "url",
      "RequestMeta.pathParams": "params",
      "RequestMeta.parsedPayload": "body",
    },
    validated: ["RequestData.*"],
    served: {
      calls: [
        { api: "api", handler: "1", method: "0.method", methods: ["GET", "POST"], ...served },
        { api: "api.raw", handler: "1", method: "0.method", methods: ["GET", "POST"], ...served },
        { api: "api.streamIn", handler: "1", methods: ["WS"], ...served },
        { api: "api.streamOut", handler: "1", methods: ["WS"], ...served },
        { api: "api.streamInOut", handler: "1", methods: ["WS"], ...served },
      ],
    },
    transportTypes: ["RawRequest", "RawResponse", "MiddlewareRequest"],
  },
};
