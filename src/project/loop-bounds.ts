import { escaped } from "#graph/patterns";
import type { ExprId, Region } from "#syntax/summary";
import type { Code } from "./code.ts";
import type { Iteration } from "./control.ts";
import { isOfListedType } from "./listed-elements.ts";
import type { Names } from "./names.ts";
import { type Origin, originsOf } from "./origins.ts";
import { isShortList } from "./short-lists.ts";
import { isValidatedShort } from "./validated-lists.ts";

/**
 * What a round goes through: the `elements` of something whose length nobody knows; a few `constants`; or something else whose turns
 * are no elements (pages, chunks, attempts, a stream) and of which nothing is said (`undefined`).
 */
export function goesThrough(names: Names, code: Code, iteration: Iteration): "elements" | "constants" | undefined {
  if (iteration.kind === "callback") return ofCallback(names, code, iteration);
  const { region } = iteration;
  if (!region || mayStop(code, region)) return undefined;
  const header = code.text.slice(region.g, region.s);
  switch (region.loop) {
    case "of":
    case "in":
      return /^for\s+await\b/.test(header) || portions.test(header) ? undefined : ofCollection(names, code, iteration.o);
    case "for":
      return ofCounter(names, code, region, header);
    case "while":
      return drains(code, region, header) ? "elements" : undefined;
    default:
      return undefined;
  }
}

/** Words for several elements at a time, for tries and for pages. That a name says so is reason enough to stay silent. */
const portions = /(?<![a-z])(?:chunk|batch|slice|partition|shard|stream)|Chunk|Batch|Slice|Partition|Shard|Stream/;
const counters = /(?<![a-z])(?:page|offset|skip|cursor|attempt|retry|retries|tries)|Page|Offset|Cursor|Attempt|Retry|Retries|Tries/;

function ofCallback(names: Names, code: Code, { o }: Iteration): "elements" | "constants" | undefined {
  if (o === undefined) return undefined;
  const { s, e } = code.expr(o);
  if (portions.test(code.text.slice(s, e)) || !isCollection(names, code, o)) return undefined;
  return ofCollection(names, code, o);
}

/** `map` is also a method of results, options and observables. */
const collections = /^(?:Array|ReadonlyArray|Set|ReadonlySet|Map|Iterable|Promise)$/;

function isCollection(names: Names, code: Code, o: ExprId): boolean {
  const found = names.typeOfExpr(code, o);
  if (found?.t.k === "ref" && !collections.test(found.t.n)) {
    // An alias of ours may name an array.
    const declared = names.declaredType(found.code, found.t);
    return declared?.t.k === "array" || (declared?.t.k === "ref" && collections.test(declared.t.n));
  }
  return true;
}

function ofCollection(names: Names, code: Code, o: ExprId | undefined): "elements" | "constants" | undefined {
  if (o === undefined) return undefined;
  if (isShortList(names, code, o) || isOfListedType(names, code, o) || isValidatedShort(names, code, o)) return "constants";
  const origins = originsOf(names, { code, id: o });
  if (origins.some((origin) => isPortion(origin) || isOfFolder(origin) || isOfQueue(names, origin))) return undefined;
  return origins.length > 0 && origins.every(isSetting) ? "constants" : "elements";
}

/** Made of slices: `chunk(ids, 100)`, or an array that slices were pushed into. */
function isPortion({ code, id }: Origin): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && portions.test(code.calleeName(expr.c) ?? "");
}

/** `event.Records` of a function that a queue calls: as many messages as it hands over at a time. */
function isOfQueue(names: Names, { code, id }: Origin): boolean {
  const expr = code.expr(id);
  if (expr.k !== "member") return false;
  return names.apisOf(code, expr.o).some((type) => names.project.catalog.http.inputNameOf(type, expr.p) === "message");
}

/** Files of a folder are no rows. */
function isOfFolder({ code, id }: Origin): boolean {
  const expr = code.expr(id);
  return expr.k === "call" && /^(?:readdir|glob)(?:Sync)?$/.test(code.calleeName(expr.c) ?? "");
}

/** `process.env.BRANCHES.split(",")`: what somebody typed by hand. */
function isSetting({ code, id }: Origin): boolean {
  const { s, e } = code.expr(id);
  return /^(?:JSON\.parse\()?\(?process\.env\b/.test(code.text.slice(s, e));
}

/** `for (let i = 0; i < loans.length; i++)`: one turn for each element. Other counters count pages, tries, chunks. */
function ofCounter(names: Names, code: Code, region: Region, header: string): "elements" | "constants" | undefined {
  if (portions.test(header) || counters.test(header)) return undefined;
  if (!/\.(?:length|size)\b/.test(header)) return /[<>]=?\s*\d+\s*;/.test(header) ? "constants" : undefined;
  if (!/(?:\+\+|--)/.test(header)) return undefined;
  const counted = code.summary.exprs.find(
    (expr) => expr.k === "member" && (expr.p === "length" || expr.p === "size") && expr.s >= region.g && expr.e <= region.s,
  );
  return counted?.k === "member" ? ofCollection(names, code, counted.o) : undefined;
}

/** `while (queue.length > 0) { const loan = queue.shift(); … }`, unless the loop fills it again from a query. */
function drains(code: Code, region: Region, header: string): boolean {
  const name = /^while\s*\(\s*([\w.]+)\.length\b/.exec(header)?.[1];
  if (name === undefined || portions.test(name)) return false;
  const body = code.text.slice(region.s, region.e);
  const quoted = escaped(name);
  return new RegExp(`\\b${quoted}\\.(?:shift|pop)\\(`).test(body) && !new RegExp(`\\b${quoted}\\s*=[^=]`).test(body);
}

/** A loop that may break off looks for something; how far it gets nobody knows. */
function mayStop(code: Code, loop: Region): boolean {
  const id = code.summary.regions.indexOf(loop);
  return code.summary.regions.some((region) => {
    if (region.exits !== "break" || region.k === "case" || region.s < loop.s || region.e > loop.e) return false;
    for (let up = region.up; up !== undefined; up = code.summary.regions[up]?.up) {
      if (code.summary.regions[up]?.k === "loop" || code.summary.regions[up]?.k === "case") return up === id;
    }
    return false;
  });
}
