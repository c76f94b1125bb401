import { createRequire } from "node:module";
import type { Comment, OxcError, Program } from "oxc-parser";

/** A file that was parsed. `program` is usable even when there are errors; it is empty when nothing could be saved. */
export interface Parsed {
  readonly program: Program;
  readonly text: string;
  readonly errors: readonly ParseError[];
  /** All comments in source order, without the hashbang; taken from the parser when first asked for. */
  readonly comments: readonly Comment[];
}

/** What the parser said first; `start` is a UTF-16 offset. */
export interface ParseError {
  readonly message: string;
  readonly start: number;
}

export type Language = "js" | "jsx" | "ts" | "tsx";

/** Language of a file by its extension; `undefined` when it is none of ours. */
export function languageOf(file: string): Language | undefined {
  const match = /\.([cm]?)(ts|js|tsx|jsx)$/.exec(file);
  if (!match || /\.d\.[cm]?ts$/.test(file)) return undefined;
  return match[2] === "tsx" ? "tsx" : match[2] === "ts" ? "ts" : match[2] === "jsx" ? "jsx" : "js";
}

/** Whether TypeScript compiles this file (and drops type-only imports). */
export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

/** How many closing braces are tried on a file that ends too early. */
const repairLimit = 8;

/**
 * Parses a file with oxc. JavaScript is also tried with JSX and as CommonJS (top-level `return`), and a file
 * that ends in the middle of a block is closed, so that what stands before the end is still seen.
 */
export function parse(file: string, text: string): Parsed {
  const lang = languageOf(file) ?? "ts";
  let best: Parsed | undefined;
  for (const [language, sourceType] of attempts[lang]) {
    const result = attempt(file, text, language, sourceType);
    if (result.errors.length === 0) return result;
    if (!best || result.program.body.length > best.program.body.length) best = result;
  }
  if (!best || best.program.body.length > 0) return best ?? attempt(file, text, lang, "module");
  return repaired(file, text, best);
}

/** JavaScript may hold JSX, a CommonJS top-level `return`, or the type annotations of Flow, which mostly read as TypeScript. */
const attempts: Readonly<Record<Language, readonly (readonly [Language, "module" | "commonjs"])[]>> = {
  js: [
    ["jsx", "module"],
    ["jsx", "commonjs"],
    ["ts", "module"],
    ["tsx", "module"],
  ],
  jsx: [
    ["jsx", "module"],
    ["tsx", "module"],
  ],
  ts: [
    ["ts", "module"],
    ["ts", "commonjs"],
  ],
  tsx: [["tsx", "module"]],
};

const require = createRequire(import.meta.url);
let oxc: typeof import("oxc-parser") | undefined;

/** The parser is native code: loaded with the first file, so that the ESLint plugin is there at once. */
function loadParser(): typeof import("oxc-parser") {
  return (oxc ??= require("oxc-parser") as typeof import("oxc-parser"));
}

/**
 * What the type checker minds and no compiler does: TypeScript, esbuild and swc build such a file, since types and modifiers are dropped.
 * Words of oxc's messages: `'readonly' type modifier is only permitted on array and tuple literal types`.
 */
const aboutTypes =
  /type modifier is only permitted|required parameter cannot follow an optional|cannot have a question mark and an initializer|because it is marked abstract|modifier already seen/i;

function attempt(file: string, text: string, lang: Language, sourceType: "module" | "commonjs"): Parsed {
  const result = loadParser().parseSync(file, text, { lang, sourceType, astType: "ts", preserveParens: false });
  const isWhole = (lang === "ts" || lang === "tsx") && result.program.body.length > 0;
  const errors = result.errors.filter((error) => error.severity === "Error" && !(isWhole && aboutTypes.test(error.message))).map(toParseError);
  return {
    program: result.program,
    text,
    errors,
    get comments() {
      return result.comments;
    },
  };
}

function toParseError(error: OxcError): ParseError {
  return { message: error.message, start: error.labels[0]?.start ?? 0 };
}

function repaired(file: string, text: string, broken: Parsed): Parsed {
  const atEnd = broken.errors.some((error) => error.start >= text.trimEnd().length);
  if (!atEnd) return broken;
  const lang = languageOf(file) ?? "ts";
  let closing = "";
  for (let count = 0; count < repairLimit; count++) {
    closing += "\n}";
    const result = attempt(file, text + closing, lang === "js" ? "jsx" : lang, "module");
    if (result.program.body.length > 0) return { program: result.program, text, errors: broken.errors, comments: result.comments };
  }
  return broken;
}
