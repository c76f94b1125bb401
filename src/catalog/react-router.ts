import type { LibraryFacts } from "./facts.ts";

const parameters = { 0: "LoaderFunctionArgs" } as const;

/**
 * Remix and React Router in framework mode. `clientLoader`, `clientAction` and what `createBrowserRouter` is given run in the browser: no handlers.
 * Route modules may lie anywhere under `app/` (`app/routes.ts` names them); outside of `app/routes/` only a framework dependency makes them server code.
 */
export const reactRouter: LibraryFacts = {
  packages: ["react-router", "@remix-run/node", "@remix-run/server-runtime", "@remix-run/cloudflare", "@remix-run/deno", "@remix-run/router"],
  docs: "https://reactrouter.com/start/framework/route-module",
  generated: { exports: ["Route"], specifierIncludes: ["+types/"] },
  extends: {
    ActionFunctionArgs: "LoaderFunctionArgs",
    DataFunctionArgs: "LoaderFunctionArgs",
    LoaderArgs: "LoaderFunctionArgs",
    ActionArgs: "LoaderFunctionArgs",
    "Route.LoaderArgs": "LoaderFunctionArgs",
    "Route.ActionArgs": "LoaderFunctionArgs",
  },
  functionTypes: {
    LoaderFunction: parameters,
    ActionFunction: parameters,
    MiddlewareFunction: parameters,
    "Route.MiddlewareFunction": parameters,
  },
  http: {
    procedures: ["*"],
    untrusted: {
      LoaderFunctionArgs: [
        "params",
        "url",
        "request.json()",
        "request.formData()",
        "request.text()",
        "request.arrayBuffer()",
        "request.blob()",
        "request.body",
        "request.headers",
        "request.url",
      ],
    },
    inputNames: {
      "LoaderFunctionArgs.request.json()": "body",
      "LoaderFunctionArgs.request.formData()": "body",
      "LoaderFunctionArgs.request.text()": "body",
      "LoaderFunctionArgs.request.arrayBuffer()": "body",
      "LoaderFunctionArgs.request.blob()": "body",
    },
    fileHandlers: [
      {
        files: "**/app/routes/**/*.{ts,tsx,js,jsx}",
        exports: ["loader", "action"],
        parameters,
        serves: { root: "routes", names: "dots", methods: { loader: "GET", action: "POST" }, configured: true },
      },
      {
        files: "**/app/**/*.{ts,tsx,js,jsx}",
        exports: ["loader", "action"],
        parameters,
        dependsOn: [
          "@remix-run/node",
          "@remix-run/cloudflare",
          "@remix-run/deno",
          "@remix-run/dev",
          "@react-router/node",
          "@react-router/cloudflare",
          "@react-router/dev",
        ],
        serves: { root: "routes", names: "dots", methods: { loader: "GET", action: "POST" }, configured: true },
      },
    ],
    transportTypes: ["LoaderFunctionArgs", "ActionFunctionArgs", "DataFunctionArgs", "LoaderArgs", "ActionArgs", "Route.LoaderArgs", "Route.ActionArgs"],
  },
};
