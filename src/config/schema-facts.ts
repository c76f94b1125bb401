import type { CallbackFact, LibraryFacts } from "#catalog/facts";
import type { CacheDefaults, CacheFacts, CacheWrite } from "#catalog/facts/caches";
import type { CheckoutFact, DataFacts, OperationFact, RecordWrite, TransactionFact } from "#catalog/facts/data";
import type { BlockingFact, BlockingWork, EffectFact, EffectKind } from "#catalog/facts/effects";
import type { Cardinality, EntityFacts, EntityRowFacts, EntitySchemaFact } from "#catalog/facts/entities";
import type { FileHandlerFact, FileRouting } from "#catalog/facts/files";
import type { ControlFact, ControlKind, ErrorHandlerFact, HandlerFact, HttpFacts, InputName, ReplyFact } from "#catalog/facts/http";
import type { LifetimeFacts, SessionKind } from "#catalog/facts/lifetimes";
import type {
  ChainedRouteFact,
  ContractFacts,
  ControllerFacts,
  ControllerMethod,
  PrefixFact,
  RoutingFact,
  RoutingFacts,
  SchemaOperationFact,
} from "#catalog/facts/routing";
import type { HasherFact, SecretKind, SecretSink } from "#catalog/facts/secrets";
import type { OptionControl, ServedCall, ServedFacts, ServedLink, ServedMount } from "#catalog/facts/served";
import type { SafeForm, SqlFacts, SqlFormatter, SqlSink } from "#catalog/facts/sql";
import type { ServiceFact, StateFacts, StoreFact } from "#catalog/facts/state";
import type { TokenDefaults, TokenFacts, TokenSigner, TokenVerifier } from "#catalog/facts/tokens";
import type { JsonSchema, PropertiesOf } from "./json-schema.ts";

const text: JsonSchema = { type: "string", minLength: 1 };
const texts = (description?: string): JsonSchema => ({ type: "array", items: text, ...(description === undefined ? {} : { description }) });
const textMap = (description: string): JsonSchema => ({ type: "object", additionalProperties: text, description });
const index: JsonSchema = { type: "integer", minimum: -1 };
const parameters: JsonSchema = {
  type: "object",
  propertyNames: { type: "string", pattern: "^\\d+$" },
  additionalProperties: text,
  description: "Parameter index → type path.",
};

function record<T>(required: readonly (keyof T & string)[], properties: PropertiesOf<T>, description?: string): JsonSchema {
  return { type: "object", ...(description === undefined ? {} : { description }), required, properties, additionalProperties: false };
}

const listOf = (definition: string): JsonSchema => ({ type: "array", items: { $ref: `#/definitions/${definition}` } });

const event: JsonSchema = { ...text, description: 'Only where the first argument is this constant: `server.on("request", …)`.' };

/** Every word of a union of strings; the compiler refuses a missing or a strange one. */
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>, description?: string): JsonSchema {
  return { type: "string", enum: Object.keys(words), ...(description === undefined ? {} : { description }) };
}

const callback = record<CallbackFact>(["argument", "parameters"], {
  argument: { ...index, description: "Argument index of the callback; -1 is the last argument." },
  property: { ...text, description: "Property of that argument, an object, which holds the callback." },
  event,
  parameters,
  this: { ...text, description: "Type path of `this` inside a `function` callback." },
});

const safeForm: JsonSchema = {
  type: "object",
  description: "How to say the same thing with bound values.",
  required: ["kind"],
  properties: {
    kind: oneOf<SafeForm["kind"]>({ placeholders: true, tag: true }),
    style: oneOf<Extract<SafeForm, { kind: "placeholders" }>["style"]>({ $n: true, "?": true, "@pn": true, ":n": true }),
    method: text,
    quotedOnly: { type: "boolean", description: "Only values in quotes are bound: the tag keeps text text." },
  },
  additionalProperties: false,
};

const sqlSink = record<SqlSink>(["api"], {
  api: { ...text, description: "API path of the function: `Client.query`." },
  argument: { ...index, description: "Which argument is SQL text; -1 is every argument. Default 0." },
  properties: texts("Properties of an object argument that hold the text."),
  position: oneOf<NonNullable<SqlSink["position"]>>({ statement: true, fragment: true, marker: true, name: true }, "Default: a whole `statement`."),
  inArray: { type: "boolean" },
  objectValues: oneOf<NonNullable<SqlSink["objectValues"]>>({ functions: true, keys: true }),
  form: oneOf<NonNullable<SqlSink["form"]>>({ call: true, new: true }),
  callback: { type: "boolean" },
  safeForm,
  values: { ...index, description: "Argument index that takes the bound values." },
});

