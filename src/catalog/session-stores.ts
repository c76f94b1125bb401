import type { LibraryFacts } from "./facts.ts";

export const expressSession: LibraryFacts = {
  packages: ["express-session"],
  docs: "https://github.com/expressjs/session#store",
  state: {
    stores: [
      { api: "default", unless: ["store"], keeps: "sessions" },
      { api: "MemoryStore", keeps: "sessions" },
    ],
  },
};

export const fastifySession: LibraryFacts = {
  packages: ["@fastify/session"],
  docs: "https://github.com/fastify/session#store-optional",
  state: {
    stores: [
      { api: "default", registered: true, unless: ["store"], keeps: "sessions" },
      { api: "fastifySession", registered: true, unless: ["store"], keeps: "sessions" },
    ],
  },
};

/** A store that forgets expired sessions, but still one per process. */
export const memorystore: LibraryFacts = {
  packages: ["memorystore"],
  docs: "https://github.com/roccomuso/memorystore",
  returns: { default: "MemoryStore" },
  state: { stores: [{ api: "MemoryStore", keeps: "sessions" }] },
};

export const expressRateLimit: LibraryFacts = {
  packages: ["express-rate-limit", "express-slow-down"],
  docs: "https://express-rate-limit.mintlify.app/reference/stores",
  state: {
    stores: [
      { api: "default", unless: ["store"], keeps: "limits" },
      { api: "rateLimit", unless: ["store"], keeps: "limits" },
      { api: "slowDown", unless: ["store"], keeps: "limits" },
      { api: "MemoryStore", keeps: "limits" },
    ],
  },
  http: {
    controls: [
      { api: "default", kind: "limiter" },
      { api: "rateLimit", kind: "limiter" },
      { api: "slowDown", kind: "limiter" },
    ],
  },
};

export const fastifyRateLimit: LibraryFacts = {
  packages: ["@fastify/rate-limit", "fastify-rate-limit"],
  docs: "https://github.com/fastify/fastify-rate-limit#options",
  state: { stores: [{ api: "default", registered: true, unless: ["redis", "store"], keeps: "limits" }] },
  http: {
    controls: [
      { api: "default", kind: "limiter", off: { "1.global": false }, routeOption: "config.rateLimit", late: true },
      { api: "fastifyRateLimit", kind: "limiter", off: { "1.global": false }, routeOption: "config.rateLimit", late: true },
    ],
  },
};

export const rateLimiterFlexible: LibraryFacts = {
  packages: ["rate-limiter-flexible"],
  docs: "https://github.com/animir/node-rate-limiter-flexible/wiki/Memory",
  returns: {
    RateLimiterMemory: "RateLimiterAbstract",
    RateLimiterRedis: "RateLimiterAbstract",
    RateLimiterMongo: "RateLimiterAbstract",
    RateLimiterPostgres: "RateLimiterAbstract",
    RateLimiterMySQL: "RateLimiterAbstract",
    RateLimiterPrisma: "RateLimiterAbstract",
    RateLimiterDrizzle: "RateLimiterAbstract",
    RateLimiterDrizzleNonAtomic: "RateLimiterAbstract",
    RateLimiterDynamo: "RateLimiterAbstract",
    RateLimiterEtcd: "RateLimiterAbstract",
    RateLimiterMemcache: "RateLimiterAbstract",
    RateLimiterValkey: "RateLimiterAbstract",
    RateLimiterSQLite: "RateLimiterAbstract",
    RateLimiterCluster: "RateLimiterAbstract",
    RateLimiterUnion: "RateLimiterAbstract",
    BurstyRateLimiter: "RateLimiterAbstract",
    RLWrapperBlackAndWhite: "RateLimiterAbstract",
  },
  extends: {
    RateLimiterMemory: "RateLimiterAbstract",
    RateLimiterRedis: "RateLimiterAbstract",
    RateLimiterPostgres: "RateLimiterAbstract",
  },
  state: { stores: [{ api: "RateLimiterMemory", keeps: "limits" }] },
  http: { controls: [{ api: "RateLimiterAbstract.consume", kind: "limiter", inside: true }] },
};
