import type { FileHandlerFact, FileRouting } from "#catalog/facts/files";
import { oneOf, parameters, record, text, texts } from "./words.ts";

const fileHandler = record<FileHandlerFact>(["files", "exports", "parameters"], {
  files: { ...text, description: "Glob on the path in the project." },
  exports: texts("Export names that are handlers; `default`; `*` is all of them."),
  parameters,
  directive: { ...text, description: "Only where the file or function has this directive (`use server`)." },
  dependsOn: texts("Only in projects whose package.json names one of these packages."),
  role: oneOf<NonNullable<FileHandlerFact["role"]>>({ handler: true, plugin: true, view: true }, "Default: `handler`."),
  serves: record<FileRouting>(
    ["methods"],
    {
      root: { ...text, description: "The folder below which paths begin." },
      prefix: { ...text, description: "What stands in front of all paths." },
      names: oneOf<NonNullable<FileRouting["names"]>>({ folders: true, file: true, dots: true }),
      methods: {
        anyOf: [
          { type: "string", enum: ["export", "suffix"] },
          { type: "object", additionalProperties: text },
        ],
        description: "Where the method is said; or export name → method.",
      },
      path: { ...text, description: "The one path, wherever the file lies." },
      asked: { ...text, description: "Parameter and member a handler asks which method it is: `0.method`." },
      configuredElsewhere: { type: "boolean", description: "Middleware may be put in front of the handlers from elsewhere." },
      configured: { type: "boolean", description: "A configuration may name the files and their paths." },
    },
    "What the place of the file says about method and path.",
  ),
  runsBefore: {
    type: "object",
    properties: { matcher: text, below: text, doubtful: { type: "boolean" } },
    additionalProperties: false,
    description: "The handler runs before those of the library's other files.",
  },
});

/** JSON Schema of the types in src/catalog/facts/files.ts. */
export const filesDefinitions = { fileHandler };
