import type { ControlFact, ControlKind, ErrorHandlerFact, HandlerFact, HttpFacts, ReplyFact } from "#catalog/facts/http";
import { argumentPath, event, index, inputMap, inputName, listOf, oneOf, parameters, record, text, textMap, texts } from "./words.ts";

const handler = record<HandlerFact>(["api", "form", "parameters"], {
  api: text,
  form: oneOf<HandlerFact["form"]>({ callback: true, object: true, decorator: true, method: true }),
  properties: texts("Property paths for `object`: `handler`, `options.handler`, `resolvers.**`."),
  arity: { type: "integer", minimum: 0, description: "Only functions that declare exactly this many parameters." },
  event,
  parameters,
});

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

/** JSON Schema of the types in src/catalog/facts/http.ts. */
export const httpDefinitions = { handler, errorHandler, reply, httpFacts, control };
