import type { EntityRowFacts } from "#catalog/facts/entities";

/** How a read is known: where its options stand, and what it brings. */
export interface KnownRead {
  readonly options: number;
  readonly shape: "one" | "many" | "counted";
}

/** Whether an API brings entities: `typeorm#Repository.find`; `PrismaClient.loan.findMany` is `PrismaClient.*.findMany`. */
export function entityReadBy(facts: EntityRowFacts, api: string): KnownRead | undefined {
  const path = api.slice(api.indexOf("#") + 1);
  const parts = path.split(".");
  const wild = parts.length < 3 ? path : [...parts.slice(0, -2), "*", parts.at(-1)].join(".");
  for (const shape of ["one", "many", "counted"] as const) {
    const options = facts[shape]?.[path] ?? facts[shape]?.[wild];
    if (options !== undefined) return { options, shape };
  }
  return undefined;
}
