import type { LibraryFacts } from "./facts.ts";

/** What is bound is made anew each time, unless the container was given another `defaultScope`. */
export const inversify: LibraryFacts = {
  packages: ["inversify"],
  docs: "https://inversify.io/docs/fundamentals/binding/",
  // A module is handed `bind` itself (6.x), or an object that has it (7.x).
  members: { "Container.bind.bind": "Container.bind" },
  callbacks: {
    ContainerModule: [{ argument: 0, parameters: { 0: "Container.bind" } }],
    AsyncContainerModule: [{ argument: 0, parameters: { 0: "Container.bind" } }],
  },
  containers: {
    registers: [
      {
        api: "Container.bind",
        chain: { to: "class", toSelf: "self", toConstantValue: "value", toDynamicValue: "factory", toResolvedValue: "factory", toService: "token" },
        life: "ask",
      },
    ],
    lives: { inSingletonScope: "process", inTransientScope: "ask", inRequestScope: "ask" },
    resolves: ["Container.get", "Container.getAsync"],
  },
};
