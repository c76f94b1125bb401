import type { ClassId, ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import { textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import { type Origin, originsOf } from "../origins.ts";
import { type Handler, handlingOf } from "./handlers.ts";

/** A handler, and whether it was given as a class and a method's name. */
interface Named {
  readonly handler: Handler | undefined;
  readonly named: boolean;
}

/**
 * The method behind `[LoansController, "show"]`, `[() => import("#controllers/loans"), "show"]`, `"LoansController.show"`, or a controller with the
 * action of a resource; any other handler as it is.
 */
export function namedHandler(names: Names, at: Origin, action?: string): Named {
  for (const origin of originsOf(names, { ...at, asCalled: true })) {
    const { code, id } = origin;
    const expr = code.expr(id);
    if (expr.k === "array") {
      const [head, method] = expr.items;
      const name = method === undefined ? (action ?? "handle") : originsOf(names, { code, id: method }).map((value) => textOf(value))[0];
      return { handler: head === undefined || name === undefined ? undefined : methodOf(names, { code, id: head }, name), named: true };
    }
    const text = textOf(origin);
    if (text !== undefined) return { handler: byText(names, text, action), named: true };
    if (action !== undefined) return { handler: methodOf(names, origin, action), named: true };
  }
  return { handler: handlingOf(names, at).handler, named: false };
}

function methodOf(names: Names, at: Origin, method: string): Handler | undefined {
  for (const { code, c } of classesOf(names, at)) {
    const f = code.summary.classes[c]?.members[method]?.f;
    if (f !== undefined) return { code, f };
  }
  return undefined;
}

interface Class {
  readonly code: Code;
  readonly c: ClassId;
}

/** A class, or the default export of what a function imports. */
function classesOf(names: Names, at: Origin): readonly Class[] {
  return names.denote(at.code, at.id).flatMap((item): readonly Class[] => {
    if (item.k === "class") return [item];
    if (item.k !== "function") return [];
    const returns = item.code.summary.functions[item.f]?.returns ?? [];
    return returns.flatMap((id) => importedBy(names, item.code, id));
  });
}

function importedBy(names: Names, code: Code, id: ExprId): readonly Class[] {
  const expr = code.expr(id);
  const target = expr.k === "module" ? names.project.target(code, expr.i) : undefined;
  if (target?.kind !== "code") return [];
  return names.exportOf(target.code, "default").flatMap((item) => (item.k === "class" ? [item] : []));
}

/** `"LoansController.show"` names the file by its end: `app/Controllers/Http/LoansController.ts`. */
function byText(names: Names, text: string, action: string | undefined): Handler | undefined {
  const [file = "", method = action ?? "handle"] = text.split(".");
  const found = names.project.paths.filter((path) => path.replace(/\.[jt]s$/, "").endsWith(`/${file.replace(/^.*[/\\]/, "")}`));
  const code = found.length === 1 && found[0] !== undefined ? names.project.code(found[0]) : undefined;
  const classes = code ? names.exportOf(code, "default").flatMap((item) => (item.k === "class" ? [item] : [])) : [];
  for (const { code: owner, c } of classes) {
    const f = owner.summary.classes[c]?.members[method]?.f;
    if (f !== undefined) return { code: owner, f };
  }
  return undefined;
}
