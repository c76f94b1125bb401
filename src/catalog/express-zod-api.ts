import type { LibraryFacts } from "./facts.ts";

/** Every input is checked by the contract it is declared with; what no schema names does not arrive. */
export const expressZodApi: LibraryFacts = {
  packages: ["express-zod-api"],
  docs: "https://ez.robintail.cz/",
  returns: {
    "EndpointsFactory.*": "EndpointsFactory",
    "EndpointsFactory.build": "Endpoint",
    "EndpointsFactory.buildVoid": "Endpoint",
    "Endpoint.deprecated": "Endpoint",
  },
  extends: { defaultEndpointsFactory: "EndpointsFactory", arrayEndpointsFactory: "EndpointsFactory" },
  passes: ["createConfig"],
  http: {
    handlers: [
      { api: "EndpointsFactory.build", form: "object", properties: ["handler"], parameters: { 0: "EndpointParameters" } },
      { api: "EndpointsFactory.buildVoid", form: "object", properties: ["handler"], parameters: { 0: "EndpointParameters" } },
    ],
    routing: { transparent: ["Middleware", "ExpressMiddleware"] },
    untrusted: { EndpointParameters: ["input"] },
    validated: ["EndpointParameters.input"],
    served: {
      calls: [
        { api: "EndpointsFactory.build", methods: ["GET"], method: "0.method", handler: "0.handler", schema: "0.input", address: "tree" },
        { api: "EndpointsFactory.buildVoid", methods: ["GET"], method: "0.method", handler: "0.handler", schema: "0.input", address: "tree" },
      ],
      links: [
        { api: "EndpointsFactory.addMiddleware", as: "steps" },
        { api: "EndpointsFactory.addExpressMiddleware", as: "steps" },
        { api: "EndpointsFactory.use", as: "steps" },
      ],
      trees: [
        { api: "Endpoint.nest", of: ["0"], self: true },
        { api: "Endpoint.deprecated", of: [], self: true },
        { api: "DependsOnMethod", of: ["0"] },
      ],
      mounts: [
        { api: "createServer", tree: "1", before: "0.beforeRouting", paths: "keys" },
        { api: "attachRouting", tree: "1", app: "0.app", paths: "keys" },
      ],
    },
    controls: [
      { api: "EndpointsFactory.build", kind: "validator", inputs: ["input"], schema: "0.input" },
      { api: "EndpointsFactory.buildVoid", kind: "validator", inputs: ["input"], schema: "0.input" },
    ],
  },
};
