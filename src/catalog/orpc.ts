import type { LibraryFacts } from "./facts.ts";

const resolver = { form: "callback", parameters: { 0: "ProcedureHandlerOptions" } } as const;

/** Without `.input(schema)` the handler is given the raw input; `type<T>()` as a schema checks nothing. */
export const orpc: LibraryFacts = {
  packages: ["@orpc/server", "@orpc/server/*", "@orpc/openapi/*"],
  docs: "https://orpc.dev/docs/procedure",
  returns: {
    "Builder.*": "Builder",
    implement: "Implementer",
    "Implementer.*": "Implementer",
  },
  members: { "Implementer.*": "Implementer" },
  extends: { os: "Builder" },
  callbacks: {
    "Builder.use": [{ argument: 0, parameters: { 1: "MiddlewareInput" } }],
    "Builder.middleware": [{ argument: 0, parameters: { 1: "MiddlewareInput" } }],
  },
  http: {
    contexts: [
      {
        at: ["ProcedureHandlerOptions.context"],
        told: [{ api: "Builder.$context", by: "type" }],
      },
    ],
    procedures: ["*"],
    handlers: [
      { api: "Builder.handler", ...resolver },
      { api: "Implementer.handler", ...resolver },
    ],
    untrusted: {
      ProcedureHandlerOptions: ["input"],
      MiddlewareInput: ["*"],
    },
    inputNames: { "MiddlewareInput.*": "input" },
    served: {
      calls: [
        { api: "Builder.handler", methods: ["POST"], handler: "0", address: "tree" },
        { api: "Implementer.handler", methods: ["POST"], handler: "0", address: "tree" },
      ],
      links: [
        { api: "Builder.use", as: "steps" },
        { api: "Implementer.use", as: "steps" },
        { api: "Builder.input", as: "schema" },
        { api: "Builder.route", as: "route" },
        { api: "Builder.prefix", as: "prefix" },
      ],
      trees: [
        { api: "Builder.router", of: ["0"] },
        { api: "Implementer.router", of: ["0"] },
      ],
      lazy: ["lazy", "Builder.lazy", "Implementer.lazy"],
      mounts: [
        { api: "RPCHandler", tree: "0", handle: { api: "RPCHandler.handle", prefix: ["1.prefix", "2.prefix"] }, paths: "slashes" },
        { api: "OpenAPIHandler", tree: "0", handle: { api: "OpenAPIHandler.handle", prefix: ["1.prefix", "2.prefix"] }, paths: "routes" },
      ],
      unchecked: ["type"],
    },
    controls: [
      { api: "Builder.input", kind: "validator", inputs: ["input"], schema: "0" },
      { api: "ORPCError", kind: "guard", inside: true, when: { path: "0", values: ["UNAUTHORIZED", "FORBIDDEN"] } },
    ],
  },
};
