import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import { SourceCode } from "eslint";
import type { Comment, Program } from "oxc-parser";
import type { Code } from "#project/code";
import { parse } from "#syntax/parse";

/** What `SourceCode` says about configuration comments; ESLint's types tell only of other languages' versions of it. */
interface WithInlineConfig {
  readonly applyInlineConfig: () => InlineConfig;
}

interface InlineConfig {
  readonly configs: readonly { readonly config: { readonly rules?: Readonly<Record<string, unknown>> }; readonly loc: unknown }[];
  readonly problems: readonly unknown[];
}

const { applyInlineConfig } = SourceCode.prototype as unknown as WithInlineConfig;

/**
 * ESLint's view of a file, made from oxc's tree. Of the configuration comments in it (`/* eslint … *\/`) only what they say about
 * our own rules counts: everything else is between the file and its own ESLint.
 */
class HostedSourceCode extends SourceCode {
  applyInlineConfig(): InlineConfig {
    const { configs } = applyInlineConfig.call(this);
    const own = configs.map(({ config, loc }) => ({
      config: { rules: Object.fromEntries(Object.entries(config.rules ?? {}).filter(([id]) => id.startsWith("oma/"))) },
      loc,
    }));
    return { configs: own, problems: [] };
  }
}

/** Makes the `SourceCode` that ESLint's Linter takes instead of parsing itself. */
export function toSourceCode(code: Code): SourceCode {
  const { program, comments } = parse(code.absolute, code.text);
  const root = program as unknown as Located & { comments: unknown; tokens: unknown };
  locate(code, root);
  root.comments = comments.map((comment: Comment) => located(code, { ...comment } as unknown as Located));
  root.tokens = [];
  const parts: SourceCodeParts = { text: code.text, ast: root, scopeManager: scopesOf(program), visitorKeys, parserServices: {} };
  return new HostedSourceCode(parts as unknown as ConstructorParameters<typeof SourceCode>[0]);
}

/** What the constructor takes; ESLint's types know only the trees of its own parser. */
interface SourceCodeParts {
  readonly text: string;
  readonly ast: unknown;
  readonly scopeManager: unknown;
  readonly visitorKeys: unknown;
  readonly parserServices: object;
}

interface Located {
  range: [number, number];
  loc: { start: { line: number; column: number }; end: { line: number; column: number } };
  start: number;
  end: number;
  type: string;
}

/** Trees of files that do not parse may be odd; our rules ask the summary, so no scopes are better than no rules. */
function scopesOf(program: Program): ScopeManager {
  try {
    return analyze(program as never, { sourceType: "module" });
  } catch {
    const empty = { type: "Program", sourceType: "module", body: [], comments: [], tokens: [], range: [0, 0] };
    return analyze(empty as never, { sourceType: "module" });
  }
}

/** ESLint wants `range` and `loc` on every node; oxc gives offsets. */
function locate(code: Code, root: Located): void {
  const open: Located[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    located(code, node);
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, unknown>)[key];
      for (const item of Array.isArray(child) ? (child as unknown[]) : [child]) {
        if (item !== null && typeof item === "object" && "type" in item) open.push(item as Located);
      }
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
