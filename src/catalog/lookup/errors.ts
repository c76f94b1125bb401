import type { ErrorHandlerFact, ReplyFact } from "../facts/http.ts";
import { type FactLists, fullName, lastSegment, listsOf, namesOf, type Shelf } from "./table.ts";

/** Facts about HTTP errors. */
export class ErrorIndex {
  readonly exceptions: ReadonlySet<string>;
  readonly exceptionMethods: ReadonlySet<string>;
  /** Calls that answer a request. */
  readonly replies: readonly { readonly type: string; readonly after: string | undefined; readonly fact: ReplyFact }[];
  readonly handlers: FactLists<ErrorHandlerFact>;
  readonly handlerMethods: ReadonlyMap<string, readonly ErrorHandlerFact[]>;

  constructor(shelf: Shelf) {
    const { libraries } = shelf;
    this.exceptions = namesOf(shelf, ({ http }) => http?.exceptions);
    this.exceptionMethods = new Set(libraries.flatMap(({ http }) => http?.exceptions ?? []).map(lastSegment));
    this.replies = libraries.flatMap((facts) =>
      (facts.http?.replies ?? []).map((fact) => ({ type: fullName(facts, fact.type), after: fact.after && fullName(facts, fact.after), fact })),
    );
    this.handlers = listsOf(shelf, ({ http }) => http?.errorHandlers);
    const byMethod = new Map<string, ErrorHandlerFact[]>();
    for (const fact of libraries.flatMap(({ http }) => http?.errorHandlers ?? [])) {
      const method = lastSegment(fact.api);
      byMethod.set(method, [...(byMethod.get(method) ?? []), fact]);
    }
    this.handlerMethods = byMethod;
  }
}
