import type { Location, PhysicalLocation, Region } from "@microsoft/sarif";
import type { Place } from "#finding";
import { repositoryPath, type ReportOptions } from "./report.ts";

/** The name under which SARIF consumers know the root of the repository. */
export const sourceRoot = "%SRCROOT%";

/**
 * A path as a relative URI reference (RFC 3986). GitHub decodes it; a `:` in the first segment would read as a scheme.
 * @param path POSIX path from the root of the repository
 */
export function toUri(path: string): string {
  const wellFormed = path.replace(/\p{Surrogate}/gu, "\ufffd");
  return encodeURI(wellFormed).replaceAll("#", "%23").replaceAll("?", "%3F").replaceAll(":", "%3A");
}

/** A place as SARIF wants it. GitHub asks for all four numbers; a region that runs backwards is refused. */
export function toPhysicalLocation(place: Place, options: ReportOptions): PhysicalLocation {
  return { artifactLocation: toArtifactLocation(place.file, options), region: toRegion(place) };
}

/** A place with a word about it. */
export function toLocation(place: Place, text: string, options: ReportOptions): Location {
  return { physicalLocation: toPhysicalLocation(place, options), message: { text } };
}

/** A file by its relative URI. */
export function toArtifactLocation(file: string, options: ReportOptions): { uri: string; uriBaseId: string } {
  return { uri: toUri(repositoryPath(file, options)), uriBaseId: sourceRoot };
}

function toRegion(place: Place): Region {
  const startLine = Math.max(1, place.line);
  const startColumn = Math.max(1, place.column);
  const endLine = Math.max(startLine, place.endLine);
  const endColumn = endLine === startLine ? Math.max(startColumn, place.endColumn) : Math.max(1, place.endColumn);
  return { startLine, startColumn, endLine, endColumn };
}
