import { dataLibraries } from "#catalog/data";
import type { LibraryFacts } from "#catalog/facts";
import { Catalog } from "#catalog/lookup";
import { securityLibraries } from "#catalog/security";
import { secretLibraries } from "#catalog/secrets";
import { webLibraries } from "#catalog/web";
import type { Versions } from "./disk.ts";
import type { SummaryStore } from "./project.ts";

/** What a project is opened with; taken from its configuration. */
export interface OpenOptions {
  readonly ignores?: readonly string[];
  readonly tests?: readonly string[];
  readonly knows?: readonly LibraryFacts[];
  readonly layers?: Readonly<Partial<Record<string, readonly string[]>>>;
  /** Files of another version than the one on disk, such as the index of git. */
  readonly versions?: Versions | undefined;
  readonly summaries?: SummaryStore | undefined;
  /** Told each manifest and configuration that resolution looks for. */
  readonly onRead?: ((file: string) => void) | undefined;
}

/** All that is known about libraries: what the project says about its own, then the catalogue. */
export function catalogOf(options: OpenOptions): Catalog {
  return new Catalog([...(options.knows ?? []), ...secretLibraries, ...dataLibraries, ...webLibraries, ...securityLibraries]);
}
