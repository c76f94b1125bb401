import type { LibraryFacts } from "./facts.ts";

/** Hands out by name: as a property of the one object a constructor or function is given, or (`CLASSIC`) by the names of their parameters. */
export const awilix: LibraryFacts = {
  packages: ["awilix", "@fastify/awilix"],
  docs: "https://github.com/jeffijoe/awilix#lifetime-management",
  returns: { createContainer: "AwilixContainer", "AwilixContainer.createScope": "AwilixContainer" },
  members: { diContainer: "AwilixContainer", diContainerClassic: "AwilixContainer", diContainerProxy: "AwilixContainer" },
  containers: {
    wrappers: {
      asClass: { gives: "class", life: "ask" },
      asFunction: { gives: "factory", life: "ask" },
      asValue: { gives: "value", life: "process" },
      aliasTo: { gives: "token", life: "ask" },
    },
    lives: { singleton: "process", scoped: "scope", transient: "ask", SINGLETON: "process", SCOPED: "scope", TRANSIENT: "ask" },
    resolves: ["AwilixContainer.resolve", "fastify#FastifyInstance.diContainer.resolve", "fastify#FastifyRequest.diScope.resolve"],
    cradles: ["AwilixContainer.cradle", "fastify#FastifyInstance.diContainer.cradle", "fastify#FastifyRequest.diScope.cradle"],
  },
};
