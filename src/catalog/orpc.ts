import type { LibraryFacts } from "./facts.ts";

const resolver = { form: "callback", parameters: { 0: "ProcedureHandlerOptions" } } as const;

/** Without `.input(schema)` the handler is given the raw input; `type<T>()` as a schema checks nothing. */
export const orpc: LibraryFacts = {
  packages: ["@orpc/server"],
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
  },
};
