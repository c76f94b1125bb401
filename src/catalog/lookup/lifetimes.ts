import type { LifetimeFacts, SessionKind } from "../facts/lifetimes.ts";
import { type FactTable, fullName, lastSegment, namesOf, recordOf, type Shelf } from "./table.ts";

type Part = "sessions" | "connecting" | "single" | "clients" | "closers" | "definers" | "pooled" | "serial";

/** Facts about how long database objects may live. */
export class LifetimeIndex {
  /** What a call makes for one unit of work. */
  readonly sessions: FactTable<SessionKind>;
  /** With how many arguments a call defines a model. */
  readonly definers: FactTable<number>;
  readonly wrappers: ReadonlySet<string>;
  readonly clients: ReadonlySet<string>;
  readonly closers: ReadonlySet<string>;
  readonly pooled: ReadonlySet<string>;
  readonly connecting: ReadonlySet<string>;
  readonly single: ReadonlySet<string>;
  readonly contexts: ReadonlySet<string>;
  readonly serial: ReadonlySet<string>;
  /** Names of options. */
  readonly unguarded: readonly string[];
  readonly globalSessions: ReadonlyMap<string, readonly string[]>;
  /** Last path segments of the calls of each part. */
  readonly methods: Readonly<Record<Part, ReadonlySet<string>>>;

  constructor(shelf: Shelf) {
    this.sessions = recordOf(shelf, ({ lifetimes }) => lifetimes?.sessions);
    this.definers = recordOf(shelf, ({ lifetimes }) => lifetimes?.definers);
    this.wrappers = namesOf(shelf, ({ lifetimes }) => lifetimes?.wrappers);
    this.clients = namesOf(shelf, ({ lifetimes }) => lifetimes?.clients);
    this.closers = namesOf(shelf, ({ lifetimes }) => lifetimes?.closers);
    this.pooled = namesOf(shelf, ({ lifetimes }) => lifetimes?.pooled);
    this.connecting = namesOf(shelf, ({ lifetimes }) => lifetimes?.connecting);
    this.single = namesOf(shelf, ({ lifetimes }) => lifetimes?.single);
    this.contexts = namesOf(shelf, ({ lifetimes }) => lifetimes?.contexts);
    this.serial = namesOf(shelf, ({ lifetimes }) => lifetimes?.serial);
    this.unguarded = shelf.libraries.flatMap(({ lifetimes }) => lifetimes?.unguarded ?? []);
    this.globalSessions = new Map(
      shelf.libraries.flatMap((facts) =>
        Object.entries(facts.lifetimes?.globalSessions ?? {}).map(([member, methods]) => [fullName(facts, member), methods] as const),
      ),
    );
    const words = (pick: (facts: LifetimeFacts) => readonly string[] | undefined): Set<string> =>
      new Set(shelf.libraries.flatMap(({ lifetimes }) => (lifetimes && pick(lifetimes)) ?? []).map(lastSegment));
    this.methods = {
      sessions: this.sessions.methods,
      definers: this.definers.methods,
      connecting: words(({ connecting }) => connecting),
      single: words(({ single }) => single),
      clients: words(({ clients }) => clients),
      closers: words(({ closers }) => closers),
      pooled: words(({ pooled }) => pooled),
      serial: words(({ serial }) => serial),
    };
  }
}
