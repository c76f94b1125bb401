import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** What the example is wrong in, on purpose. Everything else in it is right and must stay quiet. */
const expected = [
  "src/accounts/account.router.ts:17 oma/require-auth-rate-limit unlimitedAuth",
  "src/accounts/account.service.ts:6 oma/no-env-outside-config strayRead",
  "src/accounts/account.service.ts:6 oma/no-hardcoded-secrets secretFallback",
  "src/accounts/account.service.ts:9 oma/no-in-memory-state sharedState",
  "src/accounts/account.service.ts:21 oma/strong-password-hash fastHash",
  "src/accounts/account.service.ts:25 oma/secure-jwt missingExpiry",
  "src/branches/branch.entity.ts:17 oma/no-implicit-relation-loading eagerRelation",
  "src/branches/branches.controller.ts:11 oma/layer-direction skippedLayer",
  "src/branches/branches.controller.ts:15 oma/require-input-validation uncheckedType",
  "src/branches/branches.controller.ts:16 oma/layer-direction skippedLayer",
  "src/branches/branches.controller.ts:20 oma/require-input-validation unvalidatedInput",
  "src/branches/branches.controller.ts:25 oma/require-input-validation uncheckedType",
  "src/branches/branches.service.ts:19 oma/no-raw-http-exception rawException",
  "src/catalogue/catalogue.repository.ts:8 oma/no-raw-sql-interpolation untrustedSql",
  "src/catalogue/catalogue.router.ts:15 oma/require-input-validation unvalidatedInput",
  "src/fines/fine.repository.ts:5 oma/no-raw-sql-interpolation untrustedSql",
  "src/fines/fine.repository.ts:21 oma/no-shared-orm-session poolTransaction",
  "src/fines/fine.router.ts:7 oma/require-input-validation unvalidatedInput",
  "src/fines/fine.router.ts:12 oma/require-input-validation unvalidatedInput",
  "src/fines/fine.service.ts:1 oma/no-circular-dependency cycle",
  "src/loans/loan.repository.ts:21 oma/no-raw-sql-interpolation interpolatedSql",
  "src/loans/loan.repository.ts:30 oma/require-transaction separateWrites",
  "src/loans/loan.repository.ts:36 oma/no-transaction-escape outerClient",
  "src/loans/loan.router.ts:20 oma/no-business-logic-in-router businessLogic",
  "src/notifications/mail-transport.ts:3 oma/no-hardcoded-backing-service hardcodedService",
  "src/readers/reader.repository.ts:23 oma/require-bounded-query unboundedRead",
  "src/readers/reader.router.ts:2 oma/layer-direction skippedLayer",
  "src/reports/overdue.repository.ts:5 oma/no-client-per-request clientPerRequest",
  "src/reports/overdue.repository.ts:5 oma/no-hardcoded-backing-service ownClient",
  "src/reports/overdue.service.ts:6 oma/no-query-in-loop readPerElement",
  "src/reports/report.router.ts:3 oma/layer-direction skippedLayer",
  "src/reports/shelf-plan.ts:5 oma/no-blocking-io-in-request blockingCall",
  "src/reservations/reservation.repository.ts:2 oma/layer-direction wrongDirection",
  "src/reservations/reservation.service.ts:1 oma/no-forbidden-dependency onlyForOthers",
];

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly ruleId: string;
  readonly messageId: string;
  readonly message: string;
}

interface JsonReport {
  readonly findings: readonly (Place & { readonly route: readonly { readonly file: string }[] })[];
}

/** The example as a user has it: in a folder of its own, with what `npm install` would put into node_modules. */
let example: string;

beforeAll(() => {
  for (const file of ["dist/cli.js", "dist/plugin.js"]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm run build\` first.`);
  }
  example = realpathSync(mkdtempSync(path.join(tmpdir(), "oma-example-")));
  cpSync("examples/lending-library", example, { recursive: true });
  mkdirSync(path.join(example, "node_modules"));
  symlinkSync(path.resolve("."), path.join(example, "node_modules/oma-lint"), "junction");
  for (const name of ["eslint", "typescript-eslint"]) {
    symlinkSync(path.resolve("node_modules", name), path.join(example, "node_modules", name), "junction");
  }
});

afterAll(() => {
  rmSync(example, { recursive: true, force: true });
});

function runCli(words: readonly string[] = []): JsonReport {
  const cli = path.resolve("dist/cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "--format", "json", ...words], { cwd: example, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  return JSON.parse(stdout) as JsonReport;
}

async function runEslint(): Promise<readonly Place[]> {
  const results = await new ESLint({ cwd: example }).lintFiles(["."]);
  const fatal = results.flatMap(({ messages }) => messages.filter((message) => message.ruleId === null));
  expect(fatal).toEqual([]);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, endLine = line, endColumn = column, ruleId, messageId, message }) => ({
      file: path.relative(example, filePath).replaceAll("\\", "/"),
      ...{ line, column, endLine, endColumn, ruleId: ruleId ?? "", messageId: messageId ?? "", message },
    })),
  );
}

function toPlace({ file, line, column, endLine, endColumn, ruleId, messageId, message }: Place): Place {
  return { file, line, column, endLine, endColumn, ruleId, messageId, message };
}

function sorted(places: readonly Place[]): readonly Place[] {
  const keyOf = ({ file, line, column, ruleId }: Place) => `${file}:${String(line).padStart(6)}:${String(column).padStart(6)}:${ruleId}`;
  return places.map(toPlace).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

describe("the example back-end", () => {
  test("has exactly these findings on the command line", () => {
    const found = runCli().findings.map(({ file, line, ruleId, messageId }) => `${file}:${line} ${ruleId} ${messageId}`);
    expect(found).toEqual(expected);
  });

  test("shows a value on its way through three files", () => {
    const finding = runCli(["src/catalogue"]).findings.find(({ messageId }) => messageId === "untrustedSql");
    expect([...new Set(finding?.route.map(({ file }) => file))]).toEqual([
      "src/catalogue/catalogue.router.ts",
      "src/catalogue/catalogue.service.ts",
      "src/catalogue/catalogue.repository.ts",
    ]);
  });

  test("has the same findings in ESLint, with its own eslint.config.js and the typescript-eslint parser", async () => {
    expect(sorted(await runEslint())).toEqual(sorted(runCli().findings));
  });
});
