import type { Finding, Notice, Place, ProjectPath, RouteStep, Suggestion } from "#finding";
import type { ReportInput, ReportRule } from "../../src/report/report.ts";

/** Files of a small library that lends books: usual code and everything that makes reports stumble. */
export const sources: Readonly<Record<string, string>> = {
  "src/loans/loan.router.ts": [
    `import { Router } from "express";`,
    `import { findLoans } from "./loan.service.ts";`,
    `import { pool } from "../database.ts";`,
    ``,
    `export const loans = Router();`,
    ``,
    `loans.get("/loans", async (request, response) => {`,
    `  const { reader, order } = request.query;`,
    `  response.json(await findLoans(reader, order));`,
    `});`,
    ``,
  ].join("\n"),
  "src/loans/loan.service.ts": [
    `import { loansOf } from "./loan.repository.ts";`,
    ``,
    `export async function findLoans(reader: string, order: string) {`,
    `  return loansOf(reader, order);`,
    `}`,
    ``,
  ].join("\n"),
  "src/loans/loan.repository.ts": [
    `import { findLoans } from "./loan.service.ts";`,
    `import { pool } from "../database.ts";`,
    ``,
    `export async function loansOf(reader: string, order: string) {`,
    "  const where = `WHERE reader = '${reader}'`;",
    `  const { rows } = await pool.query("SELECT * FROM loans " + where);`,
    ``,
    `  return rows;`,
    `}`,
    ``,
    `export function overdue() {`,
    `\treturn pool.query(`,
    "\t\t`SELECT book.title,",
    `\t\t        loan.due`,
    `\t\t   FROM loans AS loan`,
    `\t\t   JOIN books AS book ON book.id = loan.book`,
    `\t\t  WHERE loan.due < now()`,
    "\t\t  ORDER BY ${sorting()}`,",
    `\t);`,
    `}`,
    ``,
  ].join("\n"),
  // CRLF, tabs inside a line, and a name that needs encoding.
  "src/książki 100%/café & co#1.ts": [`export const shelf = {`, `\ttitle:\t"Pan Tadeusz",\tprice:\tparseFloat(request.body.price),`, `};`, ``].join("\r\n"),
  // Next.js names a folder after the parameter.
  "app/[branch]/@modal/route.ts": [
    `export async function POST(request: Request) {`,
    `  const 貸出 = await request.json(); // 📚👩‍👩‍👧 本の貸出`,
    `  return Response.json({ ok: true, 貸出, note: "📕 " + 貸出.note });`,
    `}`,
    ``,
  ].join("\n"),
  "src/generated/catalogue.js": `!function(){${"const shelf=[1,2,3].map(book=>book*2);".repeat(120)}db.query("SELECT * FROM books WHERE id="+id);${"release(shelf);".repeat(80)}}();\n`,
  "src/empty.ts": "",
  "src/bom.ts": `\ufeffexport const librarian = eval("1");\n`,
  // A line that tries to steer the terminal and the reader.
  "src/hostile.ts": `const reader = "\u001b[31mred\u001b[0m \u202eevil\u202c"; run(reader);\n`,
  "src/broken.ts": `export function lend(book {\n  return book;\n}\n`,
};

/** The place of the n-th occurrence of a snippet in one of the files. */
export function placeOf(file: string, snippet: string, occurrence = 1): Place {
  const text = (sources[file] ?? "").replace(/^\ufeff/, "");
  let start = -1;
  for (let found = 0; found < occurrence; found += 1) start = text.indexOf(snippet, start + 1);
  if (start < 0) throw new Error(`${file} has no ${snippet}`);
  const [line, column] = positionAt(text, start);
  const [endLine, endColumn] = positionAt(text, start + snippet.length);
  return { file: file as ProjectPath, line, column, endLine, endColumn };
}

function positionAt(text: string, offset: number): [number, number] {
  const before = text.slice(0, offset).split(/\r\n|[\r\n]/);
  return [before.length, (before.at(-1) ?? "").length + 1];
}

/** A finding with every property, changed where a test needs it. */
export function finding(place: Place, changes: Partial<Finding> = {}): Finding {
  return {
    ruleId: "oma/no-raw-sql-interpolation",
    messageId: "interpolatedSql",
    severity: "error",
    confidence: "high",
    message: "SQL text contains the value of where. Hand the value over as a parameter.",
    place,
    route: [],
    suggestions: [],
    fingerprint: `v1-${place.file.length}-${place.line}-${place.column}`,
    ...changes,
  };
}

function step(place: Place, message: string): RouteStep {
  return { place, message };
}

