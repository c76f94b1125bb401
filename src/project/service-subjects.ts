import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { isBusiness } from "./ladder.ts";
import { reachesOf, type Subject } from "./layer-reach.ts";
import type { Layers } from "./layers.ts";

/** How far behind a call its table may stand: `db.select().from(books)`. */
const chainLength = 240;

const naming =
  /\.(?:from|into|insert|update|delete|table|insertInto|updateTable|deleteFrom|selectFrom|innerJoin|leftJoin|getRepository|collection|model)\(\s*["'`]?(?:\w+\.)*(\w+)/g;
const stated = /\b(?:from|into|update|join)\s+["`[]?(?:\w+\.)?(\w+)/gi;

const known = new WeakMap<Layers, ReadonlySet<string>>();

/**
 * Whether a service of the project works on the same thing: the same repository or entity, the same table, or is called after it.
 * @param call the call that is judged, or a piece of text that declares what is handed in
 */
export function hasService(layers: Layers, code: Code, subject: Subject, call: ExprId | string): boolean {
  const words = wordsAt(code, subject, call);
  if (words.length === 0) return false;
  const served = servedBy(layers);
  return words.some((word) => served.has(word.replaceAll("-", "")) || served.has(word.slice(word.lastIndexOf("-") + 1)));
}

/** What the services of the project work on: those of a package stand in another one as well. */
function servedBy(layers: Layers): ReadonlySet<string> {
  if (layers.saved) return servedBy(layers.saved);
  let found = known.get(layers);
  if (!found) known.set(layers, (found = look(layers)));
  return found;
}

function look(layers: Layers): ReadonlySet<string> {
  const found = new Set<string>();
  const { project } = layers.names;
  for (const path of project.paths) {
    const code = project.file(path)?.role === "product" ? project.code(path) : undefined;
    const verdict = code && layers.of(code);
    if (!code || verdict?.layer !== "service" || verdict.weak) continue;
    const before = found.size;
    addUsed(layers, code, found, 0);
    const name = wordOf(stemOf(path));
    if (name !== "" && (found.size > before || isBusiness(layers, code))) found.add(name.replaceAll("-", ""));
  }
  return found;
}

/** What a service asks, and what the repositories it asks query. */
function addUsed(layers: Layers, code: Code, found: Set<string>, depth: number): void {
  const inner = new Set<Code>();
  for (const { subject, call } of reachesOf(layers.names, code)) {
    const layer = subject.home && layers.of(subject.home.code).layer;
    if (!subject.data && layer !== "repository" && layer !== "model") continue;
    for (const word of wordsAt(code, subject, call)) found.add(word.replaceAll("-", ""));
    if (subject.home && layer === "repository") inner.add(subject.home.code);
  }
  if (depth === 0) for (const item of inner) addUsed(layers, item, found, 1);
}

/** The things a call works on, as words: `BookRepository`, `prisma.book` and `select … from books` all say `book`. */
function wordsAt(code: Code, subject: Subject, call: ExprId | string): readonly string[] {
  const named = subject.home && subject.data !== "client" ? [subject.name, stemOf(subject.home.code.path)] : subject.data === "entity" ? [subject.name] : [];
  const at = typeof call === "string" ? typeWords(call) : tablesAt(code, call);
  return [...new Set([...named, ...at].map(wordOf).filter((word) => word.length > 1))];
}

function callerOf(code: Code, call: ExprId): number {
  const expr = code.expr(call);
  return expr.k === "call" || expr.k === "tag" || expr.k === "new" ? expr.fn : -1;
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]sx?$/, "");
}

function tablesAt(code: Code, call: ExprId): readonly string[] {
  const { s, e } = code.expr(call);
  const own = code.text.slice(s, e);
  const behind = code.text.slice(e, e + chainLength);
  const end = behind.search(/;|\n\s*\n/);
  const text = own + (end === -1 ? behind : behind.slice(0, end));
  const listed = [...text.matchAll(naming), ...text.matchAll(stated)].flatMap((match) => match[1] ?? []);
  const fn = code.summary.functions[callerOf(code, call)];
  if (listed.length === 0 && fn) listed.push(...[...code.text.slice(fn.s, fn.e).matchAll(stated)].flatMap((match) => match[1] ?? []));
  const handed = /^\w+\(\s*["'`](?:\w+\.)?(\w+)/.exec(own)?.[1];
  if (handed !== undefined) return [...listed, handed];
  const [, owner, table] = /^(?:this\.)?(\w+)(?:\.(\w+))?\??\.\w+\s*[(<`]/.exec(own) ?? [];
  if (table !== undefined) return [...listed, table];
  return owner === undefined ? listed : [...listed, ...declared(code, owner)];
}

/** `@InjectRepository(Book) private books: Repository<Book>`: what the place that declares a name says. */
function declared(code: Code, name: string): readonly string[] {
  const match = new RegExp(String.raw`(?:@\w+\([^)]*\)\s*)?(?:private |public |protected |readonly )*\b${name}\s*[?!]?\s*[:=][^,;\n]*`).exec(code.text);
  return match ? typeWords(match[0]) : [];
}

function typeWords(text: string): readonly string[] {
  return [...text.matchAll(/(?:<|Inject(?:Repository|Model)\(|(?:getRepository|model)\()\s*(?:typeof )?["'`]?(\w+)/g)].flatMap((match) => match[1] ?? []);
}

/** A name without what it is and how many: `UserModel`, `users`, `user_table` are all `user`. */
function wordOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.toLowerCase())
    .filter(
      (part) =>
        !/^(?:i|t|services?|models?|entit(?:y|ies)|tables?|schemas?|repositor(?:y|ies)|repos?|dao|impl|read|write|query|index|class|documents?|unknown|any|string|number)$/.test(
          part,
        ),
    )
    .map((part) => part.replace(/ies$/, "y").replace(/(?<=[a-z]{2})s$/, ""))
    .join("-");
}
