import type { Life, Provided, RegisterFact } from "#catalog/facts/containers";
import type { ExprId, FnId } from "#syntax/summary";
import { stepsFrom } from "./chains.ts";
import type { Code } from "./code.ts";
import { tokenName, wordsFor } from "./injection-tokens.ts";
import type { Names } from "./names.ts";
import { perFile } from "./per-file.ts";

/** Something a dependency-injection container is told to hand out. */
export interface Registration {
  readonly code: Code;
  /** Text or name of the token, and where it is told; for `byName` the call that tells it. */
  readonly word: string;
  readonly token: ExprId;
  readonly gives: Exclude<Provided, "self">;
  readonly what: ExprId;
  /** How long it lives; `undefined` when that cannot be said. */
  readonly life: Life | undefined;
  /** Handed out as a property or parameter of that name, not by a decorator. */
  readonly byName: boolean;
  /** The object that tells it: `{ provide, useFactory, inject }`. */
  readonly props?: Properties;
}

type Properties = readonly (readonly [name: string, value: ExprId, keyExpr?: ExprId])[];
type Told = Pick<Registration, "gives" | "what"> & { readonly life?: Life | undefined };

/** Everything a file tells containers, by the word of the token. */
export const registrationsIn = perFile((names, code): ReadonlyMap<string, readonly Registration[]> => {
  const found = new Map<string, Registration[]>();
  const reader = new Reader(names, code);
  for (const item of [...reader.objects(), ...reader.wrapped(), ...reader.calls()]) {
    const others = found.get(item.word);
    if (others) others.push(item);
    else found.set(item.word, [item]);
  }
  return found;
});

/** What the containers of a project are told under a word. */
export function registrationsOf(names: Names, word: string): readonly Registration[] {
  return names.project.mentioning(word).flatMap((code) => registrationsIn(names, code).get(word) ?? []);
}

/** Reads what one file tells containers. */
class Reader {
  readonly #names: Names;
  readonly #code: Code;
  /** Some container of the catalogue is in use. */
  readonly #isUsed: boolean;
  readonly #properties: Readonly<Record<string, Provided>>;
  readonly #objects: Readonly<Record<string, Life>>;
  readonly #lives: Readonly<Record<string, Life>>;

