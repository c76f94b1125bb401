import type { LibraryFacts } from "./facts.ts";

const parameters = { 0: "Request" } as const;

/**
 * The `Request` of the Fetch standard, and the servers that hand it out without a framework: Bun, Deno, a default export with `fetch` (also Workers).
 * `Response` is no transport type: services read the responses of their own `fetch` calls.
 */
export const webStandard: LibraryFacts = {
  packages: ["undici-types"],
  docs: "https://developer.mozilla.org/en-US/docs/Web/API/Request",
  effects: [{ kind: "request", apis: ["fetch"] }],
  globals: ["Request", "fetch", "Bun.serve", "Deno.serve"],
  http: {
    handlers: [
      { api: "Bun.serve", form: "object", properties: ["fetch", "routes.**"], parameters },
      { api: "Deno.serve", form: "callback", parameters },
      { api: "Deno.serve", form: "object", properties: ["handler"], parameters },
    ],
    untrusted: {
      Request: ["json()", "formData()", "text()", "arrayBuffer()", "blob()", "bytes()", "body", "headers", "url", "params", "cookies"],
    },
    inputNames: {
      "Request.json()": "body",
      "Request.formData()": "body",
      "Request.text()": "body",
      "Request.arrayBuffer()": "body",
      "Request.blob()": "body",
      "Request.bytes()": "body",
    },
    fileHandlers: [{ files: "**/*.{ts,mts,js,mjs}", exports: ["default.fetch"], parameters }],
    transportTypes: ["Request"],
  },
};
