import { existsSync } from "node:fs";
import path from "node:path";

/** File names dependency-cruiser looks for, in its order. */
export const cruiserConfigNames = [".dependency-cruiser.js", ".dependency-cruiser.cjs", ".dependency-cruiser.mjs", ".dependency-cruiser.json"];

/** Whether a folder has rules of dependency-cruiser. */
export function existsCruiserConfig(root: string): boolean {
  return cruiserConfigNames.some((name) => existsSync(path.join(root, name)));
}
