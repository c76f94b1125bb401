import type { ParameterValidation } from "#catalog/facts/routing";
import { readArgument } from "../call-sites.ts";
import type { Code } from "../code.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import type { Coverage } from "./validator-coverage.ts";
import type { Input } from "./inputs-seen.ts";
import { type TypeVerdict, typeVerdict } from "./parameter-types.ts";

/**
 * Whether the class of a handler's parameter checks it: where something looks at classes in front of the handler, or the framework does so by itself.
 * @param hasPipe whether something in front of the handler looks at classes
 */
export function byClass(names: Names, endpoint: Endpoint, input: Input, hasPipe: boolean): Coverage {
  const { handler } = endpoint;
  const parameter = input.parameter === undefined ? undefined : handler?.code.summary.functions[handler.f]?.params[input.parameter];
  if (!handler || !parameter?.decorators) return { state: "no" };
  const fact = names.project.catalog.controllers.validation.get(endpoint.framework);
  const own = fact?.own === undefined ? undefined : ownSwitch(names, handler.code, parameter.decorators, fact.own);
  if (own === false) return { state: "no", why: "is told not to be validated" };
  if (own === "unknown" || (own === undefined && parameter.decorators.some((id) => takesPipe(handler.code, id, fact?.own)))) return { state: "unknown" };
  const looks: Coverage["state"] = hasPipe || own === true ? "yes" : fact?.byDefault ? byDefault(names) : bound(names, fact);
  return ofVerdict(verdictOf(names, handler.code, input, parameter.t), looks);
}

function ofVerdict(verdict: TypeVerdict, looks: Coverage["state"]): Coverage {
  switch (verdict.k) {
    case "validated":
      return looks === "no" ? { state: "no", why: "no validating pipe looks at its class" } : { state: looks };
    case "unchecked":
      return { state: "no", why: verdict.what };
    case "scalar":
      return { state: "no", scalar: true, why: "is one value, of which a pipe sees only the type" };
    case "schema":
    case "unknown":
      return { state: "unknown" };
  }
}

function verdictOf(names: Names, code: Code, input: Input, type: Parameters<typeof typeVerdict>[2]): TypeVerdict {
  const utility = utilityType.exec(code.text.slice(input.span.s, input.span.e))?.[1];
  return utility === undefined ? typeVerdict(names, code, type) : { k: "unchecked", what: `is \`${utility}<…>\`` };
}

/** A parameter's type that leaves nothing at run time; its inner type is what the summary keeps. */
const utilityType = /^[^:=]*:\s*(Partial|Required|Readonly|Pick|Omit)</;

/** `@Body("title", new ParseIntPipe())`, `@Body({ schema })`, `@Body({ type: MemberDto })`; options that say nothing of what is checked are none. */
function takesPipe(code: Code, id: number, own: string | undefined): boolean {
  const expr = code.expr(id);
  if (expr.k !== "call") return false;
  return expr.args.some((argument) => {
    const given = code.expr(argument);
    if (given.k === "object" && own !== undefined) return given.props.some(([name]) => name === "type" || name === "...");
    return given.k !== "const";
  });
}

/** `@Body({ validate: false })`. */
function ownSwitch(names: Names, code: Code, decorators: readonly number[], path: string): boolean | "unknown" | undefined {
  for (const id of decorators) {
    const expr = code.expr(id);
    if (expr.k !== "call") continue;
    const { values, opaque } = readArgument(names, { code, call: id, api: "", args: expr.args, frame: undefined, callers: [] }, path);
    const [value] = values;
    if (opaque.length > 0) return "unknown";
    if (!value) continue;
    const { s, e, k } = value.code.expr(value.id);
    const text = value.code.text.slice(s, e);
    return k === "object" ? true : text === "true" ? true : text === "false" ? false : "unknown";
  }
  return undefined;
}

/** Whether an application that checks its parameters by itself is told not to. Nobody starts one in sight: the application is elsewhere. */
function byDefault(names: Names): Coverage["state"] {
  const { validationSwitches } = names.project.catalog.controllers;
  const found: Coverage["state"][] = [];
  for (const word of validationSwitches.methods) {
    for (const code of names.project.codesWith([`${word}(`])) {
      for (const call of code.callsByName.get(word) ?? []) {
        const expr = code.expr(call);
        const api = expr.k === "call" ? names.apisOf(code, expr.c).find((name) => validationSwitches.of(name) !== undefined) : undefined;
        if (api === undefined || expr.k !== "call") continue;
        const site = { code, call, api, args: expr.args, frame: undefined, callers: [] };
        const { values, absent } = readArgument(names, site, validationSwitches.of(api) ?? "");
        const spelt = values.map((value) => value.code.text.slice(value.code.expr(value.id).s, value.code.expr(value.id).e));
        found.push(
          spelt.length === 0 ? (absent ? "yes" : "unknown") : spelt.every((text) => text === "false") ? "no" : spelt.includes("false") ? "unknown" : "yes",
        );
      }
    }
  }
  return found.length === 0 ? "unknown" : found.every((state) => state === "no") ? "no" : found.every((state) => state === "yes") ? "yes" : "unknown";
}

/** Pipes may be bound where nobody finds them: a shared bootstrap of another package. */
function bound(names: Names, fact: ParameterValidation | undefined): Coverage["state"] {
  return (fact?.binders ?? []).some((word) => names.project.mentioning(word).length > 0) ? "unknown" : "no";
}
