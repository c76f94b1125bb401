import { beforeAll, describe, expect, it } from "vitest";
import { dataLibraries } from "#catalog/data";
import type { LibraryFacts } from "#catalog/facts";
import { clientProblems } from "#project/client-lifetimes";
import { concurrentUses } from "#project/concurrent-sessions";
import { globalUses } from "#project/global-sessions";
import { openProject } from "#project/open";
import { poolTransactions } from "#project/pool-transactions";
import { sharedSessions } from "#project/shared-sessions";
import { calledApis } from "./called-apis.ts";
import { fixtureFolder } from "./fixtures.ts";

/** No unproven fact: whatever the catalogue says about lifetimes causes a report in a fixture, or is what one hinges on. */
const met = new Set<string>();

beforeAll(() => {
  const reading = (folder: string): void => {
    const { project, names } = openProject(folder);
    const { catalog } = project;
    for (const code of project.productCodes()) {
      const reported = new Set<number>([
        ...poolTransactions(names, code).map(({ span }) => span.s),
        ...concurrentUses(names, code).flatMap(({ steps }) => steps.map(({ span }) => span.s)),
        ...globalUses(names, code).map(({ span }) => span.s),
        ...clientProblems(names, code).map(({ span }) => span.s),
        ...sharedSessions(names, code).map(({ steps }) => steps[0]?.span.s ?? -1),
      ]);
      for (const { api, at } of calledApis(names, code)) {
        if (catalog.lifetimes.wrappers.has(api)) met.add(`wrapper ${api}`);
        if (reported.has(at)) met.add(`fact ${api}`);
      }
      code.summary.exprs.forEach((expr) => {
        if (expr.k === "member")
          for (const api of names.apisOf(code, expr.o)) if (catalog.lifetimes.globalSessions.has(`${api}.${expr.p}`)) met.add(`global ${api}.${expr.p}`);
      });
    }
  };
  for (const rule of ["no-shared-orm-session", "no-client-per-request"]) reading(fixtureFolder("rules", rule));
});

describe("every fact about lifetimes is met by a fixture:", () => {
  for (const facts of dataLibraries.filter((item) => item.lifetimes)) {
    it(facts.packages[0] ?? "", () => {
      expect(unprovenOf(facts)).toEqual([]);
    });
  }
});

function unprovenOf({ packages: [id = ""], lifetimes = {} }: LibraryFacts): string[] {
  const {
    sessions = {},
    clients = [],
    closers = [],
    definers = {},
    pooled = [],
    wrappers = [],
    globalSessions = {},
    serial = [],
    connecting = [],
    single = [],
  } = lifetimes;
  const called = [...Object.keys(sessions), ...clients, ...closers, ...Object.keys(definers), ...pooled, ...connecting, ...single];
  return [
    ...called.filter((api) => !met.has(`fact ${id}#${api}`)),
    ...wrappers.filter((api) => !met.has(`wrapper ${id}#${api}`)),
    ...Object.keys(globalSessions).filter((api) => !met.has(`global ${id}#${api}`)),
    // A type stands for all its calls: `QueryRunner.manager.insert` is another name by then.
    ...serial.filter((api) => api.includes(".") && !met.has(`fact ${id}#${api}`)),
  ];
}
