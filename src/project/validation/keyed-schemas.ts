import { schemaLibraries } from "#catalog/values";
import type { InputName } from "#catalog/facts/http";
import type { Controls } from "../endpoints/controls.ts";
import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import { type Origin, readPath } from "../origins.ts";
import { type Coverage, demanding } from "./validator-coverage.ts";

/**
 * Whether middleware of ours checks an input by an object of schemas it is made with: `validate({ body: schema, params: schema })`.
 * The function must speak of validation; which inputs it takes there need not be followed, the names of the keys say it.
 */
export function byKeyedSchemas(names: Names, controls: Controls, { chain }: Endpoint, input: InputName): Coverage | undefined {
  for (const step of chain) {
    const expr = step.code.expr(step.id);
    if (expr.k !== "call" || !controls.kindsOf(step).some(({ kind }) => kind === "validator")) continue;
    for (const id of expr.args) {
      const { values } = readPath(names, { code: step.code, id, frame: step.frame }, [input]);
      if (values.some((value) => isSchema(names, value))) return demanding(names, values);
    }
  }
  return undefined;
}

/** A value that a library for schemas made. */
function isSchema(names: Names, { code, id }: Origin): boolean {
  const expr = code.expr(id);
  return (
    names.apisOf(code, id).some((api) => schemaLibraries.test(api)) ||
    (expr.k === "call" && names.apisOf(code, expr.c).some((api) => schemaLibraries.test(api)))
  );
}
