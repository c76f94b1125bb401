import type { Analysis } from "../analysis.ts";
import type { Code } from "../code.ts";
import type { FnId } from "#syntax/summary";
import { ofFile } from "../per-file.ts";
import type { Step } from "../step.ts";
import type { Endpoint } from "../endpoints/model.ts";
import { isOperation, openArgument } from "./argument-types.ts";
import { coverageOf } from "./coverage.ts";
import type { Coverage } from "./validator-coverage.ts";
import { requestParam } from "../inputs.ts";
import type { Names } from "../names.ts";
import type { Edit } from "../option-edits.ts";
import { isLookedAt } from "./hand-checks.ts";
import { InputFlow } from "./input-flow.ts";
import type { Arrival, Input } from "./inputs-seen.ts";
import { isBoundPath, isJudged, isMild, isUsed } from "./judged-inputs.ts";
import { withPipe } from "./pipe-suggestions.ts";
import { withRouteSchema } from "./route-suggestions.ts";
import { withSchema } from "./schema-suggestions.ts";

/** An input that goes on although nothing checked it. */
export interface UnvalidatedInput {
  readonly k: "unvalidatedInput" | "uncheckedType" | "ignoredResult" | "acceptsAnything" | "rawInputUsed" | "unlimitedFile";
  readonly input: Input;
  readonly where: string;
  readonly why: string | undefined;
  readonly steps: readonly Step[];
  /** One value of a query: milder than a whole object or a body. */
  readonly scalar: boolean;
  /** What makes it checked, where that is mechanical. */
  readonly mend?: Mend;
}

/** Edits of one file that make an input checked. */
export interface Mend {
  readonly k: "useResult" | "awaitCheck" | "useSchema" | "useRouteSchema" | "usePipe";
  readonly code: Code;
  readonly edits: readonly Edit[];
}

const beyond = new Set(["service", "repository", "model"]);

/** Of a whole parameter, a look at one of its properties somewhere is no check of its shape. */
function isChecked({ k, input }: Arrival): boolean {
  return k === "checked" || k === "named" || (k === "perhaps" && (input.whole || input.parameter === undefined));
}

/** `verifyPrizes(member, answer)` after the answer has been written: what is called a check at that place checks nothing of it. */
function comesLate({ k, steps }: Arrival, group: readonly Arrival[]): boolean {
  const [, place] = steps;
  if (k !== "named" || !place) return false;
  return group.some(
    ({ use, steps: [, other] }) => use === "written" && other?.code === place.code && other.span.e <= place.span.s && isOneFunction(other, place),
  );
}

function isOneFunction({ code, span }: Step, place: Step): boolean {
  const around = code.summary.functions.filter((fn) => fn.s <= span.s && span.e <= fn.e).at(-1);
  return around !== undefined && around === code.summary.functions.filter((fn) => fn.s <= place.span.s && place.span.e <= fn.e).at(-1);
}

const known = new WeakMap<Analysis, Map<Code, readonly UnvalidatedInput[]>>();

/** Inputs that handlers in a file hand on unchecked: one finding for each input of a handler. */
export function unvalidatedInputs(analysis: Analysis, code: Code): readonly UnvalidatedInput[] {
  let answers = known.get(analysis);
  if (!answers) known.set(analysis, (answers = new Map()));
  let found = answers.get(code);
  if (!found) answers.set(code, (found = search(analysis, code)));
  return found;
}

function search(analysis: Analysis, code: Code): readonly UnvalidatedInput[] {
  return code.summary.functions.flatMap((_, f) => {
    const endpoints = analysis.endpoints.handledBy(code, f);
    const served = endpoints.length > 0 ? endpoints : standing(analysis, code, f);
    return served.length > 0 ? ofHandler(analysis, code, f, served) : [];
  });
}

const standaloneTypes = /^(?:@types\/)?(?:aws-lambda|h3)#/;

interface Words {
  readonly listens: boolean;
  readonly standsAlone: boolean;
}