  constructor(names: Names, code: Code) {
    this.#names = names;
    this.#code = code;
    const { dependencies, catalog } = names.project;
    const used = catalog.containers.vocabularies.filter(({ packages }) => packages.some((name) => dependencies.has(name)));
    this.#isUsed = used.length > 0;
    this.#properties = Object.assign(
      { useClass: "class", useValue: "value", useFactory: "factory", useExisting: "token" },
      ...used.map((item) => item.properties),
    );
    this.#objects = Object.assign({}, ...used.map((item) => item.objects));
    this.#lives = Object.assign({}, ...used.map((item) => item.lives));
  }

  /** `{ provide: TOKEN, useClass: Shelf }`, whichever container reads it. */
  *objects(): Iterable<Registration> {
    for (const expr of this.#code.summary.exprs) {
      if (expr.k !== "object") continue;
      const named = expr.props.find(([name]) => name === "provide" || Object.hasOwn(this.#objects, name));
      const word = named && tokenName(this.#code, named[1]);
      if (!named || word === undefined) continue;
      const [key, token] = named;
      for (const told of this.#ofObject(expr.props, this.#objects[key]))
        yield { ...told, code: this.#code, word, token, byName: false, life: told.life, props: expr.props };
    }
  }

  /** `{ shelf: asClass(Shelf).singleton() }`, `register("shelf", asClass(Shelf))`. */
  *wrapped(): Iterable<Registration> {
    for (const [id, told] of this.#wrappers()) {
      const { end, life } = this.#chain(id, told.life);
      for (const word of wordsFor(this.#code, end))
        if (!Object.hasOwn(this.#properties, word)) yield { ...told, life, code: this.#code, word, token: end, byName: true };
    }
  }

  *#wrappers(): Iterable<readonly [ExprId, Told]> {
    const { wrappers } = this.#names.project.catalog.containers;
    for (const method of wrappers.methods) {
      for (const id of this.#code.callsByName.get(method) ?? []) {
        const told = this.#wrapper(id);
        if (told) yield [id, told];
      }
    }
  }

  #wrapper(id: ExprId): Told | undefined {
    const call = this.#code.expr(id);
    const [what, ...options] = call.k === "call" ? call.args : [];
    if (call.k !== "call" || what === undefined) return undefined;
    const { wrappers } = this.#names.project.catalog.containers;
    const fact = this.#names.apisOf(this.#code, call.c).flatMap((api) => wrappers.of(api) ?? [])[0];
    if (!fact) return undefined;
    return { gives: fact.gives === "self" ? "class" : fact.gives, what, life: this.#lifeIn(options, fact.life) };
  }

  /** `container.register(TOKEN, …)`, `bind(TOKEN).to(Shelf)`; of containers we do not know only what is told, not how long it lives. */
  *calls(): Iterable<Registration> {
    const { registers } = this.#names.project.catalog.containers;
    for (const method of new Set([...(this.#isUsed ? registers.methods : []), "register", "registerSingleton", "bind"])) {
      for (const id of this.#code.callsByName.get(method) ?? []) {
        const call = this.#code.expr(id);
        if (call.k !== "call" || call.args[0] === undefined) continue;
        const facts = this.#isUsed ? this.#names.apisOf(this.#code, call.c).flatMap((api) => registers.of(api)) : [];
        if (facts.length === 0) yield* this.#unknown(call.args);
        for (const args of this.#each(call.args)) yield* facts.flatMap((fact) => [...this.#told(id, args, fact)]);
      }
    }
  }

  /** A list of objects tells what each tells. */
  #each(args: readonly ExprId[]): readonly (readonly ExprId[])[] {
    const first = args[0] === undefined ? undefined : this.#code.expr(args[0]);
    return first?.k === "array" ? first.items.map((item) => [item]) : [args];
  }

  *#unknown([token, what]: readonly ExprId[]): Iterable<Registration> {
    const word = token === undefined ? undefined : tokenName(this.#code, token);
    if (token === undefined || what === undefined || word === undefined || this.#wrapper(what)) return;
    const value = this.#code.expr(what);
    const told = value.k === "object" ? this.#ofObject(value.props, undefined) : [{ gives: "class" as const, what }];
    for (const item of told) yield { ...item, life: undefined, code: this.#code, word, token, byName: false };
  }

  *#told(id: ExprId, args: readonly ExprId[], fact: RegisterFact): Iterable<Registration> {
    const [first, second, ...options] = args;
    if (first === undefined) return;
    const props = fact.token === undefined ? undefined : this.#propsOf(first);
    if (fact.token !== undefined && !props) return;
    const token = props ? props.find(([name]) => name === fact.token)?.[1] : first;
    const word = token === undefined ? undefined : tokenName(this.#code, token);
    if (token === undefined || word === undefined) return;
    const about = { code: this.#code, word, token, byName: false };
    if (props) for (const told of this.#ofObject(props, fact.life)) yield { ...told, life: told.life, ...about };
    else if (fact.chain) yield* this.#chained(id, token, fact).map((told) => ({ ...told, life: told.life, ...about }));
    else if (fact.gives) yield { gives: given(fact.gives), what: second ?? first, life: this.#lifeIn(options, fact.life), ...about };
    else if (second !== undefined) {
      const own = this.#propsOf(second);
      const life = this.#lifeIn(options, fact.life);
      if (own) for (const told of this.#ofObject(own, life)) yield { ...told, life: told.life, ...about };
      else if (!this.#wrapper(second)) yield { gives: "class", what: second, life, ...about };
    }
  }

  #propsOf(id: ExprId): Properties | undefined {
    const expr = this.#code.expr(id);
    return expr.k === "object" ? expr.props : undefined;
  }

  /** What the properties of an object tell; something spread into it may say otherwise. */
  #ofObject(props: Properties, life: Life | undefined): readonly Told[] {
    const isOpen = props.some(([name]) => name === "...");
    const own = isOpen ? undefined : this.#lifeOf(props, life);
    return props.flatMap(([name, value]): readonly Told[] => {
      const gives = Object.hasOwn(this.#properties, name) ? this.#properties[name] : undefined;
      if (gives === undefined) return [];
      const wrapper = gives === "factory" ? this.#wrapper(value) : undefined;
      if (wrapper) return [wrapper];
      return [{ gives: given(gives), what: value, life: gives === "value" && own !== undefined ? longest(own, life) : own }];
    });
  }

  /** What is called on the call that tells it. */
  #chained(id: ExprId, token: ExprId, fact: RegisterFact): readonly Told[] {
    for (const { method, args, call } of stepsFrom(this.#code, id)) {
      const gives = fact.chain && Object.hasOwn(fact.chain, method) ? fact.chain[method] : undefined;
      if (gives === undefined) continue;
      const what = gives === "self" ? token : args[0];
      if (what === undefined) return [];
      const isDefault = this.#names.project.mentioning("defaultScope").length === 0;
      const { life, isSaid } = this.#chain(call, fact.life);
      return [{ gives: given(gives), what, life: gives === "value" ? "process" : isSaid || isDefault ? life : undefined }];
    }
    return [];
  }

  /** The life that methods behind a call give, and the last of these calls. */
  #chain(id: ExprId, life: Life | undefined): { readonly end: ExprId; readonly life: Life | undefined; readonly isSaid: boolean } {
    let found = { end: id, life, isSaid: false };
    for (const { method, args, call } of stepsFrom(this.#code, id)) {
      const said = this.#lifeNamed(method) ?? args.map((argument) => this.#lifeNamed(this.#wordOf(argument))).find((item) => item !== undefined);
      found = { end: call, life: said ?? found.life, isSaid: found.isSaid || said !== undefined };
    }
    return found;
  }

  /** `{ lifecycle: Lifecycle.Singleton }` behind what is told; options that cannot be read may say anything. */
  #lifeIn(options: readonly ExprId[], life: Life): Life | undefined {
    return options.reduce<Life | undefined>((known, id) => {
      const props = this.#propsOf(id);
      return props && !props.some(([name]) => name === "...") ? this.#lifeOf(props, known) : undefined;
    }, life);
  }

  #lifeOf(props: Properties, life: Life | undefined): Life | undefined {
    for (const [name, value] of props) {
      const expr = this.#code.expr(value);
      if (expr.k === "const" && expr.v === true && this.#lifeNamed(name)) return this.#lifeNamed(name);
      if (!/^(?:life|scope)/i.test(name)) continue;
      return this.#lifeNamed(this.#wordOf(value));
    }
    return life;
  }

  #lifeNamed(word: string | undefined): Life | undefined {
    return word !== undefined && Object.hasOwn(this.#lives, word) ? this.#lives[word] : undefined;
  }

  #wordOf(id: ExprId): string | undefined {
    const expr = this.#code.expr(id);
    if (expr.k === "member") return expr.p;
    return expr.k === "const" && typeof expr.v === "string" ? expr.v : undefined;
  }
}

function given(gives: Provided): Registration["gives"] {
  return gives === "self" ? "class" : gives;
}

/** A value is there already: it lives as long as the container it is told to. */
function longest(own: Life, life: Life | undefined): Life | undefined {
  return life === "scope" ? "scope" : own === "scope" ? own : "process";
}

/** The functions a registration calls to make something. */
export function factoriesOf(names: Names, { code, gives, what }: Registration): readonly { readonly code: Code; readonly f: FnId }[] {
  if (gives !== "factory") return [];
  return names.denote(code, what).flatMap((item) => (item.k === "function" ? [{ code: item.code, f: item.f }] : []));
}
