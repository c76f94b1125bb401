import { type ConventionLayer, fileNames, fileSuffixes, folders, type LayerConvention } from "#catalog/conventions";

/** What a path's names promise. */
export interface NamePromise {
  readonly layer: ConventionLayer;
  /** The name means other things as well in honest projects. */
  readonly weak: boolean;
  /** What in the path said so. */
  readonly from: "name" | "suffix" | "folder";
  /** The file name or folder, as it is written. */
  readonly word: string;
}

type Row = LayerConvention & { readonly word: string };

/** Folders are asked for once per file in them. */
const keys = new Map<string, string>();
const names = table(fileNames);
const suffixes = table(fileSuffixes);
const folderRows = table(folders);

/** The strongest promise of a path: the file's own name, else the nearest folder that says something. */
export function promiseOf(path: string): NamePromise | undefined {
  const segments = path.split("/");
  const file = (segments.pop() ?? "").replace(/\.[cm]?[jt]sx?$/, "");
  const whole = names.get(wholeKey(file));
  if (whole) return { layer: whole.layer, weak: whole.weak ?? false, from: "name", word: file };
  const suffix = isThing(file, segments.at(-1)) ? undefined : suffixOf(file);
  if (suffix && !isOutdone(suffix, segments)) return suffix;
  for (let at = segments.length - 1; at >= 0; at -= 1) {
    const folder = segments[at] ?? "";
    const outer = segments[at - 1];
    const row = rowOf(segments, at);
    if (row) return { layer: row.layer, weak: row.weak ?? false, from: "folder", word: row.word.includes("/") ? `${outer}/${folder}` : folder };
  }
  return undefined;
}

/**
 * Whether the folder knows better: `routes/services.js` is about services, and what a folder of controllers has beside them
 * (`controllers/cart-services.ts`) is judged by what it does; `helpers/async-handler.js` handles no requests, it helps those who do;
 * `services/datasource.ts` is a service for a thing called so.
 */
function isOutdone({ layer, weak, word }: NamePromise, folders: readonly string[]): boolean {
  const row = rowOf(folders, folders.length - 1);
  if (layer === "service") return row?.layer === "router" && row.weak !== true;
  if (layer === "repository") return row?.layer === "service" && row.weak !== true && /^(?:data-?source|queries|persistence)s?$/i.test(word);
  if (layer !== "router" || !weak) return false;
  // `use-cases/books/query-handlers.ts`
  const nearest = folders.findLastIndex((_, at) => rowOf(folders, at) !== undefined);
  const around = nearest === -1 ? undefined : rowOf(folders, nearest);
  if (around?.layer === "service" && around.weak !== true) return true;
  return row?.layer === "none" || row?.layer === "middleware" || row?.layer === "error";
}

/** What a folder on the way says. `service/src/…` and `services/lending/src/…` are programs of their own: what lies in one is no service for that. */
function rowOf(folders: readonly string[], at: number): Row | undefined {
  const folder = folders[at];
  if (folder === undefined) return undefined;
  if (/^services?$/i.test(folder) && folders.indexOf("src", at) > (folder.toLowerCase() === "service" ? at : at + 1)) return undefined;
  const outer = folders[at - 1];
  return (outer === undefined ? undefined : folderRows.get(`${key(outer)}/${key(folder)}`)) ?? folderRows.get(key(folder));
}

/** `models/service.ts`, `entities/event.ts`: the folder says the kind, the file only what is modelled. */
function isThing(file: string, folder: string | undefined): boolean {
  return folder !== undefined && partsOf(file).length === 1 && folderRows.get(key(folder))?.layer === "model";
}

/** The longest known end of a file name, cut where its parts meet. */
function suffixOf(file: string): NamePromise | undefined {
  const parts = partsOf(file);
  for (let from = Math.max(0, parts.length - 4); from < parts.length; from += 1) {
    const row = suffixes.get(parts.slice(from).join(""));
    if (row) return { layer: row.layer, weak: row.weak ?? false, from: "suffix", word: file };
  }
  return undefined;
}

function table(rows: readonly LayerConvention[]): ReadonlyMap<string, Row> {
  const found = new Map<string, Row>();
  for (const row of rows) {
    for (const word of row.words) {
      const at = row.kind === "name" ? wholeKey(word) : word.split("/").map(key).join("/");
      if (!found.has(at)) found.set(at, { ...row, word });
    }
  }
  return found;
}

function wholeKey(word: string): string {
  return word.startsWith("+") ? word : key(word);
}

/** A word without case and without what joins its parts. `__tests__` keeps nothing but its letters. */
function key(word: string): string {
  let known = keys.get(word);
  if (known === undefined) keys.set(word, (known = partsOf(word).join("")));
  return known;
}

function partsOf(word: string): string[] {
  return word
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== "")
    .map((part) => part.toLowerCase());
}

/** A health probe asks the database whether it lives; there is no business in that. */
export function isProbe(path: string): boolean {
  return /^(?:health|ready|readiness|live|liveness|heartbeat|ping)(?:-?check|z)?(?:[.-]?(?:controller|routes?|router|handlers?|api))?\.[cm]?[jt]sx?$/i.test(
    path.slice(path.lastIndexOf("/") + 1),
  );
}

/** Routes that fill or empty the database for tests and demonstrations: no business goes through them. */
export function isScaffold(path: string): boolean {
  return /(?:^|[/._-])(?:testing|demo|seed(?:er|ing|s)?|mocks?|debug|playground|sandbox|test-helpers?)(?:[._-]\w+)*\.[cm]?[jt]sx?$|(?:^|\/)(?:testing|demo|debug|playground|seed-?data|seeders?|sandbox|experiments?)\/|(?:^|\/)test[-_][^/]+$/i.test(
    path,
  );
}
