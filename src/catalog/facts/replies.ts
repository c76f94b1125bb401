/** How an answer with a status is written on an object a handler is given. */
export interface ReplyFact {
  /** Type path of the object: `Response`; with `member` of the handler's parameter that holds it. */
  readonly type: string;
  /** As the second parameter of a handler: the type of the first one. Without it the object is the first parameter. */
  readonly after?: string;
  /** Where in it the answer is written: `response` of a context. */
  readonly member?: string;
  /** Methods that are given a body. */
  readonly body?: readonly string[];
  /** Methods that are given the status. */
  readonly status?: readonly string[];
  /** The body only makes the answer, so that a status may follow it: `h.response(body).code(404)`. */
  readonly open?: true;
  /** Argument of the body methods that is the status. */
  readonly statusArgument?: number;
  /** Methods that are given a body, and the status they stand for: `badRequest`. */
  readonly named?: Readonly<Record<string, number>>;
  /** Properties that are assigned; without `body` it is what the function returns next. */
  readonly assigned?: { readonly status: string; readonly body?: string };
  /** Properties of the object a handler with this parameter returns. */
  readonly returned?: { readonly status: string; readonly body: string };
}

/** A call that makes an answer with a status, or sends it. Argument paths; `1.0.status` looks into the first argument of a call. */
export interface AnswerFact {
  readonly api: string;
  /** Where the status may stand: the first constant counts. */
  readonly status: readonly string[];
  /** Without it the body is what the function returns next. */
  readonly body?: string;
  /** Only in modules that do not export this: a page answers forms with what it renders. */
  readonly unless?: string;
  /** Only a body that is written down there: it is given pages and files as well. */
  readonly written?: true;
}

/** Where an application is told how errors are answered. */
export interface ErrorHandlerFact {
  /** What registers (`FastifyInstance.setErrorHandler`), the class decorator (`Catch`), the base class or interface, the call that makes a handler. */
  readonly api: string;
  /**
   * `callback` = a function argument; `property` = a function in an object argument; `class` = a method of the decorated class; `base` = of every class that extends or implements the type;
   * `made` = the call makes a handler, `built-in` = a class with the decorator is served by a framework that has one.
   */
  readonly form: "callback" | "property" | "class" | "base" | "made" | "built-in";
  /** Libraries whose answers go past it (first packages). Default: the library of the fact. */
  readonly of?: readonly string[];
  /** Property for `property`. */
  readonly property?: string;
  /** Method for `class` and `base`. */
  readonly method?: string;
  /** `base`: the type answers errors itself where a class leaves the method to it. */
  readonly inherited?: true;
  /** Only functions that declare exactly this many parameters. */
  readonly arity?: number;
  /** Only when the first argument is this constant. */
  readonly event?: string;
  /** Only functions that catch. */
  readonly catching?: true;
  /** What it returns is the answer. */
  readonly returns?: true;
  /** It answers for functions handed to one of these calls only. */
  readonly around?: readonly string[];
  /** Errors that only say that no route fits: a class told to catch nothing else is no central handler. */
  readonly noRoute?: readonly string[];
}

/** Exported functions that answer errors, by file. */
export interface ErrorFileFact {
  /** Glob of the files. */
  readonly files: string;
  readonly export: string;
}
