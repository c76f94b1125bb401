import type { LibraryFacts } from "./facts.ts";
import { adonisNames, boomNames, encoreNames, nestNames, sensibleNames, statusNames } from "./http-error-names.ts";

/** `Response.json(body, { status })`. */
const init = { status: ["1.status"], body: "0" } as const;
/** `json(body, 404)`, `data(body, { status: 404 })`: a page answers forms with what it renders. */
const form = { status: ["1.status", "1"], body: "0", unless: "default" } as const;
const elysiaStatus = { status: ["0"], body: "1" } as const;
const proxied = { status: "statusCode", body: "body" } as const;
const lambdas = { of: ["aws-lambda"], around: ["@middy/core#default", "@middy/core#Middy.handler"] } as const;

/**
 * Errors that carry an HTTP status, and where a framework is told what to do with errors; the rest about these libraries stands in
 * their own files. `notFound()` and `redirect()` of Next.js steer rendering and are no errors; `@fastify/error` makes classes of one's own.
 */
export const httpErrorLibraries: readonly LibraryFacts[] = [
  {
    packages: ["http-errors"],
    docs: "https://github.com/jshttp/http-errors#api",
    http: { exceptions: ["default", "HttpError", ...statusNames] },
  },
  { packages: ["@hapi/boom", "boom"], docs: "https://hapi.dev/module/boom/api/", http: { exceptions: boomNames } },
  {
    packages: ["@nestjs/common"],
    docs: "https://docs.nestjs.com/exception-filters#built-in-http-exceptions",
    http: {
      exceptions: nestNames,
      errorHandlers: [
        { api: "Catch", form: "class", method: "catch", of: ["express", "fastify"], noRoute: ["@nestjs/common#NotFoundException"] },
        { api: "ExceptionFilter", form: "base", method: "catch", of: ["express", "fastify"] },
        { api: "Controller", form: "built-in", of: ["express", "fastify"] },
      ],
    },
  },
  {
    packages: ["express"],
    docs: "https://expressjs.com/en/guide/error-handling.html",
    http: {
      errorHandlers: [{ api: "Router.use", form: "callback", arity: 4 }],
      replies: [{ type: "Response", after: "Request", body: ["json", "jsonp", "send"], status: ["status"] }],
    },
  },
  {
    packages: ["fastify"],
    docs: "https://fastify.dev/docs/latest/Reference/Errors/",
    http: {
      exceptions: sensibleNames.map((name) => `FastifyInstance.httpErrors.${name}`),
      errorHandlers: [{ api: "FastifyInstance.setErrorHandler", form: "callback" }],
      replies: [{ type: "FastifyReply", after: "FastifyRequest", body: ["send"], status: ["code", "status"] }],
    },
  },
  {
    packages: ["hono"],
    docs: "https://hono.dev/docs/api/exception",
    http: {
      exceptions: ["HTTPException"],
      errorHandlers: [{ api: "Hono.onError", form: "callback" }],
      replies: [{ type: "Context", body: ["json", "text"], statusArgument: 1 }],
    },
  },
  {
    packages: ["koa"],
    docs: "https://koajs.com/#ctx-throw-status-msg-properties",
    http: {
      exceptions: ["Context.throw", "Context.assert"],
      errorHandlers: [{ api: "Application.use", form: "callback", catching: true }],
      replies: [{ type: "Context", assigned: { status: "status", body: "body" } }],
    },
  },
  {
    packages: ["@hapi/hapi"],
    docs: "https://hapi.dev/api/#-serverextevents",
    http: {
      errorHandlers: [
        { api: "Server.ext", form: "callback", event: "onPreResponse" },
        { api: "Server.ext", form: "property", property: "method" },
      ],
      replies: [{ type: "ResponseToolkit", after: "Request", body: ["response"], status: ["code"], open: true }],
    },
  },
  {
    packages: ["h3"],
    docs: "https://h3.dev/guide/basics/error",
    http: {
      exceptions: ["createError", "HTTPError", "H3Error"],
      errorHandlers: [
        { api: "createApp", form: "property", property: "onError", returns: true },
        { api: "H3", form: "property", property: "onError", returns: true },
        { api: "defineNitroErrorHandler", form: "callback" },
        { api: "defineErrorHandler", form: "callback" },
      ],
      answers: [
        { api: "setResponseStatus", status: ["1"] },
        { api: "sendError", status: ["1.0.statusCode", "1.0.status"], body: "1" },
      ],
      replies: [{ type: "H3Event", assigned: { status: "res.status" } }],
    },
  },
  {
    packages: ["@trpc/server"],
    docs: "https://trpc.io/docs/server/error-handling",
    http: { exceptions: ["TRPCError"], errorHandlers: [{ api: "TRPCBuilder.create", form: "property", property: "errorFormatter" }] },
  },
  { packages: ["@orpc/server"], docs: "https://orpc.dev/docs/error-handling", http: { exceptions: ["ORPCError"] } },
  { packages: ["encore.dev/api"], docs: "https://encore.dev/docs/ts/primitives/errors", http: { exceptions: ["APIError", ...encoreNames] } },
  {
    packages: ["routing-controllers"],
    docs: "https://github.com/typestack/routing-controllers#throw-http-errors",
    http: {
      exceptions: ["HttpError", "BadRequestError", "ForbiddenError", "InternalServerError", "MethodNotAllowedError"].concat([
        "NotAcceptableError",
        "NotFoundError",
        "UnauthorizedError",
        "UnprocessableEntityError",
      ]),
      errorHandlers: [
        { api: "ExpressErrorMiddlewareInterface", form: "base", method: "error", of: ["express"] },
        { api: "JsonController", form: "built-in", of: ["express"] },
        { api: "Controller", form: "built-in", of: ["express"] },
      ],
    },
  },
  {
    packages: ["elysia"],
    docs: "https://elysiajs.com/patterns/error-handling",
    http: {
      exceptions: ["NotFoundError", "InternalServerError"],
      errorHandlers: [{ api: "Elysia.onError", form: "callback", returns: true }],
      answers: [
        { api: "status", ...elysiaStatus },
        { api: "error", ...elysiaStatus },
        { api: "Context.status", ...elysiaStatus },
        { api: "Context.error", ...elysiaStatus },
      ],
      replies: [{ type: "Context", assigned: { status: "set.status" } }],
    },
  },
  {
    packages: ["@sveltejs/kit"],
    docs: "https://svelte.dev/docs/kit/errors",
    http: {
      exceptions: ["error"],
      errorFiles: [{ files: "**/hooks.server.{ts,js}", export: "handleError" }],
      answers: [
        { api: "json", ...init },
        { api: "text", ...init, written: true },
      ],
    },
  },
  {
    packages: ["next"],
    docs: "https://nextjs.org/docs/app/api-reference/functions/next-response#json",
    http: {
      answers: [
        { api: "NextResponse.json", ...init },
        { api: "NextResponse", ...init, written: true },
      ],
      replies: [{ type: "NextApiResponse", after: "NextApiRequest", body: ["json", "send"], status: ["status"] }],
    },
  },
  {
    packages: ["undici-types"],
    docs: "https://developer.mozilla.org/en-US/docs/Web/API/Response",
    globals: ["Response"],
    builtIn: true,
    http: {
      answers: [
        { api: "Response.json", ...init },
        { api: "Response", ...init, written: true },
      ],
    },
  },
  {
    packages: ["react-router"],
    docs: "https://reactrouter.com/how-to/error-boundary",
    http: {
      answers: [
        { api: "json", ...form },
        { api: "data", ...form },
      ],
    },
  },
  {
    packages: ["aws-lambda"],
    docs: "https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html#apigateway-types-transforms",
    http: {
      replies: [
        { type: "Event", returned: proxied },
        { type: "APIGatewayProxyEvent", returned: proxied },
        { type: "APIGatewayProxyEventV2", returned: proxied },
      ],
    },
  },
  {
    packages: ["@adonisjs/core/http"],
    docs: "https://docs.adonisjs.com/guides/basics/exception-handling",
    http: {
      errorHandlers: [{ api: "ExceptionHandler", form: "base", method: "handle", inherited: true }],
      replies: [{ type: "HttpContext", member: "response", body: ["send", "json"], status: ["status", "safeStatus"], named: adonisNames }],
    },
  },
  {
    packages: ["@ioc:Adonis/Core/HttpExceptionHandler"],
    docs: "https://v5-docs.adonisjs.com/guides/exception-handling",
    http: { errorHandlers: [{ api: "default", form: "base", method: "handle", inherited: true, of: ["@adonisjs/core/http"] }] },
  },
  {
    packages: ["@adonisjs/core/exceptions", "@adonisjs/core/build/standalone", "@poppinss/utils"],
    docs: "https://docs.adonisjs.com/guides/basics/exception-handling",
    http: { exceptions: ["Exception"], statusArguments: { Exception: ["1.status", "1"] } },
  },
  {
    packages: ["@adonisjs/core"],
    docs: "https://docs.adonisjs.com/guides/references/exceptions",
    http: { exceptions: ["errors.E_HTTP_EXCEPTION", "errors.E_ROUTE_NOT_FOUND", "errors.E_HTTP_REQUEST_ABORTED"] },
  },
  { packages: ["graphql"], docs: "https://graphql.org/graphql-js/error/", http: { exceptions: ["GraphQLError"] } },
  {
    packages: ["@apollo/server"],
    docs: "https://www.apollographql.com/docs/apollo-server/data/errors",
    http: {
      exceptions: ["ApolloError", "AuthenticationError", "ForbiddenError", "UserInputError"],
      errorHandlers: [{ api: "ApolloServer", form: "property", property: "formatError" }],
    },
  },
  {
    packages: ["@middy/core"],
    docs: "https://middy.js.org/docs/intro/handling-errors",
    http: {
      errorHandlers: [
        { api: "Middy.onError", form: "callback", ...lambdas },
        { api: "Middy.use", form: "property", property: "onError", ...lambdas },
      ],
    },
  },
  {
    packages: ["@middy/http-error-handler"],
    docs: "https://middy.js.org/docs/middlewares/http-error-handler",
    http: { errorHandlers: [{ api: "default", form: "made", ...lambdas }] },
  },
  { packages: ["@middy/util"], docs: "https://middy.js.org/docs/middlewares/http-error-handler", http: { exceptions: ["createError"] } },
];
