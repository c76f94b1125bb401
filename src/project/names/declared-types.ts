import type { ExprId, TypeExpr } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";

/** A type, and the file it is written in; of a declaration also its type parameters. */
export interface WrittenType {
  readonly code: Code;
  readonly t: TypeExpr;
  readonly params?: readonly string[];
}

/** The annotated type of an expression, where there is one: a binding, a field, a parameter. */
export function typeOfExpr(names: Names, code: Code, id: ExprId, depth = 0): WrittenType | undefined {
  const expr = code.expr(id);
  // `node = node.next` leads back to itself.
  if (depth > 12) return undefined;
  switch (expr.k) {
    case "name": {
      const t = code.summary.bindings[expr.b]?.t;
      if (t) return { code, t };
      const writes = code.summary.writes[`b${expr.b}`] ?? [];
      const only = writes.length === 1 ? writes[0] : undefined;
      return only && code.expr(only.v).k !== "call" ? typeOfExpr(names, code, only.v, depth + 1) : undefined;
    }
    case "param": {
      const t = code.summary.functions[expr.f]?.params[expr.i]?.t;
      return t && { code, t };
    }
    case "either": {
      const first = expr.of[0];
      return first === undefined ? undefined : typeOfExpr(names, code, first, depth + 1);
    }
    case "member": {
      const owner = typeOfExpr(names, code, expr.o, depth + 1);
      if (owner) return propertyType(names, owner.code, owner.t, expr.p);
      for (const item of names.denote(code, expr.o)) {
        const t = item.k === "instance" ? item.code.summary.classes[item.c]?.members[expr.p]?.t : undefined;
        if (t && item.k === "instance") return { code: item.code, t };
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

/** Type of a property of an object type, through aliases, interfaces and imports. */
export function propertyType(names: Names, code: Code, type: TypeExpr, p: string, depth = 0): WrittenType | undefined {
  if (depth > 8) return undefined;
  if (type.k === "object") {
    const t = Object.hasOwn(type.props, p) ? type.props[p] : undefined;
    return t && { code, t };
  }
  if (type.k === "array") return /^\d+$|^\*$/.test(p) ? { code, t: type.of } : undefined;
  if (type.k === "union" || type.k === "intersection") {
    for (const item of type.of) {
      const found = propertyType(names, code, item, p, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
  const declared = declaredType(names, code, type);
  return declared && propertyType(names, declared.code, declared.t, p, depth + 1);
}

/** The declaration behind a type reference: alias body, interface members, enum values, class fields. */
export function declaredType(names: Names, code: Code, type: TypeExpr, depth = 0): WrittenType | undefined {
  if (type.k !== "ref" || depth > 8) return undefined;
  if (type.n.includes(".")) return undefined;
  return declared(names, code, type.n, depth);
}

function declared(names: Names, code: Code, name: string, depth: number): WrittenType | undefined {
  if (depth > 12) return undefined;
  const own = code.summary.types.find((item) => item.n === name);
  if (own) {
    const bases = (own.extends ?? []).map((n): TypeExpr => ({ k: "ref", n }));
    return { code, t: bases.length > 0 ? { k: "intersection", of: [own.t, ...bases] } : own.t, ...(own.params && { params: own.params }) };
  }
  const fact = code.summary.classes.find((item) => item.n === name);
  if (fact) {
    const props = Object.fromEntries(
      Object.entries(fact.members).flatMap(([key, member]) => {
        const t = member.kind === "getter" && member.f !== undefined ? code.summary.functions[member.f]?.ret : member.f === undefined ? member.t : undefined;
        return t ? [[key, t]] : [];
      }),
    );
    return { code, t: { k: "object", props } };
  }
  const binding = code.moduleBinding(name);
  const imported = binding === undefined ? undefined : code.summary.bindings[binding]?.imported;
  const target = imported && names.project.target(code, imported.i);
  return target?.kind === "code" ? declaredExport(names, target.code, imported?.n ?? name, depth + 1) : undefined;
}

function declaredExport(names: Names, code: Code, name: string, depth: number): WrittenType | undefined {
  const own = code.exportNamed(name);
  if (own?.i !== undefined) {
    const target = names.project.target(code, own.i);
    return target.kind === "code" ? declaredExport(names, target.code, own.imported ?? name, depth + 1) : undefined;
  }
  if (own) return declared(names, code, localName(code, name), depth + 1);
  for (const item of code.summary.exports) {
    if (item.n !== "*" || item.i === undefined || depth > 12 || !names.project.mayExport(code, item.i, name)) continue;
    const target = names.project.target(code, item.i);
    const found = target.kind === "code" ? declaredExport(names, target.code, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** The name a file has for what it exports under another. */
export function localName(code: Code, exported: string): string {
  if (exported !== "default") return exported;
  const v = code.exportNamed("default")?.v;
  const expr = v === undefined ? undefined : code.expr(v);
  return expr?.k === "name" ? (code.summary.bindings[expr.b]?.n ?? exported) : exported;
}
