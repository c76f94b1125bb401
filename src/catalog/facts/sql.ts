/** Everything about SQL text. */
export interface SqlFacts {
  readonly sinks?: readonly SqlSink[];
  /** API paths that, used as a template tag, bind their `${}`. A tag not listed here is unknown (quiet). Value: what the tag yields. */
  readonly tags?: readonly string[];
  /** Calls whose result is a safe piece of SQL of this library: `sql.identifier`, `Prisma.join`, `knex.ref`, `QueryBuilder.getQuery`. */
  readonly fragments?: readonly string[];
  /** Calls that escape a value or an identifier, making it safe inside SQL text: `escapeId`, `pg-format ident`. */
  readonly sanitizers?: readonly string[];
  /** Calls of a format function whose placeholders escape (`pg-format`): the result is safe except for raw placeholders. */
  readonly formatters?: readonly SqlFormatter[];
}

export interface SqlSink {
  /** API path of the function: `Client.query`. */
  readonly api: string;
  /** Which argument is SQL text; -1 = every argument (`select(...columns)`); default 0. */
  readonly argument?: number;
  /** Property of an object argument that holds the text (`{ text }`, `{ sql }`); the plain string form is checked too. */
  readonly properties?: readonly string[];
  /** `statement` = a whole SQL statement (default); `fragment` = a piece of SQL (`whereRaw`, `orderBy`); `marker` = a raw marker inside a safe tag (`sql.raw`); `name` = a function or type name spliced verbatim. */
  readonly position?: "statement" | "fragment" | "marker" | "name";
  /** The text may also be in elements of an array argument (`sql([text])`, `select([..])`, `batch([..])`). */
  readonly inArray?: boolean;
  /** Values of an object argument that are functions returning raw SQL (TypeORM `set({ c: () => sql })`), or keys that are raw. */
  readonly objectValues?: "functions" | "keys";
  /** `call` (default): only the call form is a sink. `new`: constructor. */
  readonly form?: "call" | "new";
  /** A callback argument that returns SQL text (`Raw(alias => text)`, TypeORM). */
  readonly callback?: boolean;
  /** How to say the same thing with bound values; drives the suggestion. */
  readonly safeForm?: SafeForm;
  /** Argument index that takes the bound values, if any (used by the suggestion and to tell values from text). */
  readonly values?: number;
}

/** The mechanical rewrite of `sink(text with ${x})`. */
export type SafeForm =
  /** Same callee, numbered placeholders and an array: `query("… $1", [x])`. */
  | { readonly kind: "placeholders"; readonly style: "$n" | "?" | "@pn" | ":n" }
  /** Another method used as a tag: `$queryRaw\`…${x}\``. */
  | {
      readonly kind: "tag";
      readonly method: string;
      /** Bound text stays text in the database (Prisma): a value that stands bare, so maybe a number, would not fit its column. */
      readonly quotedOnly?: true;
    };

export interface SqlFormatter {
  readonly api: string;
  /** Conversion characters that escape (`I`, `L`); any other conversion is raw. */
  readonly escaping: readonly string[];
}
