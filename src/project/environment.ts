import type { Code } from "./code.ts";
import type { Names } from "./names.ts";

/** How a file reads a variable of the environment: as it does already, or as Node does. */
export function environmentRead(names: Names, code: Code, variable: string): string {
  if (/\bimport\.meta\.env\.\w/.test(code.text)) return `import.meta.env.${variable}`;
  if (/\bBun\.env\.\w/.test(code.text)) return `Bun.env.${variable}`;
  const config = importedEnvironment(names, code);
  return config === undefined ? `process.env.${variable}` : `${config}.${variable}`;
}

/** `import { env } from "./env"`, where that is an object whose members are written like variables. */
function importedEnvironment(names: Names, code: Code): string | undefined {
  const binding = code.summary.bindings.find(
    ({ n, imported }) => n === "env" && imported !== undefined && names.project.target(code, imported.i).kind === "code",
  );
  return binding !== undefined && new RegExp(`\\b${binding.n}\\.[A-Z][A-Z0-9_]+\\b`).test(code.text) ? binding.n : undefined;
}
