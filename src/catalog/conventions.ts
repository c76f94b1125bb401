import type { LayerName } from "#config/shape";

/** `test` and `ignored` files obey no layer law; `none` is a known kind of file that belongs to no layer (types, mappers, utilities). */
export type ConventionLayer = LayerName | "test" | "ignored" | "none";

/**
 * One row of the tables that say what a project path's name promises.
 *
 * How a word is compared: without regard to case and to how its parts are joined, so `use-case` is `useCase`, `UseCase`, `use_case` and `usecase`;
 * at part borders only, so `store` is the end of `user-store` and `UserStore`, not of `restore`. Singular and plural are separate words.
 */
export interface LayerConvention {
  /**
   * `name` = the whole file name without its extension (`main`, `error-handler`);
   * `suffix` = its last parts (`user.service`, `UserService`, `service`);
   * `folder` = the name of a folder on the way; a `/` stands between folders that follow each other (`adapters/out`).
   */
  readonly kind: "suffix" | "name" | "folder";
  readonly words: readonly string[];
  readonly layer: ConventionLayer;
  /** Means other things as well in honest projects: counts only where nothing stronger, in the file or nearer in the path, says otherwise. */
  readonly weak?: true;
}

/** Whole file names. They win over suffixes; among themselves the first row wins. */
export const fileNames: readonly LayerConvention[] = [
  { kind: "name", words: ["+server", "+page.server", "+layout.server", "route", "routes", "router", "routers"], layer: "router" },
  { kind: "name", words: ["hooks.server", "middleware", "middlewares", "autohooks"], layer: "middleware" },
  { kind: "name", words: ["proxy"], layer: "middleware", weak: true },
  {
    kind: "name",
    words: ["env", "env.server", "env.client", "environment", "environments", "config", "configs", "settings"],
    layer: "config",
  },
  {
    kind: "name",
    words: ["error-handler", "error-middleware", "error-handling", "api-error", "app-error", "http-error", "errors", "exceptions"],
    layer: "error",
  },
  {
    kind: "name",
    words: [
      "main",
      "app",
      "server",
      "bootstrap",
      "container",
      "ioc",
      "di",
      "di-container",
      "dependencies",
      "injection",
      "inversify.config",
      "composition-root",
      "lambda",
    ],
    layer: "composition",
  },
  { kind: "name", words: ["types", "interfaces", "constants", "enums", "helpers", "utils"], layer: "none" },
];

/**
 * Ends of file names. They win over folders; the row with the longest word that fits wins (`command-handler` before `handler`).
 * Type-only and glue files are `none`: who imports them imports no layer.
 */
