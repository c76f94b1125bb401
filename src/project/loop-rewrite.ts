import { gettersRead, keyedForms, type RecordForm, recordForms, relationOptions } from "#catalog/batch-forms";
import type { ExprId, FnId, Span } from "#syntax/summary";
import { builtTwin, firstTaken } from "./built-twins.ts";
import { callsInChain } from "./chains.ts";
import type { Code } from "./code.ts";
import { standsIn } from "./control.ts";
import { dataEffectsOf } from "./data-effects.ts";
import { type Rows, rowsOf } from "./entity-rows.ts";
import { type KeyedTwin, keyedTwin } from "./keyed-twins.ts";
import { isKnownOutside, textOf, type WrittenRound, writtenRound } from "./loop-text.ts";
import type { LoopQuery } from "./loop-queries.ts";
import type { Names } from "./names.ts";
import { type Edit, withOption } from "./option-edits.ts";

/** One statement in place of many. */
export interface BatchForm {
  /** `readAhead`: rows are read before the round and looked up in it. `writeTogether`: the round becomes one call. `loadWithRows`: the rows' query loads the relation. */
  readonly kind: "readAhead" | "writeTogether" | "loadWithRows";
  /** The new call, or the option. */
  readonly form: string;
  readonly edits: readonly Edit[];
}

/**
 * The batch form of a query in a loop, where it is mechanical: the query stands in the round itself, on every way through it, its key is the
 * element or a property of it, and nothing in the round writes. `undefined` for anything else.
 */
export function batchForm(names: Names, code: Code, found: LoopQuery): BatchForm | undefined {
  const { operation, iteration, call } = found;
  if (operation.code !== code || operation.call !== call || !iteration) return undefined;
  if (operation.api.includes("#Row.")) return withRows(names, code, found);
  const round = writtenRound(names, code, iteration);
  if (!round || !code.summary.functions[round.fn]?.async) return undefined;
  return found.does === "read" ? ahead(names, code, found, round) : together(names, code, found, round);
}

/** `const byId = new Map((await find(…)).map((row) => [String(row.id), row]));` in front of the round, and a look-up in it. */
function ahead(names: Names, code: Code, found: LoopQuery, round: WrittenRound): BatchForm | undefined {
  const { chain, call, library } = found.operation;
  const form = formOf(names, keyedForms, found);
  if (!isOnEveryWay(code, found, round) || writesIn(names, code, round)) return undefined;
  if (form?.does !== "read" || form.missing === undefined) return builtAhead(names, code, found, round);
  const twin = keyedTwin(code, { chain, call, form, library }, round);
  const place = twin && awaitedPlace(code, chain, found.iteration?.kind === "callback");
  return twin && place ? lookedUp(code, twin, round, place, form.missing === "null" ? " ?? null" : "", form.notEmpty) : undefined;
}

/** The same for chains of a builder. */
function builtAhead(names: Names, code: Code, found: LoopQuery, round: WrittenRound): BatchForm | undefined {
  const twin = builtTwin(names, found.operation, round);
  if (!twin) return undefined;
  const { chain } = found.operation;
  if (!twin.first) {
    const place = awaitedPlace(code, chain, found.iteration?.kind === "callback");
    return place && lookedUp(code, twin, round, place, "", twin.notEmpty);
  }
  const taken = firstTaken(code, chain);
  return taken && lookedUp(code, twin, round, { ...taken.span, bare: true, head: taken.head }, "", twin.notEmpty);
}

interface Place extends Span {
  readonly bare: boolean;
  readonly head?: string;
}

function lookedUp(code: Code, twin: KeyedTwin, round: WrittenRound, place: Place, missing: string, notEmpty = false): BatchForm {
  const name = freeName(code, round.fn, `by${twin.column.replace(/^_+/, "").replace(/^./, (letter) => letter.toUpperCase())}`);
  const read = `(await ${twin.text}).map((row) => [String(row.${twin.asks}), row])`;
  const rows = `const ${name} = new Map(${notEmpty ? `${round.list}.length === 0 ? [] : ${read}` : read});`;
  const look = `${place.head ?? ""}${name}.get(String(${twin.key}))${missing}`;
  const lookUp = { span: { s: place.s, e: place.e }, text: place.bare ? look : `(${look})` };
  return { kind: "readAhead", form: twin.form, edits: [...twin.imports, { span: at(round.before), text: `${rows}\n${indentAt(code, round.before)}` }, lookUp] };
}

