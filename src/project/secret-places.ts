import type { ExprId } from "#syntax/summary";
import type { Code } from "./code.ts";
import { ofFile } from "./per-file.ts";

/** What a value is to the expression around it. */
export type Owner =
  | { readonly k: "property"; readonly object: ExprId; readonly name: string }
  | { readonly k: "variable"; readonly name: string; readonly local: boolean; readonly enum: boolean }
  | { readonly k: "argument"; readonly call: ExprId; readonly index: number }
  | { readonly k: "part"; readonly of: ExprId };

/** Who holds which value in a file: the name it is stored under, the object or the call it stands in. */
export const ownersIn = ofFile((code): ReadonlyMap<ExprId, Owner> => {
  const owners = new Map<ExprId, Owner>();
  code.summary.exprs.forEach((expr, id) => {
    switch (expr.k) {
      case "object":
        for (const [name, value] of expr.props) owners.set(value, { k: "property", object: id, name });
        return;
      case "call":
      case "new":
        expr.args.forEach((value, index) => owners.set(value, { k: "argument", call: id, index }));
        if (!owners.has(expr.c)) owners.set(expr.c, { k: "part", of: id });
        return;
      case "either":
      case "array":
        for (const value of expr.k === "array" ? expr.items : expr.of) if (!owners.has(value)) owners.set(value, { k: "part", of: id });
        return;
      case "member":
      case "spread":
        if (!owners.has(expr.o)) owners.set(expr.o, { k: "part", of: id });
        return;
      case "concat":
        owners.set(expr.l, { k: "part", of: id });
        owners.set(expr.r, { k: "part", of: id });
        return;
      case "template":
        for (const value of expr.parts) owners.set(value, { k: "part", of: id });
        return;
      default:
        return;
    }
  });
  for (const [key, writes] of Object.entries(code.summary.writes)) {
    const name = placeName(code, key);
    if (name === undefined) continue;
    for (const write of writes)
      if (!owners.has(write.v) || owners.get(write.v)?.k === "part") owners.set(write.v, { k: "variable", ...name, local: name.local || write.fn !== 0 });
  }
  return owners;
});

/** The name behind a key of `Summary.writes`: the last word of its path. */
function placeName(code: Code, key: string): { name: string; local: boolean; enum: boolean } | undefined {
  const dot = key.lastIndexOf(".");
  const binding = /^b(\d+)$/.exec(key);
  const fact = binding && code.summary.bindings[Number(binding[1])];
  if (fact) return { name: fact.n, local: fact.fn !== 0, enum: fact.kind === "enum" };
  return dot === -1 ? undefined : { name: key.slice(dot + 1), local: false, enum: false };
}

/** The names of everything around a value, innermost first: properties, the variable, functions called. */
function namesAround(code: Code, id: ExprId): readonly string[] {
  const owners = ownersIn(code);
  const names: string[] = [];
  let at: ExprId | undefined = id;
  for (let step = 0; at !== undefined && step < 24; step++) {
    const owner = owners.get(at);
    if (!owner) break;
    if (owner.k === "property" || owner.k === "variable") names.push(owner.name);
    if (owner.k === "argument") {
      const call = code.expr(owner.call);
      if (call.k === "call" || call.k === "new") names.push(`${code.calleeName(call.c) ?? ""}()`);
    }
    at = owner.k === "property" ? owner.object : owner.k === "argument" ? owner.call : owner.k === "part" ? owner.of : undefined;
  }
  return names;
}

/** The name a value is stored under, looked at through `||`, `?:`, arrays. */
export function nameOfValue(code: Code, id: ExprId): { readonly name: string; readonly owner: Owner } | undefined {
  const owners = ownersIn(code);
  let at: ExprId = id;
  for (let step = 0; step < 6; step++) {
    const owner = owners.get(at);
    if (!owner) return undefined;
    if (owner.k === "property" || owner.k === "variable") return { name: owner.name, owner };
    const outer = owner.k === "part" ? code.expr(owner.of) : undefined;
    if (owner.k !== "part" || (outer?.k !== "either" && outer?.k !== "array")) return undefined;
    at = owner.of;
  }
  return undefined;
}

const documentation =
  /^(?:examples?|placeholder|descriptions?|labels?|title|summary|sample|samples|hint|help|helpText|tooltip|message|messages|mock\w*|openapi|translations?|i18n|locales?)$/i;
const documenting =
  /^(?:ApiProperty\w*|ApiBody|ApiResponse|ApiOperation|Field|describe|openapi|example|examples|meta|it|test|expect|log|debug|info|warn|error|trace|t|i18n|translate|includes|startsWith|endsWith|indexOf|split|replace|has|setItem|getItem|querySelector|append)\(\)$/;

/** Whether a value only shows or names something: documentation, an example, a label, an argument of a logger. */
export function isDocumentation(code: Code, id: ExprId): boolean {
  return namesAround(code, id).some((name) => documentation.test(name) || documenting.test(name));
}

/** Whether an object is a list of names: what each key stands for, not what it holds. */
export function isNameTable(code: Code, object: ExprId): boolean {
  const expr = code.expr(object);
  if (expr.k !== "object") return false;
  const texts = expr.props.flatMap(([name, value]): (readonly [string, string])[] => {
    const item = code.expr(value);
    return item.k === "const" && typeof item.v === "string" ? [[name, item.v]] : [];
  });
  if (texts.length < 3) return false;
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, "");
  const restated = texts.filter(([name, value]) => plain(name).includes(plain(value)) || plain(value).includes(plain(name))).length;
  const slugs = texts.filter(([name, value]) => /^[A-Z][A-Z0-9_]*$/.test(name) && /^[A-Za-z]+(?:[-_.: ][A-Za-z]+)*$/.test(value)).length;
  return restated / texts.length >= 0.7 || slugs / texts.length >= 0.7 || (texts.length >= 4 && texts.every(([, value]) => /^[a-z]{1,14}$/.test(value)));
}
