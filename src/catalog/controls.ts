import type { LibraryFacts } from "./facts.ts";
import { uploadLibraries } from "./uploads.ts";

/*
 * What middleware, guards and calls inside handlers do to a request. Packages that have other facts carry these beside them.
 */

const nestThrottler: LibraryFacts = {
  packages: ["@nestjs/throttler"],
  docs: "https://docs.nestjs.com/security/rate-limiting",

  http: {
    controls: [
      { api: "ThrottlerGuard", kind: "limiter", skipHooks: ["shouldSkip"] },
      { api: "SkipThrottle", kind: "unlimited", off: { "0.default": false } },
      { api: "Throttle", kind: "inert" },
    ],
  },
};

const honoRateLimiter: LibraryFacts = {
  packages: ["hono-rate-limiter"],
  docs: "https://github.com/rhinobase/hono-rate-limiter",

  http: {
    controls: [
      { api: "rateLimiter", kind: "limiter" },
      { api: "webSocketLimiter", kind: "limiter" },
    ],
  },
};

const koaRatelimit: LibraryFacts = {
  packages: ["koa-ratelimit"],
  docs: "https://github.com/koajs/ratelimit",

  http: { controls: [{ api: "default", kind: "limiter" }] },
};

const koa2Ratelimit: LibraryFacts = {
  packages: ["koa2-ratelimit"],
  docs: "https://github.com/ysocorp/koa2-ratelimit",

  http: { controls: [{ api: "RateLimit.middleware", kind: "limiter" }] },
};

const expressBrute: LibraryFacts = {
  packages: ["express-brute"],
  docs: "https://github.com/AdamPflug/express-brute",
  returns: { default: "ExpressBrute" },
  http: {
    controls: [
      { api: "ExpressBrute.prevent", kind: "limiter" },
      { api: "ExpressBrute.getMiddleware", kind: "limiter" },
    ],
  },
};

const upstashRatelimit: LibraryFacts = {
  packages: ["@upstash/ratelimit"],
  docs: "https://upstash.com/docs/redis/sdks/ratelimit-ts/methods",
  returns: { Ratelimit: "Ratelimit", MultiRegionRatelimit: "MultiRegionRatelimit" },
  http: {
    controls: [
      { api: "Ratelimit.limit", kind: "limiter", inside: true },
      { api: "Ratelimit.blockUntilReady", kind: "limiter", inside: true },
      { api: "MultiRegionRatelimit.limit", kind: "limiter", inside: true },
    ],
  },
};

const elysiaRateLimit: LibraryFacts = {
  packages: ["elysia-rate-limit"],
  docs: "https://github.com/rayriffy/elysia-rate-limit",

  http: { controls: [{ api: "rateLimit", kind: "limiter" }] },
};

const hapiRateLimit: LibraryFacts = {
  packages: ["hapi-rate-limit", "hapi-rate-limitor"],
  docs: "https://github.com/wraithgar/hapi-rate-limit",

  http: {
    controls: [
      { api: "default", kind: "limiter" },
      { api: "plugin", kind: "limiter" },
    ],
  },
};

const arcjet: LibraryFacts = {
  packages: ["@arcjet/node", "@arcjet/next", "@arcjet/bun", "@arcjet/nest", "@arcjet/remix", "@arcjet/sveltekit", "@arcjet/fastify"],
  docs: "https://docs.arcjet.com/rate-limiting/reference",
  returns: { default: "Arcjet", "Arcjet.withRule": "Arcjet" },
  http: {
    controls: [
      { api: "Arcjet.protect", kind: "limiter", inside: true },
      { api: "ArcjetGuard", kind: "limiter" },
    ],
  },
};

const sveltekitRateLimiter: LibraryFacts = {
  packages: ["sveltekit-rate-limiter/server"],
  docs: "https://github.com/ciscoheat/sveltekit-rate-limiter",
  returns: { RateLimiter: "RateLimiter", RetryAfterRateLimiter: "RateLimiter" },
  http: {
    controls: [
      { api: "RateLimiter.isLimited", kind: "limiter", inside: true },
      { api: "RateLimiter.check", kind: "limiter", inside: true },
    ],
  },
};

const vercelFirewall: LibraryFacts = {
  packages: ["@vercel/firewall"],
  docs: "https://vercel.com/docs/vercel-firewall/vercel-waf/rate-limiting-sdk",

  http: { controls: [{ api: "checkRateLimit", kind: "limiter", inside: true }] },
};

