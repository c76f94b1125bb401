/** One model of a Prisma schema. */
export interface PrismaModel {
  readonly name: string;
  readonly kind: "model" | "view" | "type";
  readonly fields: readonly PrismaField[];
  /** UTF-16 offset of the model's name. */
  readonly at: number;
}

export interface PrismaField {
  readonly name: string;
  /** As written, without `[]` and `?`. */
  readonly type: string;
  readonly list: boolean;
  readonly optional: boolean;
  /** `@id` or `@unique`. */
  readonly unique: boolean;
  /** Rows go with the row the relation leads to: `onDelete: Cascade`. */
  readonly cascades: boolean;
  /** UTF-16 offset of the field's name. */
  readonly at: number;
}

const header = /^[ \t]*(model|view|type)[ \t]+([A-Za-z]\w*)[ \t]*\{/;
const field = /^[ \t]*([A-Za-z]\w*)[ \t]+([A-Za-z]\w*)(\[\])?(\?)?/;

/**
 * Reads the models of a Prisma schema file: names, fields, types, lists, optional ones. Attributes and everything that is no model are
 * looked past. A field is one line: Prisma itself accepts no other form.
 */
export function readPrismaModels(text: string): readonly PrismaModel[] {
  const models: { name: string; kind: PrismaModel["kind"]; fields: PrismaField[]; at: number }[] = [];
  let open: (typeof models)[number] | undefined;
  let offset = 0;
  for (const line of withoutBlockComments(text).split("\n")) {
    const start = header.exec(line);
    if (!open && start) {
      const [, kind = "model", name = ""] = start;
      open = { name, kind: kind as PrismaModel["kind"], fields: [], at: offset + line.indexOf(name, line.indexOf(kind) + kind.length) };
      models.push(open);
    } else if (open && /^[ \t]*\}/.test(line)) open = undefined;
    else if (open) {
      const found = readField(line, offset);
      if (found) open.fields.push(found);
    }
    offset += line.length + 1;
  }
  return models;
}

function readField(line: string, offset: number): PrismaField | undefined {
  const found = field.exec(line);
  if (!found) return undefined;
  const [, name = "", type = "", list, optional] = found;
  const rest = withoutText(line);
  return {
    name,
    type,
    list: list !== undefined,
    optional: optional !== undefined,
    unique: /@(?:id|unique)\b/.test(rest),
    cascades: /\bonDelete\s*:\s*Cascade\b/.test(rest),
    at: offset + line.indexOf(name),
  };
}

function withoutText(line: string): string {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const comment = bare.indexOf("//");
  return comment === -1 ? bare : bare.slice(0, comment);
}

/** Comments over several lines become blanks, so that offsets stay; strings are left alone. */
function withoutBlockComments(text: string): string {
  if (!text.includes("/*")) return text;
  return text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) => (found.startsWith("/*") ? found.replace(/[^\n]/g, " ") : found));
}
