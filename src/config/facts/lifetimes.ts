import type { LifetimeFacts, SessionKind } from "#catalog/facts/lifetimes";
import { oneOf, record, texts } from "./words.ts";

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
  connecting: texts("Calls that make such a client of an address, and wrap one they are given."),
  closers: texts("Calls that close such a client for everybody."),
  definers: { type: "object", additionalProperties: { type: "integer", minimum: 0 }, description: "Call that defines a model → least number of arguments." },
  pooled: texts("Calls and tags that run a statement on whichever connection is free."),
  single: texts("Calls that run a statement some time later on the one connection there is."),
  globalSessions: {
    type: "object",
    additionalProperties: texts(),
    description: "Member that holds one unit of work for the whole process → its methods that need a context.",
  },
  unguarded: texts("Options that let such a member be used without a context."),
  contexts: texts("Calls and decorators that put such a context around what they run."),
  serial: texts("Calls that must not run twice at a time on one object, and types none of whose calls may."),
});

/** JSON Schema of the types in src/catalog/facts/lifetimes.ts. */
export const lifetimesDefinitions = { lifetimeFacts };