/** A round that does nothing else: `for (const loan of loans) await create(loan);`. */
function together(names: Names, code: Code, found: LoopQuery, round: WrittenRound): BatchForm | undefined {
  const { chain, call, library } = found.operation;
  const body = code.text.slice(round.body.s, round.body.e).replace(/^\{\s*([\s\S]*?;)(?:[ \t]*\/\/[^\n]*)?\s*\}$/, "$1");
  if (body.replace(/^(?:await|return)\s+/, "").replace(/;$/, "") !== textOf(code, chain)) return undefined;
  // What comes back of a callback may be used.
  const isStatement = found.iteration?.kind === "loop" || code.text.slice(round.before, round.s).trim() === "await";
  if (!isStatement) return undefined;
  const keyed = formOf(names, keyedForms, found);
  const twin = keyed?.does === "write" ? keyedTwin(code, { chain, call, form: keyed, library }, round) : undefined;
  const record = formOf(names, recordForms, found);
  const several = twin ?? (record && recordTwin(code, chain, call, record, round));
  if (!several) return undefined;
  const guard = (twin ? keyed : record)?.notEmpty ? `if (${round.list}.length > 0) ` : "";
  const end = code.text[round.e] === ";" ? round.e + 1 : round.e;
  const text = `${guard}await ${several.text};`;
  return { kind: "writeTogether", form: several.form, edits: [...(twin?.imports ?? []), { span: { s: round.before, e: end }, text }] };
}

function recordTwin(
  code: Code,
  chain: ExprId,
  call: ExprId,
  form: RecordForm,
  round: WrittenRound,
): { readonly text: string; readonly form: string } | undefined {
  const link = [...callsInChain(code, chain)].find((item) => (form.link === undefined ? item.call === call : item.method === form.link));
  const expr = link && code.expr(link.call);
  const callee = expr?.k === "call" ? code.expr(expr.c) : undefined;
  const [given, ...more] = link?.args ?? [];
  if (link?.call !== chain || expr?.k !== "call" || callee?.k !== "member" || given === undefined || more.length > 0) return undefined;
  const options = code.expr(given);
  const only = options.k === "object" && options.props.length === 1 ? options.props[0] : undefined;
  const record = form.record === "0" ? given : only?.[0] === "data" ? only[1] : undefined;
  if (record === undefined || !isRecord(code, record, form) || !isKnownOutside(code, callee.o, round)) return undefined;
  const written = textOf(code, record);
  const list =
    written === round.pattern && !written.startsWith("{")
      ? round.list
      : `${round.list}.map((${round.pattern}) => ${written.startsWith("{") ? `(${written})` : written})`;
  const head = code.text.slice(code.expr(chain).s, callee.e - callee.p.length);
  return {
    text: `${head}${form.method}(${form.record === "0" ? list : `{ data: ${list} }`})`,
    form: `${form.method}(${form.record === "0" ? "…" : "{ data: … }"})`,
  };
}

/** An element, or an object written out of plain values; nothing in it waits, and where only columns will do, nothing is nested. */
function isRecord(code: Code, id: ExprId, { flat }: RecordForm): boolean {
  const expr = code.expr(id);
  if (/\bawait\b|\byield\b/.test(textOf(code, id))) return false;
  if (expr.k !== "object") return expr.k === "name" || expr.k === "member";
  return !flat || expr.props.every(([key, value]) => key !== "..." && code.expr(value).k !== "object");
}

/** A relation that is loaded row by row: the query of the rows can load it, where it stands in this file and takes options. */
function withRows(names: Names, code: Code, found: LoopQuery): BatchForm | undefined {
  const { operation, call } = found;
  const expr = code.expr(call);
  const loader = expr.k === "call" ? code.expr(expr.c) : undefined;
  const relation = loader?.k === "member" ? code.expr(loader.o) : expr;
  if (relation.k !== "member") return loader?.k === "member" ? withGetter(names, code, found, loader.o, loader.p) : undefined;
  const [first, ...others] = rowsOf(names, code, relation.o) ?? [];
  if (!first || others.length > 0 || first.read.code !== code || first.read.options < 0 || !asksOnce(first, loader?.k === "member" ? loader.p : undefined))
    return undefined;
  const value = relationOptions[operation.library]?.replace("%", relation.p);
  if (value === undefined) return undefined;
  const option = `${first.read.facts.loads[0] ?? ""}: ${value}`;
  if (hasLoads(code, first)) return undefined;
  const edits = withOption(code, first.read.call, first.read.options, option);
  return edits && { kind: "loadWithRows", form: option, edits };
}

