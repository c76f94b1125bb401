import type { Code } from "../code.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import type { Edit } from "../option-edits.ts";
import { type Schema, schemaOf } from "./claimed-schemas.ts";
import { type Claim, claimAt } from "./claims.ts";
import type { Input } from "./inputs-seen.ts";

/** How a library's schema parses a value where it stands, throwing at what does not fit. */
interface Parsing {
  readonly packages: RegExp;
  /** Whether the library itself is called, and must be in sight. */
  readonly byLibrary: boolean;
  readonly call: (schema: string, value: string, library: string) => string;
  /** What comes of it has no type of its own. */
  readonly untyped?: true;
  /** How schemas are made that cannot do it: tests that wait. */
  readonly except?: RegExp;
}

const parsings: readonly Parsing[] = [
  { packages: /^(?:zod(?:\/v[34])?|@hono\/zod-openapi)$/, byLibrary: false, call: (schema, value) => `${schema}.parse(${value})` },
  { packages: /^yup$/, byLibrary: false, call: (schema, value) => `${schema}.validateSync(${value})`, except: /\basync\b|\.test\(/ },
  { packages: /^valibot$/, byLibrary: true, call: (schema, value, library) => `${library}.parse(${schema}, ${value})`, except: /Async\(/ },
  {
    packages: /^(?:joi|@hapi\/joi)$/,
    byLibrary: true,
    call: (schema, value, library) => `${library}.attempt(${value}, ${schema})`,
    untyped: true,
    except: /\.external\(/,
  },
];

/**
 * `req.body as NewMember` → `NewMemberSchema.parse(req.body)`: where the type is inferred from a schema of the project, or one is exported beside
 * it under the type's name. Nothing where a refused request would end the process (async handlers of Express 4).
 */
export function withSchema(names: Names, input: Input, endpoints: readonly Endpoint[]): readonly Edit[] | undefined {
  const { code } = input;
  if (input.parameter !== undefined || endpoints.some((endpoint) => isFatal(names, endpoint))) return undefined;
  const claim = claimAt(code, input.span.s, input.span.e);
  const schema = claim && schemaOf(names, code, claim.type);
  const parsing = schema && parsings.find(({ packages }) => packages.test(schema.maker.specifier));
  if (!claim || !schema || !parsing || parsing.except?.test(schema.text) === true) return undefined;
  const library = parsing.byLibrary ? libraryIn(code, schema) : { name: schema.root, imports: [] };
  return library && [...schema.imports, ...library.imports, { span: { s: claim.s, e: claim.e }, text: parsed(claim, schema, parsing, library.name) }];
}

function parsed({ text, type, declared }: Claim, { name }: Schema, { call, untyped }: Parsing, library: string): string {
  return `${call(name, text, library)}${untyped && !declared ? ` as ${type}` : ""}`;
}

/** The library a schema is made with: as the file has it, or brought in as the schema's own file does. */
function libraryIn(code: Code, { maker, root }: Schema): { readonly name: string; readonly imports: readonly Edit[] } | undefined {
  const own = code.summary.imports.find(({ specifier, kind, typeOnly }) => specifier === maker.specifier && kind === "static" && !typeOnly);
  const bound = own?.names.find(({ imported }) => imported === "default" || imported === "*")?.b;
  const name = bound === undefined ? undefined : code.summary.bindings[bound]?.n;
  if (name !== undefined) return { name, imports: [] };
  const first = code.summary.imports.find(({ kind }) => kind === "static");
  if (own || !first || code.moduleBinding(root) !== undefined || !/^import\s+(?:\*\s+as\s+)?[\w$]+\s+from\b/.test(maker.text)) return undefined;
  return { name: root, imports: [{ span: { s: first.s, e: first.s }, text: `${maker.text}\n` }] };
}

/** Express before 5 leaves what an async handler throws to the process. */
function isFatal({ project }: Names, { framework, handler }: Endpoint): boolean {
  const fn = handler?.code.summary.functions[handler.f];
  if (framework !== "express" || !handler || !fn) return false;
  const versions = project.dependencies.get("express") ?? [];
  const isAsync = /^(?:export\s+)?(?:default\s+)?async\b/.test(handler.code.text.slice(fn.s, fn.e));
  return isAsync && !project.dependencies.has("express-async-errors") && !versions.every((version) => /^[\^~>=\s]*[5-9]\b/.test(version));
}
