import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { textOf } from "../folded.ts";
import { type Origin, originsOf, readPath } from "../origins.ts";
import { isTogether } from "./applications.ts";

/** A call that is given middleware by name: `Server.middleware.registerNamed({ auth: () => import("App/Middleware/Auth") })`. */
interface Naming {
  readonly code: Code;
  readonly given: ExprId;
}

const known = new WeakMap<Names, readonly Naming[]>();

/**
 * The middleware a route asks for by its name, with or without arguments: `"auth"`, `"auth:jwt,api"`.
 * @returns where it is written down, `undefined` where nobody of the same application names it, or several do
 */
export function namedMiddleware(names: Names, code: Code, step: Origin): Origin | undefined {
  const told = originsOf(names, step).map((origin) => textOf(origin));
  const [name] = told.map((text) => /^[^:]+/.exec(text ?? "")?.[0]);
  if (told.length !== 1 || name === undefined) return undefined;
  const found = namingsIn(names)
    .filter((item) => isTogether(item.code.path, code.path))
    .flatMap((item) => readPath(names, { code: item.code, id: item.given }, [name]).values);
  return found.length === 1 && found[0] && textOf(found[0]) === undefined ? found[0] : undefined;
}

function namingsIn(names: Names): readonly Naming[] {
  let found = known.get(names);
  if (!found) known.set(names, (found = search(names)));
  return found;
}

function search(names: Names): readonly Naming[] {
  const { catalog } = names.project;
  const facts = catalog.libraries.flatMap(({ http }) => http?.chainedRoutes ?? []).filter(({ kind }) => kind === "named");
  const words = [...new Set(facts.map(({ api }) => api.slice(api.lastIndexOf(".") + 1)))];
  return words.flatMap((word) =>
    [...names.project.codesWith([`${word}(`])].flatMap((code) =>
      (code.callsByName.get(word) ?? []).flatMap((call): readonly Naming[] => {
        const expr = code.expr(call);
        const given = expr.k === "call" ? expr.args[0] : undefined;
        if (expr.k !== "call" || given === undefined) return [];
        return names.apisOf(code, expr.c).some((api) => catalog.served.chained.of(api)?.kind === "named") ? [{ code, given }] : [];
      }),
    ),
  );
}
