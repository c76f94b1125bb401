import type { Code } from "../code.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import type { Edit } from "../option-edits.ts";
import type { Input } from "./inputs-seen.ts";
import { typeVerdict } from "./parameter-types.ts";

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
