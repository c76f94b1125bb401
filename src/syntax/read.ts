import { isTypeScript, parse, type ParseError } from "./parse.ts";
import { summarise } from "./summarise.ts";
import type { Summary } from "./summary.ts";

/**
 * Parses and summarises a text.
 * @param file absolute; its extension decides how the text is read
 * @returns `undefined`: its code is nested too deeply for a walk
 */
export function tryReading(file: string, text: string): { readonly summary: Summary; readonly errors: readonly ParseError[] } | undefined {
  try {
    const { program, errors } = parse(file, text);
    return { summary: summarise(program, text, isTypeScript(file)), errors };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
