import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { alphabets, type ProviderToken, providerTokens } from "#catalog/provider-tokens";
import { lint } from "#engine/lint";
import { crcTail, fineGrainedTail, patternOf, privateKeysIn, providerTokensIn } from "#project/provider-scan";
import { strengthOf } from "#project/secret-names";
import { isPlaceholderSyntax, looksRandom, looksTyped } from "#project/secret-values";
import { formats } from "../../src/report/report.ts";
import { rules } from "#rules/index";
import { createFolder } from "../cli/stage.ts";
import { expectPromised, fixtureFolder } from "../fixtures.ts";

const rule = "no-hardcoded-secrets";

describe("fixtures", () => {
  it("report where they promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule, 36));
});

/** Characters of a class as written in `alphabets`. */
function charactersOf(set: string): string {
  return set.replace(/(.)-(.)/g, (_, from: string, to: string) =>
    Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (__, index) => String.fromCharCode(from.charCodeAt(0) + index)).join(""),
  );
}

/** Always the same, and random enough. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

/** A token of a row, made here so that none stands in the repository. */
function make(token: ProviderToken, prefix: string, seed = 7): string {
  const next = random(seed);
  const body = token.shape.map((part) => {
    if (typeof part === "string") return part;
    const characters = charactersOf(alphabets[part[0]]);
    return Array.from({ length: part[2] ?? part[1] }, () => characters[Math.floor(next() * characters.length)]).join("");
  });
  const whole = prefix + body.join("");
  if (token.checksum === "crc32") return prefix + body.join("").slice(0, -6) + crcTail(body.join("").slice(0, -6));
  if (token.checksum === "githubFineGrained") return whole.slice(0, -16) + fineGrainedTail(whole) + whole.slice(-8);
  return whole;
}

const rows = providerTokens.flatMap((token) => token.prefixes.map((prefix) => [`${token.id} ${prefix}`, token, prefix] as const));