const sqlFormatter = record<SqlFormatter>(["api", "escaping"], {
  api: text,
  escaping: texts("Conversion characters that escape (`I`, `L`)."),
});

const sqlFacts = record<SqlFacts>([], {
  sinks: { ...listOf("sqlSink"), description: "Functions that run SQL text." },
  tags: texts("Template tags that bind their `${}`."),
  fragments: texts("Calls whose result is a safe piece of SQL."),
  sanitizers: texts("Calls that escape a value or an identifier."),
  formatters: { ...listOf("sqlFormatter"), description: "Format functions whose placeholders escape." },
});

const operationFact = record<OperationFact>(["apis", "does"], {
  on: texts("Types that have the methods; `*` is any one name."),
  apis: texts("Methods of those types, or API paths of calls."),
  does: oneOf<OperationFact["does"]>({ read: true, write: true, statement: true, flush: true }),
  rows: oneOf<NonNullable<OperationFact["rows"]>>({ one: true, many: true }),
  boundedBy: texts("Argument paths (`0.take`) or methods of the chain (`limit()`) that bound a list."),
  handle: texts("Argument paths or methods of the chain that take a transaction."),
  several: { const: true, description: "Several statements which nothing holds together." },
  sameTick: { const: true, description: "Calls of one tick are sent as one query." },
  perRow: { const: true, description: "Rows with values of their own take a statement each." },
  lazy: { const: true, description: "A builder: it runs where the chain is awaited." },
  properties: texts("Properties of the argument that hold the text of a statement."),
});

const transactionFact = record<TransactionFact>(["apis", "form"], {
  apis: texts("API paths of the calls or decorators."),
  form: oneOf<TransactionFact["form"]>({ callback: true, begin: true, batch: true, decorator: true, wrapper: true }),
  argument: index,
  handle: { ...index, description: "Parameter of the callback that is the handle." },
  on: oneOf<NonNullable<TransactionFact["on"]>>({ result: true, receiver: true }),
  commit: texts("Methods that end it."),
  rollback: texts("Methods that undo it."),
  serial: { const: true, description: "Several operations at once are not allowed." },
});

const checkoutFact = record<CheckoutFact>(["apis", "release"], {
  apis: texts("Calls that hand out a connection which must be given back."),
  release: texts("Methods that give it back."),
});

const dataFacts = record<DataFacts>([], {
  operations: { type: "array", items: operationFact, description: "What reads and writes." },
  transactions: { type: "array", items: transactionFact, description: "What opens a transaction." },
  checkouts: { type: "array", items: checkoutFact },
  detached: { const: true, description: "Rows know nothing of the transaction they were read in." },
  over: { ...text, description: "Library whose client this one is built on." },
  batch: record<NonNullable<DataFacts["batch"]>>(["read", "write"], { read: text, write: text }, "How many rows are read and written at once."),
  ambient: texts("APIs whose use makes calls inside a transaction join it by themselves."),
  clients: texts("Types that are a data client or session."),
  repositories: texts("Types that are a repository."),
  entityDecorators: texts("Decorators that define an entity."),
  entityBases: texts("Base classes of entities."),
  modelFactories: texts("Calls that define a model or table."),
  recordWrites: {
    type: "array",
    items: record<RecordWrite>(["api"], { api: text, argument: index, properties: texts("Properties of the argument that hold the record.") }),
    description: "Calls that store a record.",
  },
  local: texts("Methods of clients, repositories and entities that ask the database nothing."),
});

const sessionKind = oneOf<SessionKind>({
  "database connection": true,
  transaction: true,
  "query runner": true,
  "unit of work": true,
  "client session": true,
});

const lifetimeFacts = record<LifetimeFacts>([], {
  sessions: { type: "object", additionalProperties: sessionKind, description: "Call → the object for one unit of work that it makes." },
  wrappers: texts("Calls that wrap a connection they are given."),
  clients: texts("Calls that make what a process needs once."),
  closers: texts("Calls that close such a client for everybody."),
  definers: { type: "object", additionalProperties: { type: "integer", minimum: 0 }, description: "Call that defines a model → least number of arguments." },
  pooled: texts("Calls and tags that run a statement on whichever connection is free."),
  globalSessions: {
    type: "object",
    additionalProperties: texts(),
    description: "Member that holds one unit of work for the whole process → its methods that need a context.",
  },
  contexts: texts("Calls and decorators that put such a context around what they run."),
  serial: texts("Calls that must not run twice at a time on one object, and types none of whose calls may."),
});

