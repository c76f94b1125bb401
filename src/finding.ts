/** A POSIX path relative to the project root. Made only by {@link toProjectPath}. */
export type ProjectPath = string & { readonly __projectPath: unique symbol };

/**
 * Turns an absolute path inside the project root into a project path.
 * @param root absolute path of the project root, without a trailing slash
 * @param absolute absolute path of a file
 */
export function toProjectPath(root: string, absolute: string): ProjectPath {
  const posixRoot = root.replaceAll("\\", "/").replace(/\/$/, "");
  const posix = absolute.replaceAll("\\", "/");
  const inside = posix.startsWith(`${posixRoot}/`) ? posix.slice(posixRoot.length + 1) : posix;
  return inside as ProjectPath;
}

/** An absolute path with its drive letter in upper case: `c:\\loans` and `C:\\loans` are one folder, and git, editors and shells spell it either way. */
export function withUpperDrive(absolute: string): string {
  return /^[a-z]:/.test(absolute) ? absolute.charAt(0).toUpperCase() + absolute.slice(1) : absolute;
}

export type Severity = "error" | "warning" | "note";
export type Confidence = "high" | "medium";

/** A region of a file. Lines and columns are 1-based UTF-16 units; `endColumn` is exclusive. */
export interface Place {
  readonly file: ProjectPath;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One step on the way from source to sink, or from module to module: a place and a word about it. */
export interface RouteStep {
  readonly place: Place;
  readonly message: string;
}

/** A text edit in the finding's own file: UTF-16 offsets, end exclusive. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Suggestion {
  readonly message: string;
  readonly edits: readonly TextEdit[];
}

/** One thing a rule says about one place. The only result type between engine and reports. */
export interface Finding {
  /** `oma/<rule>`, the same string as in ESLint and SARIF. */
  readonly ruleId: string;
  readonly messageId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Two short sentences: what is wrong, what to do. Plain text. */
  readonly message: string;
  readonly place: Place;
  /** From source to sink (values) or from importer to imported (graph); empty when there is nothing to show. */
  readonly route: readonly RouteStep[];
  readonly suggestions: readonly Suggestion[];
  /** Stable identity: no line numbers, no absolute paths, no secret values. */
  readonly fingerprint: string;
}

/** Something the user should know about the run that is not a finding: an alias that does not resolve, a skipped file. */
export interface Notice {
  readonly kind: "unresolved-alias" | "skipped-file" | "unreadable-file" | "empty-layer" | "config" | "graph" | "unused-suppression" | "cache";
  readonly message: string;
  readonly file?: ProjectPath;
}

/** Wrong usage or wrong configuration: shown without a stack, with a hint; exit code 2. */
export class UserError extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.name = "UserError";
    this.hint = hint;
  }
}

const severityOrder: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Orders findings by file, line, column, rule, message: the order of every report. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.place.file, b.place.file) ||
    a.place.line - b.place.line ||
    a.place.column - b.place.column ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(a.message, b.message)
  );
}

/** Orders severities: error first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severityOrder[a] - severityOrder[b];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
