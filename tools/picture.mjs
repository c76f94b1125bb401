// Draws docs/demo.svg from what the command line really prints (`node tools/picture.mjs`, after a build).
// `--check` writes nothing and fails where the picture in docs/ is not the current one; `--cli <file>` runs another build.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const fontSize = 13;
const cellWidth = 7.83;
const lineHeight = 18;
const margin = 20;
const titleBar = 30;

const colors = {
  background: "#161b22",
  bar: "#21262d",
  text: "#e6edf3",
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  34: "#79c0ff",
  36: "#76e3ea",
};

/**
 * Draws terminal output: colours, bold, dim, underlined; one cell per character.
 * @param {string} ansi text with SGR escape sequences
 */
export function toSvg(ansi) {
  const lines = ansi.replace(/\n+$/, "").split("\n");
  const columns = Math.max(...lines.map((line) => withoutEscapes(line).length));
  const width = Math.ceil(columns * cellWidth + 2 * margin);
  const height = titleBar + lines.length * lineHeight + 2 * margin - 8;
  const rows = drawRows(lines);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Output of oma-lint in a terminal">
<style>
text { font: ${fontSize}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; fill: ${colors.text}; white-space: pre }
.b { font-weight: 700 } .d { opacity: .6 } .u { text-decoration: underline }
${[31, 32, 33, 34, 36].map((code) => `.c${code} { fill: ${colors[code]} }`).join(" ")}
</style>
<rect width="${width}" height="${height}" rx="8" fill="${colors.background}"/>
<path d="M0 ${titleBar}V8a8 8 0 0 1 8-8h${width - 16}a8 8 0 0 1 8 8v${titleBar - 8}z" fill="${colors.bar}"/>
${["#ff5f57", "#febc2e", "#28c840"].map((fill, index) => `<circle cx="${20 + 18 * index}" cy="15" r="5.5" fill="${fill}"/>`).join("")}
${rows.join("\n")}
</svg>
`;
}

function drawRows(lines) {
  const rows = [];
  let style = plainStyle;
  lines.forEach((line, row) => {
    let column = 0;
    for (const part of line.split(escapeSequence)) {
      if (part.startsWith("\u001b")) {
        style = restyled(style, part);
        continue;
      }
      for (const run of part.match(/[\x20-\x7e]+|[^\x20-\x7e]+/g) ?? []) {
        const text = drawRun(run, column, row, style);
        if (text !== undefined) rows.push(text);
        column += run.length;
      }
    }
  });
  return rows;
}

/** Each run says how wide it is, so that columns stay straight whatever font there is. */
function drawRun(run, column, row, style) {
  const shown = style.underline ? run : run.trimEnd();
  const text = shown.trimStart();
  if (text === "") return undefined;
  const x = round(margin + (column + shown.length - text.length) * cellWidth);
  const y = titleBar + margin + 6 + row * lineHeight;
  const names = [style.color && `c${style.color}`, style.bold && "b", style.dim && "d", style.underline && "u"].filter(Boolean).join(" ");
  return `<text x="${x}" y="${y}" textLength="${round(text.length * cellWidth)}" lengthAdjust="spacingAndGlyphs"${names && ` class="${names}"`}>${escaped(text)}</text>`;
}

const escapeSequence = /(\u001b\[[\d;]*m)/;
const plainStyle = { bold: false, dim: false, underline: false, color: undefined };

function restyled(style, sequence) {
  return sequence.slice(2, -1).split(";").map(Number).reduce(applyCode, style);
}

function applyCode(style, code) {
  switch (code) {
    case 0:
      return plainStyle;
    case 1:
      return { ...style, bold: true };
    case 2:
      return { ...style, dim: true };
    case 4:
      return { ...style, underline: true };
    case 22:
      return { ...style, bold: false, dim: false };
    case 24:
      return { ...style, underline: false };
    case 39:
      return { ...style, color: undefined };
    default:
      if (code in colors) return { ...style, color: code };
      throw new Error(`The picture does not know the escape code ${code}.`);
  }
}

function withoutEscapes(line) {
  return line.replaceAll(/\u001b\[[\d;]*m/g, "");
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function round(number) {
  return Math.round(number * 100) / 100;
}

const paths = ["src/catalogue", "src/reports"];

/** What a user sees who checks two folders of the example in a terminal 100 columns wide. */
function demoOutput(cli) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, "--cwd", "examples/lending-library", "--color", ...paths], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    encoding: "utf8",
  });
  if (status !== 1) throw new Error(`oma-lint ended with ${status}: ${stderr}`);
  return `\u001b[32m$\u001b[39m \u001b[1mnpx oma-lint ${paths.join(" ")}\u001b[22m\n\n${stdout}`;
}

function draw(words) {
  const at = words.indexOf("--cli");
  const cli = at === -1 ? fileURLToPath(new URL("../dist/cli.js", import.meta.url)) : words[at + 1];
  const picture = new URL("../docs/demo.svg", import.meta.url);
  const svg = toSvg(demoOutput(cli));
  if (!words.includes("--check")) writeFileSync(picture, svg);
  else if (readFileSync(picture, "utf8") !== svg) throw new Error("docs/demo.svg does not show what oma-lint prints today. Run `node tools/picture.mjs`.");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) draw(process.argv.slice(2));