const handler = record<HandlerFact>(["api", "form", "parameters"], {
  api: text,
  form: oneOf<HandlerFact["form"]>({ callback: true, object: true, decorator: true, method: true }),
  properties: texts("Property paths for `object`: `handler`, `options.handler`, `resolvers.**`."),
  arity: { type: "integer", minimum: 0, description: "Only functions that declare exactly this many parameters." },
  event,
  parameters,
});

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

const inputName = oneOf<InputName>({
  body: true,
  query: true,
  params: true,
  headers: true,
  cookies: true,
  files: true,
  url: true,
  address: true,
  arguments: true,
  input: true,
  message: true,
});
const inputMap = (description: string): JsonSchema => ({ type: "object", additionalProperties: inputName, description });

const errorHandler = record<ErrorHandlerFact>(["api", "form"], {
  api: { ...text, description: "What registers, the class decorator, the base class or interface." },
  form: oneOf<ErrorHandlerFact["form"]>({ callback: true, property: true, class: true, base: true }),
  property: { ...text, description: "Property for `property`." },
  method: { ...text, description: "Method for `class` and `base`." },
  arity: { type: "integer", minimum: 0, description: "Only functions that declare exactly this many parameters." },
  event,
  catching: { type: "boolean", description: "Only functions that catch." },
});

const reply = record<ReplyFact>(["type"], {
  type: { ...text, description: "Type path of the object." },
  after: { ...text, description: "As the second parameter of a handler: the type of the first one." },
  body: texts("Methods that are given a body."),
  status: texts("Methods that are given the status."),
  statusArgument: { ...index, description: "Argument of the body methods that is the status." },
  assigned: { type: "boolean", description: "Status and body are properties that are assigned." },
});

const httpFacts = record<HttpFacts>([], {
  routers: texts("Types that are an app or a router."),
  handlers: { ...listOf("handler"), description: "Registrations whose callback handles a request." },
  untrusted: { type: "object", additionalProperties: texts(), description: "Parameter type → its members that hold untrusted input; `*` is the whole value." },
  inputNames: inputMap("`Type.member` → which input it is, where its name does not say so."),
  validated: texts("Untrusted members (`Type.member`) and calls a validator has already passed."),
  resolverParents: texts("Decorators of the parameter that holds the parent object."),
  fieldResolvers: texts("Decorators of methods that resolve a field of each parent object."),
  controllerDecorators: texts("Decorators that make a class a controller."),
  inputDecorators: inputMap("Parameter decorator → name of the untrusted input."),
  inputCalls: inputMap("Call → name of the untrusted input it returns."),
  fileHandlers: { ...listOf("fileHandler"), description: "Files that export handlers by convention." },
  procedures: texts("Parameter types, decorators and registrations whose handler is the procedure itself; `*` is all of the library."),
  decorators: textMap("Call that hangs a value on an object under a name → type of that object."),
  transportTypes: texts("Types that must not reach a service."),
  routing: { $ref: "#/definitions/routingFacts" },
  controllers: { $ref: "#/definitions/controllerFacts" },
  exceptions: texts("Classes and functions that make an error with an HTTP status."),
  errorHandlers: { ...listOf("errorHandler"), description: "Where the application is told how errors are answered." },
  replies: { ...listOf("reply"), description: "Objects that answer a request." },
  controls: { ...listOf("control"), description: "What middleware, hooks, guards and calls in handlers are." },
  served: { $ref: "#/definitions/servedFacts" },
  operations: { ...listOf("schemaOperation"), description: "Calls that are given operations of a schema." },
  contracts: { $ref: "#/definitions/contractFacts" },
  chainedRoutes: { ...listOf("chainedRoute"), description: "Routes whose groups and middleware follow in the chain." },
});

const argumentPath = (description: string): JsonSchema => ({ ...text, description });

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
  tokens: texts("Injection tokens whose providers run before every handler."),
  prefixes: textMap("Call that gives all paths a prefix → argument path."),
  versioning: { ...text, description: "The call that switches versions in paths on." },
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
  kind: oneOf<ChainedRouteFact["kind"]>({ route: true, resource: true, group: true, prefix: true, use: true, only: true, except: true, api: true }),
  methods: texts("HTTP methods."),
  method: argumentPath("Argument path of the methods."),
  path: argumentPath("Argument path of the path."),
  handler: argumentPath("Argument path of the handler."),
});