export const fileSuffixes: readonly LayerConvention[] = [
  {
    kind: "suffix",
    words: ["spec", "test", "tests", "e2e-spec", "e2e", "mock", "mocks", "stub", "fixture", "fixtures", "stories"],
    layer: "test",
  },
  { kind: "suffix", words: ["d", "seed", "seeds", "seeder", "migration", "migrations", "generated", "gen"], layer: "ignored" },

  { kind: "suffix", words: ["route", "routes", "router", "routers", "procedure", "procedures"], layer: "router" },
  { kind: "suffix", words: ["controller", "controllers", "resolver", "resolvers"], layer: "router" },
  { kind: "suffix", words: ["endpoint", "endpoints", "handler", "handlers", "action", "actions", "api", "remote"], layer: "router", weak: true },

  {
    kind: "suffix",
    words: [
      "service",
      "services",
      "use-case",
      "use-cases",
      "interactor",
      "interactors",
      "command-handler",
      "query-handler",
      "event-handler",
      "saga",
      "orchestrator",
      "bl",
      "logic",
    ],
    layer: "service",
  },
  { kind: "suffix", words: ["workflow", "manager", "facade", "operation", "operations"], layer: "service", weak: true },

  {
    kind: "suffix",
    words: ["repository", "repositories", "repo", "repos", "dao", "daos", "dal", "persistence", "data-access", "data-source", "queries"],
    layer: "repository",
  },
  { kind: "suffix", words: ["store", "stores", "query", "prisma"], layer: "repository", weak: true },

  { kind: "suffix", words: ["model", "models", "entity", "entities", "orm-entity", "entity.base", "table", "tables"], layer: "model" },
  {
    kind: "suffix",
    words: ["aggregate", "value-object", "vo", "domain-event", "domain", "port", "ports", "repository.port"],
    layer: "domain",
  },
  { kind: "suffix", words: ["policy", "specification"], layer: "domain", weak: true },

  { kind: "suffix", words: ["validation", "validations", "validator", "validators"], layer: "validation" },
  { kind: "suffix", words: ["schema", "schemas", "rules"], layer: "validation", weak: true },
  { kind: "suffix", words: ["config", "configuration", "settings"], layer: "config" },
  {
    kind: "suffix",
    words: ["middleware", "middlewares", "guard", "guards", "interceptor", "interceptors", "pipe", "pipes"],
    layer: "middleware",
  },
  { kind: "suffix", words: ["filter", "plugin", "hook", "hooks", "strategy"], layer: "middleware", weak: true },
  { kind: "suffix", words: ["error", "errors", "exception", "exceptions", "error-handler", "exception-filter"], layer: "error" },

  { kind: "suffix", words: ["module", "container", "providers", "bootstrap"], layer: "composition" },
  { kind: "suffix", words: ["factory"], layer: "composition", weak: true },
  { kind: "suffix", words: ["job", "jobs", "processor", "worker", "workers", "cron", "scheduler", "consumer", "subscriber"], layer: "job" },
  { kind: "suffix", words: ["task", "tasks", "queue", "queues", "listener", "listeners", "event", "events"], layer: "job", weak: true },
  { kind: "suffix", words: ["client", "adapter", "integration"], layer: "infra" },
  { kind: "suffix", words: ["gateway", "provider", "connector"], layer: "infra", weak: true },

  {
    kind: "suffix",
    words: [
      "dto",
      "dtos",
      "request.dto",
      "response.dto",
      "input",
      "args",
      "type",
      "types",
      "interface",
      "interfaces",
      "contract",
      "contracts",
      "enum",
      "enums",
    ],
    layer: "none",
  },
  {
    kind: "suffix",
    words: [
      "mapper",
      "transformer",
      "presenter",
      "serializer",
      "view",
      "util",
      "utils",
      "helper",
      "helpers",
      "constant",
      "constants",
      "decorator",
      "decorators",
      "tokens",
      "di-tokens",
    ],
    layer: "none",
  },
];

/**
 * Folders. The nearest one that fits wins, and where two rows fit the same folder the one with more folders in its word (`adapters/out` before `adapters`).
 * Folders that only slice a project (`modules/<x>`, `features/<x>`, `domains/<x>`, `src`, `packages`, `app`) are not listed: they say nothing.
 */
