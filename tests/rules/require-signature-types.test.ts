import { it } from "vitest";
import { expectPromised, fixtureFolder } from "../fixtures.ts";

const rule = "require-signature-types";

it("reports where the fixtures promise, and nowhere else", () => expectPromised(fixtureFolder("rules", rule), rule));
