import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { dataLibraries } from "#catalog/data";
import type { LibraryFacts } from "#catalog/facts";
import { operationsIn } from "#project/data-operations";
import { openProject } from "#project/open";
import { calledApis } from "./called-apis.ts";
import { fixtureFolder } from "./fixtures.ts";

/** No unproven fact: whatever the catalogue says about operations, transactions and checkouts is met by a call in a fixture, under that very fact. */
const met = new Set<unknown>();
const called = new Set<string>();

beforeAll(() => {
  const reading = (folder: string): void => {
    const { project, names } = openProject(folder);
    const { catalog } = project;
    for (const code of project.productCodes()) {
      for (const { parts } of operationsIn(names, code)) for (const { fact } of parts) met.add(fact);
      for (const { api } of calledApis(names, code)) {
        called.add(api);
        for (const fact of catalog.data.transactions.of(api)) met.add(fact);
        const checkout = catalog.data.checkouts.of(api);
        if (checkout) met.add(checkout);
      }
    }
  };
  const rules = [
    "require-transaction",
    "no-transaction-escape",
    "no-shared-orm-session",
    "no-query-in-loop",
    "require-bounded-query",
    "no-implicit-relation-loading",
  ];
  for (const rule of rules) reading(fixtureFolder("rules", rule));
  for (const name of readdirSync(fixtureFolder("projects")).filter((item) => /^(?:escape|transactions)-/.test(item))) reading(fixtureFolder("projects", name));
});

describe("every fact about operations and transactions is met by a fixture:", () => {
  for (const facts of dataLibraries.filter(({ data }) => data?.operations ?? data?.transactions ?? data?.checkouts ?? data?.ambient)) {
    it(facts.packages[0] ?? "", () => {
      expect(unprovenOf(facts)).toEqual([]);
    });
  }
});

function unprovenOf({ packages: [id = ""], data = {} }: LibraryFacts): string[] {
  const { operations = [], transactions = [], checkouts = [], ambient = [] } = data;
  return [
    ...[...operations, ...transactions, ...checkouts].filter((fact) => !met.has(fact)).map(({ apis }) => apis.join(" ")),
    ...ambient.filter((api) => !called.has(`${id}#${api}`)),
  ];
}
