import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Finding, Suggestion } from "#finding";
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
    const reasons = findings.map(({ message }) => / \((?:body|message|query)\) (.*), so no pipe/.exec(message)?.[1]);
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

  it("only notes single values of a query, what is looked up by the path, and headers", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const notes = findings.filter((finding) => finding.severity === "note").map(({ place, message }) => `${place.file} ${/`.*?`/.exec(message)?.[0]}`);
    expect(notes.sort()).toEqual([
      "entities.ts `req.params`",
      "entities.ts `req.params`",
      "entities.ts `req.params`",
      "express.ts `req.params`",
      "express.ts `req.query`",
      'hono.ts `c.req.query("term")`',
      "koa.ts `ctx.query`",
      "parts.ts `parse(req.url, true).query`",
      "parts.ts `req.headers`",
      "parts.ts `req.params`",
      "parts.ts `searchParams`",
    ]);
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

  it("suggests the schema of the type that is claimed and a pipe for a class, and is content with each", async () => {
    const folder = fixtureFolder("projects", "validation-suggestions");
    const { findings } = await runFixtures(folder, rule);
    const offered = findings.flatMap(({ place, suggestions }) => suggestions.map((suggestion) => ({ file: place.file, line: place.line, suggestion })));
    const written: string[] = [];
    for (const { file, line, suggestion } of offered) {
      const copy = mkdtempSync(path.join(tmpdir(), "validation-"));
      try {
        cpSync(folder, copy, { recursive: true });
        const text = applied(readFileSync(path.join(copy, file), "utf8"), suggestion);
        writeFileSync(path.join(copy, file), text);
        const { findings: after } = await runFixtures(copy, rule);
        expect(after.length, `${file}:${line}`).toBe(findings.length - 1);
        const before = new Set(readFileSync(path.join(folder, file), "utf8").split("\n"));
        written.push(`${file}:${line}`, ...text.split("\n").filter((item) => !before.has(item)));
      } finally {
        rmSync(copy, { recursive: true });
      }
    }
    expect(written.map((item) => item.replace(/ \/\/ expect.*/, "").trim())).toEqual([
      "src/celebrated.ts:14",
      'import { type Reminder, ReminderSchema } from "./loans.schema";',
      'app.post("/reminders", celebrate({ body: ReminderSchema }), async (req, res) => {',
      "src/desk.ts:9",
      'import { type Fine, FineSchema } from "./loans.schema";',
      'app.post("/fines", { schema: { body: FineSchema } }, async (request) => {',
      "src/loans.ts:9",
      'import * as v from "valibot";',
      'import { LoanSchema } from "./loans.schema";',
      "const data = v.parse(LoanSchema, req.body);",
      "src/loans.ts:14",
      'import { returnSchema } from "./loans.schema";',
      "const data = returnSchema.validateSync(req.body);",
      "src/loans.ts:19",
      'import Joi from "joi";',
      'import { ReminderSchema } from "./loans.schema";',
      "const data = Joi.attempt(req.body, ReminderSchema) as Reminder;",
      "src/members.controller.ts:10",
      'import { ValidationPipe, Body, Controller, Post } from "@nestjs/common";',
      "enrol(@Body(new ValidationPipe({ whitelist: true })) member: MemberDto) {",
      "src/members.controller.ts:15",
      'import { ValidationPipe, Body, Controller, Post } from "@nestjs/common";',
      "invite(@Body(new ValidationPipe()) guest: GuestDto) {",
      "src/routes.ts:10",
      'import { NewMemberSchema } from "./members.schema";',
      "const data = NewMemberSchema.parse(await c.req.json());",
      "src/routes.ts:15",
      'import { type Anything, type NewMemberDto, NewMemberSchema, type Renaming } from "./members.schema";',
      "const data = NewMemberSchema.parse(await c.req.json());",
      "src/routes.ts:20",
      'import { type Anything, type NewMemberDto, NewMemberSchema, type Renaming } from "./members.schema";',
      "const data: NewMemberDto = NewMemberSchema.parse(await c.req.json());",
      "src/server.ts:16",
      "const data = NewMemberSchema.parse(req.body);",
      "src/validated.ts:10",
      'import { type Enrolment, NewMemberSchema } from "./members.schema";',
      'app.post("/members", zValidator("json", NewMemberSchema), async (c) => {',
      'const data = c.req.valid("json");',
    ]);
  });
});

function applied(text: string, { edits }: Suggestion): string {
  return edits.toReversed().reduce((done, edit) => done.slice(0, edit.start) + edit.text + done.slice(edit.end), text);
}
