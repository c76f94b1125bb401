import type { ControlFact, InputName } from "#catalog/facts/http";
import type { ExprId } from "#syntax/summary";
import { type CallSite, readArgument } from "../call-sites.ts";
import type { StepKind } from "../endpoints/step-evidence.ts";
import type { Names } from "../names.ts";
import type { Origin } from "../origins.ts";
import { spelling } from "./inputs-seen.ts";
import { acceptsAnything } from "./schema-strength.ts";

/** Whether an endpoint's surroundings check an input before the handler sees it. */
export interface Coverage {
  readonly state: "yes" | "no" | "unknown";
  /** Why not, where that is more than a missing validator: `is \`any\``. */
  readonly why?: string;
  /** One text, number or flag. */
  readonly scalar?: true;
  /** Of a check that is none: its schema lets everything through, nobody looks at its answer, or it is not told what to check. */
  readonly hollow?: { readonly k: "anything" | "ignored" | "unlimited"; readonly what: string };
}

const yes: Coverage = { state: "yes" };
const no: Coverage = { state: "no" };
const unknown: Coverage = { state: "unknown" };

/** Whether a validator checks an input. */
export function covers(names: Names, item: StepKind, input: InputName): Coverage {
  const { fact, call, code } = item;
  if (!fact || !item.certain) return unknown;
  const expr = call === undefined ? undefined : code.expr(call);
  const site =
    call === undefined || (expr?.k !== "call" && expr?.k !== "new") ? undefined : { code, call, api: fact.api, args: expr.args, frame: undefined, callers: [] };
  const state = fact.inputs ? (fact.inputs.includes(input) ? "yes" : "no") : site ? byArguments(names, site, fact, input) : "unknown";
  if (state !== "yes" || !site) return { state };
  if (fact.demands) return byDemands(names, item, site, fact);
  const schemas = fact.schema === undefined ? keysOf(fact.inputKeys, input).map((key) => `0.${key}`) : [fact.schema];
  return demanding(
    names,
    schemas.flatMap((path) => readArgument(names, site, path).values),
  );
}

/** `multer({ storage })`: who is told nothing of what to take takes everything. */
function byDemands(names: Names, { code, span }: StepKind, site: CallSite, { demands = [], maker, elsewhere }: ControlFact): Coverage {
  const made = names.apisOf(code, calleeOf(site)).find((name) => name.endsWith(`#${site.api}`)) ?? site.api;
  const found = demands.map((path) => readArgument(names, { ...site, api: made }, path, maker));
  if (found.some(({ values }) => values.length > 0)) return yes;
  if (found.some(({ opaque }) => opaque.length > 0) || (elsewhere !== undefined && names.project.mentioning(elsewhere).length > 0)) return unknown;
  return { ...no, hollow: { k: "unlimited", what: spelling(code.text.slice(span.s, span.e)) } };
}

function calleeOf({ code, call }: CallSite): ExprId {
  const expr = code.expr(call);
  return expr.k === "call" || expr.k === "new" ? expr.c : call;
}

/** A schema that lets everything through covers nothing. */
export function demanding(names: Names, schemas: readonly Origin[]): Coverage {
  const open = schemas.map((schema) => acceptsAnything(names, schema));
  const [what] = open;
  return what !== undefined && open.every((item) => item !== undefined) ? { ...no, hollow: { k: "anything", what } } : yes;
}

function byArguments(names: Names, site: CallSite, { input: path, inputKeys, targets }: ControlFact, input: InputName): Coverage["state"] {
  if (path !== undefined)
    return byName(
      readArgument(names, site, path).values.map((value) => value.code.expr(value.id)),
      targets,
      input,
    );
  return inputKeys ? byKeys(names, site, inputKeys, input) : "unknown";
}

function keysOf(keys: ControlFact["inputKeys"], input: InputName): readonly string[] {
  return Object.entries(keys ?? {}).flatMap(([key, name]) => (name === input ? [key] : []));
}

/** What the constant beside a schema says it is a schema of: `zValidator("json", …)`. */
function byName(values: readonly { readonly k: string; readonly v?: unknown }[], targets: ControlFact["targets"], input: InputName): Coverage["state"] {
  const found = values.map((value) => (value.k === "const" ? (targets ? targets[String(value.v)] : String(value.v)) : undefined));
  if (found.includes(input)) return "yes";
  return found.length === 0 || found.includes(undefined) ? "unknown" : "no";
}

function byKeys(names: Names, site: CallSite, keys: NonNullable<ControlFact["inputKeys"]>, input: InputName): Coverage["state"] {
  const found = keysOf(keys, input).map((key) => readArgument(names, site, `0.${key}`));
  if (found.some((property) => property.values.length > 0)) return "yes";
  return found.every((property) => property.absent && property.opaque.length === 0) ? "no" : "unknown";
}