const controlKind = oneOf<ControlKind>({
  limiter: true,
  guard: true,
  validator: true,
  parser: true,
  errors: true,
  inert: true,
  open: true,
  unlimited: true,
});

const control = record<ControlFact>(["api", "kind"], {
  api: { ...text, description: "What is called, or the middleware itself." },
  kind: controlKind,
  inputs: { type: "array", items: inputName, description: "Which inputs a validator checks." },
  inputKeys: inputMap("Property of the first argument → the input it is a schema of."),
  input: argumentPath("Argument path whose constant names the input."),
  schema: argumentPath("Argument path of the schema."),
  records: { type: "boolean", description: "A validator that only writes down what it finds, for a later call to ask." },
  inside: { type: "boolean", description: "The call stands inside a handler or a middleware." },
  when: {
    type: "object",
    required: ["path", "values"],
    properties: { path: text, values: texts() },
    additionalProperties: false,
    description: "Only where one of these constants stands at an argument path.",
  },
  off: { type: "object", additionalProperties: { type: "boolean" }, description: "Argument path → the constant that takes the control back." },
  routeOption: { ...text, description: "Plugins: the option of a route that switches the control on or off." },
  late: { type: "boolean", description: "Plugins: routes registered before the plugin is loaded are left out." },
});

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
    items: { type: "object", required: ["api", "of"], properties: { api: text, of: texts() }, additionalProperties: false },
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
      plugin: { type: "boolean", description: "Handed over as a first argument, together with its options." },
      paths: oneOf<NonNullable<ServedMount["paths"]>>({ dots: true, slashes: true, routes: true }),
    }),
    description: "Calls that hand a tree to a transport.",
  },
  unchecked: texts("Calls whose result checks nothing, though it stands where a schema stands."),
});

const secretSink = record<SecretSink>(["api", "kind"], {
  api: { ...text, description: "API path of the function or class that takes a secret." },
  argument: { ...index, description: "Which argument. Default 0." },
  properties: texts("Property paths of that argument: `secret`, `auth.pass`; `()` is what a function returns."),
  kind: oneOf<SecretKind>({ "signing key": true, "encryption key": true, "session secret": true, password: true, "client secret": true, "API key": true }),
});

const serviceFact = record<ServiceFact>(["api"], {
  api: { ...text, description: "What builds the client." },
  argument: { ...index, description: "Argument index. Default 0." },
  text: { type: "boolean", description: "The argument itself may be the address." },
  properties: texts("Properties of the argument that hold an address: `socket.host`."),
});

const storeFact = record<StoreFact>(["api", "keeps"], {
  api: { ...text, description: "What is called, or the plugin that is registered." },
  options: { ...index, description: "Argument index of the options. Default 0." },
  unless: texts("Options that name another store; without them the API itself keeps things in memory."),
  registered: { type: "boolean", description: "The API is a plugin: `app.register(plugin, options)`." },
  keeps: oneOf<StoreFact["keeps"]>({ sessions: true, limits: true }),
});

const stateFacts = record<StateFacts>([], {
  singletonDecorators: texts("Class decorators of containers that make one object for everybody."),
  stores: { ...listOf("storeFact"), description: "Calls that keep sessions or limits in memory." },
});

const paths = texts("Argument paths: an index and the properties to read from that argument (`2.expiresIn`).");
const options: JsonSchema = { ...index, description: "Argument that takes the options." };

const tokenSigner = record<TokenSigner>(["api", "payload"], {
  api: text,
  maker: { ...text, description: "Call that made the receiver; `^0` is its first argument." },
  payload: { ...text, description: "Argument path of the claims." },
  expiry: paths,
  setters: texts("Methods of the receiver that set a lifetime."),
  algorithm: paths,
  options,
});

const tokenVerifier = record<TokenVerifier>(["api"], {
  api: text,
  key: paths,
  algorithms: paths,
  pin: oneOf<NonNullable<TokenVerifier["pin"]>>({ always: true, public: true }, "When algorithms have to be named."),
  ignoreExpiry: paths,
  maxAge: paths,
  skip: paths,
  noneKeys: texts("Keys that accept tokens without a signature."),
  options,
});

