import type { EntityRowFacts } from "#catalog/facts/entities";
import type { ExprId, TypeExpr } from "#syntax/summary";
import type { Code } from "./code.ts";
import { type Entity, entitiesOf } from "./entities.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";

/** The entity a read is about: named in an argument, or by what it is called on. */
export function entityOf(names: Names, code: Code, callee: ExprId, args: readonly ExprId[], api: string, facts: EntityRowFacts): Entity | undefined {
  const library = api.slice(0, api.indexOf("#"));
  const type = api.slice(api.indexOf("#") + 1, api.lastIndexOf("."));
  const target = code.expr(callee);
  if (target.k !== "member") return undefined;
  const named = facts.named?.includes(type) ? args[0] : undefined;
  const candidates = named === undefined ? receiverNames(names, code, target.o) : entityNames(names, code, named);
  const entities = entitiesOf(names);
  for (const name of candidates) {
    const entity = entities.named(name, library, code);
    if (entity) return entity;
  }
  return undefined;
}

/** `Loan`, `loans: Repository<Loan>`, `dataSource.getRepository(Loan)`, `model("Loan", …)`, `prisma.loan`. */
function receiverNames(names: Names, code: Code, receiver: ExprId): readonly string[] {
  const found = [...entityNames(names, code, receiver)];
  const type = names.typeOfExpr(code, receiver)?.t ?? typeOfGetter(code, receiver);
  if (type?.k === "ref") found.push(...(type.args ?? []).flatMap((item) => (item.k === "ref" || item.k === "typeof" ? [item.n] : [])));
  if (type?.k === "typeof") found.push(type.n);
  for (const item of names.denote(code, receiver)) {
    if (item.k !== "instance") continue;
    const base = item.code.summary.classes[item.c]?.extendsArgs?.[0];
    if (base?.k === "ref") found.push(base.n);
  }
  for (const origin of originsOf(names, { code, id: receiver })) {
    const expr = origin.code.expr(origin.id);
    const first = expr.k === "call" ? expr.args[0] : undefined;
    if (first !== undefined) found.push(...entityNames(names, origin.code, first));
    // `const { Loan } = db;`, where nobody can tell what the folder of models exports.
    if (expr.k === "member") found.push(expr.p);
  }
  const expr = code.expr(receiver);
  if (expr.k === "member") found.push(expr.p, expr.p.charAt(0).toUpperCase() + expr.p.slice(1));
  return found;
}

/** `private get loans(): EntityRepository<Loan>` for `this.loans`. */
function typeOfGetter(code: Code, receiver: ExprId): TypeExpr | undefined {
  const expr = code.expr(receiver);
  const owner = expr.k === "member" ? code.expr(expr.o) : undefined;
  const member = expr.k === "member" && owner?.k === "this" ? code.summary.classes[owner.c]?.members[expr.p] : undefined;
  return member?.kind === "getter" && member.f !== undefined ? code.summary.functions[member.f]?.ret : undefined;
}

function entityNames(names: Names, code: Code, id: ExprId): readonly string[] {
  const expr = code.expr(id);
  if (expr.k === "const") return typeof expr.v === "string" ? [expr.v] : [];
  if (expr.k !== "name" && expr.k !== "member") return [];
  const classes = names.denote(code, id).flatMap((item) => (item.k === "class" ? [item.code.summary.classes[item.c]?.n ?? ""] : []));
  return classes.length > 0 ? classes : schemaNames(names, code, id);
}

/** `const Loan = new EntitySchema({ name: "Loan", … })`: a value stands for the entity it declares. */
function schemaNames(names: Names, code: Code, id: ExprId): readonly string[] {
  return originsOf(names, { code, id }).flatMap((origin) => {
    const made = origin.code.expr(origin.id);
    if (made.k !== "new" && made.k !== "call") return [];
    return entitiesOf(names)
      .in(origin.code)
      .flatMap((entity) => (entity.c === undefined && entity.s === made.s && entity.e === made.e ? [entity.name] : []));
  });
}
