import type { OperationFact } from "#catalog/facts/data";
import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { DataRoots, Root } from "../data-roots.ts";
import type { Operation } from "../data-operations.ts";
import { givenBy } from "./held-queries.ts";
import { ofContext } from "./storage.ts";

const unknown: readonly Root[] = [{ k: "unknown" }];

/** Where an operation runs: by the transaction it is handed, or by its receiver. An empty answer: nothing was handed. */
export function ofOperation(data: DataRoots, operation: Operation): readonly Root[] {
  const handed = handedTo(data, operation);
  if (handed === undefined) return ofReceiver(data, operation);
  const sure = handed.some((root) => root.k !== "param");
  return sure ? handed : [...handed, ...ofReceiver(data, operation)];
}

/** A row that was read in a transaction writes itself outside of it, unless the library says otherwise. */
function ofReceiver(data: DataRoots, { code, receiver, library, call }: Operation): readonly Root[] {
  const base = data.of(code, receiver);
  const isSure = base.length > 0 && base.every((root) => root.k === "handle" || root.k === "made" || root.k === "client");
  const roots = isSure ? base : (ofHeld(data, code, call, receiver) ?? base);
  const isRow = roots.length === 0 && data.names.project.catalog.data.detached.has(library);
  return isRow ? [{ k: "client", of: `default:${library}:`, library }] : roots;
}

/** A client that is a member of something the application keeps it in: `ctx.prisma.loan.create`, `req.models.Loan.findAll`, `holder.prisma.loan.create`. */
function ofHeld(data: DataRoots, code: Code, call: ExprId, receiver: ExprId): readonly Root[] | undefined {
  const { catalog } = data.names.project;
  const expr = code.expr(call);
  let at = expr.k === "call" ? expr.c : receiver;
  for (let link = code.expr(at); link.k === "member" && at !== receiver; link = code.expr(at)) {
    const { o, p } = link;
    const kept = ofContext(data, code, { id: at, o, p });
    if (kept) return kept;
    const isClient = code.expr(o).k === "name" && data.names.apisOf(code, at).some((api) => catalog.isIn(catalog.data.clients, api));
    const roots = isClient ? data.of(code, at) : [];
    if (roots.length > 0 && roots.every((root) => root.k === "client")) return roots;
    at = o;
  }
  return undefined;
}

/** What stands where the operation takes a transaction; `undefined` when nothing does. */
export function handedTo(data: DataRoots, { code, chain, parts }: Operation): readonly Root[] | undefined {
  const found = parts.map((part) => handedAt(data, code, chain, part.call, part.fact)).filter((roots) => roots !== undefined);
  return found.length > 0 ? found.flat() : undefined;
}

function handedAt(data: DataRoots, code: Code, chain: ExprId, call: ExprId, fact: OperationFact): readonly Root[] | undefined {
  let found: readonly Root[] | undefined;
  const expr = code.expr(call);
  for (const path of fact.handle ?? []) {
    if (path.endsWith("()")) {
      for (const given of givenBy(code, chain, path.slice(0, -2))) found = [...(found ?? []), ...data.of(code, given)];
      continue;
    }
    const [index = "", property] = path.split(".");
    const argument = expr.k === "call" ? expr.args[Number(index)] : undefined;
    if (argument === undefined) continue;
    const given = handedAs(data, code, argument, property);
    if (given) found = [...(found ?? []), ...given];
  }
  return found;
}

function handedAs(data: DataRoots, code: Code, argument: ExprId, property: string | undefined): readonly Root[] | undefined {
  const expr = code.expr(argument);
  if (property === undefined) return data.of(code, argument);
  if (expr.k === "object") {
    const own = expr.props.find(([name]) => name === property);
    if (own) return data.of(code, own[1]);
    const spread = expr.props.filter(([name]) => name === "...");
    return spread.length > 0 ? spread.flatMap(([, value]) => options(data, code, value)) : undefined;
  }
  return expr.k === "const" || expr.k === "array" || expr.k === "template" || expr.k === "number" ? undefined : options(data, code, argument);
}

/** Options in a variable or from a caller: they may hold a transaction. */
function options(data: DataRoots, code: Code, id: ExprId): readonly Root[] {
  const roots = data.of(code, id);
  return roots.length > 0 && roots.every((root) => root.k === "param" || root.k === "handle" || root.k === "made") ? roots : unknown;
}
