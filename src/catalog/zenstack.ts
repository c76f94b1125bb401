import type { LibraryFacts } from "./facts.ts";

/** Puts access rules around a Prisma client. */
export const zenstack: LibraryFacts = {
  packages: ["@zenstackhq/runtime"],
  docs: "https://zenstack.dev/docs/reference/runtime-api",
  passes: ["enhance"],
};
