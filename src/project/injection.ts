import type { ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Denotation, Names } from "./names.ts";
import { instanceOf } from "./names/instances.ts";
import { tokenName } from "./injection-tokens.ts";
import { factoriesOf, type Registration, registrationsIn, registrationsOf } from "./registrations.ts";

/** Tokens that stand for other tokens, in a row. */
const mostAliases = 3;

/**
 * What a dependency-injection container hands out.
 * @param name the parameter's name (awilix: `constructor({ bookRepository })`), or the decorator's name when a token is given
 * @param token the token expression of `@Inject(TOKEN)`, `@inject("Token")`
 */
export function injectedClasses(names: Names, code: Code, name: string, token?: ExprId): readonly Denotation[] {
  if (token !== undefined) return /^inject/i.test(name) ? under(names, code, token) : [];
  return handedByName(names, name);
}

function handedByName(names: Names, name: string): readonly Denotation[] {
  return registrationsOf(names, name).flatMap((item) => (item.byName ? givenBy(names, item) : []));
}

/** What `container.resolve(token)` gives, for calls that ask a container. */
export function askedFor(names: Names, api: string, code: Code, token: ExprId | undefined): readonly Denotation[] {
  const { catalog } = names.project;
  return token !== undefined && catalog.isIn(catalog.containers.resolves, api) ? under(names, code, token) : [];
}

/** `container.cradle.loans`: what is told under the name of a member. */
export function cradled(names: Names, api: string, member: string): readonly Denotation[] {
  const { catalog } = names.project;
  return catalog.isIn(catalog.containers.cradles, api) ? handedByName(names, member) : [];
}

function under(names: Names, code: Code, token: ExprId): readonly Denotation[] {
  const given = names.denote(code, token);
  const direct = instances(given).filter((item) => item.k === "instance");
  if (direct.length > 0) return direct;
  const word = tokenName(code, token);
  const told = word === undefined ? [] : registrationsOf(names, word).flatMap((item) => givenBy(names, item));
  // `Container.get(DataSource)`: a client's class stands for one that somebody put there.
  const { catalog } = names.project;
  return told.length > 0 ? told : given.filter((item) => item.k === "api" && catalog.isIn(catalog.data.clients, item.name));
}

function givenBy(names: Names, item: Registration, aliases = 0): readonly Denotation[] {
  const { code, gives, what } = item;
  switch (gives) {
    case "class":
      return instances(names.denote(code, what));
    case "value":
      return names.denote(code, what);
    case "factory":
      return factoriesOf(names, item).flatMap((made) => (made.code.summary.functions[made.f]?.returns ?? []).flatMap((id) => names.denote(made.code, id)));
    case "token": {
      const direct = instances(names.denote(code, what)).filter((found) => found.k === "instance");
      const word = tokenName(code, what);
      if (direct.length > 0 || word === undefined || aliases > mostAliases) return direct;
      return registrationsOf(names, word).flatMap((other) => givenBy(names, other, aliases + 1));
    }
  }
}

function instances(items: readonly Denotation[]): readonly Denotation[] {
  return items.map(instanceOf);
}

/** What is known of the factories while they are being looked for. */
const halfWay: ReadonlySet<string> = new Set();
const madeByName = new WeakMap<Names, ReadonlySet<string>>();

/** Whether a container hands the parameters of a function out by their names: a constructor, or a factory (`asFunction(makeShelf)`). */
export function isHandedByName(names: Names, code: Code, f: FnId): boolean {
  if (code.summary.functions[f]?.kind === "constructor") return true;
  let known = madeByName.get(names);
  if (known === halfWay) names.cutShort();
  if (!known) {
    madeByName.set(names, halfWay);
    madeByName.set(names, (known = new Set([...factoryNames(names)])));
  }
  return known.size > 0 && known.has(`${code.path}:${String(f)}`);
}

function* factoryNames(names: Names): Iterable<string> {
  const { wrappers, vocabularies } = names.project.catalog.containers;
  if (!vocabularies.some(({ packages }) => packages.some((name) => names.project.dependencies.has(name)))) return;
  for (const code of new Set([...wrappers.methods].flatMap((method) => names.project.mentioning(method)))) {
    const told = [...registrationsIn(names, code).values()].flat().filter((item) => item.byName);
    for (const made of told.flatMap((item) => factoriesOf(names, item))) yield `${made.code.path}:${String(made.f)}`;
  }
}
