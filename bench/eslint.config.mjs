import * as parser from "@typescript-eslint/parser";

/** What ESLint can say without us about the same things: values in the text of a query, and names nobody uses. No type information. */
export default [
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "off" } },
  {
    files: ["**/*.{ts,mts,cts,tsx,js,mjs,cjs,jsx}"],
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    rules: {
      "no-unused-vars": "warn",
      "no-restricted-syntax": [
        "warn",
        {
          selector:
            "CallExpression[callee.property.name=/^(?:query|execute|raw|\\$queryRawUnsafe|\\$executeRawUnsafe)$/] > TemplateLiteral[expressions.length>0]",
          message: "A value is written into the text of a query.",
        },
        {
          selector: "CallExpression[callee.property.name=/^(?:query|execute|raw|\\$queryRawUnsafe|\\$executeRawUnsafe)$/] > BinaryExpression[operator='+']",
          message: "A value is written into the text of a query.",
        },
      ],
    },
  },
];
