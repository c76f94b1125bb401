import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import type { Edit } from "../option-edits.ts";
import { schemaOf } from "./claimed-schemas.ts";
import { type Claim, claimAt } from "./claims.ts";
import type { Input } from "./inputs-seen.ts";

/** How a route of a framework is told to check a body with a schema, where the project does so already. */
interface RouteStyle {
  readonly framework: string;
  /** What the schema is made with. */
  readonly packages: RegExp;
  /** The validator, as the file has it from one of these packages; none where the framework has the place itself. */
  readonly validator?: { readonly names: RegExp; readonly packages: RegExp };
  /** What stands in front of the handler. */
  readonly text: (schema: string, validator: string) => string;
  /** How the handler gets what was checked, where that is another call. */
  readonly read?: (input: string) => string | undefined;
  /** Arguments of a route that has none of this yet. */
  readonly plain: number;
}

const styles: readonly RouteStyle[] = [
  { framework: "fastify", packages: /^(?:@sinclair\/)?typebox$/, text: (schema) => `{ schema: { body: ${schema} } }`, plain: 2 },
  {
    framework: "hono",
    packages: /^(?:zod(?:\/v[34])?|valibot|(?:@sinclair\/)?typebox|arktype)$/,
    validator: { names: /^[zsv](?:alibot)?Validator$|^tbValidator$/, packages: /^@hono\/[\w-]+-validator$/ },
    text: (schema, validator) => `${validator}("json", ${schema})`,
    read: (input) => {
      const context = /^(?:await\s+)?([\w$]+)\.req\.json\(\)$/.exec(input)?.[1];
      return context === undefined ? undefined : `${context}.req.valid("json")`;
    },
    plain: 0,
  },
  {
    framework: "express",
    packages: /^(?:joi|@hapi\/joi|celebrate)$/,
    validator: { names: /^celebrate$/, packages: /^celebrate$/ },
    text: (schema, validator) => `${validator}({ body: ${schema} })`,
    plain: 0,
  },
];

/**
 * Lets the route itself check a body with the schema of the type that is claimed: `app.post("/members", zValidator("json", NewMemberSchema), …)`. Only where
 * the file has the validator already (Fastify needs none), and the route stands in the file of the handler.
 */
export function withRouteSchema(names: Names, input: Input, endpoints: readonly Endpoint[]): readonly Edit[] | undefined {
  const [endpoint] = endpoints;
  const { code } = input;
  const route = endpoint && endpoints.length === 1 && input.name === "body" && endpoint.code === code ? routeOf(code, endpoint) : undefined;
  const claim = route && claimAt(code, input.span.s, input.span.e);
  const schema = claim && schemaOf(names, code, claim.type);
  const style = schema && styles.find((item) => item.framework === endpoint?.framework && item.packages.test(schema.maker.specifier));
  if (!route || !claim || !schema || !style || (style.plain > 0 && route.args !== style.plain)) return undefined;
  const validator = style.validator ? importedAs(code, style.validator) : "";
  if (validator === undefined) return undefined;
  const read = readEdit(claim, style);
  return read && [...schema.imports, { span: { s: route.at, e: route.at }, text: `${style.text(schema.name, validator)}, ` }, ...read];
}

/** Where the validator has given its result another place, it is read from there. */
function readEdit({ s, e, text }: Claim, { read }: RouteStyle): readonly Edit[] | undefined {
  if (!read) return [];
  const replaced = read(text);
  return replaced === undefined ? undefined : [{ span: { s, e }, text: replaced }];
}

/** The call that registers the route, by its last argument: the handler. */
function routeOf(code: Code, { handler, span }: Endpoint): { readonly at: number; readonly args: number } | undefined {
  const calls = code.summary.calls.flatMap((id: ExprId) => {
    const expr = code.expr(id);
    const last = expr.k === "call" ? expr.args.at(-1) : undefined;
    if (expr.k !== "call" || last === undefined || expr.s > span.s || expr.e < span.e) return [];
    const given = code.expr(last);
    const own = given.k === "function" && handler?.code === code && given.f === handler.f;
    return own ? [{ at: given.s, args: expr.args.length }] : [];
  });
  return calls.length === 1 ? calls[0] : undefined;
}

function importedAs(code: Code, { names, packages }: NonNullable<RouteStyle["validator"]>): string | undefined {
  return code.summary.imports
    .filter(({ specifier, typeOnly }) => packages.test(specifier) && !typeOnly)
    .flatMap((item) =>
      item.names.flatMap(({ imported, b }) => (imported !== undefined && names.test(imported) && b !== undefined ? [code.summary.bindings[b]?.n] : [])),
    )
    .find((name) => name !== undefined);
}