const graphqlRateLimit: LibraryFacts = {
  packages: ["graphql-rate-limit", "@envelop/rate-limiter"],
  docs: "https://github.com/teamplanes/graphql-rate-limit",

  http: {
    controls: [
      { api: "createRateLimitRule", kind: "limiter" },
      { api: "createRateLimitDirective", kind: "limiter" },
      { api: "useRateLimiter", kind: "limiter" },
    ],
  },
};

/** Names that passport-jwt, passport-http-bearer and passport-headerapikey give themselves: they ask for a token or a key, not for a password. */
const bearing = { path: "0", values: ["jwt", "bearer", "headerapikey"] };

const passport: LibraryFacts = {
  packages: ["passport", "koa-passport", "@fastify/passport"],
  docs: "https://www.passportjs.org/concepts/authentication/middleware/",
  returns: { Passport: "Passport", Authenticator: "Authenticator" },
  http: {
    controls: [
      { api: "authenticate", kind: "guard", signedIn: bearing },
      { api: "Passport.authenticate", kind: "guard", signedIn: bearing },
      { api: "Authenticator.authenticate", kind: "guard", signedIn: bearing },
      { api: "initialize", kind: "inert" },
      { api: "session", kind: "inert" },
      { api: "Passport.initialize", kind: "inert" },
      { api: "Passport.session", kind: "inert" },
    ],
  },
};

const expressBasicAuth: LibraryFacts = {
  packages: ["express-basic-auth"],
  docs: "https://github.com/LionC/express-basic-auth",

  http: { controls: [{ api: "default", kind: "guard" }] },
};

const clerk: LibraryFacts = {
  packages: ["@clerk/express", "@clerk/nextjs", "@clerk/nextjs/server", "@clerk/fastify", "@clerk/backend"],
  docs: "https://clerk.com/docs/references/express/overview",

  http: {
    controls: [
      { api: "requireAuth", kind: "guard" },
      { api: "auth.protect", kind: "guard", inside: true },
      { api: "getAuth", kind: "guard", inside: true },
      { api: "currentUser", kind: "guard", inside: true },
      { api: "auth", kind: "guard", inside: true },
      { api: "clerkMiddleware", kind: "inert" },
    ],
  },
};

const nextAuth: LibraryFacts = {
  packages: ["next-auth", "next-auth/*", "@auth/core", "@auth/express"],
  docs: "https://authjs.dev/getting-started/session-management/protecting",

  http: {
    controls: [
      { api: "getServerSession", kind: "guard", inside: true },
      { api: "unstable_getServerSession", kind: "guard", inside: true },
      { api: "getSession", kind: "guard", inside: true },
      { api: "getToken", kind: "guard", inside: true },
      { api: "withAuth", kind: "guard" },
    ],
  },
};

const betterAuth: LibraryFacts = {
  packages: ["better-auth"],
  docs: "https://www.better-auth.com/docs/concepts/session-management",
  returns: { betterAuth: "Auth" },
  http: { controls: [{ api: "Auth.api.getSession", kind: "guard", inside: true }] },
};

const ironSession: LibraryFacts = {
  packages: ["iron-session"],
  docs: "https://github.com/vvo/iron-session",

  http: { controls: [{ api: "getIronSession", kind: "guard", inside: true }] },
};

const firebaseAuth: LibraryFacts = {
  packages: ["firebase-admin/auth", "firebase-admin"],
  docs: "https://firebase.google.com/docs/auth/admin/verify-id-tokens",
  returns: { getAuth: "Auth", "default.auth": "Auth", auth: "Auth" },
  http: {
    controls: [
      { api: "Auth.verifyIdToken", kind: "guard", inside: true },
      { api: "Auth.verifySessionCookie", kind: "guard", inside: true },
    ],
  },
};