const tokenFacts = record<TokenFacts>([], {
  signers: { ...listOf("tokenSigner"), description: "Functions that sign tokens." },
  verifiers: { ...listOf("tokenVerifier"), description: "Functions that check tokens." },
  decoders: texts("Functions that read a token without checking it."),
  defaults: {
    type: "array",
    items: record<TokenDefaults>(["api"], { api: text, plugin: text, expiry: paths, algorithms: paths }),
    description: "Calls that configure signers and verifiers.",
  },
  unsecured: texts("Functions that make or accept tokens without a signature."),
});

const hasher = record<HasherFact>(["api", "kind"], {
  api: text,
  kind: oneOf<HasherFact["kind"]>({ fast: true, bcrypt: true, scrypt: true, pbkdf2: true, argon2: true }),
  input: paths,
  cost: { type: "object", additionalProperties: paths, description: "Cost parameter → argument paths." },
  weakVariants: { type: "array", items: {}, description: "Variants not meant for passwords." },
});

const cacheWrite = record<CacheWrite>(["api", "keeps", "expiry"], {
  api: { ...text, description: "What writes an entry: key first, then the value." },
  keeps: oneOf<CacheWrite["keeps"]>({ cache: true, data: true }, "Everything in it is a `cache`, or only some of its `data`."),
  expiry: paths,
  makers: texts("Calls that make the receiver; `^0` is their first argument."),
  bounded: texts("Stores of the maker, by name, that are bounded."),
  words: texts("Constants among the later arguments that say when the entry goes."),
  add: record<NonNullable<CacheWrite["add"]>>(["argument", "text"], {
    argument: index,
    text,
    property: { type: "boolean" },
    since: { type: "integer", minimum: 0 },
  }),
});

const cacheFacts = record<CacheFacts>([], {
  writes: { ...listOf("cacheWrite"), description: "Calls that write an entry." },
  expirers: texts("Calls that give an entry its end."),
  defaults: {
    type: "array",
    items: record<CacheDefaults>(["api", "configures", "expiry"], { api: text, configures: text, expiry: paths, since: { type: "integer", minimum: 0 } }),
    description: "Calls that configure caches made elsewhere.",
  },
});

const effect = record<EffectFact>(["kind", "apis"], {
  kind: oneOf<EffectKind>({ request: true, mail: true, payment: true, password: true }),
  apis: texts("API paths of the calls."),
});

const cardinalities = (description: string): JsonSchema => ({
  type: "object",
  additionalProperties: oneOf<Cardinality>({ one: true, many: true }),
  description,
});

const entitySchema = record<EntitySchemaFact>(["api"], {
  api: text,
  argument: index,
  members: { ...text, description: "Property of the object that holds the members; the object itself when absent." },
  relations: { ...text, description: "Property of the object that holds the relations, where they stand apart." },
  kind: texts("Properties of a member that name the kind of a relation."),
  target: texts("Properties of a member that name where a relation leads."),
  name: { ...index, description: "Argument index of the entity's name." },
});

const entityFacts = record<EntityFacts>([], {
  columns: texts("Decorators of columns."),
  relations: cardinalities("Decorators, calls or builder methods that declare a relation → how many it leads to."),
  schemas: { ...listOf("entitySchema"), description: "Calls given an object that declares an entity." },
  kinds: cardinalities("Words for the kind of a relation in such an object."),
  mappings: { ...text, description: "Static property of a model class whose object declares the relations." },
  scopes: textMap("Call or decorator → where it is given a default scope: `2.defaultScope`."),
  everything: textMap("Property of query options → what in it means everything: `include: all`."),
  hooks: texts("Calls that register a hook."),
  hookLoads: texts("Methods a hook calls on `this` to load more."),
  eagerOptions: texts("Properties of a relation that make every query load it."),
  lazyPromises: { type: "boolean", description: "A relation typed `Promise<…>` is loaded by reading it." },
  rows: { $ref: "#/definitions/entityRowFacts" },
});

const optionsArgument: JsonSchema = { type: "object", additionalProperties: { type: "integer", minimum: -1 } };

