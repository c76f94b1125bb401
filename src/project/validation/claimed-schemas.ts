import { escaped } from "#graph/patterns";
import type { ImportFact } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import type { Edit } from "../option-edits.ts";
import { acceptsAnything } from "./schema-strength.ts";

/** A schema of the project, by the type that is claimed instead of using it. */
export interface Schema {
  readonly name: string;
  /** What brings it into the file. */
  readonly imports: readonly Edit[];
  /** Import of the library it is made with, and the name that has there. */
  readonly maker: { readonly specifier: string; readonly text: string };
  readonly root: string;
  /** How it is made. */
  readonly text: string;
}

/** What libraries call the type that is inferred from a schema. */
const inferring = "infer|output|TypeOf|InferType|InferOutput|InferInput|Output|Input|Static";

/** The schema of a type: the one it is inferred from, or one that stands beside it under its name. Nothing where it demands nothing. */
export function schemaOf(names: Names, code: Code, type: string): Schema | undefined {
  const declared = names.declaredType(code, { k: "ref", n: type })?.code ?? declaringImport(names, code, type)?.target;
  const owner = declared ?? code;
  const inferred = new RegExp(`\\btype\\s+${escaped(type)}\\s*=\\s*(?:\\w+\\.)?(?:${inferring})<\\s*typeof\\s+(\\w+)\\s*>`).exec(owner.text)?.[1];
  for (const name of inferred === undefined ? namesFor(type) : [inferred]) {
    const made = makerOf(names, owner, name);
    if (!made) continue;
    if (owner === code) return { name, imports: [], ...made };
    const imports = importOf(names, code, type, name);
    return imports && { name, imports, ...made };
  }
  return undefined;
}

/** `CreateLoanDto` → `CreateLoanSchema`, `createLoanSchema`, `CreateLoanDtoSchema`. */
function namesFor(type: string): readonly string[] {
  const bare = type.replace(/(?:Dto|DTO|Input|Body|Request|Payload)$/, "");
  const bases = bare === "" ? [type] : [type, bare];
  return bases.flatMap((base) => [`${base}Schema`, `${base.charAt(0).toLowerCase()}${base.slice(1)}Schema`]);
}

/** The import a schema is made with, where the name is one that demands something. */
function makerOf(names: Names, code: Code, name: string): Pick<Schema, "maker" | "root" | "text"> | undefined {
  const binding = code.moduleBinding(name);
  const written = binding === undefined ? [] : (code.summary.writes[`b${binding}`] ?? []);
  const [only] = written;
  if (!only || written.length !== 1 || code.expr(only.v).k !== "call") return undefined;
  const text = code.text.slice(code.expr(only.v).s, code.expr(only.v).e);
  const root = /^([\w$]+)\s*\.\s*\w+\(/.exec(text)?.[1];
  const maker = code.summary.imports.find((item) => item.names.some(({ b }) => b !== undefined && root !== undefined && code.summary.bindings[b]?.n === root));
  if (root === undefined || !maker || acceptsAnything(names, { code, id: only.v }) !== undefined) return undefined;
  return { maker: { specifier: maker.specifier, text: code.text.slice(maker.s, maker.e) }, root, text };
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
