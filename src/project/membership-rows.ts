import type { FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { DataEffects } from "./data-effects.ts";
import { isIdOf, isLookedFor, isPromise, rowOf } from "./new-rows.ts";
import { kindOf } from "./write-kinds.ts";
import type { Unit } from "./write-pairs.ts";

/** What a row is called, and how it looks. */
const wording = /^(?:display_?)?(?:name|title|label|description|about|colou?r|icon|emoji|image|logo|avatar|cover|theme|locale|language|time_?zone)(?:_?url)?$/i;
const person = /^(?:user|member|account|profile|person|employee|reader|player|participant)_?(?:uu)?id$/i;
/** What somebody may do there, and since when. */
const terms = /^(?:id|\w*role\w*|\w*(?:status|state|access|level)\w*|permissions?|is_?[A-Z_a-z]\w*|\w+(?:At|_at))$/i;

/**
 * Whether the second write lets somebody in to a new row that says nothing but what it is called: until then nobody sees it, and whoever gets an error makes another one.
 * A row that names its owner, or that is looked for before it is made, is seen without.
 */
export function onlyLetsIn(effects: DataEffects, code: Code, f: FnId, first: Unit, second: Unit): boolean {
  if (![first, second].every(({ effect }) => kindOf(effects.names, effect.operation) === "create")) return false;
  const row = rowOf(code, first);
  const membership = rowOf(code, second);
  if (row === undefined || membership === undefined || !row.every(([name]) => wording.test(name))) return false;
  const links = membership.filter(([name, value]) => isIdOf(code, first, name, value));
  const people = membership.filter(([name]) => person.test(name));
  if (links.length !== 1 || people.length !== 1 || people[0] === links[0]) return false;
  if (!membership.every((column) => links.includes(column) || people.includes(column) || terms.test(column[0]))) return false;
  return !isPromise(first) && !isLookedFor(effects, code, f, first);
}
