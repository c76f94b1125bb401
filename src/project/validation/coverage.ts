import type { ControlFact, InputName } from "#catalog/facts";
import { readArgument } from "../call-sites.ts";
import type { Controls } from "../endpoints/controls.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { StepKind } from "../endpoints/step-kinds.ts";
import type { Names } from "../names.ts";
import { readPath } from "../origins.ts";
import type { Input } from "./input-flow.ts";
import { typeVerdict } from "./parameter-types.ts";

/** Whether an endpoint's surroundings check an input before the handler sees it. */
export interface Coverage {
  readonly state: "yes" | "no" | "unknown";
  /** Why not, where that is more than a missing validator: `is \`any\``. */
  readonly why?: string;
}

/** Answers by validators in the chain, schemas in the route's options, and pipes over parameter types. */
export function coverageOf(names: Names, controls: Controls, endpoint: Endpoint, input: Input): Coverage {
  if (bySchema(names, endpoint, input.name) !== "no") return { state: bySchema(names, endpoint, input.name) };
  // Guards and interceptors are no place for validation: only what is known to validate counts there.
  const validators = endpoint.chain.flatMap((step) =>
    controls.kindsOf(step).filter((item) => item.kind === "validator" && (item.certain || !/guard|interceptor/i.test(step.option ?? ""))),
  );
  const pipes = validators.filter((item) => item.fact?.api === "ValidationPipe");
  const others = validators.filter((item) => !pipes.includes(item)).map((item) => covers(names, item, input.name));
  if (others.includes("yes")) return { state: "yes" };
  if (others.includes("unknown") || endpoint.open) return { state: "unknown" };
  if (input.parameter === undefined) return { state: "no" };
  return byPipe(names, endpoint, input, pipes.length > 0);
}

function byPipe(names: Names, endpoint: Endpoint, input: Input, hasPipe: boolean): Coverage {
  const { handler } = endpoint;
  const parameter = handler?.code.summary.functions[handler.f]?.params[input.parameter ?? -1];
  if (!handler || !parameter?.decorators) return { state: "no" };
  if (parameter.decorators.some((id) => takesPipe(handler.code, id))) return { state: "unknown" };
  const verdict = typeVerdict(names, handler.code, parameter.t);
  switch (verdict.k) {
    case "validated":
      return hasPipe ? { state: "yes" } : mentionsPipes(names) ? { state: "unknown" } : { state: "no", why: "no validating pipe looks at its class" };
    case "unchecked":
      return { state: "no", why: verdict.what };
    case "scalar":
      return { state: "no", why: "is one value, of which a pipe sees only the type" };
    case "schema":
    case "unknown":
      return { state: "unknown" };
  }
}

/** `@Body("title", new ParseIntPipe())`, `@Body({ schema })`. */
function takesPipe(code: Input["code"], id: number): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && expr.args.some((argument) => code.expr(argument).k !== "const");
}

/** Pipes may be bound where nobody finds them: a shared bootstrap of another package. */
function mentionsPipes(names: Names): boolean {
  return ["useGlobalPipes", "APP_PIPE", "UsePipes"].some((word) => names.project.mentioning(word).length > 0);
}

function covers(names: Names, item: StepKind, input: InputName): Coverage["state"] {
  const { fact, call, code } = item;
  if (!fact || !item.certain) return "unknown";
  if (fact.inputs) return fact.inputs.includes(input) ? "yes" : "no";
  const expr = call === undefined ? undefined : code.expr(call);
  if (call === undefined || expr?.k !== "call") return "unknown";
  const site = { code, call, api: fact.api, args: expr.args, frame: undefined, callers: [] };
  if (fact.input !== undefined)
    return byName(
      readArgument(names, site, fact.input).values.map((value) => value.code.expr(value.id)),
      input,
    );
  return fact.inputKeys ? byKeys(names, site, fact.inputKeys, input) : "unknown";
}

const honoTargets: Readonly<Record<string, InputName>> = { json: "body", form: "body", query: "query", param: "params", header: "headers", cookie: "cookies" };

function byName(values: readonly { readonly k: string; readonly v?: unknown }[], input: InputName): Coverage["state"] {
  const found = values.map((value) => (value.k === "const" ? honoTargets[String(value.v)] : undefined));
  if (found.includes(input)) return "yes";
  return found.length === 0 || found.includes(undefined) ? "unknown" : "no";
}

function byKeys(names: Names, site: Parameters<typeof readArgument>[1], keys: NonNullable<ControlFact["inputKeys"]>, input: InputName): Coverage["state"] {
  const wanted = Object.entries(keys).flatMap(([key, name]) => (name === input ? [key] : []));
  const found = wanted.map((key) => readArgument(names, site, `0.${key}`));
  if (found.some((property) => property.values.length > 0)) return "yes";
  return found.every((property) => property.absent && property.opaque.length === 0) ? "no" : "unknown";
}

/** Schemas among the route's options: `schema.body`, `validate.payload`. */
function bySchema(names: Names, endpoint: Endpoint, input: InputName): Coverage["state"] {
  const { options, schemas } = endpoint;
  if (!options || !schemas) return "no";
  const paths = Object.entries(schemas).flatMap(([path, name]) => (name === input ? [path.split(".")] : []));
  const found = paths.map((path) => readPath(names, options, path));
  if (found.some((property) => property.values.length > 0)) return "yes";
  return found.some((property) => property.opaque.length > 0) ? "unknown" : "no";
}
