import type { ControlFact, InputName } from "#catalog/facts/http";
import { type CallSite, readArgument } from "../call-sites.ts";
import type { Controls } from "../endpoints/controls.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { StepKind } from "../endpoints/step-kinds.ts";
import { textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import { type Origin, readPath } from "../origins.ts";
import type { Input } from "./inputs-seen.ts";
import { byClass } from "./parameter-classes.ts";
import { acceptsAnything } from "./schema-strength.ts";

/** Whether an endpoint's surroundings check an input before the handler sees it. */
export interface Coverage {
  readonly state: "yes" | "no" | "unknown";
  /** Why not, where that is more than a missing validator: `is \`any\``. */
  readonly why?: string;
  /** One text, number or flag. */
  readonly scalar?: true;
  /** Of a check that is none: its schema lets everything through, or nobody looks at its answer. */
  readonly hollow?: { readonly k: "anything" | "ignored"; readonly what: string };
}

const yes: Coverage = { state: "yes" };
const no: Coverage = { state: "no" };
const unknown: Coverage = { state: "unknown" };

/** Answers by validators in the chain, schemas in the route's options, and pipes over parameter types. */
export function coverageOf(names: Names, controls: Controls, endpoint: Endpoint, input: Input): Coverage {
  const schema = bySchema(names, endpoint, input.name);
  if (schema.state !== "no") return schema;
  // Guards and interceptors are no place for validation: only what is known to validate counts there.
  const validators = endpoint.chain.flatMap((step) =>
    controls
      .kindsOf(step)
      .filter(
        (item) =>
          item.kind === "validator" &&
          (item.certain ||
            !(
              isWithin(item, endpoint.handler) ||
              observers.test(step.code.text.slice(step.code.expr(step.id).s, step.code.expr(step.id).e)) ||
              /guard|interceptor/i.test(step.option ?? "")
            )),
      ),
  );
  const pipes = validators.filter((item) => item.fact?.classes === true);
  const others = validators.filter((item) => !pipes.includes(item)).map((item) => covers(names, item, input.name));
  if (others.some((item) => item.state === "yes") && !isOnlyRecorded(controls, endpoint, validators)) return yes;
  if (others.some((item) => item.state === "unknown") || (endpoint.open && !endpoint.declared)) return unknown;
  if (others.some((item) => item.state === "yes")) return { ...no, hollow: { k: "ignored", what: "nobody asks validationResult() for what the chains found" } };
  const hollow = [schema, ...others].find((item) => item.hollow);
  if (hollow) return hollow;
  return byClass(names, endpoint, input, pipes.length > 0);
}

/** Who is called a logger looks at inputs without refusing any. */
const observers = /^\w*(?:logger|logging|metrics)$/i;

/** A wrapper is given the handler: what that looks like inside is for the flow of its inputs to say. */
function isWithin({ code, span }: StepKind, handler: Endpoint["handler"]): boolean {
  const fn = handler?.code === code ? code.summary.functions[handler.f] : undefined;
  return fn !== undefined && span.s >= fn.s && span.e <= fn.e;
}

/** Chains of express-validator only write down what they find: somebody must ask for it. */
function isOnlyRecorded(controls: Controls, { chain, handler }: Endpoint, validators: readonly StepKind[]): boolean {
  const chains = validators.filter((item) => item.fact?.records === true);
  if (chains.length === 0 || chains.length < validators.length || !handler) return false;
  const steps = chain.map(({ code, id }) => code.text.slice(code.expr(id).s, code.expr(id).e));
  return (
    !controls.mentions(handler, /validationResult|matchedData|\.run\(|valid(?:at|\()|errors?\(/i) &&
    !steps.some((text) => /^\w+$/.test(text) || /\.(?:run|custom|bail)\(/.test(text))
  );
}

function covers(names: Names, item: StepKind, input: InputName): Coverage {
  const { fact, call, code } = item;
  if (!fact || !item.certain) return unknown;
  const expr = call === undefined ? undefined : code.expr(call);
  const site = call === undefined || expr?.k !== "call" ? undefined : { code, call, api: fact.api, args: expr.args, frame: undefined, callers: [] };
  const state = fact.inputs ? (fact.inputs.includes(input) ? "yes" : "no") : site ? byArguments(names, site, fact, input) : "unknown";
  if (state !== "yes" || !site) return { state };
  const schemas = fact.schema === undefined ? keysOf(fact.inputKeys, input).map((key) => `0.${key}`) : [fact.schema];
  return demanding(
    names,
    schemas.flatMap((path) => readArgument(names, site, path).values),
  );
}

/** A schema that lets everything through covers nothing. */
function demanding(names: Names, schemas: readonly Origin[]): Coverage {
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

/** Schemas among the route's options: `schema.body`, `validate.payload`. */
function bySchema(names: Names, endpoint: Endpoint, input: InputName): Coverage {
  const { options, schemas } = endpoint;
  if (!options || !schemas) return no;
  const paths = Object.entries(schemas).flatMap(([path, name]) => (name === input ? [path.split(".")] : []));
  const found = paths.map((path) => readPath(names, options, path));
  const values = found.flatMap((property) => property.values);
  if (values.length > 0) return lenient(names, options) ?? demanding(names, values);
  return found.some((property) => property.opaque.length > 0) ? unknown : no;
}

/** `failAction: "log"`: what does not fit goes on to the handler. */
function lenient(names: Names, options: Origin): Coverage | undefined {
  const actions = ["validate", "options.validate", "config.validate"].flatMap((path) => readPath(names, options, [...path.split("."), "failAction"]).values);
  const what = actions.map((action) => textOf(action)).find((action) => action === "log" || action === "ignore");
  return what === undefined ? undefined : { ...no, hollow: { k: "ignored", what: `failAction is "${what}"` } };
}
