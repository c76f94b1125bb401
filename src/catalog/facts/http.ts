import type { FileHandlerFact } from "./files.ts";
import type { ChainedRouteFact, ContractFacts, ControllerFacts, RoutingFacts, SchemaOperationFact } from "./routing.ts";
import type { ServedFacts } from "./served.ts";
import type { MessageFact } from "./messages.ts";
import type { AnswerFact, ErrorFileFact, ErrorHandlerFact, ReplyFact } from "./replies.ts";

/** Handlers and what in them is untrusted. */
export interface HttpFacts {
  /** Type paths that are a web framework's app or router, and are made by `returns`. */
  readonly routers?: readonly string[];
  /** Registrations whose callback is a request handler, or a middleware that may answer the request: API path (`Application.get`) → parameters of that callback. */
  readonly handlers?: readonly HandlerFact[];
  /** Untrusted members by parameter type: type path (`Request`) → member paths (`body`, `query`, `req.param()`); `*` = the whole value. */
  readonly untrusted?: Readonly<Record<string, readonly string[]>>;
  /**
   * Which input an untrusted member is, where its last name does not say so: `Type.member` as in `untrusted` (`Type.*` for a whole value) → name. Without an entry the name is the member's own (`body`).
   */
  readonly inputNames?: Readonly<Record<string, InputName>>;
  /** Untrusted members (`Type.member`) and input calls which the framework hands out only after a validator passed them, or whose signature it checks. Still untrusted text for SQL. */
  readonly validated?: readonly string[];
  /** Decorators of methods that resolve a field of each parent object (GraphQL). */
  readonly fieldResolvers?: readonly string[];
  /** Decorators of properties that clients get with an object (GraphQL); `nullable: true` where they may be missing. */
  readonly objectFields?: readonly string[];
  /** Decorators of the parameter that holds the parent object. */
  readonly resolverParents?: readonly string[];
  /** Decorators that make a class a controller / resolver / gateway (router layer). */
  readonly controllerDecorators?: readonly string[];
  /** Parameter decorators whose parameter is untrusted input (`Body`, `Query`, `Param`): API path → input name. */
  readonly inputDecorators?: Readonly<Record<string, InputName>>;
  /** Calls whose result is untrusted input wherever they stand (`readBody(event)`, `headers()`): API path → input name. */
  readonly inputCalls?: Readonly<Record<string, InputName>>;
  /** Files that export handlers by convention. */
  readonly fileHandlers?: readonly FileHandlerFact[];
  /** Parameter types, decorators and registrations whose handler is the procedure itself, so that querying in it is a usual style; `*` = all of the library. */
  readonly procedures?: readonly string[];
  /** Parameter types of handlers during which nobody else waits: a page rendered beforehand, a process that serves one request at a time; `*` = all of the library. */
  readonly alone?: readonly string[];
  /** Calls that hang a value on an object under a name: API path (`FastifyInstance.decorate`) → type path that has the member from then on. */
  readonly decorators?: Readonly<Record<string, string>>;
  /** What the application hands every handler beside the request: an object of its own making. */
  readonly contexts?: readonly HandlerContextFact[];
  readonly resolverMaps?: readonly ResolverMapFact[];
  /** Types that mark transport objects: handing them to a service is `transportInService`. */
  readonly transportTypes?: readonly string[];
  /** How routers are told what to serve. */
  readonly routing?: RoutingFacts;
  /** Classes whose decorated methods are endpoints. */
  readonly controllers?: ControllerFacts;
  /** What middleware, hooks, guards and calls in handlers are. */
  readonly controls?: readonly ControlFact[];
  /** Classes and functions that make (or throw) an error with an HTTP status. */
  readonly exceptions?: readonly string[];
  /** Of those, the ones that carry a status only where one of these arguments gives it: API path → argument paths. */
  readonly statusArguments?: Readonly<Record<string, readonly string[]>>;
  /** Where the application is told how errors are answered. */
  readonly errorHandlers?: readonly ErrorHandlerFact[];
  /** Calls that make a socket of the server listen to messages. */
  readonly messages?: readonly MessageFact[];
  /** Files whose exports answer errors. */
  readonly errorFiles?: readonly ErrorFileFact[];
  /** Objects that answer a request, and how an answer with a status is written on them. */
  readonly replies?: readonly ReplyFact[];
  /** Calls that make an answer, or send it. */
  readonly answers?: readonly AnswerFact[];
  /** Endpoints that calls make by themselves, rather than by telling a router. */
  readonly served?: ServedFacts;
  /** Calls that are given operations of a schema (GraphQL). */
  readonly operations?: readonly SchemaOperationFact[];
  /** Routes that a contract describes and an object of handlers serves. */
  readonly contracts?: ContractFacts;
  /** Calls given an object of lazily imported middleware, of which members are made middleware: `router.named({ auth: () => import("…") })`. */
  readonly namedSteps?: readonly string[];
  /** Routes whose groups and middleware follow in the chain: `router.group(…).prefix("/v1").use(auth)`. */
  readonly chainedRoutes?: readonly ChainedRouteFact[];
}

