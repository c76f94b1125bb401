import picomatch from "picomatch";
import type { FileRouting } from "#catalog/facts/files";
import type { Code } from "../code.ts";
import type { Names } from "../names.ts";
import { joinPaths, normalisePath } from "./paths.ts";

/** The path a file stands for by where it lies, if some convention says so. */
export function filePathOf(names: Names, code: Code): string | undefined {
  for (const { http } of names.project.catalog.libraries)
    for (const fact of http?.fileHandlers ?? [])
      if (fact.serves?.root !== undefined && picomatch.isMatch(code.path, fact.files, { dot: true })) return pathOf(code.path, fact.serves);
  return undefined;
}

/** The path a file stands for, or `undefined` where it is private. */
export function pathOf(path: string, serves: FileRouting): string | undefined {
  const parts = path.replace(/\.[cm]?[jt]sx?$/, "").split("/");
  const folders = parts.slice(startOf(parts, serves.root), -1);
  const file = parts.at(-1) ?? "";
  if (folders.some((part) => part.startsWith("_") && serves.names === "folders")) return undefined;
  const own = serves.names === "folders" ? [] : namesOf(file, serves);
  const segments = [...folders.filter((part) => !/^(?:\(.*\)|@.*)$/.test(part)).map((part) => part.replace(/^\(\.+\)/, "")), ...own];
  return normalisePath(joinPaths(serves.prefix ?? "", ...segments));
}

function namesOf(file: string, serves: FileRouting): readonly string[] {
  if (serves.names !== "dots") {
    const bare = serves.methods === "suffix" ? file.replace(/\.(?:get|post|put|patch|delete|head|options)$/, "") : file;
    return bare === "index" ? [] : [bare];
  }
  // `loans_.$id` is not nested in `loans`, `_index` and `_layout` add nothing, `[.]` is a dot.
  return file
    .replace(/\[([^\]]*)\]/g, (_, escaped: string) => escaped.replaceAll(".", "\u0000"))
    .split(".")
    .filter((part) => !part.startsWith("_") && part !== "route" && part !== "index")
    .map((part) => part.replace(/_$/, "").replaceAll("\u0000", "."));
}

/** Where paths begin: after the folder, or the folders (`server/api`). */
function startOf(parts: readonly string[], root: string | undefined): number {
  const wanted = root?.split("/") ?? [];
  const at = parts.findIndex((_, i) => wanted.length > 0 && wanted.every((name, j) => parts[i + j] === name));
  return at === -1 ? 0 : at + wanted.length;
}
