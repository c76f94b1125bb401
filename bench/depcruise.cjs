const { existsSync } = require("node:fs");

const tsConfig = ["tsconfig.json", "tsconfig.base.json"].find((file) => existsSync(file));

/** What dependency-cruiser can say about the same things: cycles, and a layer that reaches outwards. Run in the folder of the project. */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "warn", from: {}, to: { circular: true } },
    {
      name: "services-know-no-routes",
      severity: "warn",
      from: { path: "(?:^|/)(?:services?|repositor(?:y|ies)|models?)/" },
      to: { path: "(?:^|/)(?:routes?|routers?|controllers?|api)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    ...(tsConfig && { tsConfig: { fileName: tsConfig } }),
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
