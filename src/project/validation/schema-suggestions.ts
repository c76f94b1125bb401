import type { ImportFact } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import type { Edit } from "../option-edits.ts";
import { escaped } from "./hand-checks.ts";
import type { Input } from "./inputs-seen.ts";
import { typeVerdict } from "./parameter-types.ts";
import { acceptsAnything } from "./schema-strength.ts";

/** An input under a type that is only claimed: `(await request.json()) as Member`. */
interface Claim {
  readonly type: string;
  /** What the edit replaces. */
  readonly s: number;
  readonly e: number;
  /** The input, as it goes into the schema. */
  readonly text: string;
}

/**
 * `req.body as NewMember` → `NewMemberSchema.parse(req.body)`: where the type is inferred from a zod schema of the project, or one is exported beside
 * it under the type's name. Nothing where a refused request would end the process (async handlers of Express 4).
 */
export function withSchema(names: Names, input: Input, endpoints: readonly Endpoint[]): readonly Edit[] | undefined {
  const { code } = input;
  if (input.parameter !== undefined || endpoints.some((endpoint) => isFatal(names, endpoint))) return undefined;
  const claim = claimAt(code, input.span.s, input.span.e);
  const schema = claim && schemaOf(names, code, claim.type);
  if (!claim || !schema) return undefined;
  return [...schema.imports, { span: { s: claim.s, e: claim.e }, text: `${schema.name}.parse(${claim.text})` }];
}

/** Express before 5 leaves what an async handler throws to the process. */
function isFatal({ project }: Names, { framework, handler }: Endpoint): boolean {
  const fn = handler?.code.summary.functions[handler.f];
  if (framework !== "express" || !handler || !fn) return false;
  const versions = project.dependencies.get("express") ?? [];
  const isAsync = /^(?:export\s+)?(?:default\s+)?async\b/.test(handler.code.text.slice(fn.s, fn.e));
  return isAsync && !project.dependencies.has("express-async-errors") && !versions.every((version) => /^[\^~>=\s]*[5-9]\b/.test(version));
}

function claimAt(code: Code, s: number, e: number): Claim | undefined {
  const { text } = code;
  const input = text.slice(s, e);
  const generic = /^([\w$.]+\.json)<([A-Z]\w*)>\(\)$/.exec(input);
  const awaited = /\bawait\s+$/.exec(text.slice(0, s))?.[0].length ?? 0;
  const start = s - awaited;
  const bare = `${text.slice(start, s)}${generic ? `${generic[1]}()` : input}`;
  if (generic?.[2] !== undefined) return { type: generic[2], s: start, e, text: bare };
  const inParens = text[start - 1] === "(" && text[e] === ")" && !/[\w$)\]]/.test(text[start - 2] ?? "");
  const [from, to] = inParens ? [start - 1, e + 1] : [start, e];
  const cast = /^\s+as\s+([A-Z]\w*)(?=\s*[;,)\n])/.exec(text.slice(to, to + 200));
  if (cast?.[1] !== undefined) return { type: cast[1], s: from, e: to + cast[0].length, text: bare };
  const declared = /\b(?:const|let)\s+\w+\s*:\s*([A-Z]\w*)\s*=\s*$/.exec(text.slice(Math.max(0, from - 200), from));
  return declared?.[1] !== undefined && /^\s*[;\n]/.test(text.slice(to)) ? { type: declared[1], s: from, e: to, text: bare } : undefined;
}

interface Schema {
  readonly name: string;
  readonly imports: readonly Edit[];
}

function schemaOf(names: Names, code: Code, type: string): Schema | undefined {
  const declared = names.declaredType(code, { k: "ref", n: type })?.code ?? declaringImport(names, code, type)?.target;
  const owner = declared ?? code;
  const inferred = new RegExp(`\\btype\\s+${escaped(type)}\\s*=\\s*z\\.(?:infer|output|TypeOf)<\\s*typeof\\s+(\\w+)\\s*>`).exec(owner.text)?.[1];
  const name = inferred ?? namesFor(type).find((item) => isSchema(names, owner, item));
  if (name === undefined || !isSchema(names, owner, name)) return undefined;
  if (owner === code) return { name, imports: [] };
  const imports = importOf(names, code, type, name);
  return imports && { name, imports };
}

/** `CreateLoanDto` → `CreateLoanSchema`, `createLoanSchema`, `CreateLoanDtoSchema`. */
function namesFor(type: string): readonly string[] {
  const bare = type.replace(/(?:Dto|DTO|Input|Body|Request|Payload)$/, "");
  const bases = bare === "" ? [type] : [type, bare];
  return bases.flatMap((base) => [`${base}Schema`, `${base.charAt(0).toLowerCase()}${base.slice(1)}Schema`]);
}

