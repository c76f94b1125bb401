/**
 * How entities, their columns and their relations are declared. Each library uses the forms it has: decorated classes, one object
 * that says it all, calls that associate two models.
 */
export interface EntityFacts {
  /** Decorators of members that hold a column. */
  readonly columns?: readonly string[];
  /** Decorators, calls or builder methods that declare a relation → how many it leads to. */
  readonly relations?: Readonly<Record<string, Cardinality>>;
  /** Calls given an object that declares an entity. */
  readonly schemas?: readonly EntitySchemaFact[];
  /** Words for the kind of a relation in such an object: `"many-to-one"`, `"1:m"`. */
  readonly kinds?: Readonly<Record<string, Cardinality>>;
  /** Static property of a model class whose object declares the relations: `relationMappings`. */
  readonly mappings?: string;
  /** Default scopes, applied by every query: call or decorator → where the scope stands (argument index and property path, `2.defaultScope`). */
  readonly scopes?: Readonly<Record<string, string>>;
  /** Decorators that add a condition to every read of a class and of what extends it, where their option `default` says so. */
  readonly filters?: readonly string[];
  /** Properties of query options that say what to load with → the property or element of theirs that means everything: `{ include: "all" }`. */
  readonly everything?: Readonly<Record<string, string>>;
  /** Calls that register a hook, given the name of an event; and what the hook calls on `this` to load with. */
  readonly hooks?: readonly string[];
  readonly hookLoads?: readonly string[];
  /** Properties of a column definition that make every query load the relation. */
  readonly eagerOptions?: readonly string[];
  /** A relation typed `Promise<…>` or with the option `lazy` is loaded by reading it. */
  readonly lazyPromises?: true;
  readonly rows?: EntityRowFacts;
}

/** Queries whose rows are entities, and how they are told what to load with them. */
export interface EntityRowFacts {
  /** Reads of one row, of a list, and of a list with a count (`[rows, count]`): API path → argument with the options; -1: no argument can load anything. */
  readonly one?: Readonly<Record<string, number>>;
  readonly many?: Readonly<Record<string, number>>;
  readonly counted?: Readonly<Record<string, number>>;
  /** The entity is the first argument of these types' methods, not what they are called on. */
  readonly named?: readonly string[];
  /** Options and methods of the same chain that load relations; of the rest only those that load nothing are known. */
  readonly loads: readonly string[];
  readonly plain: readonly string[];
  /** Reads among them that load what is written, and no relation by itself. */
  readonly asWritten?: readonly string[];
  /** Methods of the chain that make one row of a list. */
  readonly first?: readonly string[];
  /** What stands in place of a relation that was not loaded: nothing, its key, or a collection that must be loaded first (and then nothing is said of single relations). */
  readonly unloaded: "nothing" | "key" | "collection";
  /** TypeScript knows from the query's type what was loaded. */
  readonly typed?: true;
  /** Methods of rows that run a query (`reload`); `get*` stands for one with the name of a relation. */
  readonly loaders?: readonly string[];
  /** Methods of what stands in place of a relation that run a query: `loan.member.load()`. */
  readonly relationLoaders?: readonly string[];
  /** Those among them that ask nothing when the relation is there already. */
  readonly loadersOnce?: readonly string[];
  readonly batching?: LoaderBatching;
}

/** An option of the connection, `dataloader: DataloaderType.ALL`, with which what loaders ask in one tick is one query. */
export interface LoaderBatching {
  readonly option: string;
  /** As they are written, texts without their quotes. */
  readonly values: readonly string[];
  readonly loaders: readonly string[];
}

export type Cardinality = "one" | "many";

export interface EntitySchemaFact {
  /** API path of the call or constructor. */
  readonly api: string;
  /** Which argument declares; default 0. */
  readonly argument?: number;
  /** Property of that object with the members (the object itself when absent), and the one with the relations, where they stand apart. */
  readonly members?: string;
  readonly relations?: string;
  /** Properties of a member that name the kind of a relation, and its target. */
  readonly kind?: readonly string[];
  readonly target?: readonly string[];
  /** Argument index of the entity's name; without it the object's `name` says it. */
  readonly name?: number;
}
