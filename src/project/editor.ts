import { basename, dirname } from "node:path";
import type { Node } from "oxc-parser";
import { type ProjectPath, toProjectPath } from "#finding";
import { languageOf } from "#syntax/parse";
import { summarise } from "#syntax/summarise";
import { Analysis } from "./analysis.ts";
import { Code } from "./code.ts";
import { discover, type DiscoveredFile } from "./discover.ts";
import type { Home } from "./home.ts";
import { createIgnoreMatcher, type IgnoreMatcher, isDefaultIgnoredFolder, isGeneratedName, isSourceName } from "./ignored.ts";
import { catalogOf, type OpenOptions } from "./options.ts";
import { Project } from "./project.ts";
import { createResolver, type Resolver } from "./resolve.ts";
import { createTestMatcher, roleOf, type TestMatcher } from "./role.ts";
import { isGeneratedText, isMinifiedText, isNestedTooDeep } from "./source.ts";
import { readCode } from "./sources.ts";
import { stampsOf, statsOf, surroundingsOf } from "./stamps.ts";

/** What an editor (or ESLint) shows us of a file: the text as it stands there, saved or not, and the tree its parser made. */
export interface Buffer {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly tree: Node;
  readonly typescript: boolean;
}

/** An analysis and the file in it. */
interface Answer {
  readonly analysis: Analysis;
  readonly code: Code;
}

/** How long the other files are taken to be what they were when last looked at, in milliseconds. */
const freshness = 3000;

/**
 * A project while somebody works on it. It is opened once; after that, at most every three seconds, it is looked at again, and only
 * what changed is read anew. The text in the editor wins over the file on disk, for the file that is being linted.
 */
export class EditorProject {
  readonly #home: Home;
  readonly #options: OpenOptions;
  readonly #resolver: Resolver;
  readonly #ignores: IgnoreMatcher;
  readonly #isTest: TestMatcher;
  #saved: Analysis;
  #stamps: ReadonlyMap<ProjectPath, string>;
  #surroundings: string;
  #lookedAt: number;
  #unsaved: { readonly from: Analysis; readonly answer: Answer } | undefined;

  constructor(home: Home, options: OpenOptions) {
    this.#home = home;
    this.#options = options;
    this.#resolver = createResolver(home.root);
    this.#ignores = createIgnoreMatcher(options.ignores ?? []);
    this.#isTest = createTestMatcher(options.tests ?? []);
    this.#lookedAt = Date.now();
    const files = this.#findFiles();
    this.#stamps = stampsOf(files);
    this.#surroundings = surroundingsOf(home.root, files);
    this.#saved = new Analysis(
      new Project({ root: home.root, files, resolver: this.#resolver, catalog: catalogOf(options) }),
      options.layers,
      undefined,
      options,
    );
  }

  /** The file in its project, or `undefined` when the project leaves it out. */
  answer(buffer: Buffer): Answer | undefined {
    if (Date.now() - this.#lookedAt > freshness) this.#lookAgain();
    const path = toProjectPath(this.#home.root, buffer.file);
    if (this.#isLeftOut(path, buffer)) return undefined;
    const code = this.#saved.project.code(path);
    if (code?.text === buffer.text && code.errors.length === 0) return { analysis: this.#saved, code };
    return this.#unsavedAnswer(path, buffer);
  }

  #unsavedAnswer(path: ProjectPath, buffer: Buffer): Answer | undefined {
    const known = this.#unsaved;
    if (known?.from === this.#saved && known.answer.code.path === path && known.answer.code.text === buffer.text) return known.answer;
    const code = codeOf({ path, absolute: buffer.file, role: roleOf(path, this.#isTest) }, buffer);
    if (!code) return undefined;
    const answer = { analysis: new Analysis(this.#saved.project.withUnsaved(code), this.#options.layers, this.#saved, this.#options), code };
    this.#unsaved = { from: this.#saved, answer };
    return answer;
  }

  #lookAgain(): void {
    this.#lookedAt = Date.now();
    const files = this.#findFiles();
    const stamps = stampsOf(files);
    const surroundings = surroundingsOf(this.#home.root, files);
    const changed = new Set([...stamps].flatMap(([path, stamp]) => (this.#stamps.get(path) === stamp ? [] : [path])));
    const sameFiles = stamps.size === this.#stamps.size && [...stamps.keys()].every((path) => this.#stamps.has(path));
    const sameRoads = sameFiles && surroundings === this.#surroundings;
    this.#stamps = stamps;
    this.#surroundings = surroundings;
    if (sameRoads && changed.size === 0) return;
    if (!sameRoads) this.#resolver.clear();
    this.#saved = new Analysis(
      this.#saved.project.next(changed, sameRoads ? undefined : { files, resolver: this.#resolver }),
      this.#options.layers,
      undefined,
      this.#options,
    );
  }

  #findFiles(): readonly DiscoveredFile[] {
    const { root, alone } = this.#home;
    if (alone) return [];
    return discover({ root, cwd: root, paths: [], ignores: this.#options.ignores ?? [], tests: this.#options.tests ?? [], errorOnUnmatched: false }).files;
  }

  /** The same files as on the command line: what it would not look at stays silent here too. */
  #isLeftOut(path: ProjectPath, buffer: Buffer): boolean {
    const name = basename(path);
    if (name.startsWith("<")) return false;
    if (!isSourceName(name) || isGeneratedText(buffer.text) || isMinifiedText(buffer.text) || isNestedTooDeep(buffer.text)) return true;
    if (this.#home.alone || this.#stamps.has(path)) return false;
    const changedAt = statsOf(buffer.file)?.ctimeMs;
    if (changedAt !== undefined && changedAt > this.#lookedAt) this.#lookAgain();
    return changedAt === undefined ? this.#wouldBeLeftOut(path) : !this.#stamps.has(path);
  }

  /** For a file that was never saved only its name can tell. */
  #wouldBeLeftOut(path: ProjectPath): boolean {
    if (isGeneratedName(basename(path)) || this.#ignores.matches(path)) return true;
    for (let folder = dirname(path); folder !== "." && folder !== "/"; folder = dirname(folder)) {
      if (isDefaultIgnoredFolder(folder, basename(folder))) return true;
    }
    return false;
  }
}

/** Our own parser reads the text as the command line would; where it cannot, the tree the editor's parser made will do. */
function codeOf(file: DiscoveredFile, { text, tree, typescript }: Buffer): Code | undefined {
  const own = languageOf(file.absolute) === undefined ? undefined : readCode(file, text);
  if (own && own.errors.length === 0) return own;
  try {
    return new Code({ ...file, text, summary: summarise(tree, text, typescript), errors: [] });
  } catch (error) {
    // Nested too deeply for a walk.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
