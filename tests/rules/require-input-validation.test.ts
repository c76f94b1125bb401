import { describe, expect, it } from "vitest";
import type { Finding } from "#finding";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "require-input-validation";

async function findingsIn(file: string): Promise<readonly Finding[]> {
  const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
  return findings.filter((finding) => finding.place.file === file);
}

describe(rule, () => {
  it("reports where the fixtures promise, and nowhere else", async () => {
    const run = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(run.expected.length).toBeGreaterThan(40);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
  });

  it.each(fixtureFolders("projects", "validation-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("has every row of the pipe's matrix in a project with a global pipe", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "validation-nest"), rule);
    const reasons = findings.map(({ message }) => / \((?:body|message)\) (.*), so no pipe/.exec(message)?.[1]);
    expect(new Set(reasons)).toEqual(
      new Set([
        "has an inline type",
        "is `PlainMemberDto`, a class without validators",
        "is `Partial<…>`",
        "is `Record<…>`",
        "is `any`",
        "is a union",
        "is an array",
        "is one value, of which a pipe sees only the type",
        "is the interface `MemberShape`",
        "is the type `MemberAlias`",
      ]),
    );
  });

  it("says which input goes where, and shows the way through the service", async () => {
    const [first] = await findingsIn("express.ts");
    expect(first?.message).toBe("`req.body` (body) reaches enrol(), and nothing has validated it. Parse it with a schema first.");
    expect(first?.route?.map(({ place, message }) => `${place.file}:${place.line} ${message}`)).toEqual([
      "express.ts:19 req.body comes from the request",
      "express.ts:19 reaches enrol()",
    ]);
  });

  it("says why a check is none", async () => {
    const found = await findingsIn("ignored.ts");
    const messages = found.map(({ message }) => message);
    expect(messages).toContain(
      "`req.body` (body) reaches enrol(): it is checked, but nobody waits for member.parseAsync(). Refuse the request when the check fails.",
    );
    expect(messages).toContain("`req.body` (body) reaches enrol(), and its schema `z.any()` lets everything through. Write down what it must look like.");
  });

  it("only notes single values of a query", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const notes = findings.filter((finding) => finding.severity === "note").map(({ place, message }) => `${place.file} ${/`.*?`/.exec(message)?.[0]}`);
    expect(notes.sort()).toEqual(["express.ts `req.query`", "koa.ts `ctx.query`"]);
    expect(findings.some((finding) => finding.severity === "error")).toBe(true);
  });

  it("suggests to use the parsed value and to wait for a check, where that is all there is to do", async () => {
    const found = await findingsIn("ignored.ts");
    const offered = found.flatMap(({ messageId, place, suggestions }) =>
      (suggestions ?? []).map(({ message, edits }) => `${place.line} ${messageId}: ${message} ${edits.map((edit) => edit.text).join()}`),
    );
    expect(offered).toEqual([
      "41 ignoredResult: Wait for the check. await ",
      "86 rawInputUsed: Go on with what the schema returns. req.body = ",
      "90 rawInputUsed: Go on with what the schema returns. req.body = ",
    ]);
  });
});
