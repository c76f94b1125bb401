import { boundingValidators } from "#catalog/values";
import { isAnchored } from "#syntax/guards";
import type { ClassId, ClassMember, ExprId, TypeExpr } from "#syntax/summary";
import { patternOf } from "./bounded.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

const mostBases = 6;

/** A member of a class, and the class that declares it. */
interface Member {
  readonly code: Code;
  readonly member: ClassMember;
}

/**
 * Whether a decorator holds what stands at a path of a class to harmless values (`@IsIn(["title", "author"]) sort: string`), in a project
 * whose pipe looks at such decorators.
 * @param path properties to follow from a value of the type
 */
export function isValidatedMember(names: Names, code: Code, type: TypeExpr | undefined, path: readonly string[]): boolean {
  const [head, ...rest] = path;
  if (head === undefined || !type || !hasPipe(names)) return false;
  const found = memberOfType(names, code, type, head);
  if (!found) return false;
  if (rest.some((step) => step !== "*")) return isValidatedMember(names, found.code, found.member.t, withoutStar(rest));
  const checks = (found.member.decorators ?? []).map((id) => ({ id, name: validatorOf(names, found.code, id) }));
  // What looks at the others is skipped where the condition does not hold.
  return !checks.some(({ name }) => name === "ValidateIf") && checks.some(({ id, name }) => name !== undefined && isBounding(found.code, id, name));
}

/** Type of a member that a class has from the ones it is derived from, `PartialType(BookDto)` among them. */
export function inheritedType(names: Names, code: Code, type: TypeExpr, p: string): { readonly code: Code; readonly t: TypeExpr } | undefined {
  const found = type.k === "ref" ? memberOfType(names, code, type, p) : undefined;
  return found?.member.t && { code: found.code, t: found.member.t };
}

function memberOfType(names: Names, code: Code, type: TypeExpr, p: string): Member | undefined {
  for (const part of type.k === "union" ? type.of : [type]) {
    for (const item of names.ofType(code, part)) {
      const found = item.k === "instance" ? memberOf(names, item.code, item.c, p) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

function memberOf(names: Names, code: Code, c: ClassId, p: string, depth = 0): Member | undefined {
  const fact = code.summary.classes[c];
  if (!fact || depth > mostBases) return undefined;
  const member = Object.hasOwn(fact.members, p) ? fact.members[p] : undefined;
  if (member) return { code, member };
  for (const part of fact.extends === undefined ? [] : partsOf(code, fact.extends)) {
    for (const base of names.denote(code, part)) {
      const found = base.k === "class" ? memberOf(names, base.code, base.c, p, depth + 1) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

/** The class that is extended, or those it is made of: `PartialType(BookDto)`, `IntersectionType(PageDto, SortDto)`. */
function partsOf(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  return expr.k === "call" ? expr.args.flatMap((argument) => partsOf(code, argument)) : [id];
}

function withoutStar(path: readonly string[]): readonly string[] {
  return path[0] === "*" ? path.slice(1) : path;
}

function hasPipe({ project }: Names): boolean {
  return project.mentioning("ValidationPipe").some(({ role }) => role === "product");
}

function validatorOf(names: Names, code: Code, id: ExprId): string | undefined {
  const expr = code.expr(id);
  const api = names.apisOf(code, expr.k === "call" ? expr.c : id).find((name) => name.startsWith("class-validator#"));
  return api?.slice("class-validator#".length);
}

function isBounding(code: Code, id: ExprId, name: string): boolean {
  if (name !== "Matches") return boundingValidators.has(name);
  const expr = code.expr(id);
  const pattern = expr.k === "call" && expr.args[0] !== undefined ? code.expr(expr.args[0]) : undefined;
  return pattern?.k === "regexp" && isAnchored(patternOf(pattern.v));
}
