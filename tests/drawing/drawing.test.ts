import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, test } from "vitest";
import { toCruiseResult } from "#drawing/cruise-result";
import { draw, drawingFormats } from "#drawing/formats";
import { pictureOf } from "#drawing/from-project";
import type { Picture } from "#drawing/picture";
import { select } from "#drawing/select";
import { lintProject } from "#engine/lint-project";
import { fixtureFolder } from "../fixtures.ts";

async function pictured(name: string): Promise<Picture> {
  const { result, analysis } = await lintProject({
    cwd: fixtureFolder("projects", name),
    ...(name === "cycles" && { config: false as const }),
    preset: "architecture",
  });
  return pictureOf(
    analysis,
    result.findings.filter(({ ruleId }) => /layer-direction|circular|forbidden/.test(ruleId)),
  );
}

const options = { clusters: "folders", title: "Import graph" } as const;
const edgesOf = ({ edges }: Picture): string[] => edges.map(({ from, to }) => `${from} > ${to}`);

describe("a picture", () => {
  it("has every product module, its layer, and each import once, with its line", async () => {
    const picture = await pictured("laws-all");
    expect(picture.modules.find(({ path: name }) => name === "src/desk/loans.ts")?.layer).toBe("desk");
    expect(picture.edges.find(({ from, to }) => from === "src/http/routes.ts" && to === "src/storage/pool.ts")?.line).toBe(2);
  });

  it("has a breach at the import it is about, and at the module when it is about that", async () => {
    const picture = await pictured("laws-all");
    const sibling = picture.edges.find(({ from, to }) => from === "src/mail/remind.ts" && to === "src/storage/pool.ts");
    expect(sibling?.breaches.map(({ rule }) => rule)).toEqual(["oma/no-forbidden-dependency"]);
    expect(picture.modules.find(({ path: name }) => name === "src/stray.ts")?.breaches).toHaveLength(1);
  });

  it("has the whole circle of a cycle", async () => {
    const picture = await pictured("cycles");
    const chains = picture.edges.flatMap(({ breaches }) => breaches.map(({ chain }) => chain));
    expect(chains).toContainEqual(["src/three/author.ts", "src/three/book.ts", "src/three/shelf.ts", "src/three/author.ts"]);
  });
});

describe("a part of a picture", () => {
  test("focus: the modules and their neighbours", async () => {
    const part = select(await pictured("laws-all"), { focus: ["src/mail"] });
    expect(edgesOf(part)).toEqual([
      "src/desk/loans.ts > src/mail/remind.ts",
      "src/mail/remind.ts > src/plain/text.ts",
      "src/mail/remind.ts > src/storage/pool.ts",
      "src/mail/remind.ts > src/storage/shelf.ts",
      "src/plain/broken.ts > src/mail/remind.ts",
    ]);
    expect(part.modules.filter(({ highlighted }) => highlighted).map(({ path: name }) => name)).toEqual(["src/mail/remind.ts"]);
  });

  test("reaches: everything that leads there", async () => {
    const part = select(await pictured("laws-all"), { reaches: ["src/plain/mark.ts"] });
    expect(part.modules.map(({ path: name }) => name)).toEqual(
      ["src/http/routes.ts", "src/main.ts", "src/modules/fines/index.ts", "src/modules/members/index.ts", "src/plain/broken.ts", "src/plain/mark.ts"].filter(
        (name) => part.modules.some((module) => module.path === name),
      ),
    );
    expect(part.modules.map(({ path: name }) => name)).toContain("src/main.ts");
    expect(part.modules.map(({ path: name }) => name)).not.toContain("src/desk/loans.ts");
  });

  test("layers and collapsed folders", async () => {
    const picture = await pictured("laws-all");
    expect(select(picture, { layers: ["storage"] }).modules.map(({ path: name }) => name)).toEqual(["src/storage/pool.ts", "src/storage/shelf.ts"]);
    const coarse = select(picture, { collapse: "src/modules/*" });
    expect(edgesOf(coarse)).toContain("src/modules/fines > src/modules/members");
    expect(coarse.modules.find(({ path: name }) => name === "src/modules/members")?.collapsed).toBe(2);
    expect(edgesOf(select(picture, { collapse: "2" }))).toContain("src/desk > src/mail");
  });
});

