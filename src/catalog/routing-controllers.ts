import type { LibraryFacts } from "./facts.ts";

const path = { paths: ["0"] } as const;
const decorator = { form: "decorator", parameters: {} } as const;

/** Express is the default driver. */
export const routingControllers: LibraryFacts = {
  packages: ["routing-controllers"],
  docs: "https://github.com/typestack/routing-controllers#readme",
  members: { "Action.request": "express#Request", "Action.response": "express#Response" },
  injects: { Req: "express#Request", Res: "express#Response", Ctx: "koa#Context" },
  functionTypes: {
    "RoutingControllersOptions.authorizationChecker": { 0: "Action" },
    "RoutingControllersOptions.currentUserChecker": { 0: "Action" },
  },
  http: {
    handlers: [
      { api: "Get", ...decorator },
      { api: "Post", ...decorator },
      { api: "Put", ...decorator },
      { api: "Patch", ...decorator },
      { api: "Delete", ...decorator },
      { api: "Head", ...decorator },
      { api: "All", ...decorator },
      { api: "Method", ...decorator },
    ],
    controllerDecorators: ["Controller", "JsonController"],
    inputDecorators: {
      Body: "body",
      BodyParam: "body",
      QueryParam: "query",
      QueryParams: "query",
      Param: "params",
      Params: "params",
      HeaderParam: "headers",
      HeaderParams: "headers",
      CookieParam: "cookies",
      CookieParams: "cookies",
      UploadedFile: "files",
      UploadedFiles: "files",
    },
    transportTypes: ["Action"],
    controllers: {
      classes: [
        { api: "Controller", paths: ["0"] },
        { api: "JsonController", paths: ["0"] },
      ],
      methods: [
        { api: "Get", methods: ["GET"], ...path },
        { api: "Post", methods: ["POST"], ...path },
        { api: "Put", methods: ["PUT"], ...path },
        { api: "Patch", methods: ["PATCH"], ...path },
        { api: "Delete", methods: ["DELETE"], ...path },
        { api: "Head", methods: ["HEAD"], ...path },
        { api: "All", methods: ["ALL"], ...path },
        { api: "Method", method: "0", paths: ["1"] },
      ],
      steps: ["UseBefore", "UseInterceptor"],
      validation: {
        byDefault: {
          createExpressServer: "0.validation",
          createKoaServer: "0.validation",
          useExpressServer: "1.validation",
          useKoaServer: "1.validation",
        },
        own: "0.validate",
      },
      prefixes: { createExpressServer: "0.routePrefix", createKoaServer: "0.routePrefix", useExpressServer: "1.routePrefix", useKoaServer: "1.routePrefix" },
    },
  },
};
