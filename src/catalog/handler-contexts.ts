/** What an application hands every handler beside the request: an object of its own making, often with the database client in it. */
export interface HandlerContext {
  /** Types whose members are those of the context: `@trpc/server#ProcedureResolverOptions.ctx`. */
  readonly at: readonly string[];
  /** Calls that say what it holds, and what says it: an argument path (`0.createContext`), or `type`, the first type argument. */
  readonly told?: readonly { readonly api: string; readonly by: string }[];
  /** Calls that put a value (argument 1) under a name (argument 0), and calls that bring it back by name. */
  readonly put?: string;
  readonly get?: string;
}

/** Generic types that stand for what the function in their argument returns. */
export const returnTypes: readonly string[] = ["@trpc/server#inferAsyncReturnType"];

/** Contexts of handlers, by framework; docs: trpc.io/docs/server/context, orpc.dev/docs/context, hono.dev/docs/api/context. */
export const handlerContexts: readonly HandlerContext[] = [
  {
    at: ["@trpc/server#ProcedureResolverOptions.ctx", "@trpc/server#MiddlewareOptions.ctx"],
    told: [
      { api: "@trpc/server#TRPCBuilder.context", by: "type" },
      { api: "@trpc/server#MiddlewareOptions.next", by: "0.ctx" },
      { api: "@trpc/server#createExpressMiddleware", by: "0.createContext" },
      { api: "@trpc/server#createNextApiHandler", by: "0.createContext" },
      { api: "@trpc/server#createHTTPServer", by: "0.createContext" },
      { api: "@trpc/server#createHTTPHandler", by: "0.createContext" },
      { api: "@trpc/server#fetchRequestHandler", by: "0.createContext" },
      { api: "@trpc/server#awsLambdaRequestHandler", by: "0.createContext" },
    ],
  },
  {
    at: ["@orpc/server#ProcedureHandlerOptions.context", "@orpc/server#MiddlewareOptions.context"],
    told: [
      { api: "@orpc/server#Builder.$context", by: "type" },
      { api: "@orpc/server#MiddlewareOptions.next", by: "0.context" },
    ],
  },
  { at: ["hono#Context.var"], put: "hono#Context.set", get: "hono#Context.get" },
];
