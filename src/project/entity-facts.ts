import type { EntityFacts } from "#catalog/facts/entities";
import type { Names } from "./names.ts";

/** The entity facts of the library an API name belongs to. */
export function entityFactsOf(names: Names, api: string): { readonly library: string; readonly facts: EntityFacts } | undefined {
  const library = api.slice(0, api.indexOf("#"));
  const found = names.project.catalog.libraries.find((item) => item.entities && item.packages[0] === library);
  return found?.entities && { library, facts: found.entities };
}
