import { describe, expect, it } from "vitest";
import { factsOf } from "#project/answer-objects";
import { answersIn } from "#project/answers";
import { openProject } from "#project/open";
import { differencesOf, fixtureFolder, runFixtures } from "../fixtures.ts";

const rule = "consistent-error-response";

describe(rule, () => {
  it("reports where fixtures promise, and nowhere else", async () => {
    expect(differencesOf(await runFixtures(fixtureFolder("rules", rule), rule))).toEqual({ missing: [], unexpected: [] });
  });

  it("says which status is answered, and past which handler", async () => {
    const { findings } = await runFixtures(fixtureFolder("rules", rule), rule);
    const messages = findings.filter(({ place }) => place.file.endsWith("/express/books.routes.ts")).map(({ message }) => message);
    expect(messages).toEqual([
      expect.stringMatching(/^This handler answers 400 .*central handler in packages\/express\/answer\.ts\./),
      expect.stringContaining("answers 404"),
      expect.stringContaining("answers 403"),
    ]);
  });

  it("has no fact about answers and their handlers in the catalogue that no fixture meets", () => {
    const { names, project } = openProject(fixtureFolder("rules", rule));
    const met = new Set<unknown>();
    const methods = new Set<string>();
    const { errors } = project.catalog;
    for (const code of project.productCodes()) {
      for (const call of code.summary.calls) {
        const expr = code.expr(call);
        if (expr.k !== "call" && expr.k !== "new") continue;
        for (const api of names.apisOf(code, expr.c)) for (const { fact } of [...errors.answers.of(api), ...errors.handlers.of(api)]) met.add(fact);
        const callee = code.expr(expr.c);
        if (callee.k === "member")
          for (const { fact } of factsOf(names, code, callee.o)) {
            met.add(fact);
            methods.add(`${fact.type}.${callee.p}`);
          }
      }
      for (const { library } of answersIn(names, code)) methods.add(library);
      for (const { fact } of errors.files) if (code.path.endsWith("hooks.server.ts")) met.add(fact);
    }
    const facts = project.catalog.libraries.flatMap(({ http }) => [...(http?.answers ?? []), ...(http?.errorFiles ?? [])]);
    expect(facts.filter((fact) => !met.has(fact))).toEqual([]);
    const written = errors.replies.filter(({ fact }) => fact.body);
    expect(written.filter(({ fact }) => !met.has(fact)).map(({ object }) => object)).toEqual([]);
    expect(errors.replies.filter(({ library }) => !methods.has(library)).map(({ object }) => object)).toEqual([]);
    const named = written.flatMap(({ fact }) => Object.keys(fact.named ?? {}).map((name) => `${fact.type}.${name}`));
    expect(named.filter((name) => !methods.has(name))).toEqual([]);
  });
});