/** `await loan.getMember()` of Sequelize: the rows' query includes the relation, and the row has it under its name. */
function withGetter(names: Names, code: Code, found: LoopQuery, row: ExprId, method: string): BatchForm | undefined {
  const { operation, call, iteration } = found;
  const [first, ...others] = rowsOf(names, code, row) ?? [];
  const expr = code.expr(call);
  const round = iteration && writtenRound(names, code, iteration);
  const place = awaitedPlace(code, operation.chain, false);
  if (!first || others.length > 0 || first.read.code !== code || first.read.options < 0 || expr.k !== "call" || expr.args.length > 0) return undefined;
  const relation = first.read.entity.relations.find(({ name }) => method === `get${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  const value = gettersRead.has(operation.library) && relation ? relationOptions[operation.library]?.replace("%", relation.name) : undefined;
  if (!relation || value === undefined || !round || !place || operation.chain !== call || writesIn(names, code, round)) return undefined;
  const option = `${first.read.facts.loads[0] ?? ""}: ${value}`;
  const edits = hasLoads(code, first) ? undefined : withOption(code, first.read.call, first.read.options, option);
  return (
    edits && { kind: "loadWithRows", form: option, edits: [...edits, { span: { s: place.s, e: place.e }, text: `${textOf(code, row)}.${relation.name}` }] }
  );
}

function hasLoads(code: Code, { read }: Rows): boolean {
  const call = code.expr(read.call);
  const given = call.k === "call" ? call.args[read.options] : undefined;
  const options = given === undefined ? undefined : code.expr(given);
  return options?.k === "object" && options.props.some(([key]) => read.facts.loads.includes(key) || key === "raw");
}

/** What asks nothing once the relation is there: a lazy property, `load()`. */
function asksOnce({ read }: Rows, loader: string | undefined): boolean {
  return loader === undefined || read.facts.loadersOnce?.includes(loader) === true;
}

function formOf<Form extends { readonly apis: readonly string[] }>(
  names: Names,
  table: Readonly<Record<string, readonly Form[]>>,
  { operation }: LoopQuery,
): Form | undefined {
  const path = operation.api.slice(operation.api.indexOf("#") + 1);
  const parts = path.split(".");
  const wild = parts.length < 3 ? path : [...parts.slice(0, -2), "*", parts.at(-1)].join(".");
  const forms = table[operation.library];
  const exact = forms?.find(({ apis }) => apis.includes(path) || apis.includes(wild));
  // A kind of database is a database: `PgliteDatabase.insert`.
  return exact ?? forms?.find(({ apis }) => names.project.catalog.isIn(new Set(apis.map((api) => `${operation.library}#${api}`)), operation.api));
}

/** Every element asks: the query is in no arm of the round, and nothing before it goes on to the next element. */
function isOnEveryWay(code: Code, { call, iteration }: LoopQuery, round: WrittenRound): boolean {
  const { fn, r } = standsIn(code, call);
  const { regions, functions } = code.summary;
  const innermost = iteration?.kind === "loop" ? regions.indexOf(iteration.region as never) : functions[iteration?.f ?? 0]?.r;
  if (r !== innermost || fn !== (iteration?.kind === "loop" ? iteration.region?.fn : iteration?.f)) return false;
  return !regions.some(({ s, e, exits }) => s > round.body.s && e <= code.expr(call).s && exits !== undefined && exits !== "throw");
}

/** Whether a round writes, as far as anybody can see: what it reads may then depend on what it wrote. */
function writesIn(names: Names, code: Code, round: WrittenRound): boolean {
  const effects = dataEffectsOf(names);
  return effects.eventsOf(code, round.fn).some((event) => {
    const { s, e } = code.expr(event.call);
    if (s < round.s || e > round.e) return false;
    return effects.ofEvent({ code, f: round.fn }, event).some(({ operation }) => operation.does !== "read");
  });
}

/** The query with its `await`, and whether what stands there may be a bare `a ?? b`. */
function awaitedPlace(code: Code, chain: ExprId, isCallback: boolean): { readonly s: number; readonly e: number; readonly bare: boolean } | undefined {
  const { s, e } = code.expr(chain);
  const before = /(.?)\s*(\bawait\s+)?$/s.exec(code.text.slice(Math.max(0, s - 60), s));
  const awaited = before?.[2]?.length ?? 0;
  if (awaited === 0 && !isCallback) return undefined;
  const lead = code.text.slice(Math.max(0, s - awaited - 12), s - awaited);
  const bare = /(?:[=(,:[>]|\breturn)\s*$/.test(lead) && /^\s*[;),\]}]/.test(code.text.slice(e, e + 40));
  return { s: s - awaited, e, bare };
}

/** A name that nothing in the function has. */
function freeName(code: Code, fn: FnId, wish: string): string {
  const { s, e } = code.summary.functions[fn] ?? { s: 0, e: code.text.length };
  const text = fn === 0 ? code.text : code.text.slice(s, e);
  for (let name = wish, count = 2; ; name = `${wish}${String(count++)}`) if (!new RegExp(`\\b${name}\\b`).test(text)) return name;
}

function at(position: number): { readonly s: number; readonly e: number } {
  return { s: position, e: position };
}

function indentAt(code: Code, position: number): string {
  const line = code.text.lastIndexOf("\n", position - 1) + 1;
  return /^[ \t]*/.exec(code.text.slice(line, position))?.[0] ?? "";
}
