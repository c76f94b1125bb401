import path from "node:path";
import { planPipeline } from "./init-pipeline.ts";
import { namesIn, type PackageManager, type ProjectSetup, readManifest, textOf } from "./surroundings.ts";

/** A file `init` would write. */
export interface PlannedFile {
  /** Absolute. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly executable?: true;
}

/** What `init` would do: files to write, text a person has to put somewhere, and what is there already. */
export interface InitPlan {
  readonly files: readonly PlannedFile[];
  readonly byHand: readonly { readonly where: string; readonly text: string }[];
  readonly already: readonly string[];
}

type Step = { readonly file: PlannedFile } | { readonly where: string; readonly text: string } | { readonly already: string } | undefined;

const hookCommands: Readonly<Record<PackageManager, string>> = {
  npm: "npx --no-install oma-lint --staged",
  pnpm: "pnpm exec oma-lint --staged",
  yarn: "yarn oma-lint --staged",
  bun: "bunx --no-install oma-lint --staged",
};
const installCommands: Readonly<Record<PackageManager, string>> = {
  npm: "npm install --save-dev oma-lint",
  pnpm: "pnpm add --save-dev oma-lint",
  yarn: "yarn add --dev oma-lint",
  bun: "bun add --dev oma-lint",
};

/**
 * What a project lacks. Text that stands anywhere already is never changed but for adding to it; what cannot be added safely is left
 * to a person.
 * @param architecture a whole configuration to write when there is none, from `proposalFor`
 */
export function planInit(setup: ProjectSetup, architecture: string | undefined): InitPlan {
  const steps = [install(setup), configuration(setup, architecture), eslint(setup), hook(setup), planPipeline(setup)].filter((step) => step !== undefined);
  return {
    files: steps.flatMap((step) => ("file" in step ? [step.file] : [])),
    byHand: steps.flatMap((step) => ("where" in step ? [step] : [])),
    already: steps.flatMap((step) => ("already" in step ? [step.already] : [])),
  };
}

function install({ packages, packageManager, root }: ProjectSetup): Step {
  if (packages.has("oma-lint") || readManifest(root)["name"] === "oma-lint") return undefined;
  return { where: "In the terminal: oma-lint is not in package.json", text: `${installCommands[packageManager]}\n` };
}

function configuration({ config, root, typescript, module }: ProjectSetup, architecture: string | undefined): Step {
  if (config !== undefined) {
    const shown = path.relative(root, config);
    return architecture === undefined ? { already: `configuration (${shown})` } : { where: `Into ${shown}`, text: architecture };
  }
  const name = typescript ? "oma-lint.config.ts" : module === "esm" ? "oma-lint.config.js" : "oma-lint.config.mjs";
  const plain = 'import { defineConfig } from "oma-lint";\n\nexport default defineConfig({\n  preset: "recommended",\n});\n';
  return { file: { file: path.join(root, name), before: "", after: architecture ?? plain } };
}

function eslint({ eslintConfig, packages, root, typescript, module }: ProjectSetup): Step {
  if (eslintConfig !== undefined) {
    if (textOf(eslintConfig).includes("oma-lint")) return { already: `ESLint plugin (${path.relative(root, eslintConfig)})` };
    const text = 'import oma from "oma-lint/eslint-plugin";\n\n// Into the exported array, where TypeScript has its parser:\n...oma.configs.recommended,\n';
    return { where: `Into ${path.relative(root, eslintConfig)}, for findings in the editor`, text };
  }
  if (!packages.has("eslint")) return undefined;
  if (typescript && !packages.has("typescript-eslint"))
    return { where: "For findings in the editor: ESLint needs typescript-eslint to read TypeScript", text: eslintText(true) };
  return { file: { file: path.join(root, module === "esm" ? "eslint.config.js" : "eslint.config.mjs"), before: "", after: eslintText(typescript) } };
}

function eslintText(typescript: boolean): string {
  return [
    'import { defineConfig } from "eslint/config";',
    'import oma from "oma-lint/eslint-plugin";',
    ...(typescript ? ['import tseslint from "typescript-eslint";'] : []),
    "",
    "export default defineConfig([",
    "  {",
    `    files: ["**/*.${typescript ? "ts" : "js"}"],`,
    ...(typescript ? ["    languageOptions: { parser: tseslint.parser },"] : []),
    "    plugins: { oma },",
    '    extends: ["oma/recommended"],',
    "  },",
    "]);",
    "",
  ].join("\n");
}

function hook(setup: ProjectSetup): Step {
  const { hookTool, gitRoot, root, packageManager } = setup;
  const top = gitRoot ?? root;
  const command = hookCommands[packageManager];
  const append = (name: string, start: string, line: string, executable?: true): Step => {
    const file = path.join(top, name);
    const before = textOf(file);
    if (before.includes("oma-lint")) return { already: `commit hook (${name})` };
    const joined = before === "" ? start : before.endsWith("\n") ? before : `${before}\n`;
    return { file: { file, before, after: `${joined}${line}\n`, ...(executable && { executable }) } };
  };
  switch (hookTool) {
    case "husky":
      return append(".husky/pre-commit", "", command);
    case "git": {
      const name = path.relative(top, path.join(setup.hooksFolder ?? path.join(top, ".git/hooks"), "pre-commit")).replaceAll("\\", "/");
      const before = textOf(path.join(top, name));
      // Behind an `exec` of somebody else's hook nothing would run.
      if (before !== "" && !before.includes("oma-lint")) return { where: `Into ${name}`, text: `${command}\n` };
      return append(name, "#!/bin/sh\n", `exec ${command}`, true);
    }
    case "lefthook":
      return lefthook(top, command);
    case "simple-git-hooks":
    case "lint-staged":
      return manifestHook(setup, hookTool, command);
    case "pre-commit":
      if (textOf(path.join(top, ".pre-commit-config.yaml")).includes("oma-lint")) return { already: "commit hook (.pre-commit-config.yaml)" };
      return {
        where: "Into .pre-commit-config.yaml, below `repos:`",
        text: `  - repo: local\n    hooks:\n      - id: oma-lint\n        name: oma-lint\n        entry: ${command}\n        language: system\n        pass_filenames: false\n        require_serial: true\n`,
      };
    case undefined:
      return undefined;
  }
}

function lefthook(top: string, command: string): Step {
  const name = namesIn(top).find((file) => /^\.?lefthook\.ya?ml$/.test(file)) ?? "lefthook.yml";
  const before = textOf(path.join(top, name));
  if (before.includes("oma-lint")) return { already: `commit hook (${name})` };
  const own = `  commands:\n    oma-lint:\n      glob: "*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}"\n      run: ${command}\n`;
  if (/^pre-commit:/m.test(before)) return { where: `Into ${name}, below \`pre-commit:\``, text: own };
  return { file: { file: path.join(top, name), before, after: `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}pre-commit:\n${own}` } };
}

function manifestHook({ root }: ProjectSetup, tool: "simple-git-hooks" | "lint-staged", command: string): Step {
  const before = textOf(path.join(root, "package.json"));
  const manifest = readManifest(root);
  const settings = manifest[tool];
  const isObject = typeof settings === "object" && settings !== null && !Array.isArray(settings);
  const key = tool === "lint-staged" ? "*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}" : "pre-commit";
  const value = tool === "lint-staged" ? "oma-lint --no-error-on-unmatched-pattern" : command;
  if (JSON.stringify(settings ?? "").includes("oma-lint")) return { already: `commit hook (package.json#${tool})` };
  const isFree = settings === undefined ? tool === "simple-git-hooks" : isObject && !(key in settings);
  if (!isFree) return { where: `Into the settings of ${tool}`, text: `${JSON.stringify(key)}: ${JSON.stringify(value)}\n` };
  const after = { ...manifest, [tool]: { ...(isObject ? settings : {}), [key]: value } };
  const indent = /^[ \t]+(?=")/m.exec(before)?.[0] ?? "  ";
  return { file: { file: path.join(root, "package.json"), before, after: `${JSON.stringify(after, undefined, indent)}\n` } };
}
