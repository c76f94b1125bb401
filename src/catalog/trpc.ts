import type { LibraryFacts } from "./facts.ts";

const resolver = { form: "callback", parameters: { 0: "ProcedureResolverOptions" } } as const;

/** Without `.input(schema)` the resolver's `input` is undefined; the raw input is only in reach of middleware. */
export const trpc: LibraryFacts = {
  packages: ["@trpc/server", "@trpc/server/unstable-core-do-not-import"],
  docs: "https://trpc.io/docs/server/procedures",
  returns: {
    "TRPCBuilder.*": "TRPCBuilder",
    "TRPCBuilder.create": "TRPCRootObject",
    "TRPCRootObject.router": "Router",
    "TRPCRootObject.mergeRouters": "Router",
    "ProcedureBuilder.*": "ProcedureBuilder",
  },
  members: { "TRPCRootObject.procedure": "ProcedureBuilder" },
  extends: { initTRPC: "TRPCBuilder" },
  callbacks: {
    "ProcedureBuilder.use": [{ argument: 0, parameters: { 0: "MiddlewareOptions" } }],
    "TRPCRootObject.middleware": [{ argument: 0, parameters: { 0: "MiddlewareOptions" } }],
  },
  http: {
    procedures: ["*"],
    routers: ["Router"],
    handlers: [
      { api: "ProcedureBuilder.query", ...resolver },
      { api: "ProcedureBuilder.mutation", ...resolver },
      { api: "ProcedureBuilder.subscription", ...resolver },
    ],
    untrusted: {
      ProcedureResolverOptions: ["input", "ctx.req.body", "ctx.req.query", "ctx.req.headers", "ctx.req.cookies", "ctx.req.url"],
      MiddlewareOptions: ["input", "rawInput", "getRawInput()", "ctx.req.body", "ctx.req.query", "ctx.req.headers", "ctx.req.cookies", "ctx.req.url"],
    },
    inputNames: {
      "MiddlewareOptions.rawInput": "input",
      "MiddlewareOptions.getRawInput()": "input",
    },
  },
};