/** An object that the application makes and all handlers get, often with the database client in it: the context of tRPC, the variables of Hono. */
export interface HandlerContextFact {
  /** Type paths whose members are those of the context: `ProcedureResolverOptions.ctx`. */
  readonly at: readonly string[];
  /** Calls that say what it holds, and what says it: an argument path (`0.createContext`), or `type`, the first type argument; `type.Context`, a property of it. */
  readonly told?: readonly { readonly api: string; readonly by: string }[];
  /** A call that puts a value (argument 1) under a name (argument 0), and one that brings it back by name. */
  readonly put?: string;
  readonly get?: string;
  /** The application assigns its members wherever it has the object: `req.models = models` in a middleware. */
  readonly assigned?: true;
  /** Generic types that stand for what the function in their argument returns. */
  readonly returnTypes?: readonly string[];
}

/** Objects of GraphQL resolvers, by the types they resolve: `{ Query: { loans: (parent, args, context) => … } }`. */
export interface ResolverMapFact {
  /** Properties one of which such an object has. */
  readonly types: readonly string[];
  /** Parameter index → type path. */
  readonly parameters: Readonly<Record<number, string>>;
}

/** What a middleware, a hook, a guard, a decorator or a call inside a handler does to a request. */
export interface ControlFact {
  /** API path of what is called, or of the middleware itself. */
  readonly api: string;
  /**
   * `limiter` counts and refuses; `guard` refuses who is not signed in; `validator` refuses a wrong shape; `parser` reads the body;
   * `errors` turns errors into answers; `inert` does nothing of the kind. `open` marks a route as open to everybody, `unlimited` as exempt from limits.
   */
  readonly kind: ControlKind;
  /** Validators: which inputs they check; with `inputKeys` the properties of the first argument say so. */
  readonly inputs?: readonly InputName[];
  readonly inputKeys?: Readonly<Record<string, InputName>>;
  /** Validators: argument path whose constant names the input: `zValidator("json", …)`. */
  readonly input?: string;
  /** Names the constant at `input` has for inputs: `zValidator("json", …)` checks the body. Default: their own. */
  readonly targets?: Readonly<Record<string, InputName>>;
  /** Validators: argument path of the schema. */
  readonly schema?: string;
  /** Validators of a handler's parameters: they check what the parameter's class says, and nothing where no class is left at run time. */
  readonly classes?: true;
  /**
   * Guards that may as well ask for a password, or let strangers pass: the constants at an argument path where they ask for a proof that somebody has
   * signed in before: `passport.authenticate("jwt")`.
   */
  readonly signedIn?: { readonly path: string; readonly values: readonly string[] };
  /** Only where one of these constants stands at an argument path: `new TRPCError({ code: "UNAUTHORIZED" })`. */
  readonly when?: { readonly path: string; readonly values: readonly string[] };
  /** Validators: argument paths of which one must be given (`^0.limits`: of the call that made the receiver, see `maker`); without any they check nothing. */
  readonly demands?: readonly string[];
  /** API path that made the receiver, for paths with `^`. */
  readonly maker?: string;
  /** A word whose mention somewhere in the project leaves open whether `demands` are met there: `MulterModule`. */
  readonly elsewhere?: string;
  /** Validators: they write down what they find; who does not ask for it lets everything pass. */
  readonly records?: true;
  /** The call stands inside a handler, or a middleware; its result or its exception decides. Default: the call yields the middleware. */
  readonly inside?: true;
  /** Argument paths and the constant that takes the control back: `{ "0.credentialsRequired": false }`. Of a plugin: arguments of its registration. */
  readonly off?: Readonly<Record<string, boolean>>;
  /** Methods by which a derived class lets some requests through: `shouldSkip`. */
  readonly skipHooks?: readonly string[];
  /** Plugins: the option of a route that switches the control on for it, or off with `false`: `config.rateLimit`. */
  readonly routeOption?: string;
  /** Plugins: routes the same router was told before the plugin is loaded are left out; a registration nobody waits for is loaded late. */
  readonly late?: true;
}

export type ControlKind = "limiter" | "guard" | "validator" | "parser" | "errors" | "inert" | "open" | "unlimited";

export type InputName = "body" | "query" | "params" | "headers" | "cookies" | "files" | "url" | "address" | "arguments" | "input" | "message";

export interface HandlerFact {
  /** What registers: `Application.get`; the decorator (`Get`); `Type.method` for `form: "method"`. */
  readonly api: string;
  /**
   * `callback` = function arguments, also in arrays; an array of a class and a method name (`[UsersController, "show"]`, the class maybe behind `() => import(…)`) names the method.
   * `object` = functions under the property paths of an object argument (or array of them).
   * `decorator` = the decorated method; parameters that carry an input decorator follow that one.
   * `method` = the method of every class that extends or implements the type.
   */
  readonly form: "callback" | "object" | "decorator" | "method";
  /**
   * Property paths for `object`: `handler`, `options.handler`; `*` = any one name, `**` = any names, none included (`resolvers.**`).
   * Arrays, and functions that only return the rest of the path (`fields: () => ({ … })`), are looked through.
   */
  readonly properties?: readonly string[];
  /** Only functions that declare exactly this many parameters (Express error middleware); wins over the same registration without it. */
  readonly arity?: number;
  /** Only when the first argument is this constant: `server.on("request", …)`. */
  readonly event?: string;
  /** Parameter index → type path (`Request`). */
  readonly parameters: Readonly<Record<number, string>>;
}
