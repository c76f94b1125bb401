import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { openProject } from "#project/open";

it("answers what an element of two lists that are assigned to each other is", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "names-"));
  try {
    writeFileSync(path.join(folder, "package.json"), '{ "name": "book-lending" }');
    writeFileSync(
      path.join(folder, "shelves.js"),
      [
        "let front = [];",
        "let back = front;",
        "while (back.length > 0) {",
        "  front = back;",
        "  back = front;",
        "}",
        "for (const shelf of back) shelf.tidy();",
        "",
      ].join("\n"),
    );
    const { project, names } = openProject(folder);
    const code = project.code(project.paths[0] ?? ("" as never));
    const [call] = (code?.summary.calls ?? []).map((id) => code?.expr(id));
    expect(call?.k === "call" && code ? names.denote(code, call.c) : undefined).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