const docsBase = "https://github.com/oma-lint/oma-lint/blob/main/rules";

export const rules: Readonly<Record<string, ReportRule>> = {
  "oma/no-raw-sql-interpolation": {
    docs: {
      description: "Requires that values reach SQL as parameters, never as text.",
      url: `${docsBase}/no-raw-sql-interpolation/README.md`,
      coreRule: 4,
      presets: ["recommended", "security"],
      severity: "error",
      precision: "high",
      cwe: [89],
      securitySeverity: 8.8,
      tags: ["security", "sql"],
      remedy: "Write a placeholder into the SQL text and pass the value in the parameter list. Identifiers belong on an allow-list.",
    },
    messages: {
      interpolatedSql: "SQL text contains the value of {{name}}. Hand the value over as a parameter.",
      untrustedSql: "SQL text contains {{source}} from the request. Hand the value over as a parameter.",
    },
  },
  "oma/layer-direction": {
    docs: {
      description: "Keeps imports pointing from router to service to repository to model.",
      url: `${docsBase}/layer-direction/README.md`,
      coreRule: 1,
      presets: ["recommended", "architecture"],
      severity: "error",
      precision: "very-high",
      cwe: [],
      tags: ["architecture"],
      remedy: "Ask the layer below through a function of its own, or move the code to the layer it belongs to.",
    },
    messages: { skippedLayer: "A {{from}} imports a {{to}} and skips the {{skipped}}. Call the {{skipped}} instead." },
  },
  "oma/no-circular-dependency": {
    docs: {
      description: "Forbids import cycles that exist at run time.",
      url: `${docsBase}/no-circular-dependency/README.md`,
      coreRule: 1,
      presets: ["recommended", "architecture"],
      severity: "warning",
      precision: "very-high",
      cwe: [1047],
      tags: ["architecture", "maintainability"],
      remedy: "Move what both modules need into a third one.",
    },
    messages: { cycle: "This import closes a cycle of {{length}} modules. Break it where the fewest names cross." },
  },
  "oma/require-input-validation": {
    docs: {
      description: "Requires that request data is validated before it leaves the handler.",
      url: `${docsBase}/require-input-validation/README.md`,
      coreRule: 3,
      presets: ["recommended", "security"],
      severity: "error",
      precision: "high",
      cwe: [20, 1287],
      securitySeverity: 7.5,
      tags: ["security", "validation"],
      remedy: "Parse the input with a schema and go on with what the schema returns.",
    },
    messages: { unvalidatedInput: "{{input}} leaves the handler unchecked. Parse it with a schema { strict: true } first." },
  },
  "oma/money-in-minor-units": {
    docs: {
      description: "Asks for whole minor units where amounts of money are computed.",
      url: `${docsBase}/money-in-minor-units/README.md`,
      coreRule: 9,
      presets: ["strict"],
      severity: "note",
      precision: "medium",
      cwe: [],
      tags: ["correctness"],
      remedy: "Store cents as an integer.",
    },
    messages: { floatingMoney: "A price is read as a floating-point number. Read it as whole minor units." },
  },
  "oma/no-orphan-module": {
    docs: {
      description: "Finds modules that nothing reaches.",
      url: `${docsBase}/no-orphan-module/README.md`,
      coreRule: 1,
      presets: ["strict"],
      severity: "warning",
      precision: "high",
      cwe: [],
      tags: ["architecture"],
      remedy: "Delete the module or import it.",
    },
    messages: {},
  },
};

function parameterise(place: Place): Suggestion {
  const text = sources[place.file] ?? "";
  const start = text.indexOf(`"SELECT * FROM loans " + where`);
  return {
    message: "Use $1 and pass reader in the parameter list.",
    edits: [{ start, end: start + `"SELECT * FROM loans " + where`.length, text: `"SELECT * FROM loans WHERE reader = $1", [reader]` }],
  };
}

