/** Packages that say a package runs where each request has its own isolate or connection: clients are made per request there. */
export const edgePackages: readonly string[] = [
  "wrangler",
  "@cloudflare/workers-types",
  "@cloudflare/vite-plugin",
  "@cloudflare/next-on-pages",
  "@opennextjs/cloudflare",
  "@prisma/adapter-d1",
  "@prisma/adapter-neon",
  "@prisma/adapter-planetscale",
  "@prisma/extension-accelerate",
  "@neondatabase/serverless",
  "@planetscale/database",
  "@vercel/edge",
  "edge-runtime",
  "@deno/kv",
];
