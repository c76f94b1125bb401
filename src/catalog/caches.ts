import type { LibraryFacts } from "./facts.ts";
import type { CacheWrite } from "./facts/caches.ts";

/** Words of Redis that say when an entry goes, or that its time stays as it is. `NX` makes a lock of it. */
const redisWords = ["EX", "PX", "EXAT", "PXAT", "KEEPTTL", "NX"];
const redisExpirers = ["expire", "pexpire", "expireat", "pexpireat", "setex", "psetex"];
const nodeRedisExpirers = [...redisExpirers, "expireAt", "pExpire", "pExpireAt", "setEx", "pSetEx", "EXPIRE", "PEXPIRE", "SETEX"];

/** A key–value store that caches share with data: `SET` alone proves no cache. */
const ioredis: LibraryFacts = {
  packages: ["ioredis", "iovalkey"],
  docs: "https://redis.io/docs/latest/commands/set/",
  returns: {
    default: "Redis",
    "Redis.Cluster": "Redis",
    Cluster: "Redis",
    "Redis.duplicate": "Redis",
    "Redis.multi": "Pipeline",
    "Redis.pipeline": "Pipeline",
    "Pipeline.*": "Pipeline",
  },
  extends: { Pipeline: "Redis", Cluster: "Redis" },
  caches: {
    writes: [{ api: "Redis.set", keeps: "data", expiry: [], words: redisWords, add: { argument: 2, text: '"EX", 300' } }],
    expirers: redisExpirers.map((name) => `Redis.${name}`),
  },
};

const nodeRedisOptions = ["EX", "PX", "EXAT", "PXAT", "KEEPTTL", "NX", "expiration", "condition"];
const nodeRedisSet = (api: string): CacheWrite => ({
  api,
  keeps: "data",
  expiry: nodeRedisOptions.map((name) => `2.${name}`),
  words: redisWords,
  add: { argument: 2, text: "EX: 300", property: true },
});

/** Before version 4 `set` took words like ioredis. */
const nodeRedis: LibraryFacts = {
  packages: ["redis", "@redis/client"],
  docs: "https://github.com/redis/node-redis#redis-commands",
  returns: {
    createClient: "RedisClientType",
    createCluster: "RedisClientType",
    createClientPool: "RedisClientType",
    "RedisClientType.connect": "RedisClientType",
    "RedisClientType.duplicate": "RedisClientType",
    "RedisClientType.multi": "Multi",
    "RedisClientType.batch": "Multi",
    "Multi.*": "Multi",
  },
  extends: { Multi: "RedisClientType", RedisClusterType: "RedisClientType", RedisClient: "RedisClientType" },
  caches: {
    writes: [nodeRedisSet("RedisClientType.set"), nodeRedisSet("RedisClientType.SET")],
    expirers: nodeRedisExpirers.map((name) => `RedisClientType.${name}`),
  },
};

const upstashRedis: LibraryFacts = {
  packages: ["@upstash/redis", "@upstash/redis/*"],
  docs: "https://upstash.com/docs/redis/sdks/ts/commands/string/set",
  returns: { "Redis.fromEnv": "Redis", "Redis.multi": "Pipeline", "Redis.pipeline": "Pipeline", "Pipeline.*": "Pipeline" },
  extends: { Pipeline: "Redis" },
  caches: {
    writes: [
      {
        api: "Redis.set",
        keeps: "data",
        expiry: ["ex", "px", "exat", "pxat", "keepTtl", "nx"].map((name) => `2.${name}`),
        add: { argument: 2, text: "ex: 300", property: true },
      },
    ],
    expirers: redisExpirers.map((name) => `Redis.${name}`),
  },
};

