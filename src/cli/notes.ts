import type { LintResult, TimingEntry } from "#engine/options";
import type { Notice } from "#finding";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

type NoteTerminal = Pick<Terminal, "noteInk">;

/** What the user should know about the run, for stderr. */
export function notices(entries: readonly Notice[], { noteInk: ink }: NoteTerminal): string {
  // Some messages begin with the file they are about, and are sentences with it.
  const subject = ({ message, file }: Notice): string => (file === undefined || message.startsWith(file) ? "" : `${file}: `);
  return entries.map((notice) => `${ink.yellow("▲")} ${subject(notice)}${notice.message} ${ink.dim(`(${notice.kind})`)}\n`).join("");
}

/** Where the time went, for stderr: the phases in the order they ran. */
export function timings(entries: readonly TimingEntry[], { noteInk: ink }: NoteTerminal): string {
  const widest = Math.max(0, ...entries.map(({ phase }) => phase.length));
  const lines = entries.map(({ phase, milliseconds }) => `  ${phase.padEnd(widest)}  ${milliseconds.toFixed(1).padStart(9)} ms`);
  return [ink.bold("Time"), ...lines, ""].join("\n");
}

/** What was found and used, for `--debug`. */
export function runDetails({ project }: LintResult, { noteInk: ink }: NoteTerminal): string {
  const rows: readonly (readonly [string, string])[] = [
    ["oma-lint", version],
    ["node", `${process.version} ${process.platform} ${process.arch}`],
    ["root", project.root],
    ["config", project.configFile ?? "none found"],
    ["preset", project.preset],
    ["files", String(project.files)],
    [
      "rules",
      Object.entries(project.rules)
        .map(([id, severity]) => `${id}=${severity}`)
        .join(" "),
    ],
  ];
  return [ink.bold("Run"), ...rows.map(([name, value]) => `  ${name.padEnd(8)}  ${value}`), ""].join("\n");
}
