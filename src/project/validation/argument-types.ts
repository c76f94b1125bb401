import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import type { Input } from "./inputs-seen.ts";

/** What a schema written in GraphQL's own language says about arguments. */
interface Sdl {
  /** `Mutation.enrol` → argument → type. */
  readonly fields: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Input type → field → type. */
  readonly inputs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly scalars: ReadonlySet<string>;
}

/** Scalars by whose name nobody promises a form. */
const openScalars = /^(?:JSON\w*|Json\w*|Any|AnyScalar|Object|Mixed|Map|Unknown|Void)$/;

const operation = /#((?:Query|Mutation|Subscription)\.\w+)$/;

/** Whether an endpoint is an operation of a GraphQL schema. */
export function isOperation({ path }: Endpoint): boolean {
  return operation.test(path);
}

const known = new WeakMap<Names, Sdl>();

/**
 * The type of an argument of a GraphQL operation, where its schema lets everything through: `JSON`. Scalars, enums and input types of the schema are
 * checked by the server. `undefined`: checked, or nobody can tell (the schema is elsewhere, or made by code).
 */
export function openArgument(names: Names, { path }: Endpoint, { name, members }: Input): string | undefined {
  const field = operation.exec(path)?.[1];
  if (name !== "arguments" || field === undefined) return undefined;
  const { fields, inputs, scalars } = sdlOf(names);
  const declared = fields.get(field);
  if (!declared || scalars.size === 0) return undefined;
  const [argument, ...rest] = members;
  const isOpen = (type: string): boolean => scalars.has(type) && openScalars.test(type);
  const openIn = (type: string, depth = 0): string | undefined => {
    if (isOpen(type) || depth > 4) return isOpen(type) ? type : undefined;
    return [...(inputs.get(type)?.values() ?? [])].map((inner) => openIn(inner, depth + 1)).find((item) => item !== undefined);
  };
  if (argument === undefined) return [...declared.values()].map((type) => openIn(type)).find((item) => item !== undefined);
  let type = declared.get(argument);
  for (const member of rest) {
    if (type === undefined || isOpen(type)) break;
    // What is no field of it is a method, or an element of a list.
    type = inputs.get(type)?.get(member) ?? (/^\d+$|^\*$/.test(member) ? type : undefined);
  }
  return type === undefined ? undefined : openIn(type);
}

function sdlOf(names: Names): Sdl {
  let sdl = known.get(names);
  if (!sdl) known.set(names, (sdl = readSdl(names)));
  return sdl;
}

/** Reads the schemas in the texts of source files. */
function readSdl(names: Names): Sdl {
  const fields = new Map<string, ReadonlyMap<string, string>>();
  const inputs = new Map<string, ReadonlyMap<string, string>>();
  const scalars = new Set<string>();
  for (const code of names.project.codesWith(["type Mutation", "type Query", "scalar ", "\ninput ", " input "])) {
    if (code.role !== "product" || !/\b(?:scalar|input|type)\s+\w+\s*\{?/.test(code.text) || !code.text.includes("`")) continue;
    for (const [, scalar = ""] of code.text.matchAll(/^\s*scalar\s+(\w+)/gm)) scalars.add(scalar);
    for (const [, kind = "", name = "", body = ""] of code.text.matchAll(/^\s*(?:extend\s+)?(type|input)\s+(\w+)[^{}=;()]*\{([^{}]*)\}/gm)) {
      if (kind === "input") inputs.set(name, new Map([...(inputs.get(name) ?? []), ...typedNames(body)]));
      else if (/^(?:Query|Mutation|Subscription)$/.test(name))
        for (const [, field = "", args = ""] of body.matchAll(/(\w+)\s*\(([^()]*)\)\s*:/g)) fields.set(`${name}.${field}`, typedNames(args));
    }
  }
  return { fields, inputs, scalars };
}

/** `name: String!, tags: [String!]` → the bare types. */
function typedNames(text: string): ReadonlyMap<string, string> {
  const bare = text.replace(/"""[\s\S]*?"""|"[^"\n]*"|#.*$/gm, "");
  return new Map([...bare.matchAll(/(\w+)\s*:\s*\[*\s*(\w+)/g)].map(([, name = "", type = ""]) => [name, type] as const));
}