function loanFindings(): Finding[] {
  const query = placeOf("src/loans/loan.repository.ts", `"SELECT * FROM loans " + where`);
  const cycle = placeOf("src/loans/loan.repository.ts", `import { findLoans } from "./loan.service.ts";`);
  return [
    finding(query, {
      messageId: "untrustedSql",
      message: "SQL text contains request.query.reader from the request. Hand the value over as a parameter.",
      route: [
        step(placeOf("src/loans/loan.router.ts", "reader"), "query parameter reader of GET /loans"),
        step(placeOf("src/loans/loan.router.ts", "findLoans(reader, order)"), "handed to findLoans"),
        step(placeOf("src/loans/loan.service.ts", "loansOf(reader, order)"), "handed to loansOf"),
        step(placeOf("src/loans/loan.repository.ts", "${reader}"), "part of the text in where"),
        step(query, "SQL text of pool.query"),
      ],
      suggestions: [parameterise(query)],
    }),
    finding(
      placeOf(
        "src/loans/loan.repository.ts",
        "`SELECT book.title,\n\t\t        loan.due\n\t\t   FROM loans AS loan\n\t\t   JOIN books AS book ON book.id = loan.book\n\t\t  WHERE loan.due < now()\n\t\t  ORDER BY ${sorting()}`",
      ),
      {
        confidence: "medium",
        message: "SQL text contains the value of sorting(). Hand the value over as a parameter.",
      },
    ),
    finding(cycle, {
      ruleId: "oma/no-circular-dependency",
      messageId: "cycle",
      severity: "warning",
      message: "This import closes a cycle of 2 modules. Break it where the fewest names cross.",
      route: [
        step(cycle, "imports loan.service.ts"),
        step(placeOf("src/loans/loan.service.ts", `import { loansOf } from "./loan.repository.ts";`), "imports loan.repository.ts [again](1)"),
      ],
    }),
    finding(placeOf("src/loans/loan.router.ts", `import { pool } from "../database.ts";`), {
      ruleId: "oma/layer-direction",
      messageId: "skippedLayer",
      message: "A router imports a database client and skips the service. Call the service instead.",
    }),
  ];
}

function oddFindings(): Finding[] {
  return [
    finding(placeOf("src/książki 100%/café & co#1.ts", "parseFloat(request.body.price)"), {
      ruleId: "oma/money-in-minor-units",
      messageId: "floatingMoney",
      severity: "note",
      confidence: "medium",
      message: "A price is read as a floating-point number. Read it as whole minor units.",
    }),
    finding(placeOf("app/[branch]/@modal/route.ts", "貸出", 3), {
      ruleId: "oma/require-input-validation",
      messageId: "unvalidatedInput",
      message: "貸出 leaves the handler unchecked. Parse it with a schema { strict: true } first.",
      route: [step(placeOf("app/[branch]/@modal/route.ts", "await request.json()"), "request body: 100% from outside,\nas it came")],
    }),
    finding(placeOf("src/generated/catalogue.js", `"SELECT * FROM books WHERE id="+id`), {
      message: "SQL text contains the value of id. Hand the value over as a parameter.",
    }),
    finding(
      { file: "src/empty.ts" as ProjectPath, line: 1, column: 1, endLine: 1, endColumn: 1 },
      {
        ruleId: "oma/no-orphan-module",
        messageId: "orphan",
        severity: "warning",
        message: "Nothing imports this module",
      },
    ),
    finding(placeOf("src/bom.ts", `eval("1")`), {
      ruleId: "oma/undocumented-rule",
      messageId: "evaluated",
      severity: "warning",
      message: "Text is run as code: 50 % of it, [seen](1), {really}.",
    }),
    finding(placeOf("src/hostile.ts", "run(reader)"), { message: "SQL text contains the value of reader. Hand the value over as a parameter." }),
    finding(
      { file: "src/gone.ts" as ProjectPath, line: 7, column: 3, endLine: 9, endColumn: 12 },
      {
        message: "SQL text contains the value of title. Hand the value over as a parameter.",
      },
    ),
    finding(
      { file: "src/broken.ts" as ProjectPath, line: 1, column: 27, endLine: 1, endColumn: 28 },
      {
        ruleId: "oma/parse-error",
        messageId: "parseError",
        message: "Expected `,` or `)` but found `{`",
      },
    ),
  ];
}

const notices: readonly Notice[] = [
  { kind: "unresolved-alias", message: "The alias @shelves/* of tsconfig.json leads nowhere." },
  { kind: "skipped-file", message: "The file is larger than 2 MB and was not read.", file: "src/generated/huge data.js" as ProjectPath },
  { kind: "empty-layer", message: "The layer repository matches no file." },
];

/** The whole example, in the order in which an engine may never hand it over. */
export function bookLending(changes: Partial<ReportInput> = {}): ReportInput {
  return {
    findings: [...oddFindings(), ...loanFindings()],
    notices,
    rules,
    project: {
      root: "/home/librarian/lending",
      files: 42,
      preset: "recommended",
      rules: Object.fromEntries(Object.entries(rules).map(([id, rule]) => [id, id === "oma/layer-direction" ? "warning" : rule.docs.severity])),
      readText: (file) => sources[file],
    },
    toolVersion: "0.1.0",
    informationUri: "https://github.com/oma-lint/oma-lint",
    ...changes,
  };
}
