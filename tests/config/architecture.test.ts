import { describe, expect, test } from "vitest";
import type { Architecture } from "#config/architecture";
import { assertArchitecture } from "#config/check-architecture";
import { configurationSchema } from "#config/schema";
import { assertValid } from "#config/validate";
import { UserError } from "#finding";

function complaint(architecture: unknown): string {
  try {
    assertValid(configurationSchema, { architecture }, "config");
    assertArchitecture({ architecture: architecture as Architecture }, "config");
    return "";
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

const law = { name: "apart", reason: "they are sold apart" };

describe("a configuration of laws", () => {
  test("may have every kind of law", () => {
    const laws = [
      { forbid: "b", from: "a", transitive: true, types: "ignore", tests: true, severity: "note" },
      { from: "a", allow: [{ path: "b", deprecated: true }, { layer: ["service", "desk"] }] },
      { from: { decorator: "@nestjs/common#Controller", not: "old/**" }, require: { package: "zod" } },
      { of: { package: "pg" }, onlyFrom: { layer: "repository" } },
      { of: "m/<m>", public: "m/<m>/index.ts" },
      { private: ["**/internal"] },
      { independent: "m/<m>" },
      { of: "src", limits: { dependents: 30, dependencies: 15 } },
      { licences: { forbid: ["GPL-*"] } },
      { from: "a", forbid: { moreUnstable: true } },
    ].map((item, index) => ({ ...law, name: `law-${index}`, ...item }));
    const layers = ["router", { name: "desk", files: "src/desk", closed: true, optional: true, packages: { allow: ["zod"] } }, ["repository", "infra"]];
    expect(
      complaint({ layers, laws, exhaustive: ["src/main.ts"], exceptions: [{ law: "law-0", from: "a/x.ts", reason: "for now", until: "2027-01-31" }] }),
    ).toBe("");
  });

  test.each([
    [{ laws: [law] }, "it has none"],
    [{ laws: [{ ...law, forbid: "a", allow: "b", from: "c" }] }, "it has forbid, allow"],
    [{ laws: [{ ...law, public: "a" }] }, "needs `of`"],
    [{ laws: [{ ...law, allow: "a" }] }, "needs `from`"],
    [{ laws: [{ name: "apart", forbid: "a" }] }, 'must have the property "reason"'],
    [{ laws: [{ ...law, forbidden: "a" }] }, 'Did you mean "forbid"?'],
    [{ laws: [{ ...law, forbid: { layer: "servce" } }] }, 'Did you mean "service"?'],
    [
      {
        laws: [
          { ...law, forbid: "a" },
          { ...law, forbid: "b" },
        ],
      },
      'two called "apart"',
    ],
    [{ laws: [{ ...law, require: { moreUnstable: true }, from: "a" }] }, "`moreUnstable` where it says nothing"],
    [{ layers: ["desk"] }, '"desk" needs `files`'],
    [{ layers: ["router", "router"] }, "stands there twice"],
    [{ laws: [{ ...law, forbid: "a" }], exceptions: [{ law: "aprt", from: "a", reason: "b" }] }, 'Did you mean "apart"?'],
    [{ exceptions: [{ from: "a", reason: "b", until: "2027-02-31" }] }, "is no day"],
  ])("%j is refused", (architecture, words) => {
    expect(complaint(architecture)).toContain(words);
  });
});
