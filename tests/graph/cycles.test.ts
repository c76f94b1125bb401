import { describe, expect, test } from "vitest";
import { Components, explainComponent } from "#graph/cycles";
import { type Edge, type Graph, isLoadEdge, loadGraph } from "#graph/graph";

/** `a>b` is an import, `a-b` a re-export, `a~b` a type import, `a?b` a dynamic import, `a!b` one in a function. */
function graphOf(text: string): Graph {
  const edges = text.split(" ").map((item, index): Edge => {
    const [, from = "", sign = "", to = ""] = /^(\w+)([>\-~?!])(\w+)$/.exec(item) ?? [];
    return { from, to, kind: sign === "-" ? "reexport" : sign === "?" ? "dynamic" : "static", typeOnly: sign === "~", late: sign === "!", index };
  });
  return loadGraph({ edgesOf: (node) => edges.filter((edge) => edge.from === node) });
}

function cyclesOf(text: string): string[] {
  const graph = graphOf(text);
  const components = new Components(graph);
  const nodes = [...new Set(text.match(/\w+/g))];
  const members = new Set(nodes.map((node) => components.of(node)));
  return [...members].flatMap((list) => explainComponent(graph, list).map(({ edges }) => [...edges.map((edge) => edge.from), edges[0]?.from].join("")));
}

describe("components", () => {
  test("are found from any node, whole", () => {
    const components = new Components(graphOf("a>b b>c c>a c>d d>e e>d f>a"));
    expect(components.of("f")).toEqual(["f"]);
    expect(components.of("c")).toEqual(["a", "b", "c"]);
    expect(components.of("d")).toEqual(["d", "e"]);
  });

  test("do not need the stack: a chain of 100,000 modules that closes", () => {
    const size = 100_000;
    const edge = (at: number): Edge => ({ from: `${at}`, to: `${(at + 1) % size}`, kind: "static", typeOnly: false, late: false, index: 0 });
    const graph: Graph = { edgesOf: (node) => [edge(Number(node))] };
    expect(new Components(graph).of("0")).toHaveLength(size);
  });
});

describe("cycles", () => {
  test("one ring of 20,000 modules is walked once, not from each of them", () => {
    const size = 20_000;
    const name = (at: number): string => String(at % size).padStart(5, "0");
    const graph: Graph = { edgesOf: (node) => [{ from: node, to: name(Number(node) + 1), kind: "static", typeOnly: false, late: false, index: 0 }] };
    const members = Array.from({ length: size }, (_, at) => name(at));
    expect(explainComponent(graph, members).map(({ edges }) => edges.length)).toEqual([size]);
  });

  test("the shortest chain through, once, from the import that closes it", () => {
    expect(cyclesOf("a>b b>c c>a")).toEqual(["abca"]);
    expect(cyclesOf("a>b b>a")).toEqual(["aba"]);
    expect(cyclesOf("a>b b>c")).toEqual([]);
  });

  test("a barrel is told at the module that imports it back", () => {
    expect(cyclesOf("index-part part>index")).toEqual(["partindexpart"]);
  });

  test("types, dynamic imports, imports in functions and imports of oneself close nothing", () => {
    expect(cyclesOf("a>b b~a c>d d?c e>f f!e g>g")).toEqual([]);
  });

  test("two rings that share a module are two cycles", () => {
    expect(cyclesOf("a>b b>a b>c c>b")).toEqual(["aba", "cbc"]);
  });

  test("a few cycles explain a knot", () => {
    const names = [..."abcdefghij"];
    const all = names.flatMap((from) => names.filter((to) => to !== from).map((to) => `${from}>${to}`));
    const found = cyclesOf(all.join(" "));
    expect(found).toHaveLength(10);
    expect(new Set(found).size).toBe(10);
    expect(cyclesOf(all.join(" "))).toEqual(found);
  });

  test("the order in which modules are asked for changes nothing", () => {
    const graph = graphOf("a>b b>c c>a b>a d>a");
    const first = new Components(graph).of("d");
    const second = new Components(graph);
    second.of("c");
    expect(second.of("d")).toEqual(first);
    expect(explainComponent(graph, second.of("c"))).toEqual(explainComponent(graph, new Components(graph).of("a")));
  });
});

test("only what runs while modules load is a load edge", () => {
  const edge: Edge = { from: "a", to: "b", kind: "require", typeOnly: false, late: false, index: 0 };
  expect(isLoadEdge(edge)).toBe(true);
  expect(isLoadEdge({ ...edge, late: true })).toBe(false);
  expect(isLoadEdge({ ...edge, typeOnly: true })).toBe(false);
  expect(isLoadEdge({ ...edge, to: "a" })).toBe(false);
});
