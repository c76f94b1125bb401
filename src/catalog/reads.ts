/**
 * What a list read may say without saying how many rows it brings. The words mean the same in every library that has them; a word that
 * stands in neither list may bound a read.
 */
export const shapingOptions: ReadonlySet<string> = new Set([
  ...["select", "include", "omit", "attributes", "columns", "fields", "exclude", "with", "extras", "relations", "populate", "strategy"],
  ...["order", "orderBy", "sort", "raw", "nest", "lean", "paranoid", "logging", "cache", "relationLoadStrategy", "withDeleted", "transaction"],
]);

/**
 * By library (its first package), the option that loads relations and may filter the rows by them: an inner join (`required`, or `where`, which
 * implies it). https://sequelize.org/docs/v6/advanced-association-concepts/eager-loading/
 */
export const joiningOptions: Readonly<Record<string, string>> = { sequelize: "include" };

/**
 * By library (its first package), the method that makes another client of one, which passes every query through a hook of the application.
 * https://www.prisma.io/docs/orm/prisma-client/client-extensions/query
 */
export const extendingMethods: Readonly<Record<string, string>> = { "@prisma/client": "$extends" };

/** Methods of builders. */
export const shapingMethods: ReadonlySet<string> = new Set([
  ...["select", "selectAll", "selectFrom", "from", "query", "columns", "orderBy", "orderByRaw", "addOrderBy", "sort", "lean", "populate", "exec"],
  ...["execute", "then", "catch", "leftJoin", "leftJoinAndSelect", "withGraphFetched", "createQueryBuilder", "getRepository", "getMany", "getResult"],
  ...["addSelect", "leftJoinAndMapOne", "leftJoinAndMapMany", "loadRelationCountAndMap", "db", "collection", "toArray", "session", "collation", "maxTimeMS"],
]);

/** Words for entities of which there are few, whoever lends books: a list of all of them is small. */
export const fewOfThem =
  /(?:role|permission|scope|country|countrie|currency|currencie|language|locale|category|categorie|tag|status|type|kind|setting|preference|config|configuration|plan|tier|region|zone|feature|flag|environment|branch|menu|template|theme|version|migration|provider|unit|level|sequence|city|citie|state|province|district|colou?r|brand|genre|size|banner|slider?|faq|skill|topic|badge|department|facult(?:y|ie)|method|option|policy|policie|rule|license|integration|connection|variable|model|blacklist|whitelist)e?s?$/i;

/**
 * Words for what grows with the people who use an application: the people themselves, and what they do and leave behind. Last word of an
 * entity's name, in the singular.
 */
export const manyOfThem: ReadonlySet<string> = new Set([
  ...["user", "member", "customer", "student", "patient", "employee", "account", "profile", "subscriber", "participant", "candidate", "applicant"],
  ...["contact", "guest", "visitor", "player", "person", "people", "reader", "seller", "buyer", "follower", "friend"],
  ...["order", "purchase", "sale", "invoice", "payment", "transaction", "refund", "booking", "reservation", "appointment", "registration"],
  ...["enrollment", "enrolment", "submission", "loan", "rental", "ticket", "donation", "expense", "transfer", "shipment", "cart"],
  ...["post", "article", "comment", "message", "review", "rating", "like", "vote", "tweet", "reply", "answer", "conversation", "chat"],
  ...["thread", "log", "visit", "click", "activity", "attempt", "upload", "attachment", "photo", "bookmark", "todo", "blog"],
]);

/** Words that mean the same in one application, and a handful of settings, plans or samples in another: where entities are declared, their columns decide. */
export const perhapsMany: ReadonlySet<string> = new Set([
  ...["product", "book", "course", "recipe", "task", "issue", "note", "story", "listing", "file", "image", "device", "session", "event", "job"],
  ...["notification", "delivery", "subscription", "favorite", "view", "lead", "doctor", "driver"],
]);

/** Columns of goods of which there is a stock: a plan or a fee has a price as well, and no stock. */
export const stock = /^(?:stock|quantity|qty|inventory|sku|barcode|isbn|in_?stock|count_?in_?stock|stock_?quantity|quantity_?in_?stock|units_?in_?stock)$/i;

/** Columns, as words, of what is looked after by hand: a key, a name, what is shown with it, and when it was made. */
export const masterColumns =
  /^(?:_?id|uuid|name|title|label|code|slug|key|description|colou?r|icon|logo|(?:is )?(?:active|enabled|default|system)|(?:created|updated|deleted) (?:at|on|by|date))$/;

/** What stands somewhere in an application people sign up to by themselves: a path, a name of a function, a way to come in with an account elsewhere. */
export const signingUp: readonly string[] = [
  ...["signup", "signUp", "SignUp", "/sign-up", "'sign-up", '"sign-up', "sign_up", '/register"', "/register'", "/register/", "/register`"],
  ...['"register"', "'register'", "async register("],
  ...["registerUser", "/registration"],
  ...["registerCustomer", "registerMember", "findOrCreateUser", "OAuth2Strategy", "GoogleStrategy", "passport-google", "upsertUser"],
];

/** Words for people: whose name a column or relation has, `customerId`, `author`, its rows belong to them. */
export const people: ReadonlySet<string> = new Set([
  ...["user", "member", "customer", "student", "patient", "employee", "account", "profile", "subscriber", "participant", "candidate", "applicant"],
  ...["guest", "player", "person", "reader", "seller", "buyer", "vendor", "author", "owner", "sender", "recipient", "follower", "borrower", "client"],
]);

/** Columns that mark one of a few, where rows belong to nobody: the settings an application sends its mail with. */
export const oneOfFew = /^(?:is_?)?(?:primary|default)$/i;

/** Words for whoever rents an application with others, whose name columns have that say whose rows they are. */
export const tenants: ReadonlySet<string> = new Set(["tenant", "organisation", "organization", "org", "workspace", "hub"]);

/** Columns by which rows are put into order by hand: somebody looks after each of them. */
export const handSorted = /^(?:(?:sort|display|list|view)_?(?:order|position|index)|position|order|sort|rank|sequence|weight|priority)$/i;

/**
 * Words for lists that are short by their nature, last word of a name in the plural: what an application is set up with, and what one row is given a few of. A
 * convention and no proof: somebody may give a member a thousand roles.
 */
export const shortByNature: ReadonlySet<string> = new Set([
  ...["roles", "permissions", "settings", "preferences", "toggles", "flags", "stages", "pipelines", "rules", "statuses", "tiers", "plans", "attachments"],
  ...["weekdays", "locales", "languages", "currencies", "migrations"],
]);
