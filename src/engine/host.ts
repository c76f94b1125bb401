import { analyze } from "@typescript-eslint/scope-manager";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import { Linter, type Rule, SourceCode } from "eslint";
import { type Comment, parseSync } from "oxc-parser";
import type { Config } from "#config/shape";
import type { Finding } from "#finding";
import type { Code } from "#project/code";
import type { OmaRule } from "#rule";
import { languageOf, parse } from "#syntax/parse";
import { toFindings } from "./findings.ts";
import { severitiesOf } from "./severities.ts";

const linter = new Linter({ configType: "flat" });

/** Runs the active rules over one file on ESLint's Linter, with a ready-made SourceCode over oxc's tree. */
export function lintCode(code: Code, active: readonly (readonly [string, OmaRule])[], config: Config): Finding[] {
  const severities = severitiesOf(config);
  const sourceCode = toSourceCode(code);
  if (!sourceCode) return [];
  const settings = Object.fromEntries(
    active.map(([name]): [string, Linter.RuleEntry] => {
      const setting = config.rules[`oma/${name}`];
      const level = severities[`oma/${name}`] === "error" ? "error" : "warn";
      return [`oma/${name}`, typeof setting === "object" ? [level, setting[1]] : level];
    }),
  );
  const messages = linter.verify(
    sourceCode,
    [
      {
        files: ["**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}"],
        plugins: { oma: { rules: Object.fromEntries(active) as unknown as Record<string, Rule.RuleModule> } },
        rules: settings,
        linterOptions: { reportUnusedDisableDirectives: "off" },
      },
    ],
    { filename: code.absolute },
  );
  const refused = messages.find((message) => message.ruleId === null);
  if (refused) throw new Error(`ESLint would not run on ${code.path}: ${refused.message}`);
  return toFindings(code, messages, severities);
}

interface Located {
  range: [number, number];
  loc: { start: { line: number; column: number }; end: { line: number; column: number } };
  start: number;
  end: number;
  type: string;
  parent?: Located;
}

function toSourceCode(code: Code): SourceCode | undefined {
  const { program } = parse(code.absolute, code.text);
  const comments = parseSync(code.absolute, code.text, { lang: languageOf(code.absolute) === "js" ? "jsx" : (languageOf(code.absolute) ?? "ts") }).comments;
  const root = program as unknown as Located & { comments: unknown; tokens: unknown };
  locate(code, root);
  root.comments = comments.map((comment: Comment) => located(code, { ...comment } as unknown as Located));
  root.tokens = [];
  const scopeManager = analyze(program as never, { sourceType: "module" });
  return new SourceCode({ text: code.text, ast: root as never, scopeManager: scopeManager as never, visitorKeys: visitorKeys as never, parserServices: {} } as never);
}

/** ESLint wants `range` and `loc` on every node; oxc gives offsets. */
function locate(code: Code, node: Located): void {
  located(code, node);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    for (const item of Array.isArray(child) ? (child as unknown[]) : [child]) {
      if (item !== null && typeof item === "object" && "type" in item) locate(code, item as Located);
    }
  }
}

function located(code: Code, node: Located): Located {
  node.range = [node.start, node.end];
  const start = code.position(node.start);
  const end = code.position(node.end);
  node.loc = { start: { line: start.line, column: start.column - 1 }, end: { line: end.line, column: end.column - 1 } };
  return node;
}
