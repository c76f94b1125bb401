import type { LibraryFacts } from "./facts.ts";

const parameters = { 0: "HttpRequest", 1: "InvocationContext" } as const;
const handler = { form: "callback", parameters } as const;
const handlerObject = { form: "object", properties: ["handler"], parameters } as const;

/** Without `route` the function's name is the path; keys in the request are asked for unless the level is `anonymous`. */
const served = {
  handler: "1.handler",
  address: "path",
  path: ["1.route", "0"],
  prefix: "/api",
  controls: [{ path: "1.authLevel", kind: "guard", values: ["function", "admin"] }],
} as const;

/** Programming model 4, and the function type of model 3. */
export const azureFunctions: LibraryFacts = {
  packages: ["@azure/functions"],
  docs: "https://learn.microsoft.com/azure/azure-functions/functions-reference-node",
  functionTypes: {
    HttpHandler: parameters,
    AzureFunction: { 0: "Context", 1: "HttpRequest" },
  },
  http: {
    handlers: [
      { api: "app.http", ...handlerObject },
      { api: "app.get", ...handler },
      { api: "app.get", ...handlerObject },
      { api: "app.post", ...handler },
      { api: "app.post", ...handlerObject },
      { api: "app.put", ...handler },
      { api: "app.put", ...handlerObject },
      { api: "app.patch", ...handler },
      { api: "app.patch", ...handlerObject },
      { api: "app.deleteRequest", ...handler },
      { api: "app.deleteRequest", ...handlerObject },
    ],
    untrusted: {
      HttpRequest: ["json()", "text()", "formData()", "blob()", "arrayBuffer()", "body", "rawBody", "query", "params", "headers", "url"],
      Context: ["req.body", "req.rawBody", "req.query", "req.params", "req.headers", "req.url"],
    },
    inputNames: {
      "HttpRequest.json()": "body",
      "HttpRequest.text()": "body",
      "HttpRequest.formData()": "body",
      "HttpRequest.blob()": "body",
      "HttpRequest.arrayBuffer()": "body",
      "HttpRequest.rawBody": "body",
      "Context.req.rawBody": "body",
    },
    served: {
      calls: [
        { api: "app.http", method: "1.methods", methods: ["GET", "POST"], ...served },
        { api: "app.get", methods: ["GET"], ...served },
        { api: "app.post", methods: ["POST"], ...served },
        { api: "app.put", methods: ["PUT"], ...served },
        { api: "app.patch", methods: ["PATCH"], ...served },
        { api: "app.deleteRequest", methods: ["DELETE"], ...served },
      ],
    },
    transportTypes: ["HttpRequest", "HttpResponse", "HttpResponseInit", "InvocationContext", "Context"],
  },
};
