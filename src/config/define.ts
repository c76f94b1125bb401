import type { UserConfig } from "./shape.ts";

/**
 * Types a configuration while it is written; returns it unchanged.
 * @example export default defineConfig({ preset: "strict", rules: { "no-circular-dependency": "warning" } });
 */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
