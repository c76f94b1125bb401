import type { SafeForm, SqlFacts, SqlFormatter, SqlSink } from "#catalog/facts/sql";
import type { JsonSchema } from "../json-schema.ts";
import { index, listOf, oneOf, record, text, texts } from "./words.ts";

const safeForm: JsonSchema = {
  type: "object",
  description: "How to say the same thing with bound values.",
  required: ["kind"],
  properties: {
    kind: oneOf<SafeForm["kind"]>({ placeholders: true, tag: true }),
    style: oneOf<Extract<SafeForm, { kind: "placeholders" }>["style"]>({ $n: true, "?": true, "@pn": true, ":n": true }),
    method: text,
    quotedOnly: { type: "boolean", description: "Only values in quotes are bound: the tag keeps text text." },
  },
  additionalProperties: false,
};

const sqlSink = record<SqlSink>(["api"], {
  api: { ...text, description: "API path of the function: `Client.query`." },
  argument: { ...index, description: "Which argument is SQL text; -1 is every argument. Default 0." },
  properties: texts("Properties of an object argument that hold the text."),
  position: oneOf<NonNullable<SqlSink["position"]>>({ statement: true, fragment: true, marker: true, name: true }, "Default: a whole `statement`."),
  inArray: { type: "boolean" },
  objectValues: oneOf<NonNullable<SqlSink["objectValues"]>>({ functions: true, keys: true }),
  form: oneOf<NonNullable<SqlSink["form"]>>({ call: true, new: true }),
  callback: { type: "boolean" },
  safeForm,
  values: { ...index, description: "Argument index that takes the bound values." },
});

const sqlFormatter = record<SqlFormatter>(["api", "escaping"], {
  api: text,
  escaping: texts("Conversion characters that escape (`I`, `L`)."),
});

const sqlFacts = record<SqlFacts>([], {
  sinks: { ...listOf("sqlSink"), description: "Functions that run SQL text." },
  tags: texts("Template tags that bind their `${}`."),
  fragments: texts("Calls whose result is a safe piece of SQL."),
  sanitizers: texts("Calls that escape a value or an identifier."),
  formatters: { ...listOf("sqlFormatter"), description: "Format functions whose placeholders escape." },
});

/** JSON Schema of the types in src/catalog/facts/sql.ts. */
export const sqlDefinitions = { sqlSink, sqlFormatter, sqlFacts };
