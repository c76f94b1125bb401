import type { ClassId, ExprId, FnId, Span, TypeExpr } from "#syntax/summary";
import type { Code } from "./code.ts";
import { registrationsOf } from "./layer-evidence.ts";
import { isCompiled, isFrontEnd } from "./front-ends.ts";
import { type Fault, faultOf, layerOfSubject } from "./layer-faults.ts";
import { isMentioned, isUseCase, lineEnd, paramSpan, type Reach, reachesOf, type Subject, subjectOf } from "./layer-reach.ts";
import { declarationAt, isLiteralExport } from "./layer-places.ts";
import type { Layer, Layers } from "./layers.ts";
import type { Step } from "./step.ts";
import { isWithin } from "./spans.ts";

/** A dependency against the ladder, or past one of its rungs. */
export interface LayerProblem extends Fault {
  readonly span: Span;
  readonly from: Layer;
  /** What is used, as a reader knows it. */
  readonly name: string;
  readonly steps: readonly Step[];
}

/** How far calls are followed through modules that belong to no layer. */
const mostHops = 3;
const memo = new WeakMap<Layers, WeakMap<Code, Map<boolean, readonly LayerProblem[]>>>();

/**
 * Dependencies of a file that go the wrong way or skip a layer: one per import, injection, and function that calls what was injected.
 * @param strict demands every rung of the ladder, whatever the project shows
 */
export function layerProblems(layers: Layers, code: Code, strict: boolean): readonly LayerProblem[] {
  let byCode = memo.get(layers);
  if (!byCode) memo.set(layers, (byCode = new WeakMap()));
  let known = byCode.get(code);
  if (!known) byCode.set(code, (known = new Map()));
  let problems = known.get(strict);
  if (!problems) known.set(strict, (problems = findProblems(layers, code, strict)));
  return problems;
}

function findProblems(layers: Layers, code: Code, strict: boolean): readonly LayerProblem[] {
  const verdict = layers.of(code);
  if (code.role !== "product" || isFrontEnd(layers, code) || isCompiled(code) || (verdict.weak && verdict.by !== "config" && verdict.layer !== "router"))
    return [];
  const judge = new Judge(layers, code, verdict.layer, strict);
  switch (verdict.layer) {
    case "model":
      // A folder of that name holds many things; only what defines entities is held to the law.
      if (verdict.by !== "evidence" && verdict.by !== "config") return [];
      return [...judge.injections(), ...judge.calls(), ...judge.outward()];
    case "service":
    case "repository":
      return [...judge.injections(), ...judge.calls(), ...judge.outward()];
    case "router":
      return [...judge.injections(), ...judge.calls()];
    case "composition": {
      const regions = registrationsOf(layers.names, code);
      if (regions.length === 0) return [];
      return new Judge(layers, code, "router", strict).callsThemselves((f) => regions.some((region) => isWithin(code.summary.functions[f], region)));
    }
    default:
      return [];
  }
}

class Judge {
  readonly #layers: Layers;
  readonly #code: Code;
  readonly #from: Layer;
  readonly #strict: boolean;
  readonly #injected = new Set<string>();
  readonly #told = new Set<string>();

  constructor(layers: Layers, code: Code, from: Layer, strict: boolean) {
    this.#layers = layers;
    this.#code = code;
    this.#from = from;
    this.#strict = strict;
  }

