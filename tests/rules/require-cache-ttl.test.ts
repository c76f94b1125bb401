import { describe, expect, it } from "vitest";
import { cacheLibraries } from "#catalog/caches";
import { openProject } from "#project/open";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "require-cache-ttl";

describe(rule, () => {
  it("reports where the fixtures promise, and nowhere else", async () => {
    const run = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
    expect(run.expected.length).toBeGreaterThan(25);
  });

  it.each(fixtureFolders("projects", "cache-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("suggests a lifetime in the library's own unit and form", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const texts = new Map(findings.map(({ place }) => [place.file, new Set<string>()] as const));
    for (const { place, suggestions } of findings) for (const { edits } of suggestions) for (const { text } of edits) texts.get(place.file)?.add(text);
    expect(Object.fromEntries([...texts].map(([file, found]) => [file, [...found].sort()]))).toEqual({
      "cache-manager.ts": [", 300_000"],
      "in-memory.ts": [", 300"],
      "ioredis.ts": [', "EX", 300'],
      "keyv.ts": [", 300_000"],
      "memcached.ts": [" expires: 300 ", " expires: 300,", ", { expires: 300 }"],
      "redis.ts": [" EX: 300,", ", { EX: 300 }"],
      "upstash.ts": [", { ex: 300 }"],
    });
  });

  it("has a fixture for every call the catalogue knows", () => {
    const folders = [fixtureFolder("rules", rule), ...fixtureFolders("projects", "cache-").map((name) => fixtureFolder("projects", name))];
    const met = new Set<string>();
    const writes = new Set<unknown>();
    for (const { project, names } of folders.map((folder) => openProject(folder))) {
      for (const code of project.productCodes()) {
        for (const id of code.summary.calls) {
          const call = code.expr(id);
          if (call.k !== "call" && call.k !== "new") continue;
          for (const api of names.apisOf(code, call.c)) {
            met.add(api);
            writes.add(project.catalog.caches.writes.of(api));
          }
        }
      }
    }
    const full = (facts: (typeof cacheLibraries)[number], api: string): string => `${facts.packages[0] ?? ""}#${api}`;
    const unmet = cacheLibraries.flatMap((facts) => [
      ...(facts.caches?.writes ?? []).filter((write) => !writes.has(write)).map(({ api }) => full(facts, api)),
      ...(facts.caches?.writes ?? []).flatMap(({ makers = [] }) => makers.map((maker) => full(facts, maker))).filter((api) => !met.has(api)),
      ...(facts.caches?.defaults ?? []).map(({ api }) => full(facts, api)).filter((api) => !met.has(api)),
    ]);
    expect(unmet).toEqual([]);
  });
});
