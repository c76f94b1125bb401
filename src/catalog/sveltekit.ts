import type { LibraryFacts } from "./facts.ts";

const parameters = { 0: "RequestEvent" } as const;
const remote = { form: "callback", parameters: { 0: "RemoteArgument" } } as const;

const served = { handler: "callback", schema: "0", address: "export" } as const;

/** `./$types` is generated beside every route. Remote functions take a schema first; the literal `"unchecked"` stands for none. */
export const sveltekit: LibraryFacts = {
  packages: ["@sveltejs/kit", "$app/server"],
  docs: "https://svelte.dev/docs/kit/routing#server",
  generated: {
    exports: ["Action", "Actions", "LayoutServerLoad", "LayoutServerLoadEvent", "PageServerLoad", "PageServerLoadEvent", "RequestEvent", "RequestHandler"],
    specifierIncludes: ["./$types"],
  },
  returns: { getRequestEvent: "RequestEvent" },
  members: { "HandleInput.event": "RequestEvent" },
  extends: { ServerLoadEvent: "RequestEvent", PageServerLoadEvent: "RequestEvent", LayoutServerLoadEvent: "RequestEvent" },
  functionTypes: {
    RequestHandler: parameters,
    ServerLoad: parameters,
    PageServerLoad: parameters,
    LayoutServerLoad: parameters,
    Action: parameters,
    "Actions.*": parameters,
    Handle: { 0: "HandleInput" },
  },
  http: {
    contexts: [{ at: ["RequestEvent.locals"], assigned: true }],
    procedures: ["*"],
    handlers: [
      { api: "query", ...remote },
      { api: "query.batch", ...remote },
      { api: "form", ...remote },
      { api: "command", ...remote },
      { api: "prerender", ...remote },
    ],
    untrusted: {
      RequestEvent: [
        "request.json()",
        "request.formData()",
        "request.text()",
        "request.arrayBuffer()",
        "request.body",
        "request.headers",
        "request.url",
        "params",
        "url.searchParams",
        "url.search",
        "url.pathname",
        "url.href",
        "cookies.get()",
        "cookies.getAll()",
        "getClientAddress()",
      ],
      RemoteArgument: ["*"],
    },
    inputNames: {
      "RequestEvent.request.json()": "body",
      "RequestEvent.request.formData()": "body",
      "RequestEvent.request.text()": "body",
      "RequestEvent.request.arrayBuffer()": "body",
      "RequestEvent.url.searchParams": "query",
      "RequestEvent.url.search": "query",
      "RequestEvent.url.pathname": "url",
      "RequestEvent.url.href": "url",
      "RequestEvent.cookies.get()": "cookies",
      "RequestEvent.cookies.getAll()": "cookies",
      "RequestEvent.getClientAddress()": "address",
      "RemoteArgument.*": "arguments",
    },
    fileHandlers: [
      {
        files: "**/+server.{ts,js}",
        exports: ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "fallback"],
        parameters,
        serves: { root: "routes", names: "folders", methods: "export" },
      },
      {
        files: "**/+{page,layout}*.server.{ts,js}",
        exports: ["load", "actions.*"],
        parameters,
        serves: { root: "routes", names: "folders", methods: { load: "GET", "actions.*": "POST" } },
      },
      { files: "**/hooks.server.{ts,js}", exports: ["handle"], parameters: { 0: "HandleInput" }, runsBefore: { doubtful: true } },
    ],
    served: {
      calls: [
        { api: "query", methods: ["QUERY"], ...served },
        { api: "query.batch", methods: ["QUERY"], ...served },
        { api: "form", methods: ["FORM"], ...served },
        { api: "command", methods: ["COMMAND"], ...served },
        { api: "prerender", methods: ["QUERY"], ...served },
      ],
    },
    controls: [
      { api: "query", kind: "validator", inputs: ["arguments"], schema: "0" },
      { api: "query.batch", kind: "validator", inputs: ["arguments"], schema: "0" },
      { api: "form", kind: "validator", inputs: ["arguments"], schema: "0" },
      { api: "command", kind: "validator", inputs: ["arguments"], schema: "0" },
      { api: "prerender", kind: "validator", inputs: ["arguments"], schema: "0" },
    ],
    transportTypes: ["RequestEvent", "ServerLoadEvent", "PageServerLoadEvent", "LayoutServerLoadEvent"],
  },
};