describe("formats", () => {
  test.each(drawingFormats)("%s names the modules, the same way twice", async (format) => {
    const picture = await pictured("laws-all");
    const text = await draw(picture, format, options);
    expect(text).toContain("loans.ts");
    expect(await draw(picture, format, options)).toBe(text);
  });

  test("breaches are in colour", async () => {
    const picture = await pictured("laws-all");
    expect(await draw(picture, "dot", options)).toMatch(/"src\/mail\/remind\.ts" -> "src\/storage\/pool\.ts" \[[^\]]*color="red"/);
    expect(await draw(picture, "d2", options)).toContain("stroke: red");
  });

  test("layers can be the clusters", async () => {
    expect(await draw(await pictured("laws-all"), "dot", { ...options, clusters: "layers" })).toContain('subgraph "cluster_storage"');
  });

  test("the result counts what it has", async () => {
    const picture = await pictured("laws-all");
    const { summary, folders } = toCruiseResult(picture);
    expect(summary.totalCruised).toBe(picture.modules.length);
    expect(summary.violations.length).toBe([...picture.modules, ...picture.edges].reduce((sum, { breaches }) => sum + breaches.length, 0));
    expect(folders?.find(({ name }) => name === "src/storage")).toMatchObject({ moduleCount: 2, afferentCouplings: 4, efferentCouplings: 1 });
  });
});

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", process.env["CHROME_PATH"] ?? ""].find(
  (file) => file !== "" && existsSync(file),
);
if (chromium === undefined) console.warn("No Chromium here (CHROME_PATH names one): the page is not opened.");

describe.skipIf(chromium === undefined)("the page in a browser", () => {
  /** The document after a script has run in it. */
  function opened(html: string, script: string): string {
    const folder = mkdtempSync(path.join(tmpdir(), "oma-page-"));
    const file = path.join(folder, "page.html");
    writeFileSync(
      file,
      html.replace("</body>", () => `<script>${script}</script></body>`),
    );
    const words = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      `--user-data-dir=${folder}/profile`,
      "--virtual-time-budget=2000",
      "--dump-dom",
      `file://${file}`,
    ];
    const { stdout } = spawnSync(chromium ?? "", words, { encoding: "utf8", timeout: 50_000, maxBuffer: 64 * 1024 * 1024 });
    rmSync(folder, { recursive: true, force: true });
    return stdout;
  }
  const titles = (html: string, name: string): string[] =>
    [...html.matchAll(/<g id="\w+" class="([^"]*)">\s*<title>([^<]*)<\/title>/g)]
      .filter(([, classes = ""]) => classes.split(" ").includes(name))
      .map(([, , title = ""]) => title);

  it(
    "shows the chain of a breach that is clicked, what a module has to do with, and what is searched; asks nobody for anything",
    { timeout: 120_000 },
    async () => {
      const html = await draw(await pictured("cycles"), "html", options);
      expect(html).not.toMatch(/(?:src|href)="https?:|@import|fetch\(/);
      const at = /data-breach="(\d+)"[^>]*><b>no-circular-dependency<\/b> <code>src\/three\//.exec(html)?.[1];
      const clicked = opened(html, `document.querySelector('[data-breach="${at}"]').click()`);
      expect(titles(clicked, "chain")).toHaveLength(3);
      expect(titles(clicked, "centre")).toEqual(["src/three/author.ts"]);
      const hovered = opened(
        html,
        `[...document.querySelectorAll("g.node")].find((g) => g.textContent.includes("three/author")).dispatchEvent(new MouseEvent("mouseenter"))`,
      );
      expect(hovered).toContain("imported by (1)");
      const searched = opened(html, `const box = document.getElementById("search"); box.value = "three"; box.dispatchEvent(new Event("input"))`);
      expect(searched).toContain("found (3)");
    },
  );
});
