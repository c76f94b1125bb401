import picomatch from "picomatch";
import type { ProjectPath } from "#finding";

/** What a file is for: shipped code, test code, or code that runs beside the product (seeds, migrations, scripts, tool configs). */
export type FileRole = "product" | "test" | "script";

/** Says whether the project itself declares a file to be a test (config key `tests`). */
export type TestMatcher = (path: ProjectPath) => boolean;

const testFile = /(?:[.-](?:tests?|spec|e2e|e2e-spec|test-d|cy|bench)|\.(?:mock|mocks|fixture|fixtures|stories|story)|\.mock\.[a-z]+)\.[cm]?[jt]sx?$/i;
const testSetupFile =
  /^(?:(?:jest|vitest|mocha|playwright|cypress)[.-](?:setup|global|globals|preset)[^/]*|setup-?tests?|test-?(?:setup|utils?|helpers?))\.[cm]?[jt]sx?$/i;
/** `keyTestUtils.ts`; small letters would be part of another word (`latestUtils.ts`). */
const testHelperFile = /[a-z\d]Test(?:Utils?|Helpers?|Data)\.[cm]?[jt]sx?$/;
const testFolder =
  /^(?:(?:__)?(?:tests?|mocks?|fixtures?|snapshots?)(?:__)?|e2e|cypress|playwright|storybook|testing|test-?(?:utils?|helpers?|support|data)|mock-?(?:services?|servers?|apis?|backends?)|[\w.]+[-_.](?:tests?|e2e|specs?|mocks?))$/i;
/** Names that are also honest names of product features (`openapi/spec`); they mean tests only outside of a source folder. */
const outerTestFolder = /^(?:specs?|mocking|bdd|acceptance)$/i;
const scriptFolder = /^(?:seeds?|seeders?|seeding|migrations?|scripts?|[\w-]+-scripts|benchmarks?|codemods?|_(?:dev|tools?|tmp|scratch))$/i;
/** Names that are also honest names of product features; they mean scripts only outside of a source folder. */
const outerScriptFolder = /^(?:tools?|tooling|bin|docs?|documentation|examples?|samples?|demos?|bench|playground)$/i;
const scriptFile = /(?:^|\.)(?:seed|seeds|seeder|migration|migrations)\.[cm]?[jt]sx?$/i;
/** Not `apps`, `libs`, `packages`: what they hold are whole packages, `packages/tools` among them. */
const sourceFolder = /^(?:src|source|app|lib|server|api|backend|services?|modules?)$/i;
const toolNames = [
  ...["eslint", "prettier", "stylelint", "commitlint", "lint-?staged", "dependency-cruiser", "oma-lint", "knip", "renovate", "release", "turbo"],
  ...["babel", "vite", "webpack", "rollup", "rolldown", "tsup", "tsdown", "esbuild", "metro", "postcss", "tailwind"],
  ...["next", "nuxt", "astro", "svelte", "orval", "codegen", "graphql", "nodemon", "ecosystem", "i18next-parser"],
  ...["jest", "vitest", "karma", "playwright", "cypress", "wallaby", "stryker"],
].join("|");
const toolConfig = new RegExp(
  `^(?:\\.[\\w-]+rc|\\.?(?:${toolNames})(?:[.-][\\w-]+)*\\.?(?:config|conf)(?:\\.[\\w-]+)*|gulpfile|gruntfile|jakefile|dangerfile)\\.[cm]?[jt]s$`,
  "i",
);

/**
 * Makes the matcher for {@link roleOf} from the config's `tests` globs.
 * @param globs relative to the project root; empty: only the built-in conventions count
 */
export function createTestMatcher(globs: readonly string[]): TestMatcher {
  if (globs.length === 0) return () => false;
  return picomatch([...globs], { dot: true });
}

/**
 * Tells what one file is for, from its project path alone. The project's own `tests` globs win over the conventions.
 * @param path relative to the project root, POSIX
 * @param isDeclaredTest see {@link createTestMatcher}
 */
export function roleOf(path: ProjectPath, isDeclaredTest: TestMatcher): FileRole {
  if (isDeclaredTest(path)) return "test";
  const segments = path.split("/");
  const name = segments.pop() ?? "";
  if (testFile.test(name) || testSetupFile.test(name) || testHelperFile.test(name) || segments.some((segment) => testFolder.test(segment))) return "test";
  const outer = segments.slice(0, sourceDepth(segments));
  if (outer.some((segment) => outerTestFolder.test(segment))) return "test";
  const isScript = scriptFile.test(name) || toolConfig.test(name) || segments.some((segment) => scriptFolder.test(segment));
  return isScript || outer.some((segment) => outerScriptFolder.test(segment)) ? "script" : "product";
}

/** Number of folders before the first source folder; all of them when there is none. */
function sourceDepth(folders: readonly string[]): number {
  const index = folders.findIndex((folder) => sourceFolder.test(folder));
  return index === -1 ? folders.length : index;
}
