import { parentPort } from "node:worker_threads";
import { readSource } from "#project/source";
import { isTypeScript, parse } from "#syntax/parse";
import { summarise } from "#syntax/summarise";
import type { ReadFile, ToRead } from "./read-ahead.ts";

/** A reading thread: gets a list of files, sends back each file's text and summary (as JSON text, which crosses threads fastest). */
parentPort?.on("message", (files: readonly ToRead[]) => {
  parentPort?.postMessage(files.map(readFile));
});

function readFile({ path, absolute }: ToRead): ReadFile {
  const source = readSource(absolute, path, { explicit: true });
  const notice = source.notice && { notice: source.notice };
  if (source.kind !== "text") return { path, ...notice };
  const { program, errors } = parse(absolute, source.text);
  return { path, text: source.text, errors, summary: JSON.stringify(summarise(program, source.text, isTypeScript(absolute))), ...notice };
}
