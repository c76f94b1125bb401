/** Exceptions of NestJS. */
export const nestNames = [
  ...["BadGateway", "BadRequest", "Conflict", "Forbidden", "GatewayTimeout", "Gone", "Http", "HttpVersionNotSupported", "ImATeapot", "InternalServerError"],
  ...["MethodNotAllowed", "Misdirected", "NotAcceptable", "NotFound", "NotImplemented", "PayloadTooLarge", "PreconditionFailed", "RequestTimeout"],
  ...["ServiceUnavailable", "Unauthorized", "UnprocessableEntity", "UnsupportedMediaType"],
].map((name) => `${name}Exception`);

/** Names of `http-errors`, which Koa and `@fastify/sensible` share; the latter starts them with a small letter. */
export const statusNames = [
  ...["BadRequest", "Unauthorized", "PaymentRequired", "Forbidden", "NotFound", "MethodNotAllowed", "NotAcceptable", "ProxyAuthenticationRequired"],
  ...["RequestTimeout", "Conflict", "Gone", "LengthRequired", "PreconditionFailed", "PayloadTooLarge", "URITooLong", "UnsupportedMediaType"],
  ...["RangeNotSatisfiable", "ExpectationFailed", "ImATeapot", "MisdirectedRequest", "UnprocessableEntity", "Locked", "FailedDependency", "TooEarly"],
  ...["UpgradeRequired", "PreconditionRequired", "TooManyRequests", "RequestHeaderFieldsTooLarge", "UnavailableForLegalReasons", "InternalServerError"],
  ...["NotImplemented", "BadGateway", "ServiceUnavailable", "GatewayTimeout", "HTTPVersionNotSupported", "VariantAlsoNegotiates", "InsufficientStorage"],
  ...["LoopDetected", "BandwidthLimitExceeded", "NotExtended", "NetworkAuthenticationRequired"],
];
/** Errors `@fastify/sensible` makes. */
export const sensibleNames = [
  "badRequest",
  "unauthorized",
  "paymentRequired",
  "forbidden",
  "notFound",
  "methodNotAllowed",
  "notAcceptable",
  "requestTimeout",
].concat(
  ["conflict", "gone", "unprocessableEntity", "locked", "tooManyRequests", "internalServerError", "notImplemented", "badGateway", "serviceUnavailable"],
  ["gatewayTimeout"],
);
/** Errors Boom makes. */
export const boomNames = [
  ...["badRequest", "unauthorized", "paymentRequired", "forbidden", "notFound", "methodNotAllowed", "notAcceptable", "proxyAuthRequired", "clientTimeout"],
  ...["conflict", "resourceGone", "lengthRequired", "preconditionFailed", "entityTooLarge", "uriTooLong", "unsupportedMediaType", "rangeNotSatisfiable"],
  ...["expectationFailed", "teapot", "badData", "locked", "failedDependency", "tooEarly", "preconditionRequired", "tooManyRequests", "illegal", "internal"],
  ...["badImplementation", "notImplemented", "badGateway", "serverUnavailable", "gatewayTimeout", "Boom", "boomify"],
];
/** Errors of Encore, which has codes of its own. */
export const encoreNames = [
  ...["canceled", "unknown", "invalidArgument", "deadlineExceeded", "notFound", "alreadyExists", "permissionDenied", "resourceExhausted"],
  ...["failedPrecondition", "aborted", "outOfRange", "unimplemented", "internal", "unavailable", "dataLoss", "unauthenticated"],
].map((name) => `APIError.${name}`);

/** Names of Adonis' response methods that are given a body → the status they stand for. */
export const adonisNames = {
  badRequest: 400,
  unauthorized: 401,
  paymentRequired: 402,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  notAcceptable: 406,
  requestTimeout: 408,
  conflict: 409,
  gone: 410,
  lengthRequired: 411,
  preconditionFailed: 412,
  requestEntityTooLarge: 413,
  unsupportedMediaType: 415,
  unprocessableEntity: 422,
  tooManyRequests: 429,
  internalServerError: 500,
  notImplemented: 501,
  badGateway: 502,
  gatewayTimeout: 504,
} as const;
