import { fewOfThem, manyOfThem, masterColumns, oneOfFew, people, perhapsMany, signingUp, stock, tenants } from "#catalog/reads";
import { callsInChain } from "./chains.ts";
import type { Operation } from "./data-operations.ts";
import { entitiesOf, type Entity, type Relation } from "./entities.ts";
import { entityFactsOf } from "./entity-facts.ts";
import { wordsOfName } from "./name-words.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";
import { entityOf } from "./read-entities.ts";

/**
 * Whether the table a query reads grows with the people who use the application: it keeps them (with their passwords), its rows belong to them (`memberId`),
 * it keeps a stock of goods, or its name is one of what they leave behind. Tables of codes, colours and cities do not grow, and of
 * others nobody knows.
 */
export function growsWithPeople(names: Names, operation: Operation, entity: Entity | undefined): boolean {
  const subjects = [entity?.name, subjectOf(operation)].flatMap((name) => (name === undefined || name === "" ? [] : [plain(name)]));
  if (subjects.some((name) => fewOfThem.test(name) || isOfTheHouse(name))) return false;
  const lasts = subjects.map((name) => wordsOfName(name).at(-1) ?? "");
  const columns = [...columnsOf(names, operation), ...(entity?.columns ?? [])];
  if (isMasterData(columns, entity) || isRented(columns) || isClientOfOurs(columns) || isStaff(names, lasts, columns, entity)) return false;
  if (isHandful(columns, entity) || (lasts.includes("account") && isOfBooks(columns, entity))) return false;
  if (lasts.some((word) => manyOfThem.has(word) && (columns.length === 0 || !ambiguous.has(word) || reachesSomebody(columns)))) return true;
  if (keepsPeople(columns) || belongsToPeople(columns, entity?.relations ?? [], entity?.nullable)) return true;
  if (!lasts.some((word) => perhapsMany.has(word))) return false;
  if (entity && keepsStockElsewhere(columns, entity.relations)) return false;
  return columns.some((name) => stock.test(name)) || !declaresEntities(names, operation);
}

/** Accounts of a ledger: they have a code or a balance, or accounts and entries below them; nobody signs in to one, and they belong to nobody. */
function isOfBooks(columns: readonly string[], entity: Entity | undefined): boolean {
  const relations = entity?.relations ?? [];
  const isSomebodys = columns.some((name) => /mail|password|user|login|phone|website|token|provider/i.test(name)) || belongsToPeople(columns, relations);
  const isKept =
    columns.some((name) => /^(?:account_?)?(?:code|number)$|debit|credit|balance/i.test(name)) ||
    relations.some(({ name }) => /sub|parent|journal|ledger|entr(?:y|ies)/i.test(name));
  return isKept && !isSomebodys;
}

/** Words for people that mean something else as well: the profile of a style, an account of a ledger. */
const ambiguous = new Set(["account", "profile"]);

/** A person can be told something, or has a name of two parts. */
function reachesSomebody(columns: readonly string[]): boolean {
  return columns.some((name) => /mail|phone|mobile|password|login|user_?name|first_?name|last_?name|birth|avatar|website|address/i.test(name));
}

/** What somebody looks after by hand: a key, a name and what is shown with it, and nothing that points to anything else. */
function isMasterData(columns: readonly string[], entity: Entity | undefined): boolean {
  if (!entity || columns.length < 2 || entity.relations.some(({ cardinality }) => cardinality !== "many")) return false;
  const own = wordsOfName(plain(entity.name)).join(" ");
  const bare = columns.map((name) => wordsOfName(name).join(" ")).map((name) => (name.startsWith(`${own} `) ? name.slice(own.length + 1) : name));
  return bare.includes("name") && bare.every((name) => masterColumns.test(name));
}

/** Whoever has a part of the address to himself rents the application, and is set up by those who run it. */
function isRented(columns: readonly string[]): boolean {
  return columns.some((name) => /^sub_?domain$/i.test(name));
}

/** Another application that may ask: it is registered by hand. */
function isClientOfOurs(columns: readonly string[]): boolean {
  const plainColumns = columns.map((name) => wordsOfName(name).join(" "));
  return plainColumns.includes("client id") && plainColumns.includes("client secret");
}

/** Users with a role, where nobody signs up in the whole project: each of them is somebody who was let in. */
function isStaff(names: Names, lasts: readonly string[], columns: readonly string[], entity: Entity | undefined): boolean {
  const isAppointed = columns.some((name) => /^(?:user_?)?(?:roles?|rolle|rol|papel)(?:_?id)?$|^is_?(?:super_?)?admin$|^invited_?by/i.test(name));
  if (!entity || !isAppointed || !lasts.includes("user")) return false;
  return names.project.pathsWhere("signing up", (search, file) => file.role === "product" && search.holds(file.path, signingUp)).length === 0;
}

/** A column marks one of a few, and nothing says of whose: each row may do without what it points to, but for the tenant. */
function isHandful(columns: readonly string[], entity: Entity | undefined): boolean {
  if (!columns.some((name) => oneOfFew.test(name)) || keepsPeople(columns)) return false;
  const needed = (entity?.relations ?? []).filter(({ cardinality, optional }) => cardinality !== "many" && !optional).map(({ name }) => name);
  const keys = columns.filter((name) => /[^_](?:Id|_id|ID|Uuid|_uuid)$/.test(name) && entity?.nullable?.includes(name) !== true);
  return [...needed, ...keys].every((name) => tenants.has(wordsOfName(name.replace(/_?(?:id|uuid)$/i, "")).at(-1) ?? ""));
}

/** Whether what a table holds could be known: text names a table of Knex, whatever it has. */
function declaresEntities(names: Names, { api }: Operation): boolean {
  return entityFactsOf(names, api) !== undefined;
}

