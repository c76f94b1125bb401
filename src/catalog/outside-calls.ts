import type { LibraryFacts } from "./facts.ts";

const methods = ["get", "post", "put", "patch", "delete", "head", "request"] as const;

/** HTTP clients: a call waits for another system. Mail services stand with their secrets. */
export const outsideCalls: readonly LibraryFacts[] = [
  {
    packages: ["axios"],
    docs: "https://axios-http.com/docs/api_intro",
    returns: { create: "default", "default.create": "default", "AxiosInstance.create": "AxiosInstance" },
    outside: [
      { apis: ["default", ...methods], what: "an HTTP request" },
      { apis: ["AxiosInstance", ...methods.map((name) => `AxiosInstance.${name}`)], what: "an HTTP request" },
    ],
  },
  {
    packages: ["got"],
    docs: "https://github.com/sindresorhus/got#api",
    outside: [{ apis: ["default", "got", ...methods, ...methods.map((name) => `got.${name}`)], what: "an HTTP request" }],
  },
  {
    packages: ["node-fetch", "cross-fetch"],
    docs: "https://github.com/node-fetch/node-fetch#api",
    outside: [{ apis: ["default", "fetch"], what: "an HTTP request" }],
  },
  { packages: ["undici"], docs: "https://undici.nodejs.org/#/docs/api/api-lifecycle", outside: [{ apis: ["fetch", "request"], what: "an HTTP request" }] },
  {
    packages: ["@nestjs/axios"],
    docs: "https://docs.nestjs.com/techniques/http-module",
    members: { "HttpService.axiosRef": "axios#AxiosInstance" },
    outside: [{ apis: methods.map((name) => `HttpService.${name}`), what: "an HTTP request" }],
  },
];
