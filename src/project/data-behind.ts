import type { Catalog } from "#catalog/lookup";
import type { FnId, Span } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isData } from "./ladder.ts";
import { isMaker, reachesOf, type Subject } from "./layer-reach.ts";
import type { Layers } from "./layers.ts";
import { isWithin } from "./spans.ts";

/** How many files a way to the database is followed through. */
const mostHops = 3;

const known = new WeakMap<Layers, Map<string, boolean>>();

/**
 * Whether what is used is proven to work on stored data: one of its own calls, or of what it calls, goes to a repository, an entity or a client.
 * A service that encrypts, reads settings or asks another system does not, whatever else stands in its file.
 */
export function leadsToData(layers: Layers, { home }: Subject, depth = 0): boolean {
  if (!home || depth > mostHops) return false;
  let memo = known.get(layers);
  if (!memo) known.set(layers, (memo = new Map()));
  const key = `${home.code.path}:${String(home.span.s)}`;
  const answer = memo.get(key);
  if (answer !== undefined) return answer;
  // What calls itself leads where the rest of it leads.
  memo.set(key, false);
  const spans = home.f === undefined ? [home.span] : spansOf(layers, home.code, home.f);
  const found = reachesOf(layers.names, home.code).some(({ subject, call, origin }) => {
    // A helper that runs a query on the model it is handed is a tool; one that is handed a transaction does the work in it.
    if (origin.k === "param" && subject.data !== "client") return false;
    const at = home.code.expr(call);
    return spans.some((span) => isWithin(at, span)) && (isData(layers, subject) || leadsToData(layers, subject, depth + 1));
  });
  if (found || depth === 0) memo.set(key, found);
  else memo.delete(key);
  return found;
}

/** A function and those of its file that it calls; the whole file for one that makes an object of functions. */
function spansOf({ names }: Layers, code: Code, f: FnId): readonly Span[] {
  if (isMaker({ k: "function", code, f })) return [{ s: 0, e: code.text.length }];
  const spans = new Map<FnId, Span>();
  const add = (id: FnId): void => {
    const span = code.summary.functions[id];
    if (!span || spans.has(id)) return;
    spans.set(id, span);
    for (const call of code.summary.calls) {
      const expr = code.expr(call);
      if (expr.k !== "call" || !isWithin(expr, span)) continue;
      for (const item of names.denote(code, expr.c)) if (item.k === "function" && item.code === code) add(item.f);
    }
  };
  add(f);
  return [...spans.values()];
}

/** `mongoose.connect()`, `DataSource.initialize()`, `PrismaClient.$connect()`. */
const opening = /[#.](?:\$?connect|initialize|authenticate)$/;

/** Whether a file opens the connection to a database: whatever it is called, it is a client. */
export function opensConnection({ names }: Layers, code: Code): boolean {
  const { catalog } = names.project;
  const isOpening = (api: string): boolean => catalog.isIn(catalog.lifetimes.clients, api) || (opening.test(api) && isOfData(catalog, api));
  return code.summary.calls.some((id) => {
    const call = code.expr(id);
    return (call.k === "call" || call.k === "new") && names.apisOf(code, call.c).some(isOpening);
  });
}

function isOfData(catalog: Catalog, api: string): boolean {
  return catalog.libraries.some(({ data, packages }) => data !== undefined && packages.includes(api.slice(0, api.indexOf("#"))));
}
