import type { LibraryFacts } from "./facts.ts";

/** A child container is made for a request as a rule; what is told to it lives no longer. */
export const tsyringe: LibraryFacts = {
  packages: ["tsyringe"],
  docs: "https://github.com/microsoft/tsyringe#container",
  returns: { "container.createChildContainer": "Child" },
  extends: { Child: "container", DependencyContainer: "container" },
  state: { singletonDecorators: ["singleton"] },
  containers: {
    registers: [
      { api: "container.register", life: "ask" },
      { api: "container.registerSingleton", gives: "class", life: "process" },
      { api: "container.registerInstance", gives: "value", life: "process" },
      { api: "container.registerType", gives: "token", life: "ask" },
      { api: "Child.register", life: "scope" },
      { api: "Child.registerSingleton", gives: "class", life: "scope" },
      { api: "Child.registerInstance", gives: "value", life: "scope" },
    ],
    wrappers: { instanceCachingFactory: { gives: "factory", life: "process" }, instancePerContainerCachingFactory: { gives: "factory", life: "scope" } },
    properties: { useClass: "class", useValue: "value", useFactory: "factory", useToken: "token" },
    objects: { token: "ask" },
    lives: { Singleton: "process", ContainerScoped: "scope", ResolutionScoped: "ask", Transient: "ask" },
    madeWhenAsked: ["injectable", "autoInjectable"],
    resolves: ["container.resolve"],
  },
};
