import { basename } from "node:path";
import type { Architecture } from "#config/architecture";
import { type Idle, idleParts } from "#graph/law-audit";
import { LawBook, type Violation } from "#graph/laws";
import { type Dependency, nameOfTarget } from "#graph/law-graph";
import type { ProjectPath } from "#finding";
import type { Span } from "#syntax/summary";
import type { Analysis } from "./analysis.ts";
import type { Code } from "./code.ts";
import { lawGraphOf } from "./law-graph.ts";
import type { Step } from "./step.ts";

/** Laws as configured, and the file they are written in (absolute). */
export interface LawSettings {
  readonly architecture?: Architecture;
  readonly file?: string;
}

/** A breach with its places. */
export interface PlacedViolation {
  readonly violation: Violation;
  readonly span: Span;
  readonly steps: readonly Step[];
}

/** The project's own laws over its imports. */
export class Laws {
  readonly settings: Architecture;
  readonly file: string | undefined;
  readonly #analysis: Analysis;
  #book: LawBook | undefined;
  #idle: readonly Idle[] | undefined;
  readonly #adopted = new Map<string, Violation[]>();

  constructor(analysis: Analysis, { architecture = {}, file }: LawSettings) {
    this.settings = architecture;
    this.file = file;
    this.#analysis = analysis;
  }

  /** Whether there are any. */
  get areWritten(): boolean {
    const { layers = [], laws = [] } = this.settings;
    return layers.length + laws.length > 0;
  }

  get book(): LawBook {
    return (this.#book ??= new LawBook(lawGraphOf(this.#analysis), this.settings, new Date().toISOString().slice(0, 10)));
  }

  /** Takes over breaches of rules that are written elsewhere (a rule set of dependency-cruiser). */
  adopt(violations: readonly Violation[]): void {
    for (const violation of violations) {
      const known = this.#adopted.get(violation.from);
      if (known) known.push(violation);
      else this.#adopted.set(violation.from, [violation]);
    }
  }

  /** What is to be reported in a file, at the import that begins the way there. */
  violationsAt(code: Code): readonly PlacedViolation[] {
    const own = this.areWritten ? this.book.violationsOf(code.path) : [];
    return [...own, ...(this.#adopted.get(code.path) ?? [])].map((violation) => {
      const [first] = violation.chain;
      const span = first === undefined ? undefined : code.summary.imports[first.index];
      return { violation, span: span ?? startOf(code), steps: violation.chain.length > 1 ? this.#steps(violation.chain) : [] };
    });
  }

  /** What in the configuration has no effect; reported in the file it is written in. */
  get idle(): readonly Idle[] {
    if (!this.areWritten && (this.settings.exceptions ?? []).length === 0) return [];
    return (this.#idle ??= idleParts(this.book));
  }

  /** Whether a file is the configuration. */
  isConfiguration(code: Code): boolean {
    return this.file === code.absolute;
  }

  /** The configuration's name in messages. */
  get source(): string {
    return this.file === undefined ? "the configuration" : basename(this.file);
  }

  #steps(chain: readonly Dependency[]): Step[] {
    return chain.flatMap(({ from, to, index }) => {
      const code = this.#analysis.project.code(from as ProjectPath);
      const fact = code?.summary.imports[index];
      return code && fact ? [{ code, span: fact, message: `imports ${nameOfTarget(to)}` }] : [];
    });
  }
}

/** The first line of code in a file: where findings about the whole file stand, and a comment above can suppress them. */
export function startOf({ text }: Pick<Code, "text">): Span {
  const before = /^(?:\uFEFF|#!.*|\s|\/\/.*|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0].length ?? 0;
  const s = before === text.length ? 0 : before;
  const end = text.slice(s).search(/\r?\n|$/);
  return { s, e: s + Math.max(end, 1) };
}

/** Where the configuration says something: the words in quotes, looked for after the part they belong to. */
export function spanOfIdle(text: string, idle: Idle): Span {
  const [section, ...words] = wordsOfIdle(idle);
  let at = Math.max(0, text.search(new RegExp(`\\b${section}["']?\\s*:`)));
  let found: Span | undefined;
  for (const word of words) {
    const next = quoted(text, word, at);
    if (!next) continue;
    found = next;
    at = next.e;
  }
  return found ?? startOf({ text });
}

function wordsOfIdle(idle: Idle): readonly string[] {
  if (idle.kind === "emptyLaw") return ["laws", idle.law, idle.part];
  return idle.kind === "emptyLayer" ? ["layers", idle.layer] : ["exceptions", idle.exception.reason];
}

function quoted(text: string, word: string, at: number): Span | undefined {
  for (const form of [JSON.stringify(word), `'${word}'`, `\`${word}\``, word]) {
    const s = text.indexOf(form, at);
    if (s !== -1) return { s, e: s + form.length };
  }
  return undefined;
}
