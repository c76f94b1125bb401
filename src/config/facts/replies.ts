import type { AnswerFact, ErrorFileFact, ErrorHandlerFact, ReplyFact } from "#catalog/facts/replies";
import { event, index, oneOf, record, text, texts } from "./words.ts";

const errorHandler = record<ErrorHandlerFact>(["api", "form"], {
  api: { ...text, description: "What registers, the class decorator, the base class or interface, the call that makes a handler." },
  form: oneOf<ErrorHandlerFact["form"]>({ callback: true, property: true, class: true, base: true, made: true, "built-in": true }),
  of: texts("Libraries whose answers go past it (first packages). Default: the library of the fact."),
  property: { ...text, description: "Property for `property`." },
  method: { ...text, description: "Method for `class` and `base`." },
  inherited: { type: "boolean", description: "`base`: the type answers errors itself where a class leaves the method to it." },
  arity: { type: "integer", minimum: 0, description: "Only functions that declare exactly this many parameters." },
  event,
  catching: { type: "boolean", description: "Only functions that catch." },
  returns: { type: "boolean", description: "What it returns is the answer." },
  around: texts("It answers for functions handed to one of these calls only."),
  noRoute: texts("Errors that only say that no route fits: a class told to catch nothing else is no central handler."),
});

const reply = record<ReplyFact>(["type"], {
  type: { ...text, description: "Type path of the object; with `member` of the handler's parameter that holds it." },
  after: { ...text, description: "As the second parameter of a handler: the type of the first one." },
  member: { ...text, description: "Where in it the answer is written." },
  body: texts("Methods that are given a body."),
  status: texts("Methods that are given the status."),
  open: { type: "boolean", description: "The body only makes the answer: a status may follow it." },
  statusArgument: { ...index, description: "Argument of the body methods that is the status." },
  named: { type: "object", additionalProperties: index, description: "Method that is given a body → the status it stands for." },
  assigned: {
    ...record<NonNullable<ReplyFact["assigned"]>>(["status"], { status: text, body: text }),
    description: "Properties that are assigned; without `body` it is what the function returns next.",
  },
  returned: {
    ...record<NonNullable<ReplyFact["returned"]>>(["status", "body"], { status: text, body: text }),
    description: "Properties of the object a handler with this parameter returns.",
  },
});

const answer = record<AnswerFact>(["api", "status"], {
  api: { ...text, description: "The call that makes an answer, or sends it." },
  status: texts("Argument paths where the status may stand."),
  body: { ...text, description: "Argument path of the body; without it the body is what the function returns next." },
  unless: { ...text, description: "Only in modules that do not export this." },
  written: { type: "boolean", description: "Only a body that is written down there." },
});

const errorFile = record<ErrorFileFact>(["files", "export"], {
  files: { ...text, description: "Glob of the files." },
  export: { ...text, description: "The exported function that answers errors." },
});

/** JSON Schema of the types in src/catalog/facts/replies.ts. */
export const repliesDefinitions = { errorHandler, reply, answer, errorFile };
