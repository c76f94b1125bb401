import type { ControlFact } from "#catalog/facts/http";
import { readArgument } from "../call-sites.ts";
import type { Names } from "../names.ts";
import type { Origin } from "../origins.ts";
import type { RoutingCall } from "./arguments.ts";

/** Whether the arguments of a call take the control it makes back: `expressjwt({ credentialsRequired: false })`. */
export function isOff(names: Names, { code, id, frame }: Origin, api: string, { off = {} }: ControlFact): boolean {
  const expr = code.expr(id);
  if (expr.k !== "call" && expr.k !== "new") return false;
  return isSwitchedOff(names, { code, call: id, args: expr.args, api, frame }, off);
}

/** Whether an argument of a call is the constant that takes a control back. */
export function isSwitchedOff(names: Names, site: RoutingCall, off: NonNullable<ControlFact["off"]>): boolean {
  return Object.entries(off).some(([path, constant]) =>
    readArgument(names, { ...site, callers: [] }, path).values.some(({ code, id }) => {
      const value = code.expr(id);
      return value.k === "const" && value.v === constant;
    }),
  );
}
