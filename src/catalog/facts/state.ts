/** What lives as long as the process. */
export interface StateFacts {
  /** Class decorators (API paths) of containers that make one object and hand it to everybody, unless an option `scope` or `transient` is given. */
  readonly singletonDecorators?: readonly string[];
  /** Calls that keep sessions or limits, in the memory of the process unless told otherwise. */
  readonly stores?: readonly StoreFact[];
}

export interface StoreFact {
  /** API path that is called or constructed; for `registered` the plugin that is handed to another call. */
  readonly api: string;
  /** Argument index of the options; default 0. */
  readonly options?: number;
  /** Options that name another store. Without this field the API itself is a store in memory. */
  readonly unless?: readonly string[];
  /** The API is a plugin: `app.register(plugin, options)`. */
  readonly registered?: true;
  readonly keeps: "sessions" | "limits";
}

/** Where a client of a database, cache, queue, mail or search service is told the address. */
export interface ServiceFact {
  /** API path that is called or constructed. */
  readonly api: string;
  /** Argument index; default 0. */
  readonly argument?: number;
  /** The argument itself may be the address (or an array of addresses). */
  readonly text?: true;
  /** Properties of the argument that hold an address, dotted: `socket.host`. Arrays are looked through. */
  readonly properties?: readonly string[];
}
