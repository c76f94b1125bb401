import type {
  ChainedRouteFact,
  ContractFacts,
  ControllerFacts,
  ControllerMethod,
  PrefixFact,
  RoutingFact,
  RoutingFacts,
  SchemaOperationFact,
  FolderPluginFact,
} from "#catalog/facts/routing";
import { argumentPath, inputMap, listOf, oneOf, record, text, textMap, texts } from "./words.ts";

const routingFact = record<RoutingFact>(["api", "kind"], {
  api: text,
  kind: oneOf<RoutingFact["kind"]>({ route: true, use: true, plugin: true, group: true, path: true }),
  methods: texts("HTTP methods, or `ALL`."),
  method: argumentPath("Argument path of the method."),
  path: argumentPath("Argument path of the path."),
  optionalPath: { type: "boolean", description: "Something else may stand where the path stands." },
  named: { type: "boolean", description: "A name may stand in front of the path." },
  steps: texts("Argument paths of middleware, in the order they run; for a route the handler comes last. `1+` are all arguments from 1 on."),
  options: argumentPath("Argument path of the route's options."),
  schemas: inputMap("Property path of the options → the input it is a schema of."),
  events: texts("Only when the first argument is one of these constants."),
  before: texts("Argument paths of middleware in front of all that a plugin is told."),
  listed: argumentPath("Where the objects that hold a plugin hold its prefix."),
  reach: {
    type: "object",
    required: ["argument", "parent", "all"],
    properties: { argument: text, parent: text, all: text },
    additionalProperties: false,
    description: "Argument path of how far a middleware reaches out of its plugin, and the words for one level up and for all of them.",
  },
});

const prefixFact = record<PrefixFact>(["api", "argument", "form"], {
  api: text,
  argument: argumentPath("Argument path of the prefix."),
  form: oneOf<PrefixFact["form"]>({ make: true, set: true, derive: true }),
});

const routingFacts = record<RoutingFacts>([], {
  entries: listOf("routingFact"),
  prefixes: listOf("prefixFact"),
  views: texts("Calls that hand the router they are called on back as a middleware."),
  wrappers: {
    type: "array",
    items: { type: "object", required: ["api", "path", "router"], properties: { api: text, path: text, router: text }, additionalProperties: false },
    description: "Calls that put a prefix in front of a router before it is mounted.",
  },
  lists: texts("Calls that hand back the list of their arguments."),
  transparent: texts("Calls that hand back a plugin without a scope of its own."),
  mounted: texts("Router types that serve nothing until another router mounts them."),
  folders: {
    type: "array",
    items: record<FolderPluginFact>(["api", "folder", "prefix", "parameters", "part", "whole", "hooks"], {
      api: text,
      folder: argumentPath("Argument path of the folder."),
      prefix: argumentPath("Argument path of the prefix."),
      parameters: argumentPath("Argument path of the option that makes `_` a parameter."),
      part: { ...text, description: "Export of a file: its part of the path." },
      whole: { ...text, description: "Export of a file: its whole path." },
      hooks: { ...text, description: "Name of files with hooks for their folder." },
    }),
    description: "Plugins that register every file of a folder.",
  },
  order: oneOf<"any">({ any: true }, "Middleware also covers what was registered before it."),
});

const controllerMethod = record<ControllerMethod>(["api"], {
  api: text,
  methods: texts("HTTP methods."),
  method: argumentPath("Argument path of the method."),
  paths: texts("Argument paths of the path."),
  operation: { ...text, description: "An operation of a schema: its type, `Mutation`." },
  channel: { ...text, description: "Messages instead of requests: what stands before the address." },
});

const controllerFacts = record<ControllerFacts>(["classes", "methods"], {
  classes: {
    type: "array",
    items: { type: "object", required: ["api"], properties: { api: text, paths: texts(), version: text }, additionalProperties: false },
    description: "Class decorators, and the argument paths of prefix and version.",
  },
  methods: listOf("controllerMethod"),
  steps: texts("Decorators whose arguments run before the handler."),
  composed: texts("Calls that make one decorator of several."),
  version: { ...text, description: "Decorator that names a version." },
  neutral: texts("Constants that stand for no version at all."),
  globals: texts("Calls whose arguments run before every handler."),
  plugins: texts("Calls that give the app a plugin of the framework below it."),
  tokens: texts("Injection tokens whose providers run before every handler."),
  applied: {
    ...record<NonNullable<ControllerFacts["applied"]>>(["routes", "steps"], { routes: text, steps: text }),
    description: "Calls that are told the routes of a middleware, and the middleware.",
  },
  prefixes: textMap("Call that gives all paths a prefix → argument path."),
  versioning: { ...text, description: "The call that switches versions in paths on." },
  validation: {
    type: "object",
    properties: {
      binders: texts("Words without which nobody binds what checks parameters."),
      byDefault: { type: "object", additionalProperties: text, description: "Call that starts the application → argument path of its switch." },
      own: argumentPath("Argument path, at the parameter's decorator, of a switch for it alone."),
    },
    additionalProperties: false,
    description: "How parameters of decorated methods are checked by the classes of their types.",
  },
});

const schemaOperation = record<SchemaOperationFact>(["api"], {
  api: text,
  map: argumentPath("An object of types, each an object of fields."),
  type: oneOf<NonNullable<SchemaOperationFact["type"]>>({ Query: true, Mutation: true, Subscription: true }),
  fields: argumentPath("An object of fields, or a function that returns one."),
  object: argumentPath("A value that was made of an object with `fields`."),
  name: argumentPath("Name of one field."),
  field: argumentPath("One field."),
  plugin: { type: "boolean", description: "Handed over as a first argument, together with its options." },
});

const contractFacts = record<ContractFacts>([], {
  serves: {
    type: "array",
    items: { type: "object", required: ["api", "contract", "by"], properties: { api: text, contract: text, by: text }, additionalProperties: false },
  },
  trees: {
    type: "array",
    items: { type: "object", required: ["api", "of"], properties: { api: text, of: text, prefix: text }, additionalProperties: false },
    description: "Calls that make a tree of contracts.",
  },
  schemas: inputMap("Property of a route → the input it is a schema of."),
  unchecked: texts("Calls that stand where schemas stand and check nothing."),
});

const chainedRoute = record<ChainedRouteFact>(["api", "kind"], {
  api: text,
  kind: oneOf<ChainedRouteFact["kind"]>({
    global: true,
    named: true,
    route: true,
    resource: true,
    group: true,
    prefix: true,
    use: true,
    only: true,
    except: true,
    api: true,
  }),
  methods: texts("HTTP methods."),
  method: argumentPath("Argument path of the methods."),
  path: argumentPath("Argument path of the path."),
  handler: argumentPath("Argument path of the handler."),
});

/** JSON Schema of the types in src/catalog/facts/routing.ts. */
export const routingDefinitions = { routingFact, prefixFact, routingFacts, controllerMethod, controllerFacts, schemaOperation, contractFacts, chainedRoute };
