import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

const folder = new URL("../../fixtures/reports/", import.meta.url);

/**
 * Compares text with a golden file in `fixtures/reports`; `UPDATE_GOLDEN=1` writes the file instead.
 * Look at the difference before you commit it.
 */
export function expectGolden(name: string, text: string): void {
  const file = new URL(name, folder);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  expect(existsSync(file), `${name} is missing: run with UPDATE_GOLDEN=1`).toBe(true);
  expect(text).toBe(readFileSync(file, "utf8"));
}
