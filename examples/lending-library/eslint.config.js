import { defineConfig } from "eslint/config";
import oma from "oma-lint/eslint-plugin";
import tseslint from "typescript-eslint";

export default defineConfig([
  {
    files: ["src/**/*.ts"],
    languageOptions: { parser: tseslint.parser },
    plugins: { oma },
    extends: ["oma/recommended"],
  },
]);
