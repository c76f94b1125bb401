import type { InputName } from "#catalog/facts/http";
import type { ProjectPath } from "#finding";
import type { ExprId, FnId, Span } from "#syntax/summary";
import type { Analysis } from "../analysis.ts";
import type { Code } from "../code.ts";
import { dataEffectsOf } from "../data-effects.ts";
import { coverageOf } from "../validation/coverage.ts";
import { InputFlow } from "../validation/input-flow.ts";
import type { Arrival, Input } from "../validation/inputs-seen.ts";
import type { Control } from "./controls.ts";
import type { Endpoint } from "./model.ts";

/** A line of a file. */
export interface Spot {
  readonly file: ProjectPath;
  readonly line: number;
}

/** Whether something holds, and the place that proves or suggests it. */
export interface Answer {
  readonly state: "yes" | "no" | "unknown";
  readonly at?: Spot;
}

/** One endpoint as plain values. */
export interface EndpointRow {
  /** Sorted. HTTP methods in upper case, `ALL`, or what a protocol has instead: `QUERY`, `MUTATION`, `ACTION`, `MESSAGE`. */
  readonly methods: readonly string[];
  /** Parameters as `{id}`; `…` stands for a part nobody could read. */
  readonly path: string;
  /** Whether the way from the application is known: `false` where nobody mounts its router, or the mount could not be read. */
  readonly mounted: boolean;
  readonly framework: string;
  /** The version in the path (`v1`), or `null`. */
  readonly version: string | null;
  readonly registered: Spot;
  /** `null` where the function that answers could not be found, or a library answers. */
  readonly handler: (Spot & { readonly name: string }) | null;
  /** Layer of the handler's file, or `null`. */
  readonly layer: string | null;
  readonly authentication: Answer;
  readonly rateLimit: Answer;
  /** Only the inputs that the handler reads, or that something in front of it validates. */
  readonly validation: Readonly<Partial<Record<InputName, Answer>>>;
  /** Whether what the handler writes runs in a transaction; `null` where it writes nothing that is known. */
  readonly transaction: Answer | null;
}

/** Inputs that schemas and middleware name; others are only seen where they are read. */
const named: readonly InputName[] = ["body", "query", "params", "headers", "cookies", "files"];
/** Where a request comes from and goes to is no input with a shape. */
const shapeless: ReadonlySet<InputName> = new Set<InputName>(["url", "address"]);
const beyond: ReadonlySet<string> = new Set(["service", "repository", "model"]);

type Flow = Pick<InputFlow, "arrivals" | "reads">;

/** Every endpoint of a project's product files, by path, method and place. */
export function inventoryOf(analysis: Analysis): readonly EndpointRow[] {
  const flows = new Map<string, Flow>();
  return analysis.endpoints.all
    .filter(({ code }) => code.role === "product")
    .map((endpoint) => rowOf(analysis, endpoint, flows))
    .toSorted(compareRows);
}

function rowOf(analysis: Analysis, endpoint: Endpoint, flows: Map<string, Flow>): EndpointRow {
  const { handler, code, span } = endpoint;
  return {
    methods: [...new Set(endpoint.methods)].sort(),
    path: endpoint.path,
    mounted: !endpoint.open,
    framework: endpoint.framework,
    version: /(?:^|\/)(v\d+(?:\.\d+)?(?:(?:alpha|beta)\d*)?)(?=\/|$)/i.exec(endpoint.path)?.[1] ?? null,
    registered: spotOf(code, span),
    handler: handler ? { ...spotOf(handler.code, handler.code.summary.functions[handler.f] ?? span), name: nameOf(handler.code, handler.f) } : null,
    layer: layerOf(analysis, handler?.code ?? code),
    authentication: answerOf(analysis.controls.authenticationOf(endpoint)),
    rateLimit: answerOf(analysis.controls.limitOf(endpoint)),
    validation: validationOf(analysis, endpoint, flows),
    transaction: handler ? transactionOf(analysis, handler) : null,
  };
}

function spotOf(code: Code, { s }: Pick<Span, "s">): Spot {
  return { file: code.path, line: code.position(s).line };
}

function answerOf({ state, by }: Control): Answer {
  return { state, ...(by ? { at: spotOf(by.code, by.span) } : {}) };
}

function layerOf(analysis: Analysis, code: Code): string | null {
  const { layer } = analysis.layers.of(code);
  return layer === "none" ? null : layer;
}

/** `LoansController.lend`, `lendBook`; a function that nothing names is `(inline)`. */
function nameOf(code: Code, f: FnId): string {
  const fn = code.summary.functions[f];
  if (!fn) return "(inline)";
  const owner = fn.owner === undefined ? undefined : code.summary.classes[fn.owner]?.n;
  if (fn.n !== "") return owner === undefined || owner === "" ? fn.n : `${owner}.${fn.n}`;
  const key = fn.expr === undefined ? undefined : Object.entries(code.summary.writes).find(([, writes]) => writes.some(({ v }) => holds(code, v, f)))?.[0];
  return (key === undefined ? undefined : spelt(code, key)) ?? "(inline)";
}

/** The function itself, or a call that wraps it: `const lend = asyncHandler(async (req, res) => …)`. */
function holds(code: Code, id: ExprId, f: FnId, depth = 0): boolean {
  const expr = code.expr(id);
  if (expr.k === "function") return expr.f === f;
  return expr.k === "call" && depth < 2 && expr.args.some((argument) => holds(code, argument, f, depth + 1));
}

/** The place a value is stored in, as a reader would write it: `b12.lend` → `controller.lend`. */
function spelt(code: Code, key: string): string | undefined {
  const [, kind, index, rest = ""] = /^([bc])(\d+)((?:\.[\w$]+)*)$/.exec(key) ?? [];
  const name = kind === "b" ? code.summary.bindings[Number(index)]?.n : kind === "c" ? code.summary.classes[Number(index)]?.n : undefined;
  return name === undefined || name === "" ? undefined : name + rest;
}

