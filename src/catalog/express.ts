import type { LibraryFacts } from "./facts.ts";

const handler = { form: "callback", parameters: { 0: "Request", 1: "Response", 2: "NextFunction" } } as const;
const errorHandler = { form: "callback", arity: 4, parameters: { 1: "Request", 2: "Response", 3: "NextFunction" } } as const;

/** `get` with one argument reads a setting: it has no handler. */
const route = { kind: "route", path: "0", steps: ["1+"] } as const;

/** `get` with one argument reads a setting: it has no function argument. `query` (HTTP QUERY, Express 5) is left out: `app.get("db").query(…)` is far more common. */
export const express: LibraryFacts = {
  packages: ["express", "express-serve-static-core"],
  docs: "https://expressjs.com/en/5x/api.html",
  returns: {
    default: "Application",
    Router: "Router",
    "Router.*": "Router",
  },
  members: { "Request.app": "Application", "Response.app": "Application", "Response.req": "Request", "Request.res": "Response" },
  extends: {
    Express: "Application",
    Application: "Router",
    IRouter: "Router",
    IRoute: "Router",
    Request: "node:http#IncomingMessage",
    Response: "node:http#ServerResponse",
  },
  functionTypes: {
    RequestHandler: handler.parameters,
    Handler: handler.parameters,
    ErrorRequestHandler: errorHandler.parameters,
    RequestParamHandler: { 0: "Request", 1: "Response", 2: "NextFunction", 3: "PathParameter" },
  },
  http: {
    contexts: [
      { at: ["Application.settings"], put: "Application.set", get: "Application.get" },
      { at: ["Application.locals"], assigned: true },
      { at: ["Response.locals"], assigned: true },
      { at: ["Request"], assigned: true },
    ],
    routers: ["Application", "Router"],
    handlers: [
      { api: "Router.get", ...handler },
      { api: "Router.post", ...handler },
      { api: "Router.put", ...handler },
      { api: "Router.patch", ...handler },
      { api: "Router.delete", ...handler },
      { api: "Router.del", ...handler },
      { api: "Router.head", ...handler },
      { api: "Router.options", ...handler },
      { api: "Router.search", ...handler },
      { api: "Router.all", ...handler },
      { api: "Router.use", ...handler },
      { api: "Router.use", ...errorHandler },
      { api: "Router.param", form: "callback", parameters: { 0: "Request", 1: "Response", 2: "NextFunction", 3: "PathParameter" } },
    ],
    untrusted: {
      Request: [
        "body",
        "query",
        "params",
        "headers",
        "cookies",
        "signedCookies",
        "file",
        "files",
        "url",
        "originalUrl",
        "baseUrl",
        "path",
        "hostname",
        "host",
        "subdomains",
        "ip",
        "ips",
        "rawHeaders",
        "get()",
        "header()",
        "param()",
      ],
      PathParameter: ["*"],
    },
    inputNames: {
      "Request.signedCookies": "cookies",
      "Request.file": "files",
      "Request.originalUrl": "url",
      "Request.baseUrl": "url",
      "Request.path": "url",
      "Request.hostname": "headers",
      "Request.host": "headers",
      "Request.subdomains": "headers",
      "Request.ip": "address",
      "Request.ips": "address",
      "Request.rawHeaders": "headers",
      "Request.get()": "headers",
      "Request.header()": "headers",
      "Request.param()": "params",
      "PathParameter.*": "params",
    },
    validated: ["Request.signedCookies"],
    transportTypes: ["Request", "Response", "NextFunction"],
    routing: {
      mounted: ["Router", "IRouter"],
      entries: [
        { api: "Router.get", methods: ["GET"], ...route },
        { api: "Router.post", methods: ["POST"], ...route },
        { api: "Router.put", methods: ["PUT"], ...route },
        { api: "Router.patch", methods: ["PATCH"], ...route },
        { api: "Router.delete", methods: ["DELETE"], ...route },
        { api: "Router.del", methods: ["DELETE"], ...route },
        { api: "Router.head", methods: ["HEAD"], ...route },
        { api: "Router.options", methods: ["OPTIONS"], ...route },
        { api: "Router.search", methods: ["SEARCH"], ...route },
        { api: "Router.all", methods: ["ALL"], ...route },
        { api: "Router.route", kind: "path", path: "0" },
        { api: "Router.use", kind: "use", path: "0", optionalPath: true, steps: ["0+"] },
      ],
    },
  },
};

/** `asyncHandler(fn)` stands for `fn`. */
export const expressAsyncHandler: LibraryFacts = {
  packages: ["express-async-handler"],
  docs: "https://github.com/Abazhenov/express-async-handler",
  http: {
    handlers: [{ api: "default", form: "callback", parameters: { 0: "express#Request", 1: "express#Response", 2: "express#NextFunction" } }],
  },
};
