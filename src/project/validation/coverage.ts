import type { InputName } from "#catalog/facts/http";
import type { Controls } from "../endpoints/controls.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { StepKind } from "../endpoints/step-evidence.ts";
import { textOf } from "../folded.ts";
import type { Names } from "../names.ts";
import { type Origin, readPath } from "../origins.ts";
import { filesCoverage } from "./file-coverage.ts";
import type { Input } from "./inputs-seen.ts";
import { byKeyedSchemas } from "./keyed-schemas.ts";
import { byClass } from "./parameter-classes.ts";
import { type Coverage, covers, demanding } from "./validator-coverage.ts";

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
  if (input.name === "files") return filesCoverage(names, controls, endpoint, input, validators);
  const others = validators.filter((item) => !pipes.includes(item)).map((item) => covers(names, item, input.name));
  if (others.some((item) => item.state === "yes") && !isOnlyRecorded(controls, endpoint, validators)) return yes;
  const keyed = byKeyedSchemas(names, controls, endpoint, input.name);
  if (keyed) return keyed;
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
