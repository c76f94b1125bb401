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
    contracts: {
      serves: [
        { api: "Server.router", contract: "0", by: "1" },
        { api: "createNextRoute", contract: "0", by: "1" },
        { api: "createFetchHandler", contract: "0", by: "1" },
        { api: "createLambdaHandler", contract: "0", by: "1" },
        { api: "createNextHandler", contract: "0", by: "1" },
        { api: "createAzureFunctionHandler", contract: "0", by: "1" },
        { api: "fetchRequestHandler", contract: "0.contract", by: "0.router" },
        { api: "tsRestHandler", contract: "0", by: "1" },
      ],
      schemas: { body: "body", query: "query", pathParams: "params", headers: "headers" },
    },
    inputDecorators: { TsRestRequest: "input" },
    untrusted: { RouteInput: ["params", "query", "body", "headers", "file", "files"] },
    inputNames: { "RouteInput.file": "files" },
  },
};

/** `c.type<T>()` and its kin are types only: nothing looks at the request. */
export const tsRestCore: LibraryFacts = {
  packages: ["@ts-rest/core"],
  docs: "https://ts-rest.com/docs/core/",
  returns: { initContract: "ContractBuilder" },
  passes: ["ContractBuilder.query", "ContractBuilder.mutation"],
  http: {
    contracts: {
      trees: [{ api: "ContractBuilder.router", of: "0", prefix: "1.pathPrefix" }],
      unchecked: ["ContractBuilder.type", "ContractBuilder.body", "ContractBuilder.noBody"],
    },
  },
};
