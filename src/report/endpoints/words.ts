import type { Answer, EndpointRow } from "#project/endpoints/inventory";
import { counted } from "../counting.ts";
import type { InventoryDiff } from "./compare.ts";

/** What the reports on endpoints are made from. */
export interface InventoryInput {
  readonly endpoints: readonly EndpointRow[];
  /** Endpoints before the filters. */
  readonly total: number;
  /** Files that were looked at. */
  readonly files: number;
  readonly toolVersion: string;
  /** What changed since an earlier inventory, and its name as the user typed it. */
  readonly diff?: InventoryDiff & { readonly against: string };
}

export type State = Answer["state"] | "none";

export const marks: Readonly<Record<State, string>> = { yes: "✓", no: "✗", unknown: "?", none: "–" };
export const legend = "✓ proven · ✗ proven to be missing · ? unknown · – does not apply";
/** Where nobody mounts the router, or nobody could follow who does. */
export const unmounted = "(unmounted)";

/** `src/loans/loan.router.ts:12 lendBook`. */
export function handlerOf({ handler, registered }: EndpointRow): string {
  return handler ? `${handler.file}:${handler.line} ${handler.name}` : `${registered.file}:${registered.line} (handler unknown)`;
}

/** Inputs with their states; a handler that could not be read may read anything. */
export function validationOf({ validation, handler }: EndpointRow): readonly (readonly [input: string, state: State])[] {
  const known = Object.entries(validation).map(([input, answer]): [string, State] => [input, answer.state]);
  if (known.length > 0) return known;
  return [["", handler ? "none" : "unknown"]];
}

/** Headers and cookies are judged by what they are used for; few of them need a schema. */
const needNone: ReadonlySet<string> = new Set(["headers", "cookies"]);

/** What a `--missing` filter asks for; only what is proven. */
export const isMissing = {
  auth: (row: EndpointRow): boolean => row.authentication.state === "no",
  "rate-limit": (row: EndpointRow): boolean => row.rateLimit.state === "no",
  validation: (row: EndpointRow): boolean => Object.entries(row.validation).some(([input, { state }]) => state === "no" && !needNone.has(input)),
} as const;

/** `41 endpoints in 12 files` and, where it is so, `3 without authentication`, …. */
export function summaryOf({ endpoints, total, files }: InventoryInput): readonly string[] {
  const shown = endpoints.length === total ? counted(total, "endpoint") : `${endpoints.length} of ${counted(total, "endpoint")}`;
  const parts: readonly (readonly [number, string])[] = [
    [endpoints.filter(isMissing.auth).length, "without authentication"],
    [endpoints.filter(isMissing["rate-limit"]).length, "without rate limit"],
    [endpoints.filter(isMissing.validation).length, "with an input nothing validates"],
    [endpoints.filter(({ mounted }) => !mounted).length, "unmounted"],
  ];
  return [`${shown} in ${counted(files, "file")}`, ...parts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []))];
}

/** Why there is nothing to show. */
export function emptyText({ total, files }: InventoryInput): string {
  return total === 0 ? `No endpoint found in ${counted(files, "file")}.` : `None of ${counted(total, "endpoint")} matches.`;
}

/** `2 added, 1 removed, 1 changed, 1 control lost`. */
export function diffSummary({ added, removed, changed, lost }: InventoryDiff): string {
  if (added.length + removed.length + changed.length === 0) return "no difference";
  return `${added.length} added, ${removed.length} removed, ${changed.length} changed, ${lost === 0 ? "no control" : counted(lost, "control")} lost`;
}
