import type { LibraryFacts } from "../facts.ts";
import type { ControlFact, HandlerContextFact, HandlerFact, InputName, ResolverMapFact } from "../facts/http.ts";
import type { MessageFact } from "../facts/messages.ts";
import { type FactLists, type FactTable, fullName, lastSegment, listsOf, namesOf, recordOf, type Shelf, tableOf } from "./table.ts";

const inputNames: readonly InputName[] = ["body", "query", "params", "headers", "cookies", "files", "url", "address", "arguments", "input", "message"];

/** Facts about requests: who handles them, what they bring, what stands in front. */
export class HttpIndex {
  readonly handlers: FactLists<HandlerFact>;
  readonly controls: FactTable<ControlFact>;
  readonly messages: FactTable<MessageFact>;
  readonly procedures: ReadonlySet<string>;
  readonly #alone: ReadonlySet<string>;
  readonly routers: ReadonlySet<string>;
  readonly namedSteps: ReadonlySet<string>;
  readonly resolverParents: ReadonlySet<string>;
  readonly fieldResolvers: ReadonlySet<string>;
  readonly objectFields: ReadonlySet<string>;
  readonly controllerDecorators: ReadonlySet<string>;
  readonly transportTypes: ReadonlySet<string>;
  /** Members of a type that a request fills. */
  readonly untrusted: FactTable<readonly string[]>;
  /** What a framework hands out only after a validator passed it: a member (`hono#Context.req.valid()`), or what a call yields. */
  readonly validated: ReadonlySet<string>;
  readonly inputDecorators: FactTable<string>;
  readonly inputCalls: FactTable<string>;
  /** Contexts of handlers, with all names written out. */
  readonly contexts: readonly HandlerContextFact[];
  readonly resolverMaps: readonly ResolverMapFact[];
  readonly #inputNames: FactTable<InputName>;
  readonly #decorators: ReadonlyMap<string, string>;
  readonly #first: Shelf["first"];

  constructor(shelf: Shelf) {
    this.#first = shelf.first;
    this.handlers = listsOf(shelf, ({ http }) => http?.handlers);
    this.controls = tableOf(shelf, ({ http }) => http?.controls);
    this.messages = tableOf(shelf, ({ http }) => http?.messages);
    this.procedures = namesOf(shelf, ({ http }) => http?.procedures);
    this.#alone = namesOf(shelf, ({ http }) => http?.alone);
    this.routers = namesOf(shelf, ({ http }) => http?.routers);
    this.namedSteps = namesOf(shelf, ({ http }) => http?.namedSteps);
    this.resolverParents = namesOf(shelf, ({ http }) => http?.resolverParents);
    this.fieldResolvers = namesOf(shelf, ({ http }) => http?.fieldResolvers);
    this.objectFields = namesOf(shelf, ({ http }) => http?.objectFields);
    this.controllerDecorators = namesOf(shelf, ({ http }) => http?.controllerDecorators);
    this.transportTypes = namesOf(shelf, ({ http }) => http?.transportTypes);
    this.untrusted = recordOf(shelf, ({ http }) => http?.untrusted);
    this.validated = namesOf(shelf, ({ http }) => http?.validated);
    this.inputDecorators = recordOf(shelf, ({ http }) => http?.inputDecorators);
    this.inputCalls = recordOf(shelf, ({ http }) => http?.inputCalls);
    this.resolverMaps = shelf.libraries.flatMap((facts) =>
      (facts.http?.resolverMaps ?? []).map(({ types, parameters }) => ({
        types,
        parameters: Object.fromEntries(Object.entries(parameters).map(([i, type]) => [i, fullName(facts, type)])),
      })),
    );
    this.contexts = shelf.libraries.flatMap((facts) => (facts.http?.contexts ?? []).map((context) => writtenOut(facts, context)));
    this.#inputNames = recordOf(shelf, ({ http }) => http?.inputNames);
    this.#decorators = new Map(
      shelf.libraries.flatMap((facts) =>
        Object.entries(facts.http?.decorators ?? {}).map(([call, type]) => [fullName(facts, type), lastSegment(call)] as const),
      ),
    );
  }

  /** The method that hangs values on objects of a type: `decorate`. */
  decoratorOf(type: string): string | undefined {
    return this.#decorators.get(type);
  }

  /** Whether an API is a procedure's: see `HttpFacts.procedures`. */
  isProcedure(name: string): boolean {
    const any = `${name.slice(0, name.indexOf("#"))}#*`;
    return this.procedures.has(any) || (this.#first(name, (variant) => this.procedures.has(variant) || undefined) ?? false);
  }

  /** Whether nobody else waits while a handler with this parameter runs: see `HttpFacts.alone`. */
  isAlone(type: string): boolean {
    return this.#alone.has(type) || this.#alone.has(`${type.slice(0, type.indexOf("#"))}#*`);
  }

  /**
   * Which input an untrusted member of a type is: `inputNameOf("express#Request", "signedCookies")` is `cookies`. Without a fact it is the member's own
   * name, where that is one.
   */
  inputNameOf(type: string, member: string): InputName {
    const known = this.#inputNames.of(`${type}.${member === "" ? "*" : member}`);
    if (known) return known;
    const own = member.replace(/\(\)$/, "").split(".").at(-1) ?? "";
    return inputNames.find((name) => name === own) ?? "input";
  }
}

function writtenOut(facts: LibraryFacts, { at, told, put, get, assigned, returnTypes }: HandlerContextFact): HandlerContextFact {
  return {
    at: at.map((path) => fullName(facts, path)),
    ...(told && { told: told.map(({ api, by }) => ({ api: fullName(facts, api), by })) }),
    ...(put !== undefined && { put: fullName(facts, put) }),
    ...(get !== undefined && { get: fullName(facts, get) }),
    ...(assigned && { assigned }),
    ...(returnTypes && { returnTypes: returnTypes.map((path) => fullName(facts, path)) }),
  };
}
