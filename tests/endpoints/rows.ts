import { Controls } from "#project/endpoints/controls";
import type { Endpoint } from "#project/endpoints/model";
import { openProject } from "#project/open";
import { fixtureFolder } from "../fixtures.ts";

/** One endpoint as a test reads it. */
export interface Row {
  /** Methods and path. */
  readonly route: string;
  /** File and name of the handler. */
  readonly handler: string;
  /** Texts of the steps, outermost first. */
  readonly chain: readonly string[];
  readonly guard: string;
  readonly limit: string;
  /** Whether some step certainly validates. */
  readonly validated: boolean;
  readonly open: boolean;
}

/** Endpoints of a mini-project below `fixtures/endpoints/`, by route. */
export function rowsOf(name: string): readonly Row[] {
  const { names, endpoints } = openProject(fixtureFolder("endpoints", name));
  const controls = new Controls(names);
  return endpoints.all.map((endpoint) => rowOf(controls, endpoint)).sort((a, b) => (a.route < b.route ? -1 : 1));
}

/** The row of one route. */
export function rowAt(rows: readonly Row[], route: string): Row {
  const row = rows.find((item) => item.route === route);
  if (!row) throw new Error(`No endpoint ${route} among ${rows.map((item) => item.route).join(", ")}`);
  return row;
}

function rowOf(controls: Controls, endpoint: Endpoint): Row {
  const { handler, chain } = endpoint;
  const fn = handler?.code.summary.functions[handler.f];
  return {
    route: `${endpoint.methods.join("|")} ${endpoint.path}`,
    handler: handler && fn ? `${handler.code.path}:${handler.code.position(fn.s).line}` : "?",
    chain: chain.map(({ code, id, level, option }) => {
      const { s, e } = code.expr(id);
      return `${level}${option === undefined ? "" : `(${option})`} ${code.text.slice(s, e).replace(/\s+/g, " ").slice(0, 60)}`;
    }),
    guard: controls.authenticationOf(endpoint).state,
    limit: controls.limitOf(endpoint).state,
    validated: chain.some((step) => controls.kindsOf(step).some((item) => item.kind === "validator" && item.certain)),
    open: endpoint.open,
  };
}
