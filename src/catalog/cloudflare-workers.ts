import type { LibraryFacts } from "./facts.ts";

const parameters = { 0: "undici-types#Request" } as const;

/** `export default { fetch }` is a fact of `web-standard.ts`; the databases of Workers are in `cloudflare-d1.ts`. */
export const cloudflareWorkers: LibraryFacts = {
  packages: ["cloudflare:workers", "@cloudflare/workers-types"],
  docs: "https://developers.cloudflare.com/workers/runtime-apis/handlers/fetch/",
  globals: ["ExportedHandler", "ExportedHandlerFetchHandler", "PagesFunction", "EventContext"],
  extends: { Request: "undici-types#Request" },
  functionTypes: {
    "ExportedHandler.fetch": parameters,
    "ExportedHandler.queue": { 0: "MessageBatch" },
    ExportedHandlerFetchHandler: parameters,
    ExportedHandlerQueueHandler: { 0: "MessageBatch" },
    PagesFunction: { 0: "EventContext" },
  },
  http: {
    handlers: [
      { api: "WorkerEntrypoint.fetch", form: "method", parameters },
      { api: "WorkerEntrypoint.queue", form: "method", parameters: { 0: "MessageBatch" } },
      { api: "DurableObject.fetch", form: "method", parameters },
      { api: "DurableObject.webSocketMessage", form: "method", parameters: { 1: "MessageData" } },
    ],
    untrusted: {
      EventContext: [
        "request.json()",
        "request.formData()",
        "request.text()",
        "request.arrayBuffer()",
        "request.body",
        "request.headers",
        "request.url",
        "params",
      ],
      MessageBatch: ["messages"],
      MessageData: ["*"],
    },
    inputNames: {
      "EventContext.request.json()": "body",
      "EventContext.request.formData()": "body",
      "EventContext.request.text()": "body",
      "EventContext.request.arrayBuffer()": "body",
      "MessageBatch.messages": "message",
      "MessageData.*": "message",
    },
    transportTypes: ["Request", "EventContext"],
  },
};
