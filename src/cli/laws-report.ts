import type { Idle, LawStanding } from "#graph/law-audit";
import type { LawBook } from "#graph/laws";
import { toRuleSet } from "#drawing/rule-set";
import { counted } from "#report/counting";
import type { GraphRequest } from "./arguments.ts";

export interface LawsReport {
  readonly book: LawBook;
  readonly standings: readonly LawStanding[];
  readonly idle: readonly Idle[];
  readonly imports: { readonly own: number; readonly unresolved: number };
}

/** How each law stands, as text, as JSON, or the laws as rules of dependency-cruiser. */
export function printLaws(report: LawsReport, format: GraphRequest["format"]): string {
  if (format === "dependency-cruiser") return toRuleSet(report.book);
  if (format === "json") return `${JSON.stringify(toJson(report), undefined, 2)}\n`;
  return toText(report);
}

function toJson({ standings, idle, imports, book }: LawsReport): unknown {
  return {
    schemaVersion: 1,
    laws: standings,
    layers: book.order.layers.map((layer) => ({ name: layer.name, files: filesIn(book, layer.name) })),
    idle: idle.map((item) => ("exception" in item ? { kind: item.kind, reason: item.exception.reason } : item)),
    imports,
  };
}

function toText({ standings, idle, imports, book }: LawsReport): string {
  const widest = Math.max(0, ...standings.map(({ name }) => name.length));
  const standing = standings.map(({ name, reason, broken, excused, deprecated }) => {
    const counts = [
      ...(broken > 0
        ? [`broken ${broken} ×`]
        : [idle.some((item) => item.kind === "emptyLaw" && item.law === name) ? "kept, but parts of it match nothing" : "kept"]),
      ...(excused > 0 ? [counted(excused, "exception")] : []),
      ...(deprecated > 0 ? [`${deprecated} deprecated`] : []),
    ];
    const isIdle = broken === 0 && idle.some((item) => item.kind === "emptyLaw" && item.law === name);
    return { name, reason, counts: counts.join(", "), mark: broken > 0 ? "✗" : isIdle ? "?" : "✓" };
  });
  const widestCounts = Math.max(0, ...standing.map(({ counts }) => counts.length));
  const rows = standing.map(({ mark, name, counts, reason }) => `${mark} ${name.padEnd(widest)}  ${counts.padEnd(widestCounts)}  ${reason}`);
  const layers = book.order.layers.map((layer) => `  ${layer.name}  ${counted(filesIn(book, layer.name), "file")}`);
  return [
    ...(rows.length === 0 ? ["No laws are written. `oma-lint init --architecture` proposes some."] : rows),
    ...(layers.length > 0 ? ["", "Layers, outermost first", ...layers] : []),
    ...(idle.length > 0 ? ["", "Without effect", ...idle.map((item) => `  ${wordsOf(item)}`)] : []),
    "",
    `${counted(imports.own, "import")} of the project's own files, ${imports.unresolved === 0 ? "and all lead somewhere" : `${imports.unresolved} of them lead nowhere`}.`,
    "",
  ].join("\n");
}

function filesIn(book: LawBook, layer: string): number {
  return book.graph.modules.filter((module) => book.graph.roleOf(module) === "product" && book.layerOf(module)?.name === layer).length;
}

function wordsOf(idle: Idle): string {
  switch (idle.kind) {
    case "emptyLaw":
      return `nothing matches ${idle.part} in the law ${idle.law}`;
    case "emptyLayer":
      return `the layer ${idle.layer} has no files`;
    case "expiredException":
      return `an exception ended on ${idle.exception.until ?? ""}: ${idle.exception.reason}`;
    case "unusedException":
      return `nothing needs an exception: ${idle.exception.reason}`;
  }
}
