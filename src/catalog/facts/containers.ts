/** How long what a container hands out lives: as long as the process, as long as a scope (a request), or it is made anew whenever somebody asks. */
export type Life = "process" | "scope" | "ask";

/** What is told under a token: a class to make, a value, a function that makes one, another token, or the token itself (a class). */
export type Provided = "class" | "value" | "factory" | "token" | "self";

/** How a dependency-injection container is told what to hand out, and how it is asked. */
export interface ContainerFacts {
  /** Calls that tell a container something; the token is the first argument. */
  readonly registers?: readonly RegisterFact[];
  /** Calls around what is told: `asClass(Shelf)`, `instanceCachingFactory(make)`. */
  readonly wrappers?: Readonly<Record<string, WrapperFact>>;
  /** Properties of an object that tells it: `{ useClass: Shelf }`. */
  readonly properties?: Readonly<Record<string, Provided>>;
  /** Properties that name the token in an object which is told without a call, as `provide` of Nest → how long it lives. */
  readonly objects?: Readonly<Record<string, Life>>;
  /** Methods, options and constants that say how long it lives: `.singleton()`, `Lifecycle.Singleton`, `{ transient: true }`. */
  readonly lives?: Readonly<Record<string, Life>>;
  /** Class decorators that say: make one whenever somebody asks for this class. */
  readonly madeWhenAsked?: readonly string[];
  /** Calls that hand out what stands under the token they are given. */
  readonly resolves?: readonly string[];
  /** Members that hold everything by its name: `container.cradle.loans`. */
  readonly cradles?: readonly string[];
}

export interface RegisterFact {
  readonly api: string;
  /** What the second argument is; without it an object of `properties`, a wrapper or a class. */
  readonly gives?: Provided;
  /** Methods called on what the call gives → what their first argument is: `bind(token).to(Shelf)`. */
  readonly chain?: Readonly<Record<string, Provided>>;
  /** The property of its one argument that is the token: `Container.set({ id, value })`. */
  readonly token?: string;
  /** How long it lives when nothing more is said; values live as long as the container. */
  readonly life: Life;
}

export interface WrapperFact {
  readonly gives: Provided;
  readonly life: Life;
}
