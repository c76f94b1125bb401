import type { LibraryFacts } from "./facts.ts";

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
    transportTypes: ["RawRequest", "RawResponse", "MiddlewareRequest"],
  },
};
