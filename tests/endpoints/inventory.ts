import { resolveConfig } from "#config/resolve";
import type { Endpoint } from "#project/endpoints/model";
import { calledName } from "#project/callers";
import { openProject } from "#project/open";
import { rules } from "#rules/index";
import { fixtureFolder } from "../fixtures.ts";

/** Loads a module of a fixture application as Node would run it. */
export async function start<T>(framework: string, file = "src/app.ts"): Promise<T> {
  return (await import(/* @vite-ignore */ fixtureFolder("endpoints", framework, file))) as T;
}

/** What we read from the text of a fixture application. */
export async function endpointsOf(framework: string): Promise<readonly Endpoint[]> {
  const config = await resolveConfig({ cwd: fixtureFolder("endpoints", framework), config: false, knownRules: rules, preset: undefined, rules: undefined });
  return openProject(config.root, config).endpoints.all;
}

/** `GET /books/{bookId}`: one line for each method. */
export function linesOf(endpoints: readonly Pick<Endpoint, "methods" | "path">[]): readonly string[] {
  return [...new Set(endpoints.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`)))].sort();
}

/** Names of what stands in front of the handler, as the text calls it. */
export function chainOf(endpoints: readonly Endpoint[], line: string): readonly string[] {
  const found = endpoints.find((endpoint) => linesOf([endpoint]).includes(line));
  if (!found) throw new Error(`${line} is not in the inventory.`);
  return found.chain.map(({ code, id }) => {
    const expr = code.expr(id);
    return (expr.k === "function" ? calledName(code, expr.f) : undefined) ?? code.text.slice(expr.s, expr.e);
  });
}

/** `:bookId`, `:bookId{[0-9]+}` → `{bookId}`; no slash at the end. */
export function spell(path: string): string {
  const spelt = path
    .replace(/\/{2,}/g, "/")
    .replace(/:(\w+)(?:\{[^}]*\}|\([^)]*\))?/g, "{$1}")
    .replace(/\*(\w*)$/, "{*$1}");
  return spelt.length > 1 ? spelt.replace(/\/$/, "") : spelt;
}
