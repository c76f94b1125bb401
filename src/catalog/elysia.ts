import type { LibraryFacts } from "./facts.ts";

const parameters = { 0: "Context" } as const;
const handler = { form: "callback", parameters } as const;
/** So that what plugins put into the context has a name: `({ jwt }) => jwt.sign(…)`. */
const handled = [{ argument: 1, parameters }] as const;
const plugin = { 0: "Elysia" } as const;
/** Hooks of a plugin are its own unless they say otherwise. */
const reach = { parent: "scoped", all: "global" } as const;
const schemas = { body: "body", query: "query", params: "params", headers: "headers", cookie: "cookies" } as const;
const route = { kind: "route", path: "0", steps: ["2.beforeHandle", "1"], options: "2", schemas } as const;

export const elysia: LibraryFacts = {
  packages: ["elysia"],
  docs: "https://elysiajs.com/essential/handler",
  returns: { default: "Elysia", Elysia: "Elysia", "Elysia.*": "Elysia" },
  extends: { default: "Elysia", PreContext: "Context", ErrorContext: "Context" },
  callbacks: {
    "Elysia.group": [{ argument: -1, parameters: plugin }],
    "Elysia.guard": [{ argument: -1, parameters: plugin }],
    "Elysia.use": [{ argument: 0, parameters: plugin }],
    "Elysia.get": handled,
    "Elysia.post": handled,
    "Elysia.put": handled,
    "Elysia.patch": handled,
    "Elysia.delete": handled,
    "Elysia.all": handled,
    "Elysia.derive": [{ argument: -1, parameters }],
    "Elysia.resolve": [{ argument: -1, parameters }],
  },
  functionTypes: { Handler: parameters, InlineHandler: parameters },
  http: {
    routers: ["Elysia"],
    handlers: [
      { api: "Elysia.get", ...handler },
      { api: "Elysia.post", ...handler },
      { api: "Elysia.put", ...handler },
      { api: "Elysia.patch", ...handler },
      { api: "Elysia.delete", ...handler },
      { api: "Elysia.options", ...handler },
      { api: "Elysia.head", ...handler },
      { api: "Elysia.all", ...handler },
      { api: "Elysia.connect", ...handler },
      { api: "Elysia.route", ...handler },
      { api: "Elysia.derive", ...handler },
      { api: "Elysia.resolve", ...handler },
      { api: "Elysia.onRequest", ...handler },
      { api: "Elysia.onTransform", ...handler },
      { api: "Elysia.onBeforeHandle", ...handler },
      { api: "Elysia.onAfterHandle", ...handler },
      { api: "Elysia.mapResponse", ...handler },
      { api: "Elysia.onError", ...handler },
      { api: "Elysia.ws", form: "object", properties: ["message"], parameters: { 0: "ElysiaWS", 1: "MessageData" } },
      { api: "Elysia.ws", form: "object", properties: ["open", "close"], parameters: { 0: "ElysiaWS" } },
    ],
    untrusted: {
      Context: [
        "body",
        "query",
        "params",
        "headers",
        "cookie",
        "path",
        "request.json()",
        "request.formData()",
        "request.text()",
        "request.body",
        "request.headers",
        "request.url",
      ],
      ElysiaWS: ["body", "data.query", "data.params", "data.headers", "data.cookie"],
      MessageData: ["*"],
    },
    inputNames: {
      "Context.cookie": "cookies",
      "Context.path": "url",
      "Context.request.json()": "body",
      "Context.request.formData()": "body",
      "Context.request.text()": "body",
      "ElysiaWS.body": "message",
      "ElysiaWS.data.cookie": "cookies",
      "MessageData.*": "message",
    },
    transportTypes: ["Context", "PreContext", "ErrorContext"],
    routing: {
      entries: [
        { api: "Elysia.get", methods: ["GET"], ...route },
        { api: "Elysia.post", methods: ["POST"], ...route },
        { api: "Elysia.put", methods: ["PUT"], ...route },
        { api: "Elysia.patch", methods: ["PATCH"], ...route },
        { api: "Elysia.delete", methods: ["DELETE"], ...route },
        { api: "Elysia.options", methods: ["OPTIONS"], ...route },
        { api: "Elysia.head", methods: ["HEAD"], ...route },
        { api: "Elysia.all", methods: ["ALL"], ...route },
        { api: "Elysia.route", kind: "route", method: "0", path: "1", steps: ["3.beforeHandle", "2"], options: "3" },
        { api: "Elysia.ws", kind: "route", methods: ["WS"], path: "0", steps: ["1.beforeHandle", "1.message"], options: "1" },
        { api: "Elysia.group", kind: "plugin", path: "0", before: ["1.beforeHandle"], steps: ["-1"] },
        { api: "Elysia.guard", kind: "plugin", before: ["0.beforeHandle"], reach: { argument: "0.as", ...reach }, steps: ["-1"], options: "0" },
        { api: "Elysia.use", kind: "plugin", steps: ["0"] },
        { api: "Elysia.onRequest", kind: "use", steps: ["0+"] },
        { api: "Elysia.onBeforeHandle", kind: "use", reach: { argument: "0.as", ...reach }, steps: ["0+"] },
        { api: "Elysia.derive", kind: "use", reach: { argument: "0.as", ...reach }, steps: ["-1"] },
        { api: "Elysia.resolve", kind: "use", reach: { argument: "0.as", ...reach }, steps: ["-1"] },
      ],
      prefixes: [
        { api: "default", argument: "0.prefix", form: "make" },
        { api: "Elysia", argument: "0.prefix", form: "make" },
      ],
    },
  },
};
