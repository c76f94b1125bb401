import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Our own code. What the rules of the house say about rooms and doors stands in tests/house.test.ts. */
export default defineConfig([
  globalIgnores(["fixtures/", "examples/", "dist/", "coverage/", ".tmp/", "**/*.tmp.*"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommended],
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports", disallowTypeAnnotations: false }],
      "@typescript-eslint/no-non-null-assertion": "error",
      // The compiler does this (noUnusedLocals, noUnusedParameters).
      "@typescript-eslint/no-unused-vars": "off",
    },
  },
  { files: ["tests/**"], rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
  {
    files: ["**/*.{js,mjs,cjs,ts}"],
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "no-else-return": "error",
      "no-throw-literal": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
    },
  },
  {
    files: ["src/**", "rules/**"],
    rules: {
      "max-depth": ["error", 4],
      "max-params": ["error", 8],
    },
  },
]);
