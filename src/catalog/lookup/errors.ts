import type { LibraryFacts } from "../facts.ts";
import type { AnswerFact, ErrorFileFact, ErrorHandlerFact, ReplyFact } from "../facts/replies.ts";
import { FactLists, type FactTable, fullName, idOf, lastSegment, namesOf, recordOf, type Shelf } from "./table.ts";

/** A fact, and the first package of the library that states it. */
export interface Stated<T> {
  readonly fact: T;
  readonly library: string;
}

/** A reply with the full names of its types; `object` is what the answer is written on. */
export interface StatedReply extends Stated<ReplyFact> {
  readonly type: string;
  readonly after: string | undefined;
  readonly object: string;
}

/** Facts about HTTP errors. */
export class ErrorIndex {
  readonly exceptions: ReadonlySet<string>;
  readonly exceptionMethods: ReadonlySet<string>;
  /** Argument paths without which an exception has no status. */
  readonly statusArguments: FactTable<readonly string[]>;
  /** Objects that answer a request, and the names of the methods that do it. */
  readonly replies: readonly StatedReply[];
  readonly replyMethods: ReadonlySet<string>;
  /** Calls that make an answer, or send it; also by their last names. */
  readonly answers: FactLists<Stated<AnswerFact>>;
  readonly answerMethods: ReadonlyMap<string, readonly AnswerFact[]>;
  readonly handlers: FactLists<Stated<ErrorHandlerFact>>;
  readonly handlerMethods: ReadonlyMap<string, readonly ErrorHandlerFact[]>;
  /** Packages of calls that make a handler. */
  readonly makers: ReadonlySet<string>;
  readonly files: readonly Stated<ErrorFileFact>[];

  constructor(shelf: Shelf) {
    const { libraries } = shelf;
    this.exceptions = namesOf(shelf, ({ http }) => http?.exceptions);
    this.exceptionMethods = new Set(libraries.flatMap(({ http }) => http?.exceptions ?? []).map(lastSegment));
    this.statusArguments = recordOf(shelf, ({ http }) => http?.statusArguments);
    this.replies = libraries.flatMap(repliesOf);
    this.replyMethods = new Set(this.replies.flatMap(({ fact }) => [...(fact.body ?? []), ...(fact.status ?? []), ...Object.keys(fact.named ?? {})]));
    this.answers = stated(shelf, ({ http }) => http?.answers);
    this.answerMethods = byMethod(libraries.flatMap(({ http }) => http?.answers ?? []));
    this.handlers = stated(shelf, ({ http }) => http?.errorHandlers);
    this.handlerMethods = byMethod(libraries.flatMap(({ http }) => http?.errorHandlers ?? []));
    this.makers = new Set(libraries.flatMap(({ packages, http }) => (http?.errorHandlers?.some(({ form }) => form === "made") ? packages : [])));
    this.files = libraries.flatMap((facts) => (facts.http?.errorFiles ?? []).map((fact) => ({ fact, library: idOf(facts) })));
  }
}

function repliesOf(facts: LibraryFacts): readonly StatedReply[] {
  return (facts.http?.replies ?? []).map((fact) => ({
    type: fullName(facts, fact.type),
    after: fact.after && fullName(facts, fact.after),
    object: fullName(facts, fact.member === undefined ? fact.type : `${fact.type}.${fact.member}`),
    fact,
    library: idOf(facts),
  }));
}

function stated<T extends { readonly api: string }>(
  { libraries, first }: Shelf,
  pick: (facts: LibraryFacts) => readonly T[] | undefined,
): FactLists<Stated<T>> {
  const lists = new FactLists<Stated<T>>(first);
  for (const facts of libraries) for (const fact of pick(facts) ?? []) lists.add(facts, fact.api, { fact, library: idOf(facts) });
  return lists;
}

function byMethod<T extends { readonly api: string }>(facts: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const fact of facts) {
    const known = found.get(lastSegment(fact.api));
    if (known) known.push(fact);
    else found.set(lastSegment(fact.api), [fact]);
  }
  return found;
}
