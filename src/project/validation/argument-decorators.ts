import { openScalars } from "#catalog/values";
import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import type { Input } from "./inputs-seen.ts";

/** What a parameter's decorator says of a GraphQL argument. */
export interface DecoratedArgument {
  /** Its name in the schema; none where the parameter is all of them. */
  readonly name?: string;
  /** The scalar without a form it is declared as: `GraphQLJSON`. */
  readonly open?: string;
}

/**
 * Reads `@Args("details", { type: () => GraphQLJSON })` and `@Arg("details", () => GraphQLJSON)`.
 * @returns `undefined` where the input is no decorated parameter
 */
export function decoratedArgument(names: Names, { handler }: Endpoint, { parameter }: Input): DecoratedArgument | undefined {
  const decorators = handler?.code.summary.functions[handler.f]?.params[parameter ?? -1]?.decorators;
  if (!handler || !decorators) return undefined;
  const { code } = handler;
  const args = decorators.flatMap((id) => {
    const expr = code.expr(id);
    return expr.k === "call" ? expr.args : [];
  });
  const name = args.map((id) => nameIn(code, id)).find((item) => item !== undefined);
  const open = args.flatMap((id) => typesIn(code, id)).find((id) => names.apisOf(code, id).some((api) => openScalars.test(api)));
  return { ...(name !== undefined && { name }), ...(open !== undefined && { open: code.text.slice(code.expr(open).s, code.expr(open).e) }) };
}

/** `"details"`, `{ name: "details" }`. */
function nameIn(code: Code, id: ExprId): string | undefined {
  const expr = code.expr(id);
  if (expr.k === "const") return String(expr.v);
  const named = expr.k === "object" ? expr.props.find(([key]) => key === "name")?.[1] : undefined;
  const given = named === undefined ? undefined : code.expr(named);
  return given?.k === "const" ? String(given.v) : undefined;
}

/** `() => GraphQLJSON`, `{ type: () => [GraphQLJSON] }`: the types that are named. */
function typesIn(code: Code, id: ExprId): readonly ExprId[] {
  const expr = code.expr(id);
  if (expr.k === "object") return expr.props.flatMap(([key, value]) => (key === "type" ? typesIn(code, value) : []));
  if (expr.k !== "function") return [];
  return (code.summary.functions[expr.f]?.returns ?? []).flatMap((returned) => {
    const type = code.expr(returned);
    return type.k === "array" ? type.items : [returned];
  });
}
