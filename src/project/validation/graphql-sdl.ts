/** What a schema written in GraphQL's own language says about arguments; types are bare: `[String!]!` is `String`. */
export interface Sdl {
  /** `Mutation.enrol` → argument → type. */
  readonly fields: Map<string, Map<string, string>>;
  /** Input type → field → type. */
  readonly inputs: Map<string, Map<string, string>>;
  readonly scalars: Set<string>;
}

/** @returns a schema that says nothing yet */
export function emptySdl(): Sdl {
  return { fields: new Map(), inputs: new Map(), scalars: new Set() };
}

const token = /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[_A-Za-z]\w*|-?\d[\d.eE+-]*|\.\.\.|[!$&()[\]{}:=@|]/g;
const definitions = new Set(["type", "interface", "input", "scalar", "enum", "union", "directive", "schema", "extend", "query", "mutation", "fragment"]);
const opening: Readonly<Record<string, string>> = { "(": ")", "{": "}", "[": "]" };

/**
 * Adds what a text declares. Of two declarations of one argument that differ nothing is known.
 * @param text a document of GraphQL's schema language; documents of operations declare nothing
 */
export function readSdl(text: string, into: Sdl): void {
  const tokens = (text.match(token) ?? []).filter((one) => !/^["#]/.test(one));
  for (let at = 0; at < tokens.length;) {
    const word = tokens[at] ?? "";
    const name = tokens[at + 1] ?? "";
    if (word === "scalar") into.scalars.add(name);
    const isInput = word === "input";
    if (!isInput && word !== "type") {
      at = word in opening ? afterGroup(tokens, at) : at + 1;
      continue;
    }
    const body = bodyOf(tokens, at + 2);
    if (body === undefined) at += 2;
    else {
      const end = afterGroup(tokens, body);
      if (isInput) merge(into.inputs, name, typed(tokens, body + 1, end - 1));
      else for (const [field, args] of fieldsOf(tokens, body + 1, end - 1)) merge(into.fields, `${name}.${field}`, args);
      at = end;
    }
  }
}

/** The brace that opens a definition's body; a definition without one ends where the next begins. */
function bodyOf(tokens: readonly string[], from: number): number | undefined {
  for (let at = from; at < tokens.length;) {
    const word = tokens[at] ?? "";
    if (word === "{") return at;
    if (definitions.has(word) && tokens[at - 1] !== "@" && tokens[at - 1] !== "&") return undefined;
    at = word in opening ? afterGroup(tokens, at) : at + 1;
  }
  return undefined;
}

/** Behind the bracket that closes the one here. */
function afterGroup(tokens: readonly string[], from: number): number {
  const stack: string[] = [];
  for (let at = from; at < tokens.length; at++) {
    const word = tokens[at] ?? "";
    const closes = opening[word];
    if (closes !== undefined) stack.push(closes);
    else if (word === stack.at(-1) && stack.pop() !== undefined && stack.length === 0) return at + 1;
  }
  return tokens.length;
}

/** `enrol(name: String!): Member @auth(role: "desk")` → the arguments of each field that has some. */
function* fieldsOf(tokens: readonly string[], from: number, to: number): Iterable<readonly [string, ReadonlyMap<string, string>]> {
  for (let at = from; at < to;) {
    const isField = /^\w/.test(tokens[at] ?? "") && tokens[at - 1] !== "@" && tokens[at - 1] !== ":" && (tokens[at + 1] === "(" || tokens[at + 1] === ":");
    if (isField && tokens[at + 1] === "(") {
      const end = afterGroup(tokens, at + 1);
      yield [tokens[at] ?? "", typed(tokens, at + 2, end - 1)];
      at = end;
    } else at = (tokens[at] ?? "") in opening ? afterGroup(tokens, at) : at + 1;
  }
}

/** `name: String! = "x" @trim, tags: [String!]` → the bare type of each. */
function typed(tokens: readonly string[], from: number, to: number): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let at = from; at < to;) {
    const word = tokens[at] ?? "";
    if (tokens[at + 1] !== ":" || !/^\w/.test(word)) {
      at = word in opening ? afterGroup(tokens, at) : at + 1;
      continue;
    }
    let type = at + 2;
    while (tokens[type] === "[") type++;
    found.set(word, tokens[type] ?? "");
    at = type + 1;
    while (tokens[at] === "!" || tokens[at] === "]") at++;
  }
  return found;
}

function merge(into: Map<string, Map<string, string>>, key: string, found: ReadonlyMap<string, string>): void {
  const known = into.get(key) ?? new Map<string, string>();
  for (const [name, type] of found) known.set(name, known.has(name) && known.get(name) !== type ? "" : type);
  into.set(key, known);
}
