import { cacheLibraries } from "#catalog/caches";
import { blockingLibraries } from "#catalog/blocking";
import { dataLibraries } from "#catalog/data";
import { effects } from "#catalog/effects";
import type { Architecture } from "#config/architecture";
import type { LibraryFacts } from "#catalog/facts";
import { httpErrorLibraries } from "#catalog/http-errors";
import { Catalog } from "#catalog/lookup";
import { controlLibraries } from "#catalog/controls";
import { securityLibraries } from "#catalog/security";
import { secretLibraries } from "#catalog/secrets";
import { webLibraries } from "#catalog/web";
import type { MentionStore } from "./file-search.ts";
import type { Reading } from "./sources.ts";

/** What a project is opened with; taken from its configuration. */
export interface OpenOptions extends Reading {
  readonly ignores?: readonly string[];
  readonly tests?: readonly string[];
  readonly knows?: readonly LibraryFacts[];
  readonly layers?: Readonly<Partial<Record<string, readonly string[]>>>;
  readonly architecture?: Architecture;
  /** Absolute path of the configuration. */
  readonly file?: string;
  /** Which words earlier runs saw in which files. */
  readonly mentions?: MentionStore | undefined;
  /** Told each manifest and configuration that resolution looks for. */
  readonly onRead?: ((file: string) => void) | undefined;
}

/** All that is known about libraries: what the project says about its own, then the catalogue. */
export function catalogOf(options: OpenOptions): Catalog {
  return new Catalog([
    ...(options.knows ?? []),
    ...secretLibraries,
    ...effects,
    ...dataLibraries,
    ...webLibraries,
    ...securityLibraries,
    ...cacheLibraries,
    ...blockingLibraries,
    ...httpErrorLibraries,
    ...controlLibraries,
  ]);
}
