import type { LibraryFacts } from "./facts.ts";

/** A page or layout renders: its `params` and `searchParams` are input, but it is no route handler. */
export const next: LibraryFacts = {
  packages: ["next", "next/*"],
  docs: "https://nextjs.org/docs/app/api-reference/file-conventions/route",
  globals: ["RouteContext", "PageProps", "LayoutProps"],
  extends: { NextApiRequest: "node:http#IncomingMessage", LayoutProps: "PageProps" },
  functionTypes: {
    NextApiHandler: { 0: "NextApiRequest", 1: "NextApiResponse" },
    NextMiddleware: { 0: "NextRequest" },
    NextProxy: { 0: "NextRequest" },
    GetServerSideProps: { 0: "GetServerSidePropsContext" },
  },
  http: {
    alone: ["PageProps"],
    procedures: ["ActionArgument", "GetServerSidePropsContext"],
    untrusted: {
      NextRequest: [
        "json()",
        "formData()",
        "text()",
        "arrayBuffer()",
        "blob()",
        "bytes()",
        "body",
        "headers",
        "cookies",
        "url",
        "nextUrl.searchParams",
        "nextUrl.search",
        "nextUrl.pathname",
        "nextUrl.href",
        "nextUrl.host",
        "nextUrl.hostname",
      ],
      RouteContext: ["params"],
      NextApiRequest: ["body", "query", "cookies", "headers", "url"],
      GetServerSidePropsContext: ["params", "query", "resolvedUrl", "req.cookies", "req.headers", "req.url"],
      PageProps: ["params", "searchParams"],
      ActionArgument: ["*"],
    },
    inputNames: {
      "NextRequest.json()": "body",
      "NextRequest.formData()": "body",
      "NextRequest.text()": "body",
      "NextRequest.arrayBuffer()": "body",
      "NextRequest.blob()": "body",
      "NextRequest.bytes()": "body",
      "NextRequest.nextUrl.searchParams": "query",
      "NextRequest.nextUrl.search": "query",
      "NextRequest.nextUrl.pathname": "url",
      "NextRequest.nextUrl.href": "url",
      "NextRequest.nextUrl.host": "headers",
      "NextRequest.nextUrl.hostname": "headers",
      "GetServerSidePropsContext.resolvedUrl": "url",
      "PageProps.searchParams": "query",
      "ActionArgument.*": "arguments",
    },
    inputCalls: { headers: "headers", cookies: "cookies" },
    fileHandlers: [
      {
        files: "**/app/**/route.{ts,tsx,js,jsx}",
        exports: ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"],
        parameters: { 0: "NextRequest", 1: "RouteContext" },
        serves: { root: "app", names: "folders", methods: "export" },
      },
      {
        files: "**/pages/api/**/*.{ts,tsx,js,jsx}",
        exports: ["default"],
        parameters: { 0: "NextApiRequest", 1: "NextApiResponse" },
        serves: { root: "pages", names: "file", methods: { default: "ALL" }, asked: "0.method" },
      },
      { files: "**/pages/**/*.{ts,tsx,js,jsx}", exports: ["getServerSideProps"], parameters: { 0: "GetServerSidePropsContext" } },
      {
        files: "**/*.{ts,tsx,mts,js,jsx,mjs}",
        exports: ["*"],
        directive: "use server",
        serves: { methods: { "*": "ACTION" } },
        parameters: {
          0: "ActionArgument",
          1: "ActionArgument",
          2: "ActionArgument",
          3: "ActionArgument",
          4: "ActionArgument",
          5: "ActionArgument",
        },
      },
      {
        files: "**/{middleware,proxy}.{ts,js}",
        exports: ["middleware", "proxy", "default"],
        parameters: { 0: "NextRequest" },
        dependsOn: ["next"],
        runsBefore: { matcher: "config.matcher", doubtful: true },
      },
      {
        files: "**/app/**/{page,layout,template,default}.{ts,tsx,js,jsx}",
        exports: ["default", "generateMetadata"],
        parameters: { 0: "PageProps" },
        role: "view",
      },
    ],
    transportTypes: ["NextRequest", "NextResponse", "NextApiRequest", "NextApiResponse", "GetServerSidePropsContext"],
  },
};

/** Actions of `next-safe-action`: `clientInput` is what the browser sent, `parsedInput` what the schema let through. */
export const nextSafeAction: LibraryFacts = {
  packages: ["next-safe-action"],
  docs: "https://next-safe-action.dev/docs/define-actions/instance-methods",
  returns: {
    createSafeActionClient: "SafeActionClient",
    "SafeActionClient.*": "SafeActionClient",
  },
  http: {
    procedures: ["*"],
    handlers: [
      { api: "SafeActionClient.action", form: "callback", parameters: { 0: "ActionInput" } },
      { api: "SafeActionClient.stateAction", form: "callback", parameters: { 0: "ActionInput" } },
    ],
    untrusted: { ActionInput: ["parsedInput", "clientInput", "bindArgsParsedInputs", "bindArgsClientInputs"] },
    inputNames: {
      "ActionInput.parsedInput": "input",
      "ActionInput.clientInput": "input",
      "ActionInput.bindArgsParsedInputs": "arguments",
      "ActionInput.bindArgsClientInputs": "arguments",
    },
    validated: ["ActionInput.parsedInput", "ActionInput.bindArgsParsedInputs"],
    served: {
      calls: [
        { api: "SafeActionClient.action", methods: ["ACTION"], handler: "0", address: "file" },
        { api: "SafeActionClient.stateAction", methods: ["ACTION"], handler: "0", address: "file" },
      ],
      links: [
        { api: "SafeActionClient.use", as: "steps" },
        { api: "SafeActionClient.schema", as: "schema" },
        { api: "SafeActionClient.inputSchema", as: "schema" },
        { api: "SafeActionClient.bindArgsSchemas", as: "schema" },
      ],
    },
    controls: [
      { api: "SafeActionClient.schema", kind: "validator", inputs: ["input"], schema: "0" },
      { api: "SafeActionClient.inputSchema", kind: "validator", inputs: ["input"], schema: "0" },
      { api: "SafeActionClient.bindArgsSchemas", kind: "validator", inputs: ["arguments"], schema: "0" },
    ],
  },
};
