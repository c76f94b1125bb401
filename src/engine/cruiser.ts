import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ICruiseOptions, ICruiseResult, IViolation } from "dependency-cruiser";
import { UserError } from "#finding";
import { cruiserConfigNames } from "./cruiser-names.ts";

type Cruiser = Pick<typeof import("dependency-cruiser"), "cruise" | "allExtensions">;

/** The project's own dependency-cruiser where it has one, so that the verdict is the one its CI gives; else ours. */
async function loadCruiser(root: string): Promise<Cruiser> {
  const own = findInstalled(root);
  return own === undefined ? import("dependency-cruiser") : ((await import(pathToFileURL(own).href)) as Cruiser);
}

function findInstalled(root: string): string | undefined {
  for (let folder = root; ; folder = path.dirname(folder)) {
    const entry = path.join(folder, "node_modules/dependency-cruiser/src/main/index.mjs");
    if (existsSync(entry)) return entry;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/**
 * Runs a rule set with dependency-cruiser itself.
 * @param files project paths
 * @throws {UserError} it cannot read the project's TypeScript: it would look at nothing and call that clean
 */
export async function cruiseWith(
  root: string,
  source: string,
  configuration: Readonly<Record<string, unknown>>,
  files: readonly string[],
): Promise<readonly IViolation[]> {
  const { cruise, allExtensions } = await loadCruiser(root);
  refuseBlindness(allExtensions, files, source);
  const { options, ...ruleSet } = configuration as { readonly options?: ICruiseOptions };
  const tsConfig = await tsConfigOf(root, options);
  const before = process.cwd();
  try {
    // It takes relative names of its configuration from the working folder, whatever `baseDir` says.
    process.chdir(root);
    const asked = {
      ...options,
      ruleSet,
      validate: true,
      baseDir: root,
      outputType: "json" as const,
      cache: false as const,
      progress: { type: "none" as const },
    };
    const { output } = await cruise([...files], asked as ICruiseOptions, webpackless(options), tsConfig);
    const result = (typeof output === "string" ? JSON.parse(output) : output) as ICruiseResult;
    if (result.modules.length === 0) throw blind(source, "it found no module at all");
    return result.summary.violations;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`dependency-cruiser could not run the rules of ${source}: ${error instanceof Error ? error.message : String(error)}`, wayOut);
  } finally {
    process.chdir(before);
  }
}

const wayOut = "`architecture.dependencyCruiser: false` leaves its rules out.";

function refuseBlindness(extensions: Cruiser["allExtensions"], files: readonly string[], source: string): void {
  const unread = extensions.filter(
    ({ extension, available }) => !available && /^\.[cm]?tsx?$/.test(extension) && files.some((file) => file.endsWith(extension)),
  );
  if (unread.length > 0) throw blind(source, `it cannot read ${unread.map(({ extension }) => extension).join(", ")} here`);
}

function blind(source: string, why: string): UserError {
  return new UserError(
    `dependency-cruiser would call the rules of ${source} kept without looking: ${why}. It needs TypeScript below version 7 beside it.`,
    `Install typescript@6 next to dependency-cruiser; or ${wayOut}`,
  );
}

/** Rules with `webpackConfig` need its resolution; the rest of the options go as they are. */
function webpackless(options: ICruiseOptions | undefined): Record<string, unknown> {
  return { ...(options as { readonly enhancedResolveOptions?: Record<string, unknown> } | undefined)?.enhancedResolveOptions };
}

async function tsConfigOf(root: string, options: ICruiseOptions | undefined): Promise<Record<string, unknown>> {
  const setting = (options as { readonly tsConfig?: { readonly fileName?: string } } | undefined)?.tsConfig;
  if (setting === undefined) return {};
  const file = path.resolve(root, setting.fileName ?? "tsconfig.json");
  if (!existsSync(file)) return {};
  const { default: extract } = (await import("dependency-cruiser/config-utl/extract-ts-config")) as { readonly default: (file: string) => unknown };
  return { tsConfig: extract(file) };
}

/** The configuration of dependency-cruiser in a folder, what it `extends` included. */
export async function readCruiserConfig(
  root: string,
): Promise<{ readonly name: string; readonly configuration: Readonly<Record<string, unknown>> } | undefined> {
  const name = cruiserConfigNames.find((candidate) => existsSync(path.join(root, candidate)));
  if (name === undefined) return undefined;
  const file = path.join(root, name);
  try {
    const { default: extract } = (await import("dependency-cruiser/config-utl/extract-depcruise-config")) as unknown as {
      readonly default: (file: string) => Promise<object>;
    };
    return { name, configuration: (await extract(file)) as Readonly<Record<string, unknown>> };
  } catch (error) {
    throw new UserError(`${name} could not be read: ${error instanceof Error ? error.message : String(error)}`, wayOut);
  }
}
