import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { configNames } from "#config/find";
import { resolveConfig } from "#config/resolve";
import { lint } from "#engine/lint";
import { severitiesOf } from "#engine/severities";
import { rules } from "#rules/index";
import { makeTree, removeTrees } from "../project/tree.ts";

afterAll(removeTrees);

/** Every fixture folder that is a project of its own; none of our rules needs types. */
const folders = ["rules", "projects"].flatMap((parent) =>
  readdirSync(path.join("fixtures", parent))
    .map((name) => path.join("fixtures", parent, name))
    .filter((folder) => existsSync(path.join(folder, "package.json"))),
);

const program = path.resolve("node_modules/.bin/oxlint");

interface Report {
  readonly diagnostics: readonly {
    readonly code?: string;
    readonly message: string;
    readonly filename: string;
    readonly labels: readonly { readonly span: { readonly offset: number; readonly length: number; readonly line: number } }[];
  }[];
}

describe("oxlint with the plugin", () => {
  test.each(folders)(
    "says of %s what the command line says",
    async (fixture) => {
      const root = makeTree({});
      cpSync(fixture, root, { recursive: true });
      const hasConfig = configNames.some((name) => existsSync(path.join(root, name)));
      const config = await resolveConfig({ cwd: root, config: hasConfig ? undefined : false, preset: "all", knownRules: rules });
      const settings = Object.fromEntries(
        Object.keys(severitiesOf(config)).map((id) => {
          const setting = config.rules[id];
          return [id, typeof setting === "object" ? ["error", setting[1]] : "error"];
        }),
      );
      const ours = await lint({ cwd: root, preset: "all", ...(hasConfig ? {} : { config: false }) });
      const linted = new Set<string>(ours.project.paths);
      const plugin = { name: "oma", specifier: path.resolve("dist/plugin.js") };
      const file = path.join(root, ".oxlintrc.json");
      writeFileSync(file, JSON.stringify({ plugins: [], categories: { correctness: "off" }, jsPlugins: [plugin], rules: settings }));
      const { stdout, stderr } = spawnSync(program, ["-c", file, "--format", "json", "."], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
      expect(stdout, stderr).toContain('"diagnostics"');
      const { diagnostics } = JSON.parse(stdout) as Report;
      const theirs = diagnostics
        .filter(({ code, filename }) => code?.startsWith("oma(") === true && linted.has(filename.replace(/^\.\//, "")))
        .map(
          ({ code = "", message, filename, labels }) =>
            `${filename.replace(/^\.\//, "")}:${labels[0]?.span.line} ${code.replace(/^oma\((.*)\)$/, "oma/$1")} ${message}`,
        )
        .sort();
      const broken = new Set(ours.findings.filter(({ ruleId }) => ruleId === "oma/parse-error").map(({ place }) => place.file));
      const expected = ours.findings
        .filter(({ place }) => !broken.has(place.file) && /\.(?:[cm]?[jt]s|[jt]sx)$/.test(place.file))
        .map(({ place, ruleId, message }) => `${place.file}:${place.line} ${ruleId} ${message}`)
        .sort();
      expect(theirs).toEqual(expected);
      rmSync(root, { recursive: true });
    },
    60_000,
  );
});