const entityRowFacts = record<EntityRowFacts>(["loads", "plain", "unloaded"], {
  one: { ...optionsArgument, description: "Reads of one row → argument with the options; -1: nothing in it can load." },
  many: { ...optionsArgument, description: "Reads of a list → argument with the options." },
  counted: { ...optionsArgument, description: "Reads of `[rows, count]` → argument with the options." },
  named: texts("Types whose methods name the entity in their first argument."),
  loads: texts("Options, and methods of the same chain, that load relations."),
  plain: texts("Options, and methods of the same chain, that load nothing."),
  first: texts("Methods of the chain that make one row of a list."),
  unloaded: oneOf<EntityRowFacts["unloaded"]>({ nothing: true, key: true, collection: true }),
  typed: { type: "boolean", description: "TypeScript knows from the query's type what was loaded." },
  loaders: texts("Methods of rows that run a query; `get*` stands for one with the name of a relation."),
  relationLoaders: texts("Methods that run a query, of what stands in place of a relation."),
  loadersOnce: texts("Those among them that ask nothing when the relation is there."),
});

const blockingFact = record<BlockingFact>(["apis", "work"], {
  apis: texts("Calls that return only when their work is done."),
  work: oneOf<BlockingWork>({ files: true, "another process": true, hashing: true, "key generation": true, compression: true, "the network": true }),
  twin: { ...text, description: "API path that does not wait; `*` is the name without `Sync`." },
  awaitable: { type: "boolean", description: "The twin takes the same arguments and returns a promise." },
  brief: { type: "boolean", description: "Over in microseconds: only noted." },
});

const libraryFacts = record<LibraryFacts>(
  ["packages", "docs"],
  {
    packages: { ...texts("npm names, or own modules by project path (`./src/db`)."), minItems: 1 },
    docs: { ...text, description: "Where the facts can be checked." },
    returns: textMap("API path → type path it yields."),
    members: textMap("Type member → type path it holds."),
    extends: textMap("Type path → type path whose members it shares."),
    loaded: textMap("Type path that a module loaded by a computed path is called with → type path it yields."),
    passes: texts("Calls that hand back their first argument: `util.promisify`."),
    callbacks: { type: "object", additionalProperties: listOf("callback"), description: "API path → its callbacks." },
    functionTypes: { type: "object", additionalProperties: parameters, description: "Function type → types of its parameters." },
    globals: texts("API paths that need no import where the library is in use."),
    builtIn: { type: "boolean", description: "Its globals need no package." },
    injects: textMap("Decorator → type it injects."),
    generated: record<NonNullable<LibraryFacts["generated"]>>(["exports", "specifierIncludes"], {
      exports: texts(),
      specifierIncludes: texts(),
    }),
    conventionalMembers: textMap("Property name → client type it conventionally holds."),
    sql: { $ref: "#/definitions/sqlFacts" },
    data: { $ref: "#/definitions/dataFacts" },
    entities: { $ref: "#/definitions/entityFacts" },
    lifetimes: { $ref: "#/definitions/lifetimeFacts" },
    http: { $ref: "#/definitions/httpFacts" },
    tokens: { $ref: "#/definitions/tokenFacts" },
    hashers: { ...listOf("hasher"), description: "Functions that hash." },
    caches: { $ref: "#/definitions/cacheFacts" },
    effects: { ...listOf("effect"), description: "Calls that do something in the world besides storing data." },
    blocking: { ...listOf("blockingFact"), description: "Calls that hold the whole process until their work is done." },
    state: { $ref: "#/definitions/stateFacts" },
    services: { ...listOf("serviceFact"), description: "Where clients of backing services are told the address." },
    secrets: { ...listOf("secretSink"), description: "Functions that take a secret." },
  },
  "Facts about one library or one of your own modules.",
);

/** JSON Schema of `LibraryFacts` (src/catalog/facts.ts), as definitions to refer to. */
export const factsDefinitions: Readonly<Record<string, JsonSchema>> = {
  libraryFacts,
  callback,
  sqlFacts,
  sqlSink,
  sqlFormatter,
  dataFacts,
  lifetimeFacts,
  entityFacts,
  entityRowFacts,
  entitySchema,
  httpFacts,
  stateFacts,
  storeFact,
  serviceFact,
  secretSink,
  routingFact,
  prefixFact,
  routingFacts,
  controllerMethod,
  controllerFacts,
  control,
  handler,
  fileHandler,
  tokenFacts,
  tokenSigner,
  tokenVerifier,
  hasher,
  cacheFacts,
  cacheWrite,
  effect,
  blockingFact,
  errorHandler,
  reply,
  servedCall,
  servedFacts,
  schemaOperation,
  contractFacts,
  chainedRoute,
};
