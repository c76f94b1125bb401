import { defineConfig } from "oma-lint";

export default defineConfig({
  preset: "recommended",
});
