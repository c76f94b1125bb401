import type {
  BlockingFact,
  BlockingWork,
  CallbackFact,
  DataFacts,
  ErrorHandlerFact,
  FileHandlerFact,
  HandlerFact,
  HasherFact,
  HttpFacts,
  InputName,
  LibraryFacts,
  ReplyFact,
  SafeForm,
  SecretKind,
  SecretSink,
  SqlFacts,
  SqlFormatter,
  SqlSink,
  ServiceFact,
  StateFacts,
  StoreFact,
  TokenDefaults,
  TokenFacts,
  TokenSigner,
  TokenVerifier,
} from "#catalog/facts";
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

const dataFacts = record<DataFacts>([], {
  clients: texts("Types that are a data client or session."),
  repositories: texts("Types that are a repository."),
  entityDecorators: texts("Decorators that define an entity."),
  entityBases: texts("Base classes of entities."),
  modelFactories: texts("Calls that define a model or table."),
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
  controllerDecorators: texts("Decorators that make a class a controller."),
  inputDecorators: inputMap("Parameter decorator → name of the untrusted input."),
  inputCalls: inputMap("Call → name of the untrusted input it returns."),
  fileHandlers: { ...listOf("fileHandler"), description: "Files that export handlers by convention." },
  transportTypes: texts("Types that must not reach a service."),
  exceptions: texts("Classes and functions that make an error with an HTTP status."),
  errorHandlers: { ...listOf("errorHandler"), description: "Where the application is told how errors are answered." },
  replies: { ...listOf("reply"), description: "Objects that answer a request." },
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
    passes: texts("Calls that hand back their first argument: `util.promisify`."),
    callbacks: { type: "object", additionalProperties: listOf("callback"), description: "API path → its callbacks." },
    functionTypes: { type: "object", additionalProperties: parameters, description: "Function type → types of its parameters." },
    globals: texts("API paths that need no import where the library is in use."),
    injects: textMap("Decorator → type it injects."),
    generated: record<NonNullable<LibraryFacts["generated"]>>(["exports", "specifierIncludes"], {
      exports: texts(),
      specifierIncludes: texts(),
    }),
    conventionalMembers: textMap("Property name → client type it conventionally holds."),
    sql: { $ref: "#/definitions/sqlFacts" },
    data: { $ref: "#/definitions/dataFacts" },
    http: { $ref: "#/definitions/httpFacts" },
    tokens: { $ref: "#/definitions/tokenFacts" },
    hashers: { ...listOf("hasher"), description: "Functions that hash." },
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
  httpFacts,
  stateFacts,
  storeFact,
  serviceFact,
  secretSink,
  handler,
  fileHandler,
  tokenFacts,
  tokenSigner,
  tokenVerifier,
  hasher,
  blockingFact,
  errorHandler,
  reply,
};