describe("provider tokens", () => {
  it("are about a hundred formats, each with a name of its own", () => {
    expect(providerTokens.length).toBeGreaterThanOrEqual(95);
    expect(new Set(providerTokens.map(({ id }) => id)).size).toBe(providerTokens.length);
  });

  it.each(rows)("%s is found in code", (_name, token, prefix) => {
    const text = `const loans = "${make(token, prefix)}";`;
    expect(providerTokensIn(text).map((found) => found.token.name)).toEqual([token.name]);
  });

  it.each(rows)("%s is not found when a character is wrong, missing, or in front", (_name, token, prefix) => {
    const whole = make(token, prefix);
    const first = token.shape.findIndex((part) => typeof part !== "string");
    const at = prefix.length + token.shape.slice(0, first).join("").length;
    const near = [`x${whole}`, whole.slice(0, at), `${prefix}${"x".repeat(whole.length - prefix.length)}`, `${whole.slice(0, at)} ${whole.slice(at)}`];
    for (const text of near) expect(providerTokensIn(`"${text}"`).filter((found) => found.token === token)).toEqual([]);
  });

  it.each(rows.filter(([, token]) => token.checksum))("%s is not found when its checksum is wrong", (_name, token, prefix) => {
    const whole = make(token, prefix);
    const at = token.checksum === "crc32" ? whole.length - 1 : whole.length - 10;
    const wrong = whole.slice(0, at) + (whole[at] === "A" ? "B" : "A") + whole.slice(at + 1);
    expect(providerTokensIn(`"${wrong}"`)).toEqual([]);
  });

  it("GitHub's checksum is the one of a published example's form", () => {
    // CRC-32 of "123456789" is 0xCBF43926, the check value of the standard.
    expect([...crcTail("123456789")].reduce((sum, item) => sum * 62 + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".indexOf(item), 0)).toBe(
      0xcbf43926,
    );
  });
});

const megabyte = 1_000_000;

describe("hostile texts of a megabyte take no time:", () => {
  it.each(providerTokens.map((token) => [token.id, token] as const))("%s", (_id, token) => {
    const [prefix = ""] = token.prefixes;
    const almost = make(token, prefix).slice(0, -1);
    const text = [`${almost} `, prefix, `${prefix}a`, `${prefix}${"a".repeat(2000)} `]
      .map((part) => part.repeat(Math.ceil(megabyte / 4 / part.length)))
      .join("");
    const start = performance.now();
    providerTokensIn(text);
    patternOf(token).test(text);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it.each([
    ["-----BEGIN PRIVATE KEY-----\\n"],
    [`-----BEGIN PRIVATE KEY-----${"\\n".repeat(500)}`],
    ["a://b:"],
    ["postgres://lending:"],
    ["a".repeat(100)],
    ["password = "],
    ["secretlint-disable "],
  ])("%s", async (part) => {
    const text = part.repeat(Math.ceil(megabyte / part.length));
    const start = performance.now();
    privateKeysIn(text);
    strengthOf(text);
    looksRandom(text);
    looksTyped(text);
    isPlaceholderSyntax(text);
    const folder = createFolder({ "package.json": "{}", "src/loans.ts": `export const secret = ${JSON.stringify(text)}; // \n` });
    await lint({ cwd: folder.path, config: false });
    folder.close();
    expect(performance.now() - start).toBeLessThan(8000);
  });
});

it("a private key with a body is reported, one without is not", async () => {
  const body = Array.from({ length: 120 }, (_, index) => "ABCDEFGHKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789"[(index * 17 + 5) % 53]).join("");
  const begin = ["-----BEGIN", "PRIVATE KEY-----"].join(" ");
  expect(privateKeysIn(`const key = "${begin}\\nMIIEv${body}\\n-----END PRIVATE KEY-----";`)).toHaveLength(1);
  expect(privateKeysIn(`const key = "${begin}\\n[your key here]\\n-----END PRIVATE KEY-----";`)).toEqual([]);
});

describe("the value", () => {
  const canary = ["Canary", "9xQ2", "lending"].join("");

  it("is in no report, whatever its format, and in no file", async () => {
    const folder = createFolder({
      "package.json": JSON.stringify({ dependencies: { jsonwebtoken: "*", pg: "*" } }),
      "src/keys.ts": `export const shelf = "${canary}";\n`,
      "src/loans.ts": [
        'import jwt from "jsonwebtoken";',
        'import { Pool } from "pg";',
        'import { shelf } from "./keys.ts";',
        "const pool = new Pool();",
        `export const secret = process.env.JWT_SECRET || "${canary}";`,
        "export const find = (title: string) => pool.query(`SELECT * FROM books WHERE title = '${title}'`);",
        `export const adminPassword = \`${canary}\`;`,
        "export const card = jwt.sign({}, shelf);",
        "export function renew() {",
        `  const key = "${canary}";`,
        "  return jwt.sign({}, key);",
        "}",
        `export const queue = "amqp://lending:${canary}@queue.lending.io";`,
        `export const db = { host: "db.lending.io", user: "lending", password: "${canary}", database: "loans" };`,
      ].join("\n"),
    });
    const result = await lint({ cwd: folder.path, config: false, preset: "all" });
    const about = Object.fromEntries(Object.entries(rules).map(([id, { meta }]) => [`oma/${id}`, { docs: meta.docs, messages: meta.messages }]));
    const input = { ...result, rules: about, toolVersion: "0.0.0", informationUri: "https://example.com" };
    const outputs = await Promise.all([...Object.values(formats).map((format) => format(input, { width: 100 })), JSON.stringify(result)]);
    for (const output of outputs) {
      expect(output).toContain("no-hardcoded-secrets");
      expect(output).not.toContain(canary);
    }
    for (const file of filesBelow(folder.path)) if (!file.startsWith(path.join(folder.path, "src"))) expect(readFileSync(file, "utf8")).not.toContain(canary);
    folder.close();
  });

  it("changes no fingerprint", async () => {
    const prints = await Promise.all(
      ["Overdue2024!", "Renewed2025?"].map(async (value) => {
        const folder = createFolder({ "package.json": "{}", "src/loans.ts": `export const adminPassword = "${value}";\n` });
        const { findings } = await lint({ cwd: folder.path, config: false });
        folder.close();
        return findings.map(({ fingerprint }) => fingerprint);
      }),
    );
    expect(prints[0]).toHaveLength(1);
    expect(prints[0]).toEqual(prints[1]);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}

describe("suggestions and options", () => {
  async function run(text: string, options?: object) {
    const folder = createFolder({
      "package.json": "{}",
      "oma-lint.config.json": JSON.stringify({ rules: { [`oma/${rule}`]: options ? ["error", options] : "error" } }),
      "src/loans.ts": text,
    });
    const { findings } = await lint({ cwd: folder.path });
    folder.close();
    return findings.filter(({ ruleId }) => ruleId === `oma/${rule}`);
  }

  it("read from the environment as the file does", async () => {
    const text = 'export const adminPassword = "Overdue2024!";';
    const [edit] = (await run(text))[0]?.suggestions[0]?.edits ?? [];
    expect(edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end)).toBe("export const adminPassword = process.env.ADMIN_PASSWORD;");
  });

  it("take the fallback away", async () => {
    const text = 'export const secret = process.env.JWT_SECRET ?? "lending";';
    const [edit] = (await run(text))[0]?.suggestions[0]?.edits ?? [];
    expect(edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end)).toBe("export const secret = process.env.JWT_SECRET;");
  });

  it.each(["gitleaks:allow", "pragma: allowlist secret", "secretlint-disable-line"])("honour `%s` when asked to", async (comment) => {
    const text = `export const adminPassword = "Overdue2024!"; // ${comment}`;
    expect(await run(text)).toHaveLength(1);
    expect(await run(text, { foreignComments: true })).toEqual([]);
  });
});
