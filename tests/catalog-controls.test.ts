import { existsSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ControlFact } from "#catalog/facts/http";
import { FactTable } from "#catalog/lookup/table";
import { openProject } from "#project/open";
import { fixtureFolder, fixtureFolders } from "./fixtures.ts";

/**
 * No unproven fact: whatever the catalogue says about controls is met in front of, or inside, an endpoint of a fixture.
 * What the rules make of it is tested where the fixtures belong.
 */
const met = new Set<ControlFact>();
const catalogued = new Map<ControlFact, string>();
const { of } = FactTable.prototype;

const folders = [
  ...["require-auth-rate-limit", "require-route-auth", "require-input-validation"].map((rule) => fixtureFolder("rules", rule)),
  ...["rate-limit-", "route-auth-", "controls-", "validation-", "inputs-"].flatMap((word) =>
    fixtureFolders("projects", word).map((name) => fixtureFolder("projects", name)),
  ),
  ...fixtureFolders("endpoints", "").map((name) => fixtureFolder("endpoints", name)),
].filter((folder) => existsSync(folder));

beforeAll(() => {
  FactTable.prototype.of = function (this: FactTable<unknown>, name) {
    const found = of.call(this, name);
    if (found) met.add(found as ControlFact);
    return found;
  };
  for (const folder of folders) {
    const { project, endpoints, controls } = openProject(folder);
    for (const library of project.catalog.libraries)
      for (const fact of library.http?.controls ?? []) catalogued.set(fact, `${library.packages[0] ?? ""}#${fact.api}`);
    for (const endpoint of endpoints.all) {
      controls.limitOf(endpoint);
      controls.authenticationOf(endpoint);
    }
  }
});

afterAll(() => {
  Object.assign(FactTable.prototype, { of });
});

it("every fact about a control is met by a fixture", () => {
  const unproven = [...catalogued].flatMap(([fact, name]) => (met.has(fact) ? [] : [`${name} ${fact.kind}`]));
  expect(unproven.sort()).toEqual([]);
});

it("reads fixtures that are there", () => {
  expect(folders.reduce((count, folder) => count + readdirSync(folder, { recursive: true }).length, 0)).toBeGreaterThan(40);
  expect(catalogued.size).toBeGreaterThan(80);
});