export const folders: readonly LayerConvention[] = [
  {
    kind: "folder",
    words: ["test", "tests", "__tests__", "e2e", "cypress", "playwright", "mocks", "__mocks__", "fixtures", "__fixtures__"],
    layer: "test",
  },
  {
    kind: "folder",
    words: [
      "seeds",
      "seeders",
      "migrations",
      "scripts",
      "tools",
      "bin",
      "docs",
      "examples",
      "storybook",
      "generated",
      "__generated__",
      "dist",
      "build",
      "coverage",
      "node_modules",
      ".next",
      ".nuxt",
      ".output",
      ".svelte-kit",
    ],
    layer: "ignored",
  },

  {
    kind: "folder",
    words: [
      "route",
      "routes",
      "router",
      "routers",
      "endpoint",
      "endpoints",
      "resolver",
      "resolvers",
      "controller",
      "controllers",
      "handlers",
      "entrypoints",
      "pages/api",
      "server/api",
      "adapters/in",
      "adapters/http",
      "adapters/primary",
      "infra/http",
      "infrastructure/http",
    ],
    layer: "router",
  },
  {
    kind: "folder",
    words: ["api", "rest", "rpc", "http", "presentation", "interface", "interfaces", "delivery", "transport", "inbound", "primary", "actions", "gateway"],
    layer: "router",
    weak: true,
  },

  {
    kind: "folder",
    words: ["service", "services", "use-case", "use-cases", "interactors", "app-services", "application-services"],
    layer: "service",
  },
  {
    kind: "folder",
    words: ["application", "business", "logic", "libraries", "operations", "flows", "commands", "workflows"],
    layer: "service",
    weak: true,
  },

  {
    kind: "folder",
    words: [
      "repository",
      "repositories",
      "repo",
      "repos",
      "dao",
      "daos",
      "dal",
      "data-access",
      "persistence",
      "db/queries",
      "database/queries",
      "adapters/out",
      "adapters/persistence",
    ],
    layer: "repository",
  },
  { kind: "folder", words: ["store", "stores", "data", "queries", "gateways"], layer: "repository", weak: true },

  {
    kind: "folder",
    words: [
      "model",
      "models",
      "entity",
      "entities",
      "db/schema",
      "db/schemas",
      "database/schema",
      "database/schemas",
      "database/entities",
      "domain/entities",
      "drizzle",
    ],
    layer: "model",
  },
  { kind: "folder", words: ["prisma"], layer: "model", weak: true },
  { kind: "folder", words: ["domain"], layer: "domain" },
  { kind: "folder", words: ["core", "policies"], layer: "domain", weak: true },

  { kind: "folder", words: ["infra", "infrastructure", "integrations", "adapters", "clients", "connectors", "external"], layer: "infra" },
  { kind: "folder", words: ["providers", "db", "database"], layer: "infra", weak: true },
  { kind: "folder", words: ["config", "configs", "configuration", "env", "environments", "settings"], layer: "config" },
  { kind: "folder", words: ["middleware", "middlewares", "guards", "interceptors", "pipes"], layer: "middleware" },
  { kind: "folder", words: ["filters", "hooks"], layer: "middleware", weak: true },
  { kind: "folder", words: ["validator", "validators", "validation", "validations"], layer: "validation" },
  { kind: "folder", words: ["schema", "schemas"], layer: "validation", weak: true },
  { kind: "folder", words: ["error", "errors", "exception", "exceptions"], layer: "error" },
  { kind: "folder", words: ["job", "jobs", "workers", "queues", "processors", "crons", "schedulers", "subscribers"], layer: "job" },
  { kind: "folder", words: ["tasks", "listeners", "events", "consumers"], layer: "job", weak: true },
  { kind: "folder", words: ["loaders", "bootstrap", "startup", "container", "di", "ioc"], layer: "composition" },
  { kind: "folder", words: ["plugins", "start"], layer: "composition", weak: true },

  { kind: "folder", words: ["dto", "dtos", "types", "typings", "@types", "contracts"], layer: "none" },
  { kind: "folder", words: ["lib", "libs", "util", "utils", "helpers", "shared", "common"], layer: "none", weak: true },
];

/** All rows, strongest kind first: whole names, then ends of names, then folders. */
export const layerConventions: readonly LayerConvention[] = [...fileNames, ...fileSuffixes, ...folders];

/** Libraries that draw in browsers. A package with one of these that neither serves requests nor stores data is a front-end. */
export const browserRuntimes: readonly string[] = ["react-dom", "preact", "vue", "svelte", "solid-js", "@angular/core", "lit", "ember-source", "react-native"];

/** Packages that find files by where they lie, or load whole folders: what nothing imports may be a page, a route, a plugin all the same. */
export const fileRoutedPackages: readonly string[] = [
  ...["next", "nuxt", "nitropack", "nitro", "astro", "gatsby", "expo-router", "vike", "@sveltejs/kit", "@analogjs/platform"],
  ...["@remix-run/dev", "@react-router/dev", "@tanstack/react-start", "@solidjs/start", "@fastify/autoload", "fastify-autoload"],
  ...["@adonisjs/core", "@medusajs/framework", "@medusajs/medusa", "@strapi/strapi", "@keystone-6/core", "encore.dev", "sails", "egg", "@midwayjs/core"],
  ...["serverless", "vercel", "@vercel/node", "wrangler", "ember-cli", "@evershop/evershop", "feathers-cli", "moleculer", "@foal/core", "require-all"],
];

/** Packages whose bus leads to a service that nobody names: who imports one uses services. https://docs.nestjs.com/recipes/cqrs */
export const commandBuses: readonly string[] = ["@nestjs/cqrs"];

/** Packages whose clients find the transaction around them by themselves, without being told, and the library they are of. https://sequelize.org/docs/v7/querying/transactions/ */
export const ambientByDefault: Readonly<Record<string, string>> = { "@sequelize/core": "sequelize" };
