import { defineConfig } from "./src/config/define.ts";

/** The project checks itself. Fixtures and examples are wrong on purpose. */
export default defineConfig({
  preset: "all",
  ignores: ["fixtures/**", "examples/**"],
});
