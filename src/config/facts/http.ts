import type { MessageFact } from "#catalog/facts/messages";
import type { ControlFact, ControlKind, HandlerContextFact, HandlerFact, HttpFacts, ResolverMapFact } from "#catalog/facts/http";
import { argumentPath, event, inputMap, inputName, listOf, oneOf, parameters, record, text, textMap, texts } from "./words.ts";

const handler = record<HandlerFact>(["api", "form", "parameters"], {
  api: text,
  form: oneOf<HandlerFact["form"]>({ callback: true, object: true, decorator: true, method: true }),
  properties: texts("Property paths for `object`: `handler`, `options.handler`, `resolvers.**`."),
  arity: { type: "integer", minimum: 0, description: "Only functions that declare exactly this many parameters." },
  event,
  parameters,
});

const context = record<HandlerContextFact>(["at"], {
  at: texts("Types whose members are those of the context."),
  told: {
    type: "array",
    items: record<NonNullable<HandlerContextFact["told"]>[number]>(["api", "by"], {
      api: text,
      by: { ...text, description: "Argument path, or `type`: the first type argument; `type.Context`: a property of it." },
    }),
    description: "Calls that say what it holds.",
  },
  put: { ...text, description: "Call that puts a value under a name." },
  get: { ...text, description: "Call that brings it back by name." },
  assigned: { const: true, description: "The application assigns its members wherever it has the object." },
  returnTypes: texts("Generic types that stand for what the function in their argument returns."),
});

const resolverMap = record<ResolverMapFact>(["types", "parameters"], {
  types: texts("Properties one of which such an object has."),
  parameters,
});

const httpFacts = record<HttpFacts>([], {
  routers: texts("Types that are an app or a router."),
  handlers: { ...listOf("handler"), description: "Registrations whose callback handles a request." },
  untrusted: { type: "object", additionalProperties: texts(), description: "Parameter type → its members that hold untrusted input; `*` is the whole value." },
  inputNames: inputMap("`Type.member` → which input it is, where its name does not say so."),
  validated: texts("Untrusted members (`Type.member`) and calls a validator has already passed."),
  resolverParents: texts("Decorators of the parameter that holds the parent object."),
  fieldResolvers: texts("Decorators of methods that resolve a field of each parent object."),
  objectFields: texts("Decorators of properties that clients get with an object."),
  controllerDecorators: texts("Decorators that make a class a controller."),
  inputDecorators: inputMap("Parameter decorator → name of the untrusted input."),
  inputCalls: inputMap("Call → name of the untrusted input it returns."),
  fileHandlers: { ...listOf("fileHandler"), description: "Files that export handlers by convention." },
  procedures: texts("Parameter types, decorators and registrations whose handler is the procedure itself; `*` is all of the library."),
  alone: texts("Parameter types of handlers during which nobody else waits; `*` is all of the library."),
  decorators: textMap("Call that hangs a value on an object under a name → type of that object."),
  contexts: { type: "array", items: context, description: "What the application hands every handler beside the request." },
  resolverMaps: { type: "array", items: resolverMap, description: "Objects of resolvers, by the types they resolve." },
  transportTypes: texts("Types that must not reach a service."),
  routing: { $ref: "#/definitions/routingFacts" },
  controllers: { $ref: "#/definitions/controllerFacts" },
  exceptions: texts("Classes and functions that make an error with an HTTP status."),
  statusArguments: { type: "object", additionalProperties: texts(), description: "Exception → argument paths, one of which gives it a status." },
  errorHandlers: { ...listOf("errorHandler"), description: "Where the application is told how errors are answered." },
  messages: { ...listOf("message"), description: "Calls that make a socket of the server listen to messages." },
  errorFiles: { ...listOf("errorFile"), description: "Files whose exports answer errors." },
  replies: { ...listOf("reply"), description: "Objects that answer a request." },
  answers: { ...listOf("answer"), description: "Calls that make an answer, or send it." },
  controls: { ...listOf("control"), description: "What middleware, hooks, guards and calls in handlers are." },
  served: { $ref: "#/definitions/servedFacts" },
  operations: { ...listOf("schemaOperation"), description: "Calls that are given operations of a schema." },
  contracts: { $ref: "#/definitions/contractFacts" },
  namedSteps: texts("Calls given an object of lazily imported middleware, of which members are made middleware."),
  chainedRoutes: { ...listOf("chainedRoute"), description: "Routes whose groups and middleware follow in the chain." },
});

export const controlKind = oneOf<ControlKind>({
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
  targets: inputMap("Names the constant at `input` has → the input."),
  schema: argumentPath("Argument path of the schema."),
  classes: { type: "boolean", description: "A validator of handlers' parameters by the classes of their types." },
  records: { type: "boolean", description: "A validator that only writes down what it finds, for a later call to ask." },
  inside: { type: "boolean", description: "The call stands inside a handler or a middleware." },
  when: {
    type: "object",
    required: ["path", "values"],
    properties: { path: text, values: texts() },
    additionalProperties: false,
    description: "Only where one of these constants stands at an argument path.",
  },
  signedIn: {
    type: "object",
    required: ["path", "values"],
    properties: { path: text, values: texts() },
    additionalProperties: false,
    description: "Guards: the constants at an argument path where they ask for a proof that somebody has signed in before.",
  },
  off: { type: "object", additionalProperties: { type: "boolean" }, description: "Argument path → the constant that takes the control back." },
  demands: { ...texts, description: "Validators: argument paths of which one must be given (`^0.limits`: of the call that made the receiver)." },
  maker: { ...text, description: "API path that made the receiver, for paths with `^`." },
  elsewhere: { ...text, description: "A word whose mention in the project leaves open whether `demands` are met elsewhere." },
  skipHooks: { ...texts(), description: "Methods by which a derived class lets some requests through." },
  routeOption: { ...text, description: "Plugins: the option of a route that switches the control on or off." },
  late: { type: "boolean", description: "Plugins: routes registered before the plugin is loaded are left out." },
});

const message = record<MessageFact>(["api", "event", "handler"], {
  api: text,
  event: argumentPath("Argument that names the event."),
  handler: argumentPath("Argument that handles it."),
  not: texts("Events that are no messages."),
  only: texts("The only events that are messages."),
  accepted: { ...text, description: "Only a socket that was handed to the callback of this call." },
  space: { ...text, description: "The call that names a part of the server." },
});

/** JSON Schema of the types in src/catalog/facts/http.ts. */
export const httpDefinitions = { handler, httpFacts, control, message };
