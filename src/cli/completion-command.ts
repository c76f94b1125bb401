import { rules } from "#rules/index";
import type { CompletionRequest } from "./arguments.ts";
import { completionScript } from "./completion.ts";
import { flagWords } from "./option-values.ts";
import { createProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

/** `oma-lint completion <shell>`. */
export function printCompletion({ shell }: CompletionRequest, terminal: Terminal): number {
  const program = createProgram({ page: terminal, choose: () => undefined, print: () => undefined });
  terminal.print(completionScript(shell, program, { ...flagWords, rule: Object.keys(rules) }));
  return 0;
}
