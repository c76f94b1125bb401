import path from "node:path";
import type { PlannedFile } from "./init-plan.ts";
import { namesIn, type PackageManager, type ProjectSetup, textOf } from "./surroundings.ts";
import { version } from "./version.ts";

const installs: Readonly<Record<PackageManager, string>> = {
  npm: "npm ci",
  pnpm: "corepack enable && pnpm install --frozen-lockfile",
  yarn: "corepack enable && yarn install --immutable",
  bun: "npm install --global bun && bun install --frozen-lockfile",
};
const runs: Readonly<Record<PackageManager, string>> = {
  npm: "npx --no-install oma-lint",
  pnpm: "pnpm exec oma-lint",
  yarn: "yarn oma-lint",
  bun: "bunx --no-install oma-lint",
};

/** Actions pinned by commit, as in README.md and action.yml. */
const actions = {
  checkout: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  node: "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
  upload: "github/codeql-action/upload-sarif@8aad20d150bbac5944a9f9d289da16a4b0d87c1e # v4.36.2",
};

/** A file to write, a text for a person to put somewhere, or where oma-lint runs already; `undefined`: there is no CI that we know. */
export type PipelinePlan = { readonly file: PlannedFile } | { readonly where: string; readonly text: string } | { readonly already: string } | undefined;

/** What makes CI run oma-lint. It needs nothing but the package: no action of ours, no image. */
export function planPipeline(setup: ProjectSetup): PipelinePlan {
  const { ci, gitRoot, root } = setup;
  const top = gitRoot ?? root;
  if (ci === "gitlab" || ci === "azure") {
    const name = ci === "gitlab" ? ".gitlab-ci.yml" : "azure-pipelines.yml";
    if (textOf(path.join(top, name)).includes("oma-lint")) return { already: `pipeline (${name})` };
    return { where: `Into ${name}`, text: ci === "gitlab" ? gitlabJob(setup) : azureSteps(setup) };
  }
  if (ci !== "github") return undefined;
  const workflows = path.join(top, ".github/workflows");
  const having = namesIn(workflows).find((name) => textOf(path.join(workflows, name)).includes("oma-lint"));
  if (having !== undefined) return { already: `workflow (.github/workflows/${having})` };
  const folder = path.relative(top, root).replaceAll("\\", "/");
  return { file: { file: path.join(workflows, "oma-lint.yml"), before: "", after: githubWorkflow(setup, folder) } };
}

/** The project's own oma-lint, else this version from the registry. */
function runCommand({ packages, packageManager }: ProjectSetup): string {
  return packages.has("oma-lint") ? runs[packageManager] : `npx --yes oma-lint@${version}`;
}

function githubWorkflow(setup: ProjectSetup, folder: string): string {
  const report = folder === "" ? "oma-lint.sarif" : `${folder}/oma-lint.sarif`;
  const inFolder = folder === "" ? [] : ["    defaults:", "      run:", `        working-directory: ${JSON.stringify(folder)}`];
  // Pull requests from forks and of Dependabot may not upload: there the annotations remain.
  const mayUpload =
    "github.actor != 'dependabot[bot]' && (github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository)";
  return [
    "name: oma-lint",
    "on:",
    "  push:",
    "    branches: [main, master]",
    "  pull_request:",
    "permissions:",
    "  contents: read",
    "jobs:",
    "  oma-lint:",
    "    runs-on: ubuntu-latest",
    "    permissions:",
    "      contents: read",
    "      security-events: write # upload of the report",
    "      actions: read # only private repositories need this",
    ...inFolder,
    "    steps:",
    `      - uses: ${actions.checkout}`,
    `      - uses: ${actions.node}`,
    "        with:",
    "          node-version: 24",
    `      - run: ${installs[setup.packageManager]}`,
    `      - run: ${runCommand(setup)} --output sarif:oma-lint.sarif --output "markdown:$GITHUB_STEP_SUMMARY"`,
    `      - uses: ${actions.upload}`,
    `        if: \${{ !cancelled() && hashFiles('${report}') != '' && ${mayUpload} }}`,
    "        with:",
    `          sarif_file: ${report}`,
    "          category: oma-lint",
    "",
  ].join("\n");
}

function gitlabJob(setup: ProjectSetup): string {
  const run = `${runCommand(setup)} --output gitlab:gl-code-quality-report.json`;
  return `oma-lint:\n  image: node:24\n  script:\n    - ${installs[setup.packageManager]}\n    - ${run}\n  artifacts:\n    when: always\n    reports:\n      codequality: gl-code-quality-report.json\n`;
}

function azureSteps(setup: ProjectSetup): string {
  const publish = "- task: PublishTestResults@2\n  condition: always()\n  inputs:\n    testResultsFiles: oma-lint.xml\n";
  return `- script: ${installs[setup.packageManager]}\n- script: ${runCommand(setup)} --output junit:oma-lint.xml\n${publish}`;
}
