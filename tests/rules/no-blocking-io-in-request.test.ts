import path from "node:path";
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";
import { blockingCalls } from "#project/blocking-calls";
import { awaitedTwin } from "#project/blocking-rewrite";
import { openProject } from "#project/open";
import type { ProjectPath } from "#finding";
import { differencesOf, fixtureFolder, fixtureFolders, runFixtures } from "../fixtures.ts";

const rule = "no-blocking-io-in-request";

describe(rule, () => {
  it("reports where fixtures promise, and nowhere else", async () => {
    const run = await runFixtures(fixtureFolder("rules", rule), rule);
    expect(differencesOf(run)).toEqual({ missing: [], unexpected: [] });
    for (const { messageId, severity } of run.findings) expect(severity).toBe(messageId === "briefCall" ? "note" : "warning");
  });

  it.each(fixtureFolders("projects", "blocking-"))("project %s reports where it promises, and nowhere else", async (name) => {
    expect(differencesOf(await runFixtures(fixtureFolder("projects", name), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("shows the way from the handler to the call", async () => {
    const { findings } = await runFixtures(fixtureFolder("projects", "blocking-nest"), rule);
    expect(findings[0]?.route.map((step) => `${path.basename(step.place.file)}:${String(step.place.line)} ${step.message}`)).toEqual([
      "members.controller.ts:9 request handler register()",
      "members.controller.ts:10 calls register()",
      "members.service.ts:18 calls hash()",
      "password-hasher.ts:7 blocks until it is done",
    ]);
    expect(findings[0]?.message).toContain("Use `hash`.");
  });

  it("awaits the twin where that is mechanical", () => {
    const { names, project } = openProject(fixtureFolder("rules", rule));
    const code = project.code("rewrite.ts" as ProjectPath);
    if (!code) throw new Error("rewrite.ts is missing");
    const rewritten = blockingCalls(names, code).map((problem) => {
      const edits = [...(awaitedTwin(code, problem) ?? [])].sort((a, b) => b.span.s - a.span.s);
      const text = edits.reduce((result, { span, text }) => result.slice(0, span.s) + text + result.slice(span.e), code.text);
      if (edits.length > 0) {
        const messages = new Linter().verify(text, { languageOptions: { ecmaVersion: "latest", sourceType: "module" } });
        expect(messages).toEqual([]);
      }
      return text.split("\n").filter((line, at) => !code.text.split("\n").includes(line) && at >= 0);
    });
    expect(rewritten).toEqual([
      ['import fs, { readFileSync, promises } from "node:fs";', '  const card = (await promises.readFile("card.svg")).toString(); // expect: blockingCall'],
      ['  const fine = await fs.promises.readFile("fines.txt"); // expect: blockingCall'],
      [
        'import { compareSync, compare, hash } from "bcrypt";',
        '  const same = await compare(req.body.password, await hash("kept", 12)); // expect: blockingCall',
      ],
      [],
    ]);
  });
});