  /** What the classes of the file are handed by a container, or by hand. */
  injections(): readonly LayerProblem[] {
    const { summary } = this.#code;
    return summary.classes.flatMap((fact, c) => {
      const params = fact.ctor === undefined ? [] : (summary.functions[fact.ctor]?.params ?? []).flatMap((_, i) => this.#injectedParam(c, fact.ctor ?? 0, i));
      const fields = Object.entries(fact.members).flatMap(([name, member]) => {
        if (member.kind !== "field" || member.param !== undefined || !member.decorators?.length) return [];
        const items = this.#layers.names.memberOf({ k: "instance", code: this.#code, c }, name);
        const span = { s: member.at, e: lineEnd(this.#code, member.at) };
        return this.#injection(
          items.flatMap((item) => subjectOf(this.#layers.names, this.#code, item, -1) ?? []),
          span,
          c,
          member.t,
        );
      });
      return [...params, ...fields];
    });
  }

  #injectedParam(c: ClassId, f: FnId, i: number): readonly LayerProblem[] {
    const id = this.#code.summary.exprs.findIndex((expr) => expr.k === "param" && expr.f === f && expr.i === i);
    if (id === -1) return [];
    const { names } = this.#layers;
    const subjects = names.denote(this.#code, id).flatMap((item) => subjectOf(names, this.#code, item, -1) ?? []);
    return this.#injection(subjects, paramSpan(this.#code, f, i), c, this.#code.summary.functions[f]?.params[i]?.t);
  }

  #injection(subjects: readonly Subject[], span: Span, c: ClassId, type: TypeExpr | undefined): readonly LayerProblem[] {
    const faults = subjects.map((subject) => this.#faultAtAny(subject, span, c));
    const [fault] = faults;
    const [subject] = subjects;
    // An interface several layers implement accuses nobody; one that an outer layer implements is the way out, not the offence.
    if (!fault || !subject || faults.some((item) => item?.kind !== fault.kind) || isUseCase(type, subject)) return [];
    if (!this.#isUsed(c, span, subject)) return [];
    if (fault.kind === "wrongDirection" && (subjects.length > 1 || type?.k !== "ref" || !type.n.endsWith(subject.name))) return [];
    this.#injected.add(`${c}:${span.s}`);
    return [this.#problem(fault, subject, span, "is handed in here")];
  }

  /** What is handed in is judged by its declaration, and by each call on it. */
  #faultAtAny(subject: Subject, span: Span, c: ClassId): Fault | undefined {
    const places: (ExprId | string)[] = [declarationAt(this.#code, span)];
    for (const { origin, call } of reachesOf(this.#layers.names, this.#code)) {
      if (origin.k === "injected" && origin.c === c && origin.span.s === span.s) places.push(call);
    }
    return places.map((at) => this.#faultOf(subject, at)).find((item) => item !== undefined);
  }

  /**
   * A class without decorators is made by hand: what its constructor takes counts when it is called; so does a client, which may have methods
   * of its own that are a service's, and a repository, which tells of itself. Anything else a container hands over is asked for, if only to hand it on.
   */
  #isUsed(c: ClassId, span: Span, { data }: Subject): boolean {
    const fact = this.#code.summary.classes[c];
    if (fact?.decorators.length && (fact.extends !== undefined || !/^(?:client|repository)$/.test(data ?? "")))
      return fact.extends !== undefined || isMentioned(this.#code, fact, span);
    return reachesOf(this.#layers.names, this.#code).some(({ origin }) => origin.k === "injected" && origin.c === c && origin.span.s === span.s);
  }

  /** Calls of the file, told at the import that brings their target in, or at the call when the target was injected or handed to a function. */
  calls(): readonly LayerProblem[] {
    const reaches = reachesOf(this.#layers.names, this.#code).filter((reach) => this.#from !== "router" || reach.fn !== 0);
    const brought = reaches.filter(({ origin }) => origin.k !== "param").flatMap((reach) => this.#callOf(reach));
    // What a function is handed (`transaction((tx) => …)`) says nothing new where the client itself is already told; inner layers are to be handed things.
    if (brought.length > 0 || this.#from !== "router") return brought;
    return reaches.filter(({ origin }) => origin.k === "param").flatMap((reach) => this.#callOf(reach));
  }

  #callOf(reach: Reach): readonly LayerProblem[] {
    const { origin } = reach;
    const found = this.#faultThrough(reach);
    if (!found) return [];
    const key = origin.k === "import" ? `i${origin.i}:${found.fault.kind}` : `f${this.#outermost(reach.fn)}:${found.fault.kind}`;
    if (this.#told.has(key) || (origin.k === "injected" && !this.#injected.has(`${origin.c}:${origin.span.s}`))) return [];
    this.#told.add(key);
    return [this.#toldAt(reach, found)];
  }

  /** Calls of single functions, each told where it stands: for files that may import everything. */
  callsThemselves(counts: (f: FnId) => boolean): readonly LayerProblem[] {
    const told = new Set<FnId>();
    return reachesOf(this.#layers.names, this.#code).flatMap((reach) => {
      const found = reach.fn !== 0 && counts(reach.fn) && !told.has(reach.fn) ? this.#faultThrough(reach) : undefined;
      if (!found) return [];
      told.add(reach.fn);
      return [this.#problem(found.fault, found.subject, this.#code.expr(reach.call), "is called here", found.steps)];
    });
  }

  /** Constants a business layer reads from a router's module. Classes and routers that are only handed on are wiring. */
  outward(): readonly LayerProblem[] {
    return this.#layers.graph.importsOf(this.#code).flatMap(({ fact, index, to, typeOnly }) => {
      const value = fact.names.find((item) => !item.typeOnly && isLiteralExport(to, item.imported));
      if (typeOnly || !value || fact.fn !== 0 || fact.kind !== "static" || this.#told.has(`i${index}:wrongDirection`)) return [];
      const subject: Subject = { name: value.imported, home: { code: to, span: { s: 0, e: 1 } } };
      return layerOfSubject(this.#layers, subject) === "router"
        ? [this.#problem({ kind: "wrongDirection", to: "router" }, subject, fact, `imports ${subject.name}`)]
        : [];
    });
  }

  #toldAt(reach: Reach, { fault, subject, steps }: Found): LayerProblem {
    const { origin } = reach;
    const call: Step = { code: this.#code, span: this.#code.expr(reach.call), message: `calls ${reach.subject.name}` };
    const fact = origin.k === "import" ? this.#code.summary.imports[origin.i] : undefined;
    return fact
      ? this.#problem(fault, subject, fact, `imports ${reach.subject.name}`, [call, ...steps])
      : this.#problem(fault, subject, this.#code.expr(reach.call), "is called here", steps);
  }

  /** The fault of a call itself, or of what its target calls when that belongs to no layer. */
  #faultThrough(reach: Reach): Found | undefined {
    const own = this.#faultOf(reach.subject, reach.call);
    if (own) return { fault: own, subject: reach.subject, steps: [] };
    return this.#follow(reach.subject, [], new Set());
  }

  #follow(subject: Subject, steps: readonly Step[], seen: Set<Code>): Found | undefined {
    const { home } = subject;
    if (home?.f === undefined || seen.size >= mostHops || seen.has(home.code) || this.#layers.of(home.code).layer !== "none") return undefined;
    seen.add(home.code);
    const inside = home.code.summary.functions[home.f];
    for (const reach of reachesOf(this.#layers.names, home.code)) {
      if (!isWithin(home.code.summary.functions[reach.fn], inside) && reach.fn !== home.f) continue;
      const step: Step = { code: home.code, span: home.code.expr(reach.call), message: `${subject.name} calls ${reach.subject.name}` };
      const fault = this.#faultOf(reach.subject, `<${reach.subject.name}`);
      if (fault && (fault.kind === "wrongDirection" || this.#isPassage(home.code, home.f, fault)))
        return { fault, subject: reach.subject, steps: [...steps, step] };
      const further = this.#follow(reach.subject, [...steps, step], seen);
      if (further) return further;
    }
    return undefined;
  }

  /** A helper that only passes a call on to a repository is part of the way; one that does more, or queries itself, is a layer without a name. */
  #isPassage(code: Code, f: FnId, fault: Fault): boolean {
    const fn = code.summary.functions[f];
    return fault.to === "repository" && code.summary.calls.filter((id) => fn !== undefined && isWithin(code.expr(id), fn)).length <= 1;
  }

  #faultOf(subject: Subject, at: ExprId | string): Fault | undefined {
    return faultOf(this.#layers, { code: this.#code, from: this.#from, strict: this.#strict, at }, subject);
  }

  #outermost(f: FnId): FnId {
    const { functions } = this.#code.summary;
    let at = f;
    for (let parent = functions[at]?.parent; parent !== undefined && parent > 0 && parent !== at; parent = functions[at]?.parent) at = parent;
    return at;
  }

  #problem(fault: Fault, subject: Subject, span: Span, word: string, steps: readonly Step[] = []): LayerProblem {
    const first: Step = { code: this.#code, span, message: word.startsWith("is") ? `${subject.name} ${word}` : word };
    const last: Step[] = subject.home
      ? [
          {
            code: subject.home.code,
            span: subject.home.span,
            message: `${subject.name} is in the ${fault.to} layer: ${this.#layers.of(subject.home.code).why}`,
          },
        ]
      : [];
    return { ...fault, span, from: this.#from, name: subject.name, steps: [first, ...steps, ...last] };
  }
}

interface Found {
  readonly fault: Fault;
  readonly subject: Subject;
  readonly steps: readonly Step[];
}
