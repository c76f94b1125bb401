import { escaped } from "#graph/patterns";
import type { Fn, FnId } from "#syntax/summary";
import type { Code } from "../code.ts";
import type { Input } from "./inputs-seen.ts";
import { ofFile } from "../per-file.ts";

/** `if (typeof title !== "string")`, `if (!pattern.test(isbn))`: a condition about type, pattern or range; `Array.isArray(x) ? x : []` only tidies up. */
const condition =
  /\bif\s*\([^;{]*?(?:\btypeof\s|\.test\(|\.match\(|Array\.isArray|isNaN\(|Number\.is|\bis(?:String|Number|Integer|Boolean|PlainObject)\(|valid(?:at|\()|instanceof (?!\w*Err))/i;

/** `if (!kinds.includes(kind)) throw …`, `if (!formats.has(file.type)) return reply.code(400)`: what is on no list is refused. */
const refusal = /\bif\s*\([^;{]{0,200}![\w$.()[\]\s]{0,100}?\.(?:includes|has)\([^;{]{0,200}\)\s*\{?\s*(?:throw\b|return\b[^;]{0,200}\b4\d\d\b)/;

/** `typeof body === "string" ? JSON.parse(body) : body`: how it is encoded, not what it is. */
const decoding =
  /\btypeof\s+[\w$.]+\s*===?\s*["'`]string["'`]\s*\)?\s*(?:\?|\{|return\b|\w+\s*=)[^;:}]*?(?:\bJSON\.parse|[jJ]sonParse|[pP]arseJ(?:son|SON))\(/g;

/** Names of checks; `checkout()`, `invalidateCache()` are none. */
const check = /(?<!in)valid|isInvalid|assert|guard(?!ian)|check(?!out|list|point|box|sum)|saniti[sz]|verif/i;

/** Who asks what somebody may do, or what is stored already, does not ask what form it has that they sent. What `validates` or `asserts` may do both. */
const asksOther =
  /^check\w*(?:Scopes?(?![a-z])|Permission|Privilege|Rights(?![a-z])|Access(?![a-z])|Allowed|RateLimit|Unique|Exist|Taken(?![a-z])|Duplicate|Availab)/;

/** Who asks whether a login is right asks the database, not what shape it has. */
const signsIn = /(?:Login|SignIn|Credentials?|Passw\w+)$|^(?:validate|verify|check)User$/;

/**
 * Whether a function checks what it is given: `named` says so by its name; `perhaps` looks at types, patterns or ranges by hand.
 * @param fn the function, under the name it is called by
 * @param name the parameter the value arrives as
 */
export function checksByHand(code: Code, { s, e, n }: Pick<Fn, "s" | "e" | "n">, name: string | undefined): "named" | "perhaps" | undefined {
  if (check.test(n) && !signsIn.test(n) && !asksOther.test(n)) return "named";
  const text = code.text.slice(s, e);
  return condition.test(text) || refusal.test(text) || (name !== undefined && name !== "" && looksAt(text, `${escaped(name)}\\b`)) ? "perhaps" : undefined;
}

/** Who checks the signature of a message knows its sender: the body is theirs. */
const signature = /constructEvent|verif\w*(?:Signature|Webhook)|webhookSecret|timingSafeEqual|\bnew (?:Svix)?Webhook\(/i;

/** The same in a function the body is handed to: what is said only of webhooks. */
const signedWebhook = /constructEvent\(|verif\w*(?:Signature|Webhook)|\bnew (?:Svix)?Webhook\(/i;

/** Whether a function that is given a body checks the signature of the message. */
export function checksSignature(code: Code, { s, e }: Pick<Fn, "s" | "e">): boolean {
  return signedWebhook.test(code.text.slice(s, e));
}

/** Whether a handler looks at the type or the form of an input with its own hands, or at the signature of the whole. */
export function isLookedAt(input: Input, { code, f }: { readonly code: Code; readonly f: number }): boolean {
  const fn = code.summary.functions[f];
  if (!fn) return false;
  const text = `${code.text.slice(fn.s, fn.e)}\n${aroundInput(input)}`.replace(decoding, "");
  if (input.name === "body" && signature.test(text)) return true;
  if (!looking.test(text)) return false;
  const root = escaped(
    input.code.text
      .slice(input.span.s, input.span.e)
      .replace(/^await\s+/, "")
      .split(/[:=\s]/)[0] ?? "",
  );
  if (root === "") return false;
  const names = namesFrom(text, root);
  // `const title = form.get("title")`: taken out of what was read.
  const parts = names.flatMap((name) => namesFrom(text, `${escaped(name)}\\b`));
  return looksAt(text, `${root}\\b`) || [...names, ...parts].some((name) => looksAt(text, `${escaped(name)}\\b`));
}

const looking = /\btypeof\s|\binstanceof\s|\.test\(|isNaN\(|Number\.is|Array\.isArray|\.(?:includes|has)\(/;

const texts = ofFile(() => new Map<FnId, string | undefined>());

/** Whether the function that puts an input into a variable looks at its type or form under the variable's name. */
export function isLookedAtAs(code: Code, name: string, f: FnId): boolean {
  const byFn = texts(code);
  if (!byFn.has(f)) {
    const fn = code.summary.functions[f];
    const text = fn && f > 0 ? code.text.slice(fn.s, fn.e).replace(decoding, "") : "";
    byFn.set(f, looking.test(text) ? text : undefined);
  }
  const text = byFn.get(f);
  return text !== undefined && name !== "" && looksAt(text, `${escaped(name)}\\b`);
}

/** The text of the function an input is read in, which the handler may have handed the request to. */
function aroundInput({ code, span }: Input): string {
  const around = code.summary.functions.slice(1).filter((fn) => fn.s <= span.s && span.e <= fn.e);
  const widest = around.reduce<Fn | undefined>((found, fn) => (found && found.e - found.s >= fn.e - fn.s ? found : fn), undefined);
  return widest ? code.text.slice(widest.s, widest.e) : "";
}

/** Variables a text takes from an expression: `const { name, email } = req.body`, `const name = req.body.name`. */
function namesFrom(text: string, root: string): readonly string[] {
  const declared = new RegExp(`\\b(?:const|let|var)\\s+(?:\\{([^}]*)\\}|([\\w$]+))[^=;]*=\\s*(?:await\\s+)?\\(?\\s*${root}`, "g");
  return [...text.matchAll(declared)].flatMap(([, several, one]) =>
    one === undefined ? (several ?? "").split(",").flatMap((part) => /([\w$]+)\s*(?:=.*)?$/s.exec(part.trim())?.[1] ?? []) : [one],
  );
}

function looksAt(text: string, name: string): boolean {
  return new RegExp(
    `\\btypeof\\s+\\(?${name}|${name}\\s+instanceof\\s+(?!\\w*Err)|\\bif\\s*\\([^;{}]{0,200}\\[\\s*["'\`][^\\[\\]]*\\]\\.includes\\(\\s*${name}|(?:\\.test|isNaN|Number\\.is\\w+)\\(\\s*(?:\\w+\\()?${name}|if\\s*\\(!?Array\\.isArray\\(${name}|if\\s*\\([^;{}]{0,200}![\\w$.()\\[\\]"',\\s]{0,200}\\.(?:includes|has)\\(\\s*${name}`,
  ).test(text);
}