const supabase: LibraryFacts = {
  packages: ["@supabase/supabase-js", "@supabase/ssr"],
  docs: "https://supabase.com/docs/reference/javascript/auth-getuser",
  returns: { createClient: "SupabaseClient", createServerClient: "SupabaseClient" },
  http: {
    controls: [
      { api: "SupabaseClient.auth.getUser", kind: "guard", inside: true },
      { api: "SupabaseClient.auth.getClaims", kind: "guard", inside: true },
      // The service counts by itself: https://supabase.com/docs/guides/auth/rate-limits
      { api: "SupabaseClient.auth.signInWithPassword", kind: "limiter", inside: true },
      { api: "SupabaseClient.auth.signInWithOtp", kind: "limiter", inside: true },
      { api: "SupabaseClient.auth.signUp", kind: "limiter", inside: true },
      { api: "SupabaseClient.auth.verifyOtp", kind: "limiter", inside: true },
      { api: "SupabaseClient.auth.resetPasswordForEmail", kind: "limiter", inside: true },
      { api: "SupabaseClient.auth.refreshSession", kind: "limiter", inside: true },
      { api: "SupabaseClient.auth.resend", kind: "limiter", inside: true },
    ],
  },
};

const auth0Jwt: LibraryFacts = {
  packages: ["express-oauth2-jwt-bearer", "express-openid-connect"],
  docs: "https://auth0.github.io/node-oauth2-jwt-bearer/",

  http: {
    controls: [
      { api: "auth", kind: "guard" },
      { api: "requiresAuth", kind: "guard" },
      { api: "requiredScopes", kind: "guard" },
    ],
  },
};

const svix: LibraryFacts = {
  packages: ["svix"],
  docs: "https://docs.svix.com/receiving/verifying-payloads/how",
  returns: { Webhook: "Webhook" },
  http: { controls: [{ api: "Webhook.verify", kind: "guard", inside: true }] },
};

const celebrate: LibraryFacts = {
  packages: ["celebrate"],
  docs: "https://github.com/arb/celebrate#celebrateschema-joioptions-opts",

  http: {
    controls: [
      {
        api: "celebrate",
        kind: "validator",
        inputKeys: { body: "body", query: "query", params: "params", headers: "headers", cookies: "cookies", signedCookies: "cookies" },
      },
      { api: "errors", kind: "errors" },
    ],
  },
};

const zodExpressMiddleware: LibraryFacts = {
  packages: ["zod-express-middleware", "zod-express-middleware-plus"],
  docs: "https://github.com/Aquila169/zod-express-middleware",

  http: {
    controls: [
      { api: "validateRequest", kind: "validator", inputKeys: { body: "body", query: "query", params: "params" } },
      { api: "validateRequestBody", kind: "validator", inputs: ["body"] },
      { api: "validateRequestQuery", kind: "validator", inputs: ["query"] },
      { api: "validateRequestParams", kind: "validator", inputs: ["params"] },
      { api: "processRequest", kind: "validator", inputKeys: { body: "body", query: "query", params: "params" } },
      { api: "processRequestBody", kind: "validator", inputs: ["body"] },
    ],
  },
};

/** The first argument names the input, as Hono calls it. */
const honoTarget = {
  kind: "validator",
  input: "0",
  targets: { json: "body", form: "body", query: "query", param: "params", header: "headers", cookie: "cookies" },
  schema: "1",
} as const;

const honoValidators: LibraryFacts = {
  packages: [
    "@hono/zod-validator",
    "@hono/standard-validator",
    "@hono/valibot-validator",
    "@hono/typebox-validator",
    "@hono/arktype-validator",
    "hono-openapi",
    "hono-openapi/*",
  ],
  docs: "https://hono.dev/docs/guides/validation",

  http: {
    controls: [
      { api: "zValidator", ...honoTarget },
      { api: "sValidator", ...honoTarget },
      { api: "vValidator", ...honoTarget },
      { api: "tbValidator", ...honoTarget },
      { api: "arktypeValidator", ...honoTarget },
      { api: "validator", ...honoTarget },
      { api: "resolver", ...honoTarget },
    ],
  },
};

const expressOpenapiValidator: LibraryFacts = {
  packages: ["express-openapi-validator"],
  docs: "https://cdimascio.github.io/express-openapi-validator-documentation/",

  http: { controls: [{ api: "middleware", kind: "validator", inputs: ["body", "query", "params", "headers", "cookies"] }] },
};

