import type { OptionControl, ServedCall, ServedFacts, ServedLink, ServedMount } from "#catalog/facts/served";
import { argumentPath, listOf, oneOf, record, text, texts } from "./words.ts";
import { controlKind } from "./http.ts";

const servedCall = record<ServedCall>(["api", "handler", "address"], {
  api: { ...text, description: "The call that makes an endpoint." },
  methods: texts("HTTP methods, or what a protocol has instead."),
  method: argumentPath("Argument path of the method."),
  handler: argumentPath("Argument path of the handler; `callback` is the last argument that may be a function."),
  steps: texts("Argument paths of middleware that runs before."),
  schema: argumentPath("Argument path of a schema that checks the handler's input."),
  address: oneOf<ServedCall["address"]>({ tree: true, export: true, path: true, file: true }),
  path: texts("Argument paths of the path; the first that is there counts."),
  prefix: { ...text, description: "What stands in front of the path." },
  options: argumentPath("Argument path of the options."),
  controls: {
    type: "array",
    items: record<OptionControl>(["path", "kind", "values"], {
      path: argumentPath("Argument path of the option."),
      kind: controlKind,
      values: texts("Constants that switch it on; `absent`; `…`."),
      uncertain: { type: "boolean", description: "It may refuse, and may not." },
    }),
    description: "Options that say what is done about a request.",
  },
});

const servedFacts = record<ServedFacts>(["calls"], {
  calls: listOf("servedCall"),
  links: {
    type: "array",
    items: record<ServedLink>(["api", "as"], { api: text, as: oneOf<ServedLink["as"]>({ steps: true, schema: true, route: true, prefix: true }) }),
    description: "Calls in the chain before: what they are given runs before the handler.",
  },
  trees: {
    type: "array",
    items: {
      type: "object",
      required: ["api", "of"],
      properties: { api: text, of: texts(), self: { type: "boolean", description: "What it is called on stays in its place." } },
      additionalProperties: false,
    },
    description: "Calls that make a tree of procedures.",
  },
  lazy: texts("Calls that load a tree when it is first asked for."),
  mounts: {
    type: "array",
    items: record<ServedMount>(["api", "tree"], {
      api: text,
      tree: argumentPath("Argument path of the tree."),
      prefix: argumentPath("Argument path of the prefix."),
      handle: { type: "object", required: ["api", "prefix"], properties: { api: text, prefix: texts() }, additionalProperties: false },
      app: argumentPath("Argument path of a router it is told to."),
      before: argumentPath("Argument path of a function that may put middleware in front."),
      plugin: { type: "boolean", description: "Handed over as a first argument, together with its options." },
      paths: oneOf<NonNullable<ServedMount["paths"]>>({ dots: true, slashes: true, routes: true, keys: true }),
    }),
    description: "Calls that hand a tree to a transport.",
  },
  unchecked: texts("Calls whose result checks nothing, though it stands where a schema stands."),
});

/** JSON Schema of the types in src/catalog/facts/served.ts. */
export const servedDefinitions = { servedCall, servedFacts };
