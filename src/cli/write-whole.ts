import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "#finding";
import { inWords } from "./system-errors.ts";

/**
 * Writes a whole file or nothing: to a temporary file in the same folder, then renamed.
 * @param shown what it is, for the message when it cannot be written
 */
export function writeWhole(file: string, text: string, shown: string): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const existing = statSync(file, { throwIfNoEntry: false });
    if (existing === undefined) replaceFile(file, text);
    else if (existing.isFile()) replaceFile(realpathSync(file), text, existing.mode);
    else writeFileSync(file, text); // a device or pipe (`/dev/stderr`, `>(…)`) cannot be replaced
  } catch (error) {
    throw new UserError(`The ${shown} could not be written: ${inWords(error)}.`);
  }
}

/** @param mode permissions the file has and keeps: a script stays executable */
function replaceFile(file: string, text: string, mode?: number): void {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    if (mode !== undefined) chmodSync(temporary, mode & 0o7777);
    renamePatiently(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** On Windows nothing can be put in the place of a file that somebody reads just now (an editor, a virus scanner): it is free again soon. */
function renamePatiently(from: string, to: string): void {
  for (let tries = process.platform === "win32" ? 10 : 0; ; tries -= 1) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (tries <= 0 || !["EPERM", "EACCES", "EBUSY"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
    }
  }
}
