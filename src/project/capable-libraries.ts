import type { DataEffects } from "./data-effects.ts";

/** Answers which data libraries of a project could hold two writes together. */
export class CapableLibraries {
  readonly #effects: DataEffects;
  readonly #known = new Map<string, boolean>();
  #opened: ReadonlySet<string> | undefined;
  #entries: ReadonlySet<string> | undefined;

  constructor(effects: DataEffects) {
    this.#effects = effects;
  }

  /** Transactions of MongoDB need a replica set, and some drivers have none: where nobody opens one it is not known that one could. */
  has(library: string): boolean {
    let answer = this.#known.get(library);
    if (answer === undefined) this.#known.set(library, (answer = this.#find(library)));
    return answer;
  }

  #find(library: string): boolean {
    const { catalog } = this.#effects.names.project;
    const family = catalog.data.familyOf(library);
    const facts = catalog.libraries.filter((item) => item.packages[0] === library && item.data?.transactions);
    const forms = facts.flatMap((item) => item.data?.transactions ?? []).map(({ form }) => form);
    if ((!catalog.data.beginsByText.has(library) && !forms.some((form) => form !== "batch")) || this.#isSentAtOnce(library)) return false;
    return family !== "mongodb" || this.#opens().has(family);
  }

  /** Families of libraries that open a transaction somewhere in the product. */
  #opens(): ReadonlySet<string> {
    const { project } = this.#effects.names;
    this.#opened ??= new Set(
      [...project.productCodes()]
        .flatMap((code) => (/withTransaction|startTransaction|\.transaction\(/.test(code.text) ? this.#effects.transactionsIn(code) : []))
        .map((use) => project.catalog.data.familyOf(use.api.slice(0, use.api.indexOf("#")))),
    );
    return this.#opened;
  }

  /** All of the project's clients of a library come from entry points that send one request for each statement. */
  #isSentAtOnce(library: string): boolean {
    const { project } = this.#effects.names;
    const { drivers = [], sentAtOnce = [] } = project.catalog.data.entriesOf(library);
    if (sentAtOnce.length === 0) return false;
    this.#entries ??= new Set([...project.productCodes()].flatMap(({ summary }) => summary.imports.map(({ specifier }) => specifier)));
    const known = this.#entries;
    return sentAtOnce.some((entry) => known.has(entry)) && !drivers.some((entry) => known.has(entry));
  }
}
