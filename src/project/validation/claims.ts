import type { Code } from "../code.ts";

/** An input under a type that is only claimed: `(await request.json()) as Member`. */
export interface Claim {
  readonly type: string;
  /** What the edit replaces. */
  readonly s: number;
  readonly e: number;
  /** The input, as it goes into the schema. */
  readonly text: string;
  /** The variable has the type, so that the edit need not say it again. */
  readonly declared: boolean;
}

/** The type an input is claimed to have where it is read. */
export function claimAt(code: Code, s: number, e: number): Claim | undefined {
  const { text } = code;
  const input = text.slice(s, e);
  const generic = /^([\w$.]+\.json)<([A-Z]\w*)>\(\)$/.exec(input);
  const awaited = /\bawait\s+$/.exec(text.slice(0, s))?.[0].length ?? 0;
  const start = s - awaited;
  const bare = `${text.slice(start, s)}${generic ? `${generic[1]}()` : input}`;
  if (generic?.[2] !== undefined) return { type: generic[2], s: start, e, text: bare, declared: false };
  const inParens = text[start - 1] === "(" && text[e] === ")" && !/[\w$)\]]/.test(text[start - 2] ?? "");
  const [from, to] = inParens ? [start - 1, e + 1] : [start, e];
  const cast = /^\s+as\s+([A-Z]\w*)(?=\s*[;,)\n])/.exec(text.slice(to, to + 200));
  if (cast?.[1] !== undefined) return { type: cast[1], s: from, e: to + cast[0].length, text: bare, declared: false };
  const declared = /\b(?:const|let)\s+\w+\s*:\s*([A-Z]\w*)\s*=\s*$/.exec(text.slice(Math.max(0, from - 200), from));
  return declared?.[1] !== undefined && /^\s*[;\n]/.test(text.slice(to)) ? { type: declared[1], s: from, e: to, text: bare, declared: true } : undefined;
}
