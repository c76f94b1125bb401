import type { LibraryFacts } from "./facts.ts";

const parameters = { 0: "MedusaRequest", 1: "MedusaResponse" } as const;

/** Version 2: routes are files, requests are Express requests; `validatedBody` and `validatedQuery` have passed a schema of `middlewares.ts`. */
export const medusa: LibraryFacts = {
  packages: ["@medusajs/framework/http", "@medusajs/framework", "@medusajs/medusa"],
  docs: "https://docs.medusajs.com/learn/fundamentals/api-routes",
  extends: { MedusaRequest: "express#Request", AuthenticatedMedusaRequest: "express#Request", MedusaResponse: "express#Response" },
  http: {
    fileHandlers: [
      {
        files: "**/src/api/**/route.{ts,js}",
        exports: ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"],
        parameters,
        dependsOn: ["@medusajs/framework", "@medusajs/medusa"],
        serves: { root: "src/api", names: "folders", methods: "export", configuredElsewhere: true },
      },
    ],
    transportTypes: ["MedusaRequest", "AuthenticatedMedusaRequest", "MedusaResponse"],
  },
};
