import type { ServedMount } from "#catalog/facts/served";
import { servedWords } from "#catalog/lookup/served";
import type { ExprId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import type { Origin } from "../origins.ts";
import { type RoutingCall, valuesAt } from "./arguments.ts";
import { surroundingsOf } from "./effective.ts";
import { filePathOf } from "./file-paths.ts";
import type { Step } from "./model.ts";
import { joinPaths, pathsOf } from "./paths.ts";
import type { RouteTable } from "./route-table.ts";
import { callsNaming } from "./served-calls.ts";
import { positionOf } from "./positions.ts";

/** A tree of procedures handed to a transport. */
export interface TreeMount {
  readonly tree: Origin;
  readonly fact: ServedMount;
  /** What stands in front of all names; none where nobody says. */
  readonly prefix: string | undefined;
  /** Middleware of the application in front of it. */
  readonly chain: readonly Step[];
  readonly open: boolean;
}

/** Calls that hand trees to transports: `createExpressMiddleware({ router })`, `new RPCHandler(router)`, `register(fastifyTRPCPlugin, { … })`. */
export function treeMountsOf(names: Names, table: RouteTable): readonly TreeMount[] {
  const words = servedWords(names.project.libraries).mounts;
  const found: TreeMount[] = [];
  for (const { code, call, callee, args } of callsNaming(names, words)) {
    for (const { api, fact } of mountsAt(names, code, callee, args)) {
      const site: RoutingCall = { code, call, args, api, frame: undefined };
      for (const tree of valuesAt(names, site, fact.tree)) found.push(...placed(names, table, { site, fact, tree }));
    }
  }
  return found;
}

function mountsAt(names: Names, code: Code, c: ExprId, args: readonly ExprId[]): readonly { readonly api: string; readonly fact: ServedMount }[] {
  const { served } = names.project.catalog;
  const asked = [...names.apisOf(code, c), ...(args[0] === undefined ? [] : names.apisOf(code, args[0]).filter((api) => served.mounts.of(api)?.plugin))];
  return asked.flatMap((api) => {
    const fact = served.mounts.of(api);
    const isPlugin = args[0] !== undefined && names.apisOf(code, args[0]).includes(api);
    return fact && (fact.plugin === true) === isPlugin ? [{ api, fact }] : [];
  });
}

interface Handed {
  readonly site: RoutingCall;
  readonly fact: ServedMount;
  readonly tree: Origin;
}

function placed(names: Names, table: RouteTable, { site, fact, tree }: Handed): readonly TreeMount[] {
  const own = fact.prefix === undefined ? [] : valuesAt(names, site, fact.prefix).flatMap((value) => pathsOf(names, value) ?? []);
  const told = own.length > 0 ? own : fact.handle ? handledAt(names, site.code, fact.handle) : [];
  const around = surroundedBy(names, table, site, fact);
  if (around.length > 0) {
    const inner = fact.plugin ? (told[0] ?? "") : "";
    return around.map((item) => ({ tree, fact, prefix: told[0] !== undefined && !fact.plugin ? told[0] : joinPaths(item.prefix, inner), ...item.rest }));
  }
  const front = frontOf(names, table, site, fact);
  if (front) return front.map((item) => ({ tree, fact, prefix: joinPaths(item.prefix, told[0] ?? ""), ...item.rest }));
  const file = told.length > 0 ? undefined : filePathOf(names, site.code)?.replace(/\/\{[^/]*\}$/, "");
  return [{ tree, fact, prefix: told[0] ?? file, chain: [], open: false }];
}

/** What the call itself says stands in front: the router it is given, a function that sets the application up. */
function frontOf(names: Names, table: RouteTable, site: RoutingCall, { app, before }: ServedMount): readonly Front[] | undefined {
  if (app === undefined && before === undefined) return undefined;
  const steps = before === undefined ? [] : valuesAt(names, site, before).map((step): Step => ({ ...step, level: "app", option: "before", doubtful: true }));
  if (app === undefined) return [{ prefix: "", rest: { chain: steps, open: false } }];
  const at = positionOf(site.code, site.call);
  const routers = valuesAt(names, site, app).flatMap((value) => table.routers.of(value));
  const found = routers.flatMap((item) => surroundingsOf(names, table, item.router, [...item.at, at], "/"));
  if (found.length === 0) return [{ prefix: "", rest: { chain: steps, open: true } }];
  return found.map(({ prefix, chain, open }) => ({ prefix, rest: { chain: [...chain, ...steps], open } }));
}

/** `handler.handle(request, { prefix: "/rpc" })`, wherever the same file calls it. */
function handledAt(names: Names, code: Code, { api, prefix }: NonNullable<ServedMount["handle"]>): readonly string[] {
  const method = api.slice(api.lastIndexOf(".") + 1);
  return (code.callsByName.get(method) ?? []).flatMap((call) => {
    const expr = code.expr(call);
    if (expr.k !== "call") return [];
    const full = names.apisOf(code, expr.c).find((name) => name.endsWith(`#${api}`));
    if (full === undefined) return [];
    const site: RoutingCall = { code, call, args: expr.args, api: full, frame: undefined };
    return prefix.flatMap((path) => valuesAt(names, site, path)).flatMap((value) => pathsOf(names, value) ?? []);
  });
}

/** The call on a router that the middleware is an argument of: `app.use("/trpc", limit, createExpressMiddleware({ … }))`. */
function surroundedBy(names: Names, table: RouteTable, site: RoutingCall, fact: ServedMount): readonly Front[] {
  const { code } = site;
  const outer = fact.plugin ? site.call : enclosingCall(code, site.call);
  const expr = outer === undefined ? undefined : code.expr(outer);
  const callee = expr?.k === "call" ? code.expr(expr.c) : undefined;
  if (outer === undefined || expr?.k !== "call" || callee?.k !== "member") return [];
  const first = expr.args[0];
  const paths = fact.plugin || first === undefined || first === site.call ? ["/"] : (pathsOf(names, { code, id: first }) ?? ["/"]);
  const before = fact.plugin ? [] : expr.args.filter((id) => id !== site.call && code.expr(id).k !== "const");
  const steps = before.map((id): Step => ({ code, id, level: "router" }));
  return table.routers.of({ code, id: callee.o }).flatMap(({ router, at }) =>
    paths.flatMap((path) =>
      surroundingsOf(names, table, router, [...at, positionOf(code, outer)], path).map(({ prefix, chain, open }) => ({
        prefix: joinPaths(prefix, path.replace(/\/\*\w*$/, "")),
        rest: { chain: [...chain.filter((step) => step.code !== code || step.id !== site.call), ...steps], open },
      })),
    ),
  );
}

interface Front {
  readonly prefix: string;
  readonly rest: Around;
}

interface Around {
  readonly chain: readonly Step[];
  readonly open: boolean;
}

function enclosingCall(code: Code, call: ExprId): ExprId | undefined {
  return code.summary.calls.find((id) => {
    const expr = code.expr(id);
    return expr.k === "call" && expr.args.includes(call);
  });
}
