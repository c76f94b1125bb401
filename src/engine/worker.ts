import { parentPort } from "node:worker_threads";
import { nestedTooDeep, readSource } from "#project/source";
import { tryReading } from "#syntax/read";
import type { ReadFile, ToRead } from "./read-ahead.ts";

/** A reading thread: gets a list of files, sends back each file's text and summary (as JSON text, which crosses threads fastest). */
parentPort?.on("message", (files: readonly ToRead[]) => {
  parentPort?.postMessage(files.map(readFile));
});

function readFile({ path, absolute }: ToRead): ReadFile {
  const source = readSource(absolute, path, { explicit: true });
  const notice = source.notice && { notice: source.notice };
  if (source.kind !== "text") return { path, ...notice };
  const read = tryReading(absolute, source.text);
  if (!read) return { path, notice: { kind: "skipped-file", file: path, message: `${path} ${nestedTooDeep}` } };
  const { summary, errors } = read;
  return { path, text: source.text, errors, summary: JSON.stringify(summary), ...notice };
}