const expressValidator: LibraryFacts = {
  packages: ["express-validator"],
  docs: "https://express-validator.github.io/docs/api/validation-chain",

  http: {
    controls: [
      { api: "body", kind: "validator", inputs: ["body"], records: true },
      { api: "query", kind: "validator", inputs: ["query"], records: true },
      { api: "param", kind: "validator", inputs: ["params"], records: true },
      { api: "check", kind: "validator", inputs: ["body", "query", "params", "headers", "cookies"], records: true },
      { api: "checkSchema", kind: "validator", inputs: ["body", "query", "params", "headers", "cookies"], records: true },
      { api: "oneOf", kind: "validator", inputs: ["body", "query", "params", "headers", "cookies"], records: true },
      { api: "checkExact", kind: "validator", inputs: ["body", "query", "params", "headers", "cookies"], records: true },
      { api: "header", kind: "validator", inputs: ["headers"], records: true },
      { api: "cookie", kind: "validator", inputs: ["cookies"], records: true },
      { api: "validationResult", kind: "validator", inside: true },
    ],
  },
};

const nestValidation: LibraryFacts = {
  packages: ["nestjs-zod", "nestjs-joi", "nestjs-typebox"],
  docs: "https://github.com/BenLorantfy/nestjs-zod#using-zodvalidationpipe",

  http: {
    controls: [
      { api: "ZodValidationPipe", kind: "validator" },
      { api: "JoiPipe", kind: "validator" },
      { api: "JoiValidationPipe", kind: "validator" },
      { api: "ZodGuard", kind: "validator" },
    ],
  },
};

const bodyParsers: LibraryFacts = {
  packages: ["body-parser", "koa-bodyparser", "@koa/bodyparser", "koa-body", "@fastify/formbody", "@fastify/multipart", "formidable", "busboy"],
  docs: "https://github.com/expressjs/body-parser",

  http: {
    controls: [
      { api: "default", kind: "parser" },
      { api: "json", kind: "parser" },
      { api: "urlencoded", kind: "parser" },
      { api: "raw", kind: "parser" },
      { api: "text", kind: "parser" },
      { api: "bodyParser", kind: "parser" },
      { api: "koaBody", kind: "parser" },
    ],
  },
};

/** Decorators of a handler that answers with a page made from a template. */
export const pageDecorators: readonly string[] = ["@nestjs/common#Render", "routing-controllers#Render"];

/** Packages whose middleware neither limits, nor checks who is there, nor validates. */
export const harmlessMiddleware: readonly string[] = [
  "express-mongo-sanitize",
  "express-xss-sanitizer",
  "hpp",
  "xss-clean",
  "@nestjs/swagger",
  "cors",
  "@koa/cors",
  "kcors",
  "@fastify/cors",
  "helmet",
  "koa-helmet",
  "@fastify/helmet",
  "morgan",
  "compression",
  "koa-compress",
  "@fastify/compress",
  "cookie-parser",
  "@fastify/cookie",
  "cookie-session",
  "hpp",
  "xss-clean",
  "express-mongo-sanitize",
  "method-override",
  "response-time",
  "serve-static",
  "serve-favicon",
  "koa-static",
  "@fastify/static",
  "pino-http",
  "koa-pino-logger",
  "hono-pino",
  "express-winston",
  "koa-logger",
  "i18next-http-middleware",
  "swagger-ui-express",
  "koa-mount",
  "connect-flash",
  "csurf",
  "csrf-csrf",
  "lusca",
  "express-session",
  "koa-session",
  "@fastify/session",
  // Registered it only decorates; who is there is checked by `request.jwtVerify()`.
  "@fastify/jwt",
  "@fastify/swagger",
  "@fastify/swagger-ui",
  "express-list-endpoints",
  "on-finished",
  "connect-timeout",
];

/** Every library whose only facts are controls. */
export const controlLibraries: readonly LibraryFacts[] = [
  nestThrottler,
  honoRateLimiter,
  koaRatelimit,
  koa2Ratelimit,
  expressBrute,
  upstashRatelimit,
  elysiaRateLimit,
  hapiRateLimit,
  arcjet,
  sveltekitRateLimiter,
  vercelFirewall,
  graphqlRateLimit,
  passport,
  expressBasicAuth,
  clerk,
  nextAuth,
  betterAuth,
  ironSession,
  firebaseAuth,
  supabase,
  auth0Jwt,
  svix,
  celebrate,
  zodExpressMiddleware,
  honoValidators,
  expressOpenapiValidator,
  expressValidator,
  nestValidation,
  bodyParsers,
  ...uploadLibraries,
];
