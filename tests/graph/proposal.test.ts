import { describe, expect, test } from "vitest";
import type { Dependency, LawGraph } from "#graph/law-graph";
import { LawBook } from "#graph/laws";
import { standings } from "#graph/law-audit";
import { proposeArchitecture } from "#graph/proposal";

/** `a>b` imports; the layer is the first part of a name up to the dot; `@x` is a package. */
function graphOf(text: string): LawGraph {
  const edges = text.split(/\s+/).flatMap((item, index): Dependency[] => {
    const [from = "", to] = item.split(">");
    if (to === undefined) return [];
    return [{ from, to: to.startsWith("@") ? { kind: "package", name: to.slice(1) } : { kind: "module", path: to }, kind: "static", typeOnly: false, index }];
  });
  const modules = [...new Set(text.split(/[\s>]+/).filter((name) => !name.startsWith("@")))].sort();
  return {
    modules,
    dependenciesOf: (module) => edges.filter(({ from }) => from === module),
    roleOf: () => "product",
    layerOf: (module) => /(?:^|\/)(router|service|repository|model)\b/.exec(module)?.[1],
    decoratorsOf: () => [],
    licenceOf: () => undefined,
  };
}

const stores = new Set(["pg"]);

describe("a proposed architecture", () => {
  const whole = graphOf("router.ts>service.ts service.ts>repository.ts repository.ts>@pg router.ts>repository.ts repository.ts>model.ts");

  test("has the ladder that holds, and says what would break without short cuts", () => {
    const { architecture, breaks } = proposeArchitecture(whole, stores);
    expect(architecture.layers).toEqual(["router", "service", "repository", "model"]);
    expect(breaks.map(({ from, to, past, count }) => [from, to, past, count])).toEqual([["router", "repository", "service", 1]]);
  });

  test("leaves out the layer others trip over", () => {
    const { architecture, breaks } = proposeArchitecture(graphOf("router.ts>service.ts service.ts>model.ts model.ts>service.ts model.ts>router.ts"), stores);
    expect(architecture.layers).toEqual(["router", "service"]);
    expect(breaks).toHaveLength(2);
  });

  test("has a law for a database package that stays behind, and none for one that does not", () => {
    expect(proposeArchitecture(whole, stores).architecture.laws?.map(({ name }) => name)).toEqual(["pg-stays-behind"]);
    expect(proposeArchitecture(graphOf("router.ts>@pg repository.ts>@pg"), stores).architecture.laws).toBeUndefined();
  });

  test("parts that do not know each other, else their doors, else what stands against it", () => {
    const apart = "src/modules/a/index.ts>src/modules/a/x.ts src/modules/b/index.ts>src/modules/b/x.ts";
    const names = (text: string) => proposeArchitecture(graphOf(text), stores).architecture.laws?.map(({ name }) => name);
    expect(names(apart)).toEqual(["src-modules-apart"]);
    expect(names(`${apart} src/modules/a/x.ts>src/modules/b/index.ts`)).toEqual(["src-modules-doors"]);
    const { architecture, refused } = proposeArchitecture(graphOf(`${apart} src/modules/a/x.ts>src/modules/b/x.ts`), stores);
    expect(architecture.laws).toBeUndefined();
    expect(refused).toEqual([expect.stringContaining("1 imports break it")]);
  });

  test("holds", () => {
    const graph = graphOf(
      "src/modules/a/router.ts>src/modules/a/internal/x.ts src/modules/b/service.ts>@pg src/modules/b/repository.ts>@pg src/modules/b/service.ts>src/modules/b/repository.ts",
    );
    const { architecture } = proposeArchitecture(graph, stores);
    expect(standings(new LawBook(graph, architecture, "")).filter(({ broken }) => broken > 0)).toEqual([]);
  });
});
