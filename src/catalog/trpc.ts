import type { LibraryFacts } from "./facts.ts";

const resolver = { form: "callback", parameters: { 0: "ProcedureResolverOptions" } } as const;

/** Without `.input(schema)` the resolver's `input` is undefined; the raw input is only in reach of middleware. */
export const trpc: LibraryFacts = {
  packages: ["@trpc/server", "@trpc/server/*"],
  docs: "https://trpc.io/docs/server/procedures",
  returns: {
    "TRPCBuilder.*": "TRPCBuilder",
    "TRPCBuilder.create": "TRPCRootObject",
    "TRPCRootObject.router": "Router",
    "TRPCRootObject.mergeRouters": "Router",
    "ProcedureBuilder.*": "ProcedureBuilder",
  },
  members: { "TRPCRootObject.procedure": "ProcedureBuilder" },
  passes: ["TRPCRootObject.middleware"],
  extends: { initTRPC: "TRPCBuilder" },
  callbacks: {
    "ProcedureBuilder.use": [{ argument: 0, parameters: { 0: "MiddlewareOptions" } }],
    "TRPCRootObject.middleware": [{ argument: 0, parameters: { 0: "MiddlewareOptions" } }],
  },
  http: {
    contexts: [
      {
        at: ["ProcedureResolverOptions.ctx", "MiddlewareOptions.ctx"],
        told: [
          { api: "TRPCBuilder.context", by: "type" },
          { api: "MiddlewareOptions.next", by: "0.ctx" },
        ],
        returnTypes: ["inferAsyncReturnType"],
      },
    ],
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
    served: {
      calls: [
        { api: "ProcedureBuilder.query", methods: ["QUERY"], handler: "0", address: "tree" },
        { api: "ProcedureBuilder.mutation", methods: ["MUTATION"], handler: "0", address: "tree" },
        { api: "ProcedureBuilder.subscription", methods: ["SUBSCRIPTION"], handler: "0", address: "tree" },
      ],
      links: [
        { api: "ProcedureBuilder.use", as: "steps" },
        { api: "ProcedureBuilder.input", as: "schema" },
      ],
      trees: [
        { api: "TRPCRootObject.router", of: ["0"] },
        { api: "TRPCRootObject.mergeRouters", of: ["0+"] },
      ],
      lazy: ["lazy", "experimental_lazy"],
      mounts: [
        { api: "createExpressMiddleware", tree: "0.router" },
        { api: "fetchRequestHandler", tree: "0.router", prefix: "0.endpoint" },
        { api: "createNextApiHandler", tree: "0.router" },
        { api: "createHTTPServer", tree: "0.router", prefix: "0.basePath" },
        { api: "createHTTPHandler", tree: "0.router", prefix: "0.basePath" },
        { api: "awsLambdaRequestHandler", tree: "0.router" },
        { api: "fastifyTRPCPlugin", tree: "1.trpcOptions.router", prefix: "1.prefix", plugin: true },
        { api: "@hono/trpc-server#trpcServer", tree: "0.router", prefix: "0.endpoint" },
      ],
    },
    controls: [
      { api: "ProcedureBuilder.input", kind: "validator", inputs: ["input"], schema: "0" },
      { api: "TRPCError", kind: "guard", inside: true, when: { path: "0.code", values: ["UNAUTHORIZED", "FORBIDDEN"] } },
    ],
  },
};
