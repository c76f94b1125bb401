import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lint } from "#engine/lint";
import { rules } from "#rules/index";
import { formats } from "../src/report/report.ts";
import { createFolder, runFile } from "./cli/stage.ts";

/** A secret that stands where every rule that shows source text would show it. Put together here, so that no scanner finds it in this file. */
const canary = ["Canary", "9xQ2", "lending"].join("");
const file = path.resolve("dist/cli.js");
let folder: ReturnType<typeof createFolder>;

beforeAll(() => {
  if (!existsSync(file)) throw new Error("dist/cli.js is missing: run `npm run build` first.");
  folder = createFolder({
    ".git/HEAD": "",
    "package.json": JSON.stringify({ name: "lending", dependencies: { express: "5", jsonwebtoken: "9", pg: "8", ioredis: "5" } }),
    "src/keys.ts": `export const shelf = process.env.SHELF_SECRET || "${canary}";\n`,
    "src/loans.ts": [
      'import { createHash } from "node:crypto";',
      'import express from "express";',
      'import Redis from "ioredis";',
      'import jwt from "jsonwebtoken";',
      'import { Pool } from "pg";',
      'import { shelf } from "./keys.ts";',
      "const pool = new Pool();",
      `const redis = new Redis("redis://lending:${canary}@cache.lending.io");`,
      "const app = express();",
      `const adminPassword = "${canary}";`,
      'app.get("/loans", async (request, response) => {',
      // The label of the value is source text with the secret in it, whole and cut off.
      `  await pool.query(\`SELECT * FROM loans WHERE card = '\${request.query.card || process.env.CARD_SECRET || "${canary}"}'\`);`,
      `  await pool.query(\`SELECT * FROM loans WHERE owner = '\${request.query[process.env.API_SECRET || "${canary}"]}'\`);`,
      `  await pool.query(\`SELECT * FROM books WHERE title = '\${request.query.title}' AND key = '\${process.env.SECRET_KEY ?? "${canary}"}'\`);`,
      `  console.log(adminPassword, { password: "${canary}" });`,
      `  const card = jwt.sign({ sub: request.query.card }, process.env.JWT_SECRET ?? "${canary}");`,
      `  await redis.set("cache:card", card + "${canary}");`,
      '  response.json({ card, password: createHash("md5").update(adminPassword).digest("hex"), shelf });',
      "});",
      "",
    ].join("\n"),
  });
});

afterAll(() => {
  folder.close();
});

const everyRule = Object.keys(rules).filter((id) => id !== "no-hardcoded-secrets");

describe("a secret in the code", () => {
  it.each(Object.keys(formats))("is in nothing the command line prints as %s or writes", async (format) => {
    const output = Object.keys(formats).flatMap((name) => ["-o", `${name}:reports/${name}.txt`]);
    const run = await runFile(file, ["--preset", "all", "--format", format, "--timing", "--debug", "--color", ...output], { cwd: folder.path });
    expect(run.stdout).toContain("no-raw-sql-interpolation");
    for (const text of [run.stdout, run.stderr, ...writtenBelow(folder.path)]) expect(showsSecret(text)).toBe(false);
  });

  it("is in nothing either when the rule about secrets is off", async () => {
    for (const format of Object.keys(formats)) {
      const run = await runFile(file, ["--preset", "all", "--rule", "no-hardcoded-secrets:off", "--format", format], { cwd: folder.path });
      expect(run.stdout).toContain("no-raw-sql-interpolation");
      expect(showsSecret(run.stdout + run.stderr)).toBe(false);
    }
  });

  it("is in no message, route, fingerprint or suggestion of any rule", async () => {
    const { findings } = await lint({ cwd: folder.path, config: false, preset: "all" });
    expect(new Set(findings.map(({ ruleId }) => ruleId)).size).toBeGreaterThan(4);
    expect(everyRule.length).toBeGreaterThan(5);
    for (const finding of findings) expect(showsSecret(JSON.stringify(finding))).toBe(false);
  });
});

/** The secret, or enough of its beginning to guess the rest. */
function showsSecret(text: string): boolean {
  return text.includes(canary.slice(0, 8));
}

function writtenBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(root, name))
    .filter((name) => statSync(name).isFile() && !name.startsWith(path.join(root, "src")))
    .map((name) => readFileSync(name, "utf8"));
}
