import type { ProjectPath } from "#finding";
import type { ExprId } from "#syntax/summary";
import { chainOf } from "./chains.ts";
import type { Code } from "./code.ts";
import { isBusiness } from "./ladder.ts";
import { reachesOf, type Subject } from "./layer-reach.ts";
import type { Layers } from "./layers.ts";

/** How far behind a call its table may stand: `db.select().from(books)`. */
const chainLength = 240;

const naming =
  /\.(?:from|into|insert|update|delete|table|insertInto|updateTable|deleteFrom|selectFrom|innerJoin|leftJoin|getRepository|collection|model)\(\s*["'`]?(?:\w+\.)*(\w+)/g;
const stated = /\b(?:from|into|update|join)\s+["`[]?(?:\w+\.)?(\w+)/gi;

/** What single services work on, as far as somebody asked. */
const known = new WeakMap<Layers, WeakMap<Code, ReadonlySet<string>>>();

/**
 * Whether a service of the project works on the same thing: the same repository or entity, the same table, or is called after it.
 * @param call the call that is judged, or a piece of text that declares what is handed in
 */
export function hasService(layers: Layers, code: Code, subject: Subject, call: ExprId | string): boolean {
  const words = wordsAt(code, subject, call);
  const sought = [...new Set(words.flatMap((word) => [joined(word), word.slice(word.lastIndexOf("-") + 1)]))];
  return sought.length > 0 && isServed(layers, sought);
}

/** Looks at services until one works on the thing, those first that are called after it: those of a package stand in another one as well. */
function isServed(layers: Layers, sought: readonly string[]): boolean {
  if (layers.saved) return isServed(layers.saved, sought);
  const isNamed = (path: string): boolean => sought.some((word) => joined(path.toLowerCase()).includes(word));
  const paths = layers.pathsNamed("service");
  return [...paths.filter(isNamed), ...paths.filter((path) => !isNamed(path))].some((path) => {
    const served = servedBy(layers, path);
    return sought.some((word) => served.has(word));
  });
}

const nothing: ReadonlySet<string> = new Set();

/** What one service works on. */
function servedBy(layers: Layers, path: ProjectPath): ReadonlySet<string> {
  const code = layers.names.project.code(path);
  const verdict = code && layers.of(code);
  if (!code || verdict?.layer !== "service" || verdict.weak) return nothing;
  let byCode = known.get(layers);
  if (!byCode) known.set(layers, (byCode = new WeakMap()));
  let found = byCode.get(code);
  if (!found) byCode.set(code, (found = look(layers, code)));
  return found;
}

function look(layers: Layers, code: Code): ReadonlySet<string> {
  const found = new Set<string>();
  addUsed(layers, code, found, 0);
  const name = joined(wordOf(stemOf(code.path)));
  if (name !== "" && (found.size > 0 || asksData(layers, code) || isBusiness(layers, code))) found.add(name);
  return found;
}

function asksData(layers: Layers, code: Code): boolean {
  return reachesOf(layers.names, code).some(({ subject }) => subject.data !== undefined);
}

function joined(word: string): string {
  return word.replaceAll("-", "");
}

/** What a service asks, and what the repositories it asks query. */
function addUsed(layers: Layers, code: Code, found: Set<string>, depth: number): void {
  const inner = new Set<Code>();
  for (const { subject, call } of reachesOf(layers.names, code)) {
    const layer = subject.home && layers.of(subject.home.code).layer;
    if (!subject.data && layer !== "repository" && layer !== "model") continue;
    // Many read a table in passing; who writes it works on the thing.
    if (subject.data === "client" && !writing.test(callText(code, call))) continue;
    for (const word of wordsAt(code, subject, call)) found.add(joined(word));
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

const writing = /\b(?:insert|update|upsert|delete|destroy|remove|save|create|patch|increment|decrement|set|put|merge|replace|into)\w*\b/i;

/** A call with the rest of its chain. */
function callText(code: Code, call: ExprId): string {
  const { s } = code.expr(call);
  const { e } = code.expr(chainOf(code, call));
  return code.text.slice(s, Math.min(e, s + chainLength));
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