/** Milliseconds since version 5, seconds before. The store in memory is bounded up to version 5. */
const cacheManager: LibraryFacts = {
  packages: ["cache-manager"],
  docs: "https://github.com/jaredwray/cacheable/tree/main/packages/cache-manager",
  returns: { createCache: "Cache", caching: "Cache", multiCaching: "Cache" },
  extends: { MemoryCache: "Cache", MultiCache: "Cache" },
  caches: {
    writes: ["set", "wrap"].map((method) => ({
      api: `Cache.${method}`,
      keeps: "cache" as const,
      makers: ["createCache", "caching", "multiCaching"],
      expiry: ["2", "2.ttl", "^0.ttl", "^1.ttl"],
      bounded: ["memory"],
      add: { argument: 2, text: "300_000", since: 5 },
    })),
  },
};

/** Entries lived five seconds by default before version 3. */
const nestCacheManager: LibraryFacts = {
  packages: ["@nestjs/cache-manager"],
  docs: "https://docs.nestjs.com/techniques/caching",
  extends: { Cache: "cache-manager#Cache" },
  caches: {
    defaults: [
      { api: "CacheModule.register", configures: "cache-manager", expiry: ["0.ttl"], since: 3 },
      { api: "CacheModule.registerAsync", configures: "cache-manager", expiry: ["0.useFactory().ttl"], since: 3 },
    ],
  },
};

/** A store with plugins for databases: not everything in it is a cache. */
const keyv: LibraryFacts = {
  packages: ["keyv"],
  docs: "https://github.com/jaredwray/keyv#readme",
  returns: { default: "Keyv" },
  caches: {
    writes: [{ api: "Keyv.set", keeps: "data", makers: ["default", "Keyv"], expiry: ["2", "^0.ttl", "^1.ttl"], add: { argument: 2, text: "300_000" } }],
  },
};

const nodeCache: LibraryFacts = {
  packages: ["node-cache"],
  docs: "https://github.com/node-cache/node-cache#store-a-key-set",
  returns: { default: "NodeCache" },
  caches: {
    writes: [{ api: "NodeCache.set", keeps: "cache", makers: ["default"], expiry: ["2", "^0.stdTTL", "^0.maxKeys"], add: { argument: 2, text: "300" } }],
    expirers: ["NodeCache.ttl"],
  },
};

/** A bound is enough: what was not used for long goes. Since version 7 there has to be one. */
const lruCache: LibraryFacts = {
  packages: ["lru-cache"],
  docs: "https://github.com/isaacs/node-lru-cache#options",
  returns: { default: "LRUCache" },
  caches: {
    writes: [
      {
        api: "LRUCache.set",
        keeps: "cache",
        makers: ["default", "LRUCache"],
        expiry: ["2", "2.ttl", "2.maxAge", "^0", "^0.max", "^0.maxSize", "^0.ttl", "^0.maxAge"],
      },
    ],
  },
};

const memcachedLifetime = { keeps: "cache", expiry: ["2"] } as const;

/** The lifetime is mandatory, and 0 means forever. */
const memcached: LibraryFacts = {
  packages: ["memcached"],
  docs: "https://github.com/3rd-Eden/memcached#api",
  returns: { default: "Memcached" },
  caches: { writes: ["set", "add", "replace"].map((method) => ({ api: `Memcached.${method}`, ...memcachedLifetime })), expirers: ["Memcached.touch"] },
};

const memjs: LibraryFacts = {
  packages: ["memjs"],
  docs: "https://github.com/memcachier/memjs#usage",
  returns: { "Client.create": "Client" },
  caches: {
    writes: ["set", "add", "replace"].map((method) => ({
      api: `Client.${method}`,
      keeps: "cache" as const,
      makers: ["Client.create"],
      expiry: ["2.expires", "3", "^1.expires"],
      add: { argument: 2, text: "expires: 300", property: true as const },
    })),
    expirers: ["Client.touch"],
  },
};

/** Libraries that cache, and stores that caches are kept in. */
export const cacheLibraries: readonly LibraryFacts[] = [
  ioredis,
  nodeRedis,
  upstashRedis,
  cacheManager,
  nestCacheManager,
  keyv,
  nodeCache,
  lruCache,
  memcached,
  memjs,
];
