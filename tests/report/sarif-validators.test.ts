import { spawnSync } from "node:child_process";
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Result, SarifLog } from "@microsoft/sarif";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Validator } from "jsonschema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProjectPath } from "#finding";
import { reportSarif } from "../../src/report/sarif.ts";
import { bookLending, finding, sources } from "./book-lending.ts";

const require = createRequire(import.meta.url);
const packages = dirname(dirname(require.resolve("@microsoft/sarif-multitool/package.json")));

const reports: Readonly<Record<string, string>> = {
  everything: reportSarif(bookLending(), {}),
  nothing: reportSarif(bookLending({ findings: [], notices: [] }), {}),
  "cut, prefixed, with a category": reportSarif(bookLending(), { maxResults: 5, pathPrefix: "packages/api", category: "api" }),
};

function readJson(file: string): object {
  return JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, "")) as object;
}

/** The same report, broken: a validator that likes it checks nothing. */
function withoutTool(text: string): object {
  const log = JSON.parse(text) as { runs: { tool?: unknown }[] };
  delete log.runs[0]?.tool;
  return log;
}

describe("the SARIF 2.1.0 schema, by ajv", () => {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(readJson(join(packages, "sarif-multitool-ts/assets/sarif-2.1.0.schema.json")));

  it.each(Object.keys(reports))("accepts %s", (name) => {
    validate(JSON.parse(reports[name] ?? ""));
    expect(validate.errors ?? []).toEqual([]);
  });

  it("refuses a broken report", () => {
    expect(validate(withoutTool(reports["everything"] ?? ""))).toBe(false);
  });
});

/**
 * The upload action checks with the npm package `jsonschema` and a schema file of its own, `src/sarif-schema-2.1.0.json`.
 * That file is on no registry, so the schema of `@microsoft/sarif-multitool` stands in for it here: the same validator,
 * a sibling of the schema. With `CODEQL_ACTION_SCHEMA=<path of the real one>` this is the real gate.
 */
describe("the upload action's validator, jsonschema", () => {
  const substitute = join(packages, "sarif-multitool-linux/sarif-2.1.0.json");
  const alternative = join(packages, "sarif-multitool-ts/assets/sarif-2.1.0.schema.json");
  const schema = readJson(process.env["CODEQL_ACTION_SCHEMA"] ?? (existsSync(substitute) ? substitute : alternative));
  const errorsOf = (log: object) => new Validator().validate(log, schema).errors.map(String);

  it.each(Object.keys(reports))("accepts %s", (name) => {
    expect(errorsOf(JSON.parse(reports[name] ?? "") as object)).toEqual([]);
  });

  it("refuses a broken report", () => {
    expect(errorsOf(withoutTool(reports["everything"] ?? ""))).not.toEqual([]);
  });
});

const tool = join(packages, "sarif-multitool-linux/Sarif.Multitool");
const missing = reasonToSkip();
// A skipped gate must not look like a passed one.
if (missing !== undefined) console.warn(`SKIPPED: @microsoft/sarif-multitool does not run here: ${missing}`);

/** npm runs no install scripts here, so the binary may lack its permission to run. */
function reasonToSkip(): string | undefined {
  if (process.platform !== "linux") return `its ${process.platform} binary is not handled by this test`;
  if (!existsSync(tool)) return `${tool} is not installed`;
  try {
    accessSync(tool, constants.X_OK);
  } catch {
    try {
      chmodSync(tool, 0o755);
    } catch (error) {
      return String(error);
    }
  }
  const { status, error } = spawnSync(tool, ["version"], { encoding: "utf8" });
  return status === 0 ? undefined : (error?.message ?? `exit code ${status}`);
}

describe.skipIf(missing !== undefined)("@microsoft/sarif-multitool", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "oma-sarif-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What `validate` has to say above the level of a note; its exit code is 0 whatever it finds. */
  function complaintsAbout(text: string): readonly string[] {
    const [input, output] = [join(folder, "input.sarif"), join(folder, "output.sarif")];
    rmSync(output, { force: true });
    writeFileSync(input, text);
    spawnSync(tool, ["validate", input, "-o", output, "--log", "ForceOverwrite", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note"]);
    const log = readJson(output) as SarifLog;
    return (log.runs[0]?.results ?? [])
      .filter((result) => (result.level ?? "warning") !== "note")
      .map((result) => `${result.ruleId} ${JSON.stringify(result.message.arguments)}`);
  }

  it.each(Object.keys(reports))("has no error and no warning about %s", (name) => {
    expect(complaintsAbout(reports[name] ?? "")).toEqual([]);
  });

  it("complains about a broken report", () => {
    expect(complaintsAbout(JSON.stringify(withoutTool(reports["everything"] ?? "")))).not.toEqual([]);
  });

  // An independent implementation of the hash, over files that lie on disk. It drops the byte order mark, the upload action
  // does not; so `src/bom.ts` is left out.
  it("computes the same line hashes", () => {
    const files = Object.keys(sources).filter((file) => file !== "src/bom.ts");
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), sources[file] ?? "");
    }
    const findings = files.flatMap((file) =>
      (sources[file] ?? "")
        .split(/\r\n|[\r\n]/)
        .map((_, index) => finding({ file: file as ProjectPath, line: index + 1, column: 1, endLine: index + 1, endColumn: 1 })),
    );
    const ours = JSON.parse(reportSarif(bookLending({ findings }), {})) as SarifLog;
    const theirs = rewriteHashes(ours);
    expect(hashesOf(ours)).toHaveLength(findings.length);
    expect(hashesOf(ours)).toEqual(hashesOf(theirs));
  });

  function rewriteHashes(log: SarifLog): SarifLog {
    const copy = structuredClone(log);
    for (const result of copy.runs[0]?.results ?? []) delete result.partialFingerprints?.["primaryLocationLineHash"];
    const [run] = copy.runs;
    if (run) run.originalUriBaseIds = { "%SRCROOT%": { uri: `file://${folder}/` } };
    const [input, output] = [join(folder, "bare.sarif"), join(folder, "hashed.sarif")];
    writeFileSync(input, JSON.stringify(copy));
    spawnSync(tool, ["rewrite", input, "-o", output, "--insert", "RollingHashPartialFingerprints", "--log", "ForceOverwrite"]);
    return readJson(output) as SarifLog;
  }

  function hashesOf(log: SarifLog): readonly (string | undefined)[] {
    return (log.runs[0]?.results ?? []).map((result: Result) => result.partialFingerprints?.["primaryLocationLineHash"]);
  }
});
