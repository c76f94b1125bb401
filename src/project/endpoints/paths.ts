import { fieldOf } from "../class-lineage.ts";
import type { Names } from "../names.ts";
import { frameOf } from "./instances.ts";
import { type Frame, instancesOf, type Origin, originsOf, type Self } from "../origins.ts";

/** What stands for a part of a path nobody could read. */
export const unreadable = "…";

const mostPaths = 8;

/**
 * The paths a value spells: constants, templates, joined texts, arrays of them, across files. A part that cannot be read is `…`.
 * `undefined` when the value is no path at all (a function, a router, an object).
 */
export function pathsOf(names: Names, at: Origin, depth = 0): readonly string[] | undefined {
  if (depth > 8) return [unreadable];
  const found = originsOf(names, at).map((origin) => ofOrigin(names, origin, depth));
  const known = found.flatMap((item) => item ?? []);
  return known.length === 0 ? undefined : [...new Set(known)].slice(0, mostPaths);
}

function ofOrigin(names: Names, at: Origin, depth: number): readonly string[] | undefined {
  const expr = at.code.expr(at.id);
  const inner = (id: number): readonly string[] => pathsOf(names, { ...at, id }, depth + 1) ?? [unreadable];
  switch (expr.k) {
    case "const":
      return typeof expr.v === "string" ? [expr.v] : undefined;
    case "template":
      return expr.quasis.reduce<string[]>(
        (heads, quasi, i) => {
          const part = expr.parts[i];
          const tails = part === undefined ? [""] : inner(part);
          return heads.flatMap((head) => tails.map((tail) => head + quasi + tail)).slice(0, mostPaths);
        },
        [""],
      );
    case "concat":
      return inner(expr.l).flatMap((left) => inner(expr.r).map((right) => left + right));
    case "array":
      return expr.items.flatMap((item) => pathsOf(names, { ...at, id: item }, depth + 1) ?? []);
    case "regexp":
      return [expr.v];
    case "member": {
      const fields = instancesOf(names, { ...at, id: expr.o }).flatMap((self) => pathsOfField(names, at, self, expr.p, depth));
      return fields.length > 0 ? fields : [unreadable];
    }
    case "function":
    case "object":
    case "class":
      return undefined;
    default:
      return [unreadable];
  }
}

/** `routes.path`: a field of an instance of ours. */
function pathsOfField(names: Names, at: Origin, self: Self, p: string, depth: number): readonly string[] {
  const owner = fieldOf(names, self, p);
  if (!owner) return [];
  const frame: Frame = self.made ? frameOf(names, self, self.made) : { code: owner.code, f: -1, caller: at.code, args: [], outer: at.frame, self };
  const writes = owner.code.summary.writes[`c${owner.c}.${p}`] ?? [];
  return writes.flatMap((write) => pathsOf(names, { code: owner.code, id: write.v, frame }, depth + 1) ?? []);
}

/** Joins prefixes and a path: one slash between parts, none at the end. */
export function joinPaths(...parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  if (isRegExp(last)) return `${parts.length > 1 ? joinPaths(...parts.slice(0, -1)).replace(/^\/$/, "") : ""}${last}`;
  const joined = parts
    .filter((part) => part !== "" && part !== "/")
    .map((part) => (part.startsWith("/") || part.startsWith(unreadable) ? part : `/${part}`))
    .join("")
    .replace(/\/{2,}/g, "/");
  return joined.length > 1 ? joined.replace(/\/$/, "") : joined === "" ? "/" : joined;
}

/**
 * Parameters of every framework in one spelling: `:id`, `:id(\\d+)`, `:id{[0-9]+}`, `[id]`, `$id` become `{id}`; `*rest`, `[...rest]`, `{rest*}`
 * become `{*rest}`; optional ones `{id?}`.
 */
export function normalisePath(path: string): string {
  if (isRegExp(path)) return path;
  return path
    .split("/")
    .map((segment) => normaliseSegment(segment))
    .join("/");
}

function normaliseSegment(segment: string): string {
  const bracket = /^\[\[?(\.\.\.)?([\w-]+)(?:=\w+)?\]\]?$/.exec(segment);
  if (bracket) return bracket[1] ? `{*${bracket[2] ?? ""}}` : segment.startsWith("[[") ? `{${bracket[2] ?? ""}?}` : `{${bracket[2] ?? ""}}`;
  if (segment === "*" || segment === "**") return "{*}";
  if (/^\*\w+$/.test(segment)) return `{*${segment.slice(1)}}`;
  if (segment === "$") return "{*}";
  if (/^\$\w+$/.test(segment)) return `{${segment.slice(1)}}`;
  const hapi = /^\{(\w+)\*\d*\}$/.exec(segment);
  if (hapi) return `{*${hapi[1] ?? ""}}`;
  return segment.replace(/:([A-Za-z_]\w*)(?:\([^)]*\)|\{[^}]*\})?([?*+])?/g, (_, name: string, many: string | undefined) =>
    many === "?" ? `{${name}?}` : many === undefined ? `{${name}}` : `{*${name}}`,
  );
}

/** A path that is a regular expression is told as it is written. */
function isRegExp(path: string): boolean {
  return /^\/.*\/[a-z]*$/.test(path) && /[\\^$()]/.test(path);
}

/** Whether a middleware mounted at a prefix runs for a path. */
export function covers(prefix: string | undefined, path: string | undefined): boolean {
  if (prefix === undefined || path === undefined || prefix.includes(unreadable) || path.includes(unreadable)) return true;
  const wanted = prefix
    .replace(/\/?\*\w*$/, "")
    .split("/")
    .filter(Boolean);
  const given = path.split("/").filter(Boolean);
  return wanted.every((part, i) => given[i] !== undefined && (part === given[i] || part.startsWith(":") || given[i].startsWith(":")));
}
