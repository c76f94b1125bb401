import { beforeAll, describe, expect, it } from "vitest";
import type { LibraryFacts } from "#catalog/facts";
import { securityLibraries } from "#catalog/security";
import { callsOf } from "#project/call-sites";
import { openProject } from "#project/open";
import { catalogOf } from "#project/options";
import { fixtureFolder, fixtureFolders } from "./fixtures.ts";

/** Facts met by a call in a fixture of `secure-jwt` or `strong-password-hash`. */
const met = new Set<object | string>();

const folders = [
  ...["secure-jwt", "strong-password-hash"].map((rule) => fixtureFolder("rules", rule)),
  ...["jwt-", "password-"].flatMap((prefix) => fixtureFolders("projects", prefix).map((name) => fixtureFolder("projects", name))),
];

beforeAll(() => {
  for (const folder of folders) {
    const { names, project } = openProject(folder);
    const { catalog } = project;
    for (const code of project.productCodes()) {
      for (const { api } of callsOf(names, code, new Set([...catalog.tokens.methods, ...catalog.secrets.hashers.methods]))) {
        met.add(api);
        for (const fact of [
          catalog.tokens.signers.of(api),
          catalog.tokens.verifiers.of(api),
          catalog.secrets.hashers.of(api),
          ...catalog.tokens.defaults.of(api),
        ])
          if (fact) met.add(fact);
      }
    }
  }
});

describe.each(securityLibraries.map((facts) => [facts.packages[0] ?? "", facts] as const))("%s", (id, facts) => {
  it("says where its facts can be checked", () => {
    expect(facts.docs).toMatch(/^https:\/\//);
  });

  it("has no fact that no fixture meets", () => {
    expect(unprovenOf(id, facts)).toEqual([]);
  });
});

it("files every package under one name", () => {
  const owners = new Map<string, Set<string>>();
  for (const { packages } of catalogOf({}).libraries) for (const name of packages) owners.set(name, (owners.get(name) ?? new Set()).add(packages[0] ?? ""));
  const ours = new Set(securityLibraries.flatMap(({ packages }) => packages));
  expect([...owners].filter(([name, ids]) => ours.has(name) && ids.size > 1).map(([name]) => name)).toEqual([]);
});

function unprovenOf(id: string, { tokens = {}, hashers = [] }: LibraryFacts): string[] {
  const { signers = [], verifiers = [], defaults = [], decoders = [], unsecured = [] } = tokens;
  const full = (api: string): string => (api.includes("#") ? api : `${id}#${api}`);
  return [
    ...[...signers, ...verifiers, ...defaults, ...hashers].filter((fact) => !met.has(fact)).map(({ api }) => api),
    ...[...decoders, ...unsecured].filter((api) => !met.has(full(api))),
  ];
}
