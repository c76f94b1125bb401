import { afterAll, expect, it } from "vitest";
import { openProject } from "#project/open";
import { originsOf } from "#project/origins";
import { makeTree, removeTrees } from "./tree.ts";

afterAll(removeTrees);

it("gives up where a state is spread into the next along more ways than anybody can go", () => {
  const states = Array.from({ length: 20 }, (_, i) => `const state${i + 1} = flag ? { ...state${i}, a: ${i} } : { ...state${i}, b: ${i} };`);
  const { names, project } = openProject(
    makeTree({
      "package.json": {},
      "state.js": ["const state0 = { loans: load() };", "const flag = ask();", ...states, "show(state20.loans);", ""].join("\n"),
    }),
  );
  const code = project.code("state.js" as never);
  if (!code) throw new Error("The file was not read");
  const member = code.summary.exprs.findIndex((expr) => expr.k === "member" && expr.p === "loans" && code.text.slice(expr.s, expr.e) === "state20.loans");
  const found = originsOf(names, { code, id: member });
  expect(found.length).toBeGreaterThan(0);
  // Two to the power of twenty ways lead there.
  expect(found.length).toBeLessThan(10_000);
});
