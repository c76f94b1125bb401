import type { LibraryFacts } from "./facts.ts";

const handler = { form: "callback", parameters: { 0: "RouteInput" } } as const;
const routerObject = { form: "object", properties: ["**"], parameters: { 0: "RouteInput" } } as const;

/** A contract entry made by `c.type<T>()` checks nothing at run time. */
export const tsRest: LibraryFacts = {
  packages: ["@ts-rest/express", "@ts-rest/fastify", "@ts-rest/nest", "@ts-rest/next", "@ts-rest/serverless", "@ts-rest/serverless/*"],
  docs: "https://ts-rest.com/docs/express/",
  returns: {
    initServer: "Server",
    createTsr: "Server",
    "tsr.platformContext": "Server",
    "Server.routerWithMiddleware": "RouterWithMiddleware",
    "Server.routeWithMiddleware": "RouteWithMiddleware",
  },
  extends: { tsr: "Server" },
  http: {
    handlers: [
      { api: "Server.router", ...routerObject },
      { api: "Server.route", ...handler },
      { api: "Server.route", ...routerObject },
      { api: "RouterWithMiddleware", ...routerObject },
      { api: "RouteWithMiddleware", ...routerObject },
      { api: "createExpressEndpoints", ...routerObject },
      { api: "createNextRoute", ...routerObject },
      { api: "createNextRouter", ...routerObject },
      { api: "createSingleRouteHandler", ...handler },
      { api: "fetchRequestHandler", form: "object", properties: ["router.**"], parameters: { 0: "RouteInput" } },
      { api: "createFetchHandler", ...routerObject },
      { api: "createLambdaHandler", ...routerObject },
      { api: "createNextHandler", ...routerObject },
      { api: "createAzureFunctionHandler", ...routerObject },
      { api: "tsRestHandler", ...handler },
      { api: "tsRestHandler", ...routerObject },
      { api: "TsRestHandler", form: "decorator", parameters: {} },
      { api: "TsRest", form: "decorator", parameters: {} },
    ],
    inputDecorators: { TsRestRequest: "input" },
    untrusted: { RouteInput: ["params", "query", "body", "headers", "file", "files"] },
    inputNames: { "RouteInput.file": "files" },
  },
};
