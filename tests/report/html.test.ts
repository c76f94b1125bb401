import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { formats, type ReportInput } from "../../src/report/report.ts";
import { bookLending } from "./book-lending.ts";

const folder = mkdtempSync(path.join(tmpdir(), "oma-html-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const layers: Readonly<Record<string, string>> = {
  "src/loans/loan.router.ts": "router",
  "src/loans/loan.service.ts": "service",
  "src/loans/loan.repository.ts": "repository",
};
function input(): ReportInput {
  const plain = bookLending();
  return { ...plain, project: { ...plain.project, layerOf: (file) => layers[file] } };
}

describe("the HTML report", () => {
  it("is one file that loads nothing", async () => {
    const html = await formats.html(input(), {});
    expect(html).not.toMatch(/<(?:link|img|iframe|object)|\bsrc=|@import|url\(|fetch\(|XMLHttpRequest/);
    expect(html).toContain("default-src 'none'");
    expect(html.match(/<article /g)).toHaveLength(bookLending().findings.length);
  });

  it("takes nothing of the code for markup", async () => {
    const evil = "</script><script>document.title = 'taken'</script><img src=x onerror=alert(1)>";
    const plain = input();
    const findings = plain.findings.map((finding) => ({ ...finding, message: evil, ruleId: `oma/"${evil}` }));
    const html = await formats.html({ ...plain, findings, project: { ...plain.project, layerOf: () => evil } }, {});
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toContain("<img");
  });

  it("counts at the top, sets code as code, and breaks paths at slashes only", async () => {
    const plain = input();
    const first = plain.findings.find(({ place }) => place.file === "src/loans/loan.repository.ts");
    if (!first) throw new Error("no finding");
    const html = await formats.html({ ...plain, findings: [{ ...first, severity: "error", message: "`a < b` is wrong." }] }, {});
    expect(html).toContain('<li class="error"><b>1</b> error</li><li class="warning"><b>0</b> warnings</li>');
    expect(html).toContain("<code>a &lt; b</code> is wrong.");
    expect(html).toContain(`<code>${first.place.file.replaceAll("/", "/<wbr>")}:${first.place.line}`);
  });

  it("shows accepted findings as such", async () => {
    const plain = input();
    const html = await formats.html({ ...plain, known: plain.findings.map((finding) => ({ ...finding, severity: "note" as const })), findings: [] }, {});
    expect(html).toContain("accepted in the baseline");
    expect(html).toContain(`${plain.findings.length} accepted findings`);
  });
});

const chromium = ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);

describe.skipIf(chromium === undefined)("in a browser (needs Chromium; Debian: apt install chromium)", () => {
  function dom(html: string, hash: string): string {
    const file = path.join(folder, "report.html");
    writeFileSync(file, html);
    const words = [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--virtual-time-budget=2000",
      `--user-data-dir=${path.join(folder, "profile")}`,
      "--dump-dom",
    ];
    return execFileSync(chromium ?? "", [...words, `${pathToFileURL(file).href}${hash}`], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 60_000,
    });
  }
  const shown = (page: string): number => page.match(/<article (?![^>]*\bhidden\b)/g)?.length ?? 0;

  it("filters by rule, layer, severity and words", async () => {
    const plain = input();
    const html = await formats.html(plain, {});
    const all = plain.findings.length;
    expect(shown(dom(html, ""))).toBe(all);
    expect(dom(html, "")).toContain(`${all} of ${all}`);
    const errors = plain.findings.filter(({ severity }) => severity === "error").length;
    expect(shown(dom(html, "#severity=error"))).toBe(errors);
    const repository = plain.findings.filter(({ place }) => layers[place.file] === "repository").length;
    expect(repository).toBeGreaterThan(0);
    expect(shown(dom(html, "#layer=repository"))).toBe(repository);
    const [first] = plain.findings;
    const same = plain.findings.filter(({ ruleId }) => ruleId === first?.ruleId).length;
    expect(shown(dom(html, `#rule=${encodeURIComponent(first?.ruleId ?? "")}`))).toBe(same);
    expect(shown(dom(html, "#search=no-such-word-anywhere"))).toBe(0);
    expect(shown(dom(html, "#search=loan.repository"))).toBeGreaterThan(0);
  });
});