/** Which handlers without a router the words of a file allow; read once, not once for each function. */
const wordsOf = ofFile(({ text }): Words => {
  const alone = /APIGateway|[eE]ventHandler\b|\bexports?\b[^\n]*\bhandler\b/.test(text) && !/middy|validator|schema(?:s|tized)?\b.{0,40}wrap/i.test(text);
  return { listens: /@(?:MessageBody|Payload)\(/.test(text), standsAlone: alone };
});

/** Handlers that are reached without a router: nothing stands in front of them but what wraps them, and of a wrapped one we know nothing. */
function standing({ names }: Analysis, code: Code, f: FnId): readonly Endpoint[] {
  if (code.role !== "product") return [];
  const { listens, standsAlone } = wordsOf(code);
  const listening = listens ? listener(names, code, f) : [];
  if (listening.length > 0) return listening;
  if (!standsAlone) return [];
  const fn = code.summary.functions[f];
  const request = fn && requestParam(names, code, f, 0);
  if (!fn || !request || !standaloneTypes.test(request.what)) return [];
  const framework = request.what.slice(0, request.what.indexOf("#"));
  return [{ framework, methods: ["ALL"], path: "…", code, span: { s: fn.s, e: fn.e }, handler: { code, f }, chain: [], open: false }];
}

/** Gateways and consumers of messages: pipes of the HTTP application may not reach them, so that one near them leaves it open what they get. */
function listener(names: Names, code: Code, f: FnId): readonly Endpoint[] {
  const fn = code.summary.functions[f];
  if (!fn?.params.some((param) => param.decorators) || /Pipe\b/.test(code.text)) return [];
  const messages = fn.params.some((_, i) => /^@(?:MessageBody|Payload)\(/.test(requestParam(names, code, f, i)?.what ?? ""));
  return messages
    ? [{ framework: "@nestjs/common", methods: ["MESSAGE"], path: "…", code, span: { s: fn.s, e: fn.e }, handler: { code, f }, chain: [], open: false }]
    : [];
}

function ofHandler(analysis: Analysis, code: Code, f: FnId, endpoints: readonly Endpoint[]): readonly UnvalidatedInput[] {
  const isBeyond = (other: Code): boolean => other !== code && beyond.has(analysis.layers.of(other).layer);
  const { arrivals } = new InputFlow(analysis.names, code, f, isBeyond, endpoints.every(isOperation));
  const byInput = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const key = `${arrival.input.name}:${arrival.input.parameter ?? ""}`;
    byInput.set(key, [...(byInput.get(key) ?? []), arrival]);
  }
  const found = [...byInput.values()].flatMap((group): readonly UnvalidatedInput[] => {
    if (group.some((item) => isChecked(item) && !comesLate(item, group))) return [];
    const raw = group.some((item) => item.k === "discarded");
    const open = openArguments(analysis.names, group, endpoints);
    const looked = new Set(group.flatMap(({ k, input }) => (k === "looked" && (input.whole || input.parameter === undefined) ? [placeOf(input)] : [])));
    const leaving =
      open?.arrivals ?? group.filter((item) => item.k === "leaves" && (!raw || item.input.whole) && isUsed(item) && !looked.has(placeOf(item.input)));
    const first = leaving.find((item) => item.use === "written" && item.input.name === "params") ?? leaving[0];
    if (
      !first ||
      !(open ?? isJudged(first.input, endpoints)) ||
      isBoundPath(first.input, endpoints) ||
      (first.input.code !== code && first.input.code.role !== "product")
    )
      return [];
    if (isLookedAt(first.input, { code, f })) return [];
    if (open) return [{ k: "acceptsAnything", why: open.type, input: first.input, where: first.where, steps: first.steps, scalar: false }];
    const coverages = endpoints.map((endpoint) => coverageOf(analysis.names, analysis.controls, endpoint, first.input));
    if (coverages.some((coverage) => coverage.state !== "no")) return [];
    const onlyValues = group.every((item) => !item.input.whole) || coverages.some((coverage) => coverage.scalar === true);
    const scalar = isMild(first.input, leaving, onlyValues);
    const reason = reasonOf(group, first, coverages[0]);
    const mend = reason.mend ?? mendInput(analysis.names, first.input, endpoints, reason.k);
    return [{ input: first.input, where: first.where, steps: first.steps, scalar, ...reason, ...(mend && { mend }) }];
  });
  return found.filter((item, i) => item.input.name !== "arguments" || found.findIndex((other) => other.input.name === "arguments") === i);
}

/** One reading of an input: looking at it there says nothing of another one. */
function placeOf({ code, span }: Input): string {
  return `${code.path}:${span.s}`;
}

/** Arguments of GraphQL operations are checked by its schema, but for those whose type there lets everything through. */
function openArguments(
  names: Names,
  group: readonly Arrival[],
  endpoints: readonly Endpoint[],
): { readonly arrivals: readonly Arrival[]; readonly type: string } | undefined {
  const found = group.flatMap((arrival) => {
    const type =
      arrival.k === "leaves" ? endpoints.map((endpoint) => openArgument(names, endpoint, arrival.input)).find((item) => item !== undefined) : undefined;
    return type === undefined ? [] : [{ arrival, type }];
  });
  return found[0] && { arrivals: found.map(({ arrival }) => arrival), type: found[0].type };
}

/** What is wrong, most telling first: a check that is none says more than a check that is missing, and is the place to show. */
function reasonOf(
  group: readonly Arrival[],
  first: Arrival,
  coverage: Coverage | undefined,
): Pick<UnvalidatedInput, "k" | "why"> & Partial<Pick<UnvalidatedInput, "input" | "steps" | "mend">> {
  const discarded = group.find((item) => item.k === "discarded");
  if (discarded) return { k: "rawInputUsed", why: undefined, ...mendOf(discarded, first) };
  const hollow = coverage?.hollow;
  if (hollow?.k === "unlimited") return { k: "unlimitedFile", why: hollow.what };
  for (const [k, kind] of hollowKinds) {
    const found = group.find((item) => item.k === kind);
    if (found) return { k, why: found.where, input: found.input, steps: [...found.steps, ...first.steps.slice(1)], ...mendOf(found, first) };
    if (hollow?.k === kind) return { k, why: hollow.what };
  }
  // That a text of the path or a header is one value needs no saying.
  const plain = coverage?.scalar === true && (first.input.name === "params" || first.input.name === "headers");
  if (plain) return { k: "unvalidatedInput", why: undefined };
  return { k: coverage?.why === undefined ? "unvalidatedInput" : "uncheckedType", why: coverage?.why };
}

const hollowKinds = [
  ["ignoredResult", "ignored"],
  ["acceptsAnything", "anything"],
] as const;

/** A schema for a type that is only claimed; a pipe for a class that nothing looks at. */
function mendInput(names: Names, input: Input, endpoints: readonly Endpoint[], k: UnvalidatedInput["k"]): Mend | undefined {
  const { code } = input;
  if (k === "unvalidatedInput") {
    const byRoute = withRouteSchema(names, input, endpoints);
    const edits = byRoute ?? withSchema(names, input, endpoints);
    return edits && { k: byRoute ? "useRouteSchema" : "useSchema", code, edits };
  }
  const handler = endpoints[0]?.handler;
  const edits = k === "uncheckedType" && handler?.code === code ? withPipe(names, input, handler) : undefined;
  return edits && { k: "usePipe", code, edits };
}

/** `req.body = schema.parse(req.body)`, `await schema.parseAsync(req.body)`: only where that is all there is to do. */
function mendOf(check: Arrival, leaving: Arrival): Pick<UnvalidatedInput, "mend"> {
  const place = check.steps.at(-1);
  if (!place) return {};
  const { code, span } = place;
  const before = (k: Mend["k"], at: number, text: string): { mend: Mend } => ({ mend: { k, code, edits: [{ span: { s: at, e: at }, text }] } });
  if (check.k === "ignored") return check.where.startsWith("nobody waits") && isAsync(check) ? before("awaitCheck", span.s, "await ") : {};
  const awaited = /\bawait\s+$/.exec(code.text.slice(0, span.s))?.[0].length ?? 0;
  const same = check.input.label === leaving.input.label && /^[\w$]+\.(?:body|request\.body)$/.test(check.input.label);
  return check.k === "discarded" && same ? before("useResult", span.s - awaited, `${check.input.label} = `) : {};
}

/** Whether `await` may stand where a check stands. */
function isAsync({ steps }: Arrival): boolean {
  const place = steps.at(-1);
  const around = place?.code.summary.functions.filter((fn) => fn.s <= place.span.s && place.span.e <= fn.e).at(-1);
  return place !== undefined && around !== undefined && /^(?:export\s+)?(?:default\s+)?async\b/.test(place.code.text.slice(around.s, around.e));
}
