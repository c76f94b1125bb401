import type { ClassId, ExprId, FnId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { injectedUse, isInjected } from "./injected-values.ts";
import { tokenName } from "./injection-tokens.ts";
import type { Names } from "./names.ts";
import { factoriesOf, type Registration, registrationsIn, registrationsOf } from "./registrations.ts";
import { livesOfClass } from "./state-places.ts";
import { type RequestPath, requestPathsOf } from "./request-path.ts";

/** Objects that a container puts together for one question: what is injected into what is injected. */
const mostParts = 4;

type Place = { readonly code: Code; readonly f: FnId } | { readonly code: Code; readonly c: ClassId };

/**
 * How a request asks a container for something that is made anew each time: the way to the call that asks.
 * @param place the factory that is called, or the class that is made
 */
export function askedOnRequest(names: Names, place: Place, parts = 0): RequestPath | undefined {
  if (parts > mostParts) return undefined;
  for (const item of tellingOf(names, place)) {
    const path = item.life === "scope" ? injectedUse(names, item)?.path : pathOf(names, item, parts);
    if (path) return path;
  }
  return "c" in place && isPlainClass(names, place.code, place.c) ? pathOf(names, { ...classWord(place.code, place.c), byName: false }, parts) : undefined;
}

type Wanted = Pick<Registration, "word" | "byName">;

/** What containers are told about a factory or a class, where they make it for each question. */
function tellingOf(names: Names, place: Place): readonly Registration[] {
  const files = "c" in place ? names.project.mentioning(classWord(place.code, place.c).word) : filesTelling(names, place);
  return files.flatMap((code) =>
    [...registrationsIn(names, code).values()].flat().filter((item) => isForOne(item) && item.code.role === "product" && makes(names, item, place)),
  );
}

/** Made for each question; or, where the container itself knows requests (Nest), for each request. */
function isForOne({ life, props }: Registration): boolean {
  return life === "ask" || (life === "scope" && props?.some(([name]) => name === "provide") === true);
}

/** Its own file, or those that name it. */
function filesTelling(names: Names, { code, f }: { readonly code: Code; readonly f: FnId }): readonly Code[] {
  const name = code.summary.functions[f]?.n;
  return name ? [code, ...names.project.mentioning(name).filter((other) => other !== code)] : [code];
}

function makes(names: Names, item: Registration, place: Place): boolean {
  if ("f" in place) return factoriesOf(names, item).some((made) => made.code === place.code && made.f === place.f);
  return item.gives === "class" && names.denote(item.code, item.what).some((made) => made.k === "class" && made.code === place.code && made.c === place.c);
}

function classWord(code: Code, c: ClassId): { readonly word: string } {
  return { word: code.summary.classes[c]?.n ?? "" };
}

/** A class no container is told about, marked as one that a container makes whenever it is asked for the class itself (`@injectable()` of tsyringe). */
function isPlainClass(names: Names, code: Code, c: ClassId): boolean {
  if (livesOfClass(names, code, c).length > 0) return false;
  const { madeWhenAsked } = names.project.catalog.containers;
  return (code.summary.classes[c]?.decorators ?? []).some((id) => {
    const expr = code.expr(id);
    return names.apisOf(code, expr.k === "call" ? expr.c : id).some((api) => madeWhenAsked.has(api));
  });
}

function pathOf(names: Names, wanted: Wanted, parts: number): RequestPath | undefined {
  if (wanted.word === "") return undefined;
  for (const code of names.project.mentioning(wanted.word)) {
    if (code.role !== "product") continue;
    const direct = questionsIn(names, code, wanted)
      .map((fn) => requestPathsOf(names).to(code, fn))
      .find((path) => path !== undefined);
    const path =
      direct ??
      consumersIn(names, code, wanted)
        .map((place) => askedOnRequest(names, place, parts + 1))
        .find((found) => found !== undefined);
    if (path) return path;
  }
  return undefined;
}

/** Functions of a file that ask a container for a word: `container.resolve("loans")`, `container.cradle.loans`. */
function questionsIn(names: Names, code: Code, wanted: Wanted): readonly FnId[] {
  return code.summary.calls.flatMap((id): readonly FnId[] => {
    const call = code.expr(id);
    if (call.k !== "call") return [];
    const [token] = call.args;
    if (token !== undefined && tokenName(code, token) === wanted.word && isInjected(names, code, id, wanted)) return [call.fn];
    const callee = code.expr(call.c);
    const owner = callee.k === "member" ? code.expr(callee.o) : undefined;
    return owner?.k === "member" && code.expr(owner.o).k === "member" && callee.k === "member" && isCradled(names, code, callee.o, wanted) ? [call.fn] : [];
  });
}

function isCradled(names: Names, code: Code, id: ExprId, wanted: Wanted): boolean {
  const expr = code.expr(id);
  return expr.k === "member" && expr.p === wanted.word && isInjected(names, code, id, wanted);
}

/** Classes and factories of a file that are handed what stands under a word when they are made. */
function consumersIn(names: Names, code: Code, wanted: Wanted): readonly Place[] {
  const found: Place[] = [];
  code.summary.functions.forEach((fn, f) => {
    const c = fn.kind === "constructor" ? code.summary.classes.findIndex((item) => item.ctor === f) : -1;
    if (c === -1 && !(wanted.byName && isFactory(names, code, f))) return;
    if (takes(names, code, f, wanted)) found.push(c === -1 ? { code, f } : { code, c });
  });
  return found;
}

function isFactory(names: Names, code: Code, f: FnId): boolean {
  const name = code.summary.functions[f]?.n;
  return name !== undefined && registrationsOf(names, name).some((item) => makes(names, item, { code, f }));
}

function takes(names: Names, code: Code, f: FnId, wanted: Wanted): boolean {
  return code.summary.exprs.some((expr, id) => {
    const param = expr.k === "param" ? expr : expr.k === "member" && wanted.byName && expr.p === wanted.word ? code.expr(expr.o) : undefined;
    return param?.k === "param" && param.f === f && isInjected(names, code, id, wanted);
  });
}
