import { isMissing, type InventoryInput } from "./words.ts";

/** Versioned and stable: sorted, no absolute path, no clock. `docs/endpoints.md` describes it. */
export function inventoryJson(input: InventoryInput): string {
  const { endpoints, diff, toolVersion, files } = input;
  const tool = { name: "oma-lint", version: toolVersion };
  if (diff) {
    const { against, added, removed, changed, lost } = diff;
    const summary = { added: added.length, removed: removed.length, changed: changed.length, lostControls: lost };
    return print({ schemaVersion: 1, kind: "endpoints-diff", tool, against, summary, added, removed, changed });
  }
  const summary = {
    endpoints: endpoints.length,
    files,
    missing: {
      auth: endpoints.filter(isMissing.auth).length,
      "rate-limit": endpoints.filter(isMissing["rate-limit"]).length,
      validation: endpoints.filter(isMissing.validation).length,
    },
    unmounted: endpoints.filter(({ mounted }) => !mounted).length,
  };
  return print({ schemaVersion: 1, kind: "endpoints", tool, summary, endpoints });
}

function print(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
