import { Controls } from "./endpoints/controls.ts";
import { Endpoints } from "./endpoints/endpoints.ts";
import { CacheQuestions } from "./cache-writes.ts";
import { ImportGraph } from "./graph.ts";
import { type LawSettings, Laws } from "./laws.ts";
import { Layers } from "./layers.ts";
import { Names } from "./names.ts";
import { PasswordQuestions } from "./passwords.ts";
import type { Project } from "./project.ts";
import { SecretQuestions } from "./secrets.ts";
import { SqlQuestions } from "./sql.ts";
import { TokenQuestions } from "./tokens.ts";

/** One project with everything rules may ask about it. Answers are worked out when first asked and kept. */
export class Analysis {
  readonly project: Project;
  readonly names: Names;
  readonly sql: SqlQuestions;
  readonly secrets: SecretQuestions;
  readonly tokens: TokenQuestions;
  readonly passwords: PasswordQuestions;
  readonly endpoints: Endpoints;
  readonly controls: Controls;
  readonly caches: CacheQuestions;
  #graph: ImportGraph | undefined;
  #layers: Layers | undefined;
  #laws: Laws | undefined;
  readonly #lawful: LawSettings;

  /** Layer → globs from the configuration. */
  readonly layerGlobs: Readonly<Partial<Record<string, readonly string[]>>>;

  readonly #saved: Analysis | undefined;

  /**
   * @param lawful laws of the graph, and the file they are written in
   * @param saved of the project without an unsaved file: what other files are is taken from there, so that typing stays quick
   */
  constructor(project: Project, layerGlobs: Readonly<Partial<Record<string, readonly string[]>>> = {}, saved?: Analysis, lawful: LawSettings = {}) {
    this.project = project;
    this.#saved = saved;
    this.#lawful = lawful;
    this.layerGlobs = layerGlobs;
    this.names = new Names(project);
    this.sql = new SqlQuestions(this.names);
    this.secrets = new SecretQuestions(this.names);
    this.tokens = new TokenQuestions(this.names);
    this.passwords = new PasswordQuestions(this.names);
    this.endpoints = new Endpoints(this.names);
    this.controls = new Controls(this.names);
    this.caches = new CacheQuestions(this.names);
  }

  /** Who imports whom. */
  get graph(): ImportGraph {
    return (this.#graph ??= new ImportGraph(this.project));
  }

  /** Which layer a file is in, and which layers the project has. */
  get layers(): Layers {
    return (this.#layers ??= new Layers(this.names, this.graph, this.layerGlobs, this.#saved?.layers));
  }

  /** The laws of the project's own making, and who breaks them. */
  get laws(): Laws {
    return (this.#laws ??= new Laws(this, this.#lawful));
  }
}
