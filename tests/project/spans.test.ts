import { describe, expect, it } from "vitest";
import { textWithout } from "#project/spans";

const text = "lend(📕📗, input.closed)";
const at = (part: string) => ({ s: text.indexOf(part), e: text.indexOf(part) + part.length });

describe("textWithout", () => {
  it("leaves every other letter where it was, after letters of two units too", () => {
    const found = textWithout(text, { s: 0, e: text.length }, [at("input.closed")]);
    expect(found).toBe("lend(📕📗,             )");
    expect(found).toHaveLength(text.length);
  });

  it("takes stretches in any order, that overlap, and that reach over the ends", () => {
    const whole = at("📕📗, input.closed");
    expect(textWithout(text, whole, [at("closed)"), at("input."), at("ut.clo"), at("(📕")])).toBe("  📗,             ");
    expect(textWithout(text, whole, [at("lend")])).toBe("📕📗, input.closed");
  });
});
