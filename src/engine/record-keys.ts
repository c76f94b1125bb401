import type { ProjectPath } from "#finding";
import type { Analysis } from "#project/analysis";
import { existsCruiserConfig } from "./cruiser-names.ts";
import { hashOf } from "./project-state.ts";

/** Under which names the results of one run are remembered: what two runs may say differently never has one name. */
export class RecordKeys {
  /** What is said of the files as a whole is remembered beside them, under a name no file has; of some files there is nothing to say. */
  readonly project: string | undefined;
  readonly #analysis: Analysis;
  /** Rules that only dependency-cruiser can judge are judged in whole runs alone. */
  readonly #part: string;

  /** @param wide the run speaks about the project as a whole */
  constructor(analysis: Analysis, wide: boolean, files: readonly ProjectPath[]) {
    const { laws, project } = analysis;
    const hasForeignRules = laws.settings.dependencyCruiser !== false && existsCruiserConfig(project.root);
    this.#analysis = analysis;
    this.#part = hasForeignRules && !wide ? "~" : "";
    this.project = wide ? `#${hashOf(files.join("\n"))}` : hasForeignRules ? "#part" : undefined;
  }

  /** A file named itself is linted even where a whole run would pass over it, so its results are its own. */
  of(file: ProjectPath): string {
    return `${this.#part}${this.#analysis.project.file(file)?.explicit === true ? "!" : ""}${file}`;
  }
}
