import { describe, expect, it } from "vitest";
import { formats, ruleOf } from "../../src/report/report.ts";
import { bookLending } from "./book-lending.ts";

describe("formats", () => {
  it.each(Object.keys(formats) as (keyof typeof formats)[])("%s makes text that ends its last line", async (name) => {
    const text = await formats[name](bookLending(), {});
    expect(text.endsWith("\n")).toBe(true);
    expect(text.endsWith("\n\n")).toBe(false);
  });
});

describe("what is known about a rule", () => {
  it("comes from the rule, and from the report for code that does not parse", () => {
    expect(ruleOf(bookLending(), "oma/layer-direction").docs.coreRule).toBe(1);
    expect(ruleOf(bookLending(), "oma/parse-error").docs.severity).toBe("error");
    expect(ruleOf(bookLending(), "constructor").docs.description).toBe("Findings of constructor.");
  });
});
