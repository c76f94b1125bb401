import type { ExprId } from "#syntax/summary";
import { findCalls } from "./callers.ts";
import type { Code } from "./code.ts";
import type { Names } from "./names.ts";
import { originsOf } from "./origins.ts";
import { isPasswordName } from "./password-names.ts";
import type { PasswordProblem } from "./passwords.ts";
import { type Leaf, TextWalk } from "./text.ts";
import type { Step } from "./step.ts";

const hashing = /hash|bcrypt|argon|scrypt|pbkdf|crypt|digest|md5|sha\d|cipher/i;
/** Where entities, schemas and clients change what is about to be stored. */
const hook =
  /Before(?:Insert|Update|Create|Upsert)|EventSubscriber|\bpre\s*[(<]|\bbefore(?:Create|Save|Update|Insert|Validate|BulkCreate)|\$before|\$extends|\$use\b|\bhooks?\b|\bset\s+\w+\s*\(|\bset\s*[(:]|transformer|addHook|plugin\(/;
/** Packages that hash in a hook of their own. */
const hashingPlugin = /^(?:passport-local-(?:mongoose|sequelize)|(?:mongoose|sequelize|objection)-(?:bcrypt|password)\S*|prisma-\S*password\S*)$/;

/** Beside a person's password stands who it is; beside one for another system, where that is. */
const person = /^(?:e_?mail\w*|user_?name|login|nick(?:name)?|first_?name|last_?name|full_?name|name|phone\w*|roles?|handle)$/i;
const system = /host|port|url|uri|server|smtp|imap|proxy|endpoint|database|domain|broker|bucket|protocol/i;

/** Records that are stored with the password a request brought, hashed nowhere: neither on the way nor by a hook. */
export function storedPlain(names: Names, code: Code): readonly PasswordProblem[] {
  if (code.role !== "product" || !/passw|pwd/i.test(code.text) || hashing.test(code.text)) return [];
  const { catalog } = names.project;
  const found: PasswordProblem[] = [];
  for (const [method, calls] of code.callsByName) {
    if (!catalog.data.recordWrites.methods.has(method) && !startsUpper(method)) continue;
    for (const call of calls) for (const value of passwordsStored(names, code, call)) found.push(...judge(names, code, value));
  }
  return found.length > 0 && !hasHook(names) ? found : [];
}

/** `new User({ … })` of a model. */
function startsUpper(name: string): boolean {
  return /^[A-Z]/.test(name);
}

interface StoredPassword {
  readonly id: ExprId;
  readonly name: string;
}

/** Password properties of a person's record that a call stores. */
function passwordsStored(names: Names, code: Code, call: ExprId): readonly StoredPassword[] {
  const expr = code.expr(call);
  if (expr.k !== "call" && expr.k !== "new") return [];
  const writes = names.apisOf(code, expr.c).flatMap((api) => names.project.catalog.data.recordWritesOf(api));
  return writes.flatMap((write) => {
    const argument = expr.args[write.argument ?? 0];
    if (argument === undefined) return [];
    const held = write.properties ? write.properties.flatMap((name) => propertyOf(names, code, argument, name)) : [argument];
    return held.flatMap((id) => recordsIn(names, code, id));
  });
}

function propertyOf(names: Names, code: Code, id: ExprId, name: string): readonly ExprId[] {
  return objectsOf(names, code, id).flatMap((props) => props.flatMap(([key, value]) => (key === name ? [value] : [])));
}

function recordsIn(names: Names, code: Code, id: ExprId): readonly StoredPassword[] {
  return objectsOf(names, code, id).flatMap((props) => {
    const keys = props.map(([key]) => key);
    if (!keys.some((key) => person.test(key)) || keys.some((key) => system.test(key))) return [];
    return props.flatMap(([name, value]) => (isPasswordName(name) ? [{ id: value, name }] : []));
  });
}

type Properties = readonly (readonly [key: string, value: ExprId, keyExpr?: ExprId])[];

/** Object literals of this file that a value is, also in an array. */
function objectsOf(names: Names, code: Code, id: ExprId): readonly Properties[] {
  return originsOf(names, { code, id }).flatMap((origin): readonly Properties[] => {
    const expr = origin.code.expr(origin.id);
    if (origin.code !== code) return [];
    if (expr.k === "array") return expr.items.flatMap((item) => objectsOf(names, code, item));
    return expr.k === "object" ? [expr.props] : [];
  });
}

/** Only what is request input through and through, on a way where nothing is hashed. */
function judge(names: Names, code: Code, { id }: StoredPassword): readonly PasswordProblem[] {
  const leaves = new TextWalk(names).run(code, id).leaves.flatMap((leaf) => settle(names, leaf, 0));
  const first = leaves[0];
  if (!first || leaves.some((leaf) => leaf.kind !== "untrusted" || hashing.test(leaf.code.text))) return [];
  const { s, e } = code.expr(id);
  return [
    {
      kind: "plainStorage",
      span: { s, e },
      what: code.text.slice(s, e),
      api: "",
      steps: [...first.steps, { code: first.code, span: first.span, message: "comes in here" }],
    },
  ];
}

/** What callers pass for a parameter; a caller we cannot look into leaves it open. */
function settle(names: Names, leaf: Leaf, depth: number): readonly Leaf[] {
  if (leaf.kind !== "param" || !leaf.param || depth > 3) return [leaf];
  const { f, i, path } = leaf.param;
  const calls = findCalls(names, leaf.code, f);
  if (calls.length === 0) return [leaf];
  return calls.flatMap((found) => {
    const argument = found.args[i];
    if (argument === undefined || hashing.test(found.code.text)) return [{ ...leaf, kind: "unknown" as const }];
    const step: Step = { code: found.code, span: found.code.expr(found.call), message: "passed on from here" };
    return new TextWalk(names).run(found.code, argument, path).leaves.flatMap((item) => settle(names, { ...item, steps: [step, ...item.steps] }, depth + 1));
  });
}

const hooked = new WeakMap<Names, boolean>();

/** Whether anything in the project hashes in a hook of an entity or a client. */
function hasHook(names: Names): boolean {
  const known = hooked.get(names);
  if (known !== undefined) return known;
  const { project } = names;
  const answer =
    [...project.dependencies.keys()].some((name) => hashingPlugin.test(name)) ||
    [...project.codesWith(["hash", "Hash", "crypt", "argon", "digest"])].some(
      (code) => hook.test(code.text) && hashing.test(code.text) && /passw|pwd/i.test(code.text),
    );
  hooked.set(names, answer);
  return answer;
}