/** Whether a name of a module is a zod schema that demands something. */
function isSchema(names: Names, code: Code, name: string): boolean {
  const binding = code.moduleBinding(name);
  const written = binding === undefined ? [] : (code.summary.writes[`b${binding}`] ?? []);
  const [only] = written;
  if (!only || written.length !== 1 || code.expr(only.v).k !== "call") return false;
  const text = code.text.slice(code.expr(only.v).s, code.expr(only.v).e);
  return /^z\s*\.\s*\w+\(/.test(text) && isZod(code) && acceptsAnything(names, { code, id: only.v }) === undefined;
}

function isZod(code: Code): boolean {
  return code.summary.imports.some(
    (item) =>
      /^(?:zod(?:\/v[34])?|@hono\/zod-openapi)$/.test(item.specifier) && item.names.some(({ b }) => b !== undefined && code.summary.bindings[b]?.n === "z"),
  );
}

function declaringImport(names: Names, code: Code, type: string): { readonly item: ImportFact; readonly target: Code } | undefined {
  for (const [i, item] of code.summary.imports.entries()) {
    if (item.kind !== "static" || !item.names.some(({ imported, b }) => imported === type && b !== undefined && code.summary.bindings[b]?.n === type)) continue;
    const target = names.project.target(code, i);
    if (target.kind === "code") return { item, target: target.code };
  }
  return undefined;
}

/** The schema comes from where the type comes from. */
function importOf(names: Names, code: Code, type: string, name: string): readonly Edit[] | undefined {
  const found = declaringImport(names, code, type);
  if (!found || names.exportOf(found.target, name).length === 0) return undefined;
  if (code.summary.imports.some((item) => bringsValue(code, item, name))) return [];
  if (code.moduleBinding(name) !== undefined) return undefined;
  const { s, e, from } = found.item;
  const text = code.text.slice(s, e);
  if (/^import\s+type\b/.test(text)) return [{ span: { s: e, e }, text: `\nimport { ${name} } from ${code.text.slice(from.s, from.e)};` }];
  const at = new RegExp(`[{,]\\s*(?:type\\s+)?${escaped(type)}(?=\\s*[,}])`).exec(text);
  return at ? [{ span: { s: s + at.index + at[0].length, e: s + at.index + at[0].length }, text: `, ${name}` }] : undefined;
}

/** Whether an import brings a name in as a value: one that is only used as a type so far does, too. */
function bringsValue(code: Code, { s, e, names }: ImportFact, name: string): boolean {
  const text = code.text.slice(s, e);
  const bound = names.some(({ imported, b }) => imported === name && b !== undefined && code.summary.bindings[b]?.n === name);
  return bound && !/^import\s+type\b/.test(text) && !new RegExp(`\\btype\\s+${escaped(name)}\\b`).test(text);
}

/** `@Body()` → `@Body(new ValidationPipe({ whitelist: true }))`: for a class with validators that nothing looks at. */
export function withPipe(names: Names, input: Input, handler: NonNullable<Endpoint["handler"]>): readonly Edit[] | undefined {
  const { dependencies } = names.project;
  const { code } = input;
  const parameter = handler.code.summary.functions[handler.f]?.params[input.parameter ?? -1];
  const dto = names.ofType(code, parameter?.t).find((item) => item.k === "instance");
  const decorator = parameter?.decorators?.[0];
  if (decorator === undefined || parameter?.decorators?.length !== 1 || !dto || typeVerdict(names, code, parameter.t).k !== "validated") return undefined;
  if (!dependencies.has("class-validator") || !dependencies.has("class-transformer")) return undefined;
  const expr = code.expr(decorator);
  const common = code.summary.imports.find((item) => item.specifier === "@nestjs/common" && item.kind === "static" && !item.typeOnly);
  if (expr.k !== "call" || expr.args.length > 0 || code.text[expr.e - 1] !== ")" || !common) return undefined;
  const isImported = common.names.some(({ imported }) => imported === "ValidationPipe");
  const brace = /\{\s*/.exec(code.text.slice(common.s, common.e));
  if (!isImported && (!brace || code.moduleBinding("ValidationPipe") !== undefined)) return undefined;
  const at = common.s + (brace ? brace.index + brace[0].length : 0);
  const add: readonly Edit[] = isImported ? [] : [{ span: { s: at, e: at }, text: "ValidationPipe, " }];
  const options = isWhole(dto) ? "{ whitelist: true }" : "";
  return [...add, { span: { s: expr.e - 1, e: expr.e - 1 }, text: `new ValidationPipe(${options})` }];
}

/** Whether every property of a class carries decorators: who takes off the others takes off nothing that is used. */
function isWhole({ code, c }: { readonly code: Code; readonly c: number }): boolean {
  const fact = code.summary.classes[c];
  return fact !== undefined && fact.extends === undefined && Object.values(fact.members).every((member) => (member.decorators ?? []).length > 0);
}
