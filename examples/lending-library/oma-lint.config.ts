import { defineConfig } from "oma-lint";

export default defineConfig({
  preset: "recommended",
  architecture: {
    laws: [
      {
        name: "prisma-stays-behind",
        reason: "another database shall not change what services speak of",
        of: { package: "@prisma/client" },
        onlyFrom: ["src/database", "**/*.repository.ts", "**/*.model.ts"],
      },
    ],
  },
});
