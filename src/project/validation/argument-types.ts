import type { Endpoint } from "../endpoints/model.ts";
import type { Names } from "../names.ts";
import { emptySdl, readSdl, type Sdl } from "./graphql-sdl.ts";
import { decoratedArgument } from "./argument-decorators.ts";
import type { Input } from "./inputs-seen.ts";
import { schemaDocuments } from "./schema-documents.ts";

/** Scalars by whose name nobody promises a form. */
const formless = /^(?:JSON\w*|Json\w*|Any|AnyScalar|Object|Mixed|Map|Unknown|Void)$/;

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
export function openArgument(names: Names, endpoint: Endpoint, input: Input): string | undefined {
  const field = operation.exec(endpoint.path)?.[1];
  if (input.name !== "arguments" || field === undefined) return undefined;
  const decorated = decoratedArgument(names, endpoint, input);
  if (decorated?.open !== undefined) return decorated.open;
  const members = decorated?.name === undefined ? input.members : [decorated.name, ...input.members];
  const { fields, inputs, scalars } = sdlOf(names);
  const declared = fields.get(field);
  if (!declared || scalars.size === 0) return undefined;
  const [argument, ...rest] = members;
  const isOpen = (type: string): boolean => scalars.has(type) && formless.test(type);
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
  if (!sdl) known.set(names, (sdl = readAll(names)));
  return sdl;
}

/** Reads the schemas in the texts of source files, and those that are files of their own. */
function readAll(names: Names): Sdl {
  const sdl = emptySdl();
  for (const code of names.project.codesWith(["type Mutation", "type Query", "scalar ", "\ninput ", " input "])) {
    if (code.role !== "product" || !/\b(?:scalar|input|type)\s+\w+\s*\{?/.test(code.text)) continue;
    for (const [, text = ""] of code.text.matchAll(/`([^`]*)`/g)) readSdl(text.replace(/\$\{[^}]*\}/g, " "), sdl);
  }
  for (const text of schemaDocuments(names.project.root, names.project.disk)) readSdl(text, sdl);
  return sdl;
}
