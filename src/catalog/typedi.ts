import type { LibraryFacts } from "./facts.ts";

/** Makes one object of a class unless told otherwise. */
export const typedi: LibraryFacts = {
  packages: ["typedi"],
  docs: "https://docs.typestack.community/typedi/develop/02-basic-usage-guide/08-service-decorator",
  returns: { "Container.of": "ContainerInstance" },
  extends: { ContainerInstance: "Container" },
  state: { singletonDecorators: ["Service"] },
  containers: {
    registers: [
      { api: "Container.set", gives: "value", life: "process" },
      { api: "Container.set", token: "id", life: "process" },
      { api: "ContainerInstance.set", gives: "value", life: "scope" },
      { api: "ContainerInstance.set", token: "id", life: "scope" },
    ],
    properties: { type: "class", value: "value", factory: "factory" },
    lives: { transient: "ask" },
    // `import Container from "typedi"` is the same.
    resolves: ["Container.get", "get"],
  },
};