/** A catalogue: what there is of a product is counted in rows of another table, `stockUnits`. */
function keepsStockElsewhere(columns: readonly string[], relations: readonly Relation[]): boolean {
  const isCounted = columns.some((name) => stock.test(name) && !/^(?:sku|barcode|isbn)$/i.test(name));
  return (
    !isCounted && relations.some(({ name, cardinality }) => cardinality === "many" && /^(?:stock|inventory|inventories)$/.test(wordsOfName(name)[0] ?? ""))
  );
}

/** The entity that is read, where the project declares it. */
export function readEntity(names: Names, { code, call, chain, api, library }: Operation): Entity | undefined {
  const expr = code.expr(call);
  const facts = entityFactsOf(names, api)?.facts.rows;
  if (expr.k !== "call" || !facts) return undefined;
  const read = entityOf(names, code, expr.c, expr.args, api, facts);
  if (read) return read;
  // `loans.createQueryBuilder("l").getMany()`: the repository stands where the builder is made.
  for (const { call: link, method } of callsInChain(code, chain)) {
    const start = code.expr(link);
    const built = method === "createQueryBuilder" && start.k === "call" ? entityOf(names, code, start.c, start.args, api, facts) : undefined;
    if (built) return built;
  }
  const name = api.split(".").at(-2) ?? "";
  return entitiesOf(names).named(name.charAt(0).toUpperCase() + name.slice(1), library, code);
}

/** A password beside a name to sign in with; a server has a password as well, and an address. */
function keepsPeople(columns: readonly string[]): boolean {
  return (
    columns.some((name) => /^(?:hashed_?|encrypted_?)?password(?:_?hash|_?digest)?$/i.test(name)) &&
    columns.some((name) => /^(?:email|user_?name|login|phone)/i.test(name))
  );
}

/** A row that may do without its owner is somebody's by the way: a voucher made for one member. */
function belongsToPeople(columns: readonly string[], relations: readonly Relation[], nullable: readonly string[] = []): boolean {
  const owners = relations.filter((item) => item.cardinality !== "many" && namesPeople(item.name));
  const optional = new Set(owners.filter((item) => item.optional).map((item) => wordsOfName(item.name).join(" ")));
  const isNeeded = (name: string): boolean =>
    !nullable.includes(name) &&
    !optional.has(
      wordsOfName(name)
        .join(" ")
        .replace(/ (?:id|uuid)$/, ""),
    );
  return owners.some((item) => !item.optional) || columns.some((name) => namesPeople(name) && isNeeded(name));
}

/** `memberId`, `member_id`, `member`, `author`; not `createdBy`, `update_user_id`, `contactPerson`, which say who looks after a row. */
function namesPeople(name: string): boolean {
  const words = wordsOfName(name);
  if (/^(?:(?:creat|updat|modif|edit|delet|approv)(?:e|ed|ied|ing|or)?|contact|responsible)$/.test(words[0] ?? "") && words.length > 1) return false;
  const last = words.at(-1) ?? "";
  if (!/^_?id$|^uuid$/.test(last)) return people.has(last);
  return people.has(words.at(-2) ?? "");
}

/** The few who look after an application, and what comes with it. */
function isOfTheHouse(subject: string): boolean {
  return wordsOfName(subject).some((word) =>
    /^(?:admin|administrator|central|homepage|landing|pending|staff|system|default|preset|sample|demo|oauth|static)s?$/.test(word),
  );
}

/** `public.books as b` → `book`. */
function plain(name: string): string {
  const bare = name
    .replace(/\s+as\s+\w+$/i, "")
    .replace(/^.*\./, "")
    .replace(/_?(?:Repository|Repo|Model|Entity|Table|Schema|Collection|Document|Data|List)s?$/i, "");
  return bare
    .replace(/ies$/, "y")
    .replace(/(?<=ss|x|ch|sh)es$/, "")
    .replace(/(?<![su])s$/, "");
}

/** Methods whose arguments are columns. */
const notTheSubject = /^(?:(?:add)?orderBy(?:Raw)?|sort|select|selectAll|columns|populate|\w*[jJ]oin\w*)$/;

/** What is read: the last name before the method, the table, the model. */
export function subjectOf({ code, call, chain }: Operation): string {
  for (const link of callsInChain(code, chain)) {
    if (notTheSubject.test(link.method)) continue;
    for (const argument of link.args) {
      const expr = code.expr(argument);
      if (expr.k === "const" && typeof expr.v === "string") return expr.v;
      const name = expr.k === "name" ? code.summary.bindings[expr.b]?.n : expr.k === "member" ? expr.p : undefined;
      if (name !== undefined) return name;
    }
  }
  const expr = code.expr(call);
  const callee = expr.k === "call" ? code.expr(expr.c) : undefined;
  const owner = callee?.k === "member" ? code.expr(callee.o) : undefined;
  return owner?.k === "member" ? owner.p : owner?.k === "name" ? (code.summary.bindings[owner.b]?.n ?? "") : "";
}

/** Columns of a table that is a value: `from(books)`, `const books = pgTable("books", { … })`. */
function columnsOf(names: Names, { code, chain }: Operation): readonly string[] {
  const from = [...callsInChain(code, chain)].find(({ method }) => method === "from")?.args[0];
  return (from === undefined ? [] : originsOf(names, { code, id: from })).flatMap((origin) => {
    const made = origin.code.expr(origin.id);
    const columns = made.k === "call" && made.args[1] !== undefined ? origin.code.expr(made.args[1]) : undefined;
    return columns?.k === "object" ? columns.props.map(([name]) => name) : [];
  });
}
