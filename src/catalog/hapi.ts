import type { LibraryFacts } from "./facts.ts";

const parameters = { 0: "Request", 1: "ResponseToolkit" } as const;
const handlerProperties = ["handler", "options.handler", "config.handler", "options.pre", "options.pre.method", "config.pre", "config.pre.method"] as const;

/** `options` used to be called `config`; hapi still takes both. */
export const hapi: LibraryFacts = {
  packages: ["@hapi/hapi", "hapi"],
  docs: "https://hapi.dev/api/#request",
  returns: {
    server: "Server",
    Server: "Server",
    "Request.generateResponse": "ResponseObject",
    "ResponseToolkit.response": "ResponseObject",
  },
  members: { "Request.server": "Server", "ResponseToolkit.request": "Request" },
  functionTypes: {
    "Plugin.register": { 0: "Server" },
    "NamedPlugin.register": { 0: "Server" },
    "PackagedPlugin.register": { 0: "Server" },
    "ServerRoute.handler": parameters,
    "ServerRoute.options.handler": parameters,
    "ServerRoute.options.pre.method": parameters,
    "RouteOptions.handler": parameters,
    "RouteOptions.pre.method": parameters,
    "RouteOptionsPreObject.method": parameters,
    "Lifecycle.Method": parameters,
  },
  http: {
    routers: ["Server"],
    handlers: [
      { api: "Server.route", form: "object", properties: handlerProperties, parameters },
      { api: "Server.ext", form: "callback", parameters },
      { api: "Server.ext", form: "object", properties: ["method"], parameters },
    ],
    untrusted: {
      Request: [
        "payload",
        "query",
        "params",
        "paramsArray",
        "headers",
        "state",
        "url",
        "path",
        "orig",
        "info.host",
        "info.hostname",
        "info.referrer",
        "info.remoteAddress",
        "raw.req",
      ],
    },
    inputNames: {
      "Request.payload": "body",
      "Request.paramsArray": "params",
      "Request.state": "cookies",
      "Request.path": "url",
      "Request.orig": "input",
      "Request.info.host": "headers",
      "Request.info.hostname": "headers",
      "Request.info.referrer": "headers",
      "Request.info.remoteAddress": "address",
      "Request.raw.req": "input",
    },
    fileHandlers: [
      {
        files: "**/routes/**/*.{ts,mts,cts,js,mjs,cjs}",
        exports: ["default.handler", "default.options.handler", "default.config.handler", "*.handler", "*.options.handler", "*.config.handler"],
        parameters,
        dependsOn: ["@hapi/hapi"],
      },
    ],
    transportTypes: ["Request", "ResponseToolkit", "ResponseObject"],
    routing: {
      order: "any",
      entries: [
        {
          api: "Server.route",
          kind: "route",
          method: "0.method",
          path: "0.path",
          options: "0",
          schemas: {
            "options.validate.payload": "body",
            "options.validate.query": "query",
            "options.validate.params": "params",
            "config.validate.payload": "body",
            "config.validate.query": "query",
            "config.validate.params": "params",
          },
          steps: ["0.options.pre", "0.options.pre[].method", "0.config.pre", "0.config.pre[].method", "0.options.handler", "0.config.handler", "0.handler"],
        },
        { api: "Server.register", kind: "plugin", path: "1.routes.prefix", listed: "routes.prefix", steps: ["0"], options: "1" },
        { api: "Server.ext", kind: "use", steps: ["1+"], events: ["onRequest", "onPreAuth", "onPostAuth", "onPreHandler"] },
      ],
    },
  },
};