function validationOf(analysis: Analysis, endpoint: Endpoint, flows: Map<string, Flow>): EndpointRow["validation"] {
  const flow = flowOf(analysis, endpoint, flows);
  const arrivals = flow.arrivals.filter(({ input }) => !shapeless.has(input.name));
  const names = new Set<InputName>([...named, ...arrivals.map(({ input }) => input.name)]);
  const answers = [...names].flatMap((name): [InputName, Answer][] => {
    const own = arrivals.filter(({ input }) => input.name === name);
    const answer = own.length > 0 ? readAnswer(analysis, endpoint, own) : (unreadAnswer(analysis, endpoint, name) ?? onlyRead(flow, name));
    return answer ? [[name, answer]] : [];
  });
  return Object.fromEntries(answers);
}

/** Headers are read in passing everywhere; only where one goes is of interest. */
function onlyRead({ reads }: Flow, name: InputName): Answer | undefined {
  const own = name === "headers" || !named.includes(name) ? [] : reads.filter(({ input }) => input.name === name);
  const [first] = own;
  return first && { state: own.every(({ isValidated }) => isValidated) ? "yes" : "unknown", at: spotOf(first.input.code, first.input.span) };
}

function flowOf(analysis: Analysis, { handler }: Endpoint, flows: Map<string, Flow>): Flow {
  if (!handler) return { arrivals: [], reads: [] };
  const { code, f } = handler;
  const key = `${code.path}:${f}`;
  let found = flows.get(key);
  if (!found) {
    const isBeyond = (other: Code): boolean => other !== code && beyond.has(analysis.layers.of(other).layer);
    flows.set(key, (found = new InputFlow(analysis.names, code, f, isBeyond)));
  }
  return found;
}

/** An input the handler reads: every value of it must be checked, in front of the handler or on its way. */
function readAnswer(analysis: Analysis, endpoint: Endpoint, arrivals: readonly Arrival[]): Answer {
  const parameters = [...new Set(arrivals.map(({ input }) => input.parameter))];
  const groups = parameters.map((parameter) => arrivals.filter(({ input }) => input.parameter === parameter));
  const answers = groups.map((group) => groupAnswer(analysis, endpoint, group));
  return answers.find(({ state }) => state === "no") ?? answers.find(({ state }) => state === "unknown") ?? answers[0] ?? { state: "unknown" };
}

function groupAnswer(analysis: Analysis, endpoint: Endpoint, group: readonly Arrival[]): Answer {
  const [first] = group;
  if (!first) return { state: "unknown" };
  const around = coverageAnswer(analysis, endpoint, first.input);
  if (around.state === "yes") return around;
  const checked = group.find(({ k }) => k === "checked");
  if (checked) return { state: "yes", at: lastStep(checked) };
  const perhaps = group.find(({ k, input }) => (k === "perhaps" || k === "looked") && (input.whole || input.parameter === undefined));
  if (perhaps) return { state: "unknown", at: lastStep(perhaps) };
  const read = group.find(({ k }) => k === "leaves") ?? first;
  const at = spotOf(read.input.code, read.input.span);
  return { state: around.state === "no" && read.k === "leaves" ? "no" : "unknown", at };
}

/** An input nobody reads, as far as we see: worth a word only where it is validated. */
function unreadAnswer(analysis: Analysis, endpoint: Endpoint, name: InputName): Answer | undefined {
  const { code, span } = endpoint;
  const answer = coverageAnswer(analysis, endpoint, { name, label: name, code, span, whole: true, members: [] });
  return answer.state === "yes" ? answer : undefined;
}

/** Names the step or the options that validate, by asking about each alone. */
function coverageAnswer({ names, controls }: Analysis, endpoint: Endpoint, input: Input): Answer {
  const { state } = coverageOf(names, controls, endpoint, input);
  if (state !== "yes") return { state };
  const { options, ...bare } = endpoint;
  const step = endpoint.chain.find((one) => coverageOf(names, controls, { ...bare, chain: [one] }, input).state === "yes");
  const by = step ?? options;
  return { state, at: by ? spotOf(by.code, by.code.expr(by.id)) : spotOf(endpoint.code, endpoint.span) };
}

function lastStep({ steps, input }: Arrival): Spot {
  const last = steps.at(-1) ?? input;
  return spotOf(last.code, last.span);
}

/** Reads, and writes on what nobody could follow, prove nothing. */
function transactionOf({ names }: Analysis, handler: NonNullable<Endpoint["handler"]>): Answer | null {
  const effects = dataEffectsOf(names).of(handler);
  const writes = effects.filter(({ operation }) => operation.does === "write" || operation.does === "flush");
  const [first] = writes;
  if (!first) return null;
  const held = writes.find(({ transaction }) => transaction !== undefined);
  if (held?.transaction) return { state: "yes", at: spotOf(held.transaction.code, held.transaction.code.expr(held.transaction.call)) };
  const isOutside = writes.every(({ roots }) => roots.length > 0 && roots.every(({ k }) => k === "client"));
  return { state: isOutside ? "no" : "unknown", at: spotOf(first.operation.code, first.operation.code.expr(first.operation.call)) };
}

function compareRows(a: EndpointRow, b: EndpointRow): number {
  return (
    compare(a.path, b.path) ||
    compare(a.methods.join(), b.methods.join()) ||
    compare(a.registered.file, b.registered.file) ||
    a.registered.line - b.registered.line ||
    compare(a.handler?.name ?? "", b.handler?.name ?? "")
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
