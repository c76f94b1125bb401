import type { LibraryFacts } from "./facts.ts";

/** What takes any file unless it is told otherwise: the documentation of each names its limits and its filter. */
const byMaker = { kind: "validator", inputs: ["files"], demands: ["^0.limits", "^0.fileFilter"], maker: "default" } as const;

const multer: LibraryFacts = {
  packages: ["multer", "koa-multer", "@koa/multer", "fastify-multer"],
  docs: "https://github.com/expressjs/multer#multeropts",

  http: {
    controls: [
      { api: "default.single", ...byMaker },
      { api: "default.array", ...byMaker },
      { api: "default.fields", ...byMaker },
      { api: "default.any", ...byMaker },
    ],
  },
};

const fileupload: LibraryFacts = {
  packages: ["express-fileupload"],
  docs: "https://github.com/richardgirges/express-fileupload#available-options",

  http: { controls: [{ api: "default", kind: "validator", inputs: ["files"], demands: ["0.limits"] }] },
};

/** Middleware that takes files out of requests. */
export const uploadLibraries: readonly LibraryFacts[] = [multer, fileupload];
