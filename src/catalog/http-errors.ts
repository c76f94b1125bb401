import type { LibraryFacts } from "./facts.ts";

const nestNames = [
  ...["BadGateway", "BadRequest", "Conflict", "Forbidden", "GatewayTimeout", "Gone", "Http", "HttpVersionNotSupported", "ImATeapot", "InternalServerError"],
  ...["MethodNotAllowed", "Misdirected", "NotAcceptable", "NotFound", "NotImplemented", "PayloadTooLarge", "PreconditionFailed", "RequestTimeout"],
  ...["ServiceUnavailable", "Unauthorized", "UnprocessableEntity", "UnsupportedMediaType"],
].map((name) => `${name}Exception`);

/** Names of `http-errors`, which Koa and `@fastify/sensible` share; the latter starts them with a small letter. */
const statusNames = [
  ...["BadRequest", "Unauthorized", "PaymentRequired", "Forbidden", "NotFound", "MethodNotAllowed", "NotAcceptable", "ProxyAuthenticationRequired"],
  ...["RequestTimeout", "Conflict", "Gone", "LengthRequired", "PreconditionFailed", "PayloadTooLarge", "URITooLong", "UnsupportedMediaType"],
  ...["RangeNotSatisfiable", "ExpectationFailed", "ImATeapot", "MisdirectedRequest", "UnprocessableEntity", "Locked", "FailedDependency", "TooEarly"],
  ...["UpgradeRequired", "PreconditionRequired", "TooManyRequests", "RequestHeaderFieldsTooLarge", "UnavailableForLegalReasons", "InternalServerError"],
  ...["NotImplemented", "BadGateway", "ServiceUnavailable", "GatewayTimeout", "HTTPVersionNotSupported", "VariantAlsoNegotiates", "InsufficientStorage"],
  ...["LoopDetected", "BandwidthLimitExceeded", "NotExtended", "NetworkAuthenticationRequired"],
];
const sensibleNames = ["badRequest", "unauthorized", "paymentRequired", "forbidden", "notFound", "methodNotAllowed", "notAcceptable", "requestTimeout"].concat(
  ["conflict", "gone", "unprocessableEntity", "locked", "tooManyRequests", "internalServerError", "notImplemented", "badGateway", "serviceUnavailable"],
  ["gatewayTimeout"],
);
const boomNames = [
  ...["badRequest", "unauthorized", "paymentRequired", "forbidden", "notFound", "methodNotAllowed", "notAcceptable", "proxyAuthRequired", "clientTimeout"],
  ...["conflict", "resourceGone", "lengthRequired", "preconditionFailed", "entityTooLarge", "uriTooLong", "unsupportedMediaType", "rangeNotSatisfiable"],
  ...["expectationFailed", "teapot", "badData", "locked", "failedDependency", "tooEarly", "preconditionRequired", "tooManyRequests", "illegal", "internal"],
  ...["badImplementation", "notImplemented", "badGateway", "serverUnavailable", "gatewayTimeout", "Boom", "boomify"],
];
const encoreNames = [
  ...["canceled", "unknown", "invalidArgument", "deadlineExceeded", "notFound", "alreadyExists", "permissionDenied", "resourceExhausted"],
  ...["failedPrecondition", "aborted", "outOfRange", "unimplemented", "internal", "unavailable", "dataLoss", "unauthenticated"],
].map((name) => `APIError.${name}`);

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
        { api: "Catch", form: "class", method: "catch" },
        { api: "ExceptionFilter", form: "base", method: "catch" },
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
      replies: [{ type: "Context", assigned: true }],
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
      replies: [{ type: "ResponseToolkit", after: "Request", body: ["response"], status: ["code"] }],
    },
  },
  {
    packages: ["h3"],
    docs: "https://h3.dev/guide/basics/error",
    http: {
      exceptions: ["createError", "HTTPError", "H3Error"],
      errorHandlers: [
        { api: "createApp", form: "property", property: "onError" },
        { api: "H3", form: "property", property: "onError" },
      ],
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
      errorHandlers: [{ api: "ExpressErrorMiddlewareInterface", form: "base", method: "error" }],
    },
  },
  {
    packages: ["elysia"],
    docs: "https://elysiajs.com/patterns/error-handling",
    http: { exceptions: ["NotFoundError", "InternalServerError"], errorHandlers: [{ api: "Elysia.onError", form: "callback" }] },
  },
  { packages: ["@sveltejs/kit"], docs: "https://svelte.dev/docs/kit/errors", http: { exceptions: ["error"] } },
  {
    packages: ["@adonisjs/core/http"],
    docs: "https://docs.adonisjs.com/guides/basics/exception-handling",
    http: { errorHandlers: [{ api: "ExceptionHandler", form: "base", method: "handle" }] },
  },
  { packages: ["@adonisjs/core/exceptions"], docs: "https://docs.adonisjs.com/guides/basics/exception-handling", http: { exceptions: ["Exception"] } },
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
    http: { errorHandlers: [{ api: "Middy.onError", form: "callback" }] },
  },
  { packages: ["@middy/util"], docs: "https://middy.js.org/docs/middlewares/http-error-handler", http: { exceptions: ["createError"] } },
];
