import { people } from "#catalog/reads";
import type { FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { entitiesOf, type Entity } from "./entities.ts";
import { wordsOfName } from "./name-words.ts";
import type { Names } from "./names.ts";

/** How many tables at least say which tenant their rows belong to. */
const fewestTables = 3;

/** Whether an entity is who rents the application: people and what they have belong to it (`clinicId`), and it is nobody itself. */
export function isTenant(names: Names, entity: Entity): boolean {
  const own = wordsOfName(entity.name);
  if (people.has(own.at(-1) ?? "")) return false;
  const pointing = entitiesOf(names).all.filter((other) => other !== entity && other.library === entity.library && pointsTo(other, entity.name, own));
  return pointing.length >= fewestTables && pointing.some(({ name }) => people.has(wordsOfName(name).at(-1) ?? ""));
}

function pointsTo({ columns, relations }: Entity, target: string, words: readonly string[]): boolean {
  const key = words.join(" ");
  return (
    relations.some((relation) => relation.cardinality !== "many" && relation.target === target) ||
    columns.some(
      (column) =>
        wordsOfName(column)
          .join(" ")
          .replace(/ (?:id|uuid)$/, "") === key,
    )
  );
}

const operator = "(?:super|platform)_?admin(?:istrator)?";
/** `role !== "SUPERADMIN"`, `!roles.includes("SUPERADMIN")`, `!isSuperAdmin`, `requirePlatformAdmin(`, `superAdminProcedure`, `@Roles("SUPER_ADMIN")`. */
const admitting = new RegExp(
  [
    `!==?\\s*[\\w.]*["'\`]?${operator}\\b`,
    `!\\s*\\(?[\\w$.?]*is_?${operator}\\b`,
    `!\\s*\\(?[\\w$.?]+\\.(?:includes|has)\\(\\s*[\\w.]*["'\`]?${operator}\\b`,
    `\\b(?:require|ensure|assert|only|guard|authori[sz]e)\\w*${operator}\\w*`,
    `\\b${operator}(?:Procedure|Only|Guard|Route|Required|Middleware)\\b`,
    `\\b(?:roles?|requireRoles?|authori[sz]e|allow)\\(\\s*\\[?\\s*[\\w.]*["'\`]?${operator}["'\`]?\\s*\\]?\\s*\\)`,
  ].join("|"),
  "i",
);

/** Whether one of the functions a request goes through, or what is written before its handler, admits only those who run the application for all tenants. */
export function isForOperators(functions: readonly { readonly code: Code; readonly f: FnId }[]): boolean {
  return functions.some(({ code, f }) => {
    const fn = code.summary.functions[f];
    return fn !== undefined && (admitting.test(code.text.slice(fn.s, fn.e)) || before(code, f).some((text) => admitting.test(text)));
  });
}

/** Decorators of a handler and of its class; what stands beside it where it is registered, and what all of its router go through. */
function before(code: Code, f: FnId): readonly string[] {
  const fn = code.summary.functions[f];
  const decorators = [...(fn?.decorators ?? []), ...(fn?.owner === undefined ? [] : (code.summary.classes[fn.owner]?.decorators ?? []))];
  const beside = code.summary.calls.flatMap((id) => {
    const call = code.expr(id);
    if (call.k !== "call") return [];
    return (fn?.expr !== undefined && call.args.includes(fn.expr)) || code.calleeName(call.c) === "use"
      ? [call.c, ...call.args.filter((arg) => arg !== fn?.expr)]
      : [];
  });
  return [...decorators, ...beside].map((id) => code.text.slice(code.expr(id).s, code.expr(id).e));
}
