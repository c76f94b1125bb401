/** `canUseLocalFallback()`, `isLocal`: a question of ours whose name says so. */
const locally = /\b(?:is|can|may|should|allows?)_?(?:use_?)?(?:local|test|mock)/i;
const developing = /\b(?:is_?)?dev(?:elopment)?(?:_?mode)?\b|!==?\s*["']production["']|import\.meta\.env\.DEV/i;
const producing = /\b(?:is_?)?prod(?:uction)?(?:_?mode)?\b/i;
/** How far back a condition is looked for. */
const reach = 20_000;

/**
 * Whether code at an offset runs only while somebody develops: inside `if (isDevelopment()) { … }`, in the `else` of a production branch,
 * behind a `?` or `&&` that asks for it. Read from the text, brace by brace; it only ever makes a rule silent.
 */
export function isForDevelopers(text: string, at: number): boolean {
  const statement =
    text
      .slice(Math.max(0, at - 200), at)
      .split(/[;{}]/)
      .at(-1) ?? "";
  if (/\?|&&/.test(statement) && developing.test(statement)) return true;
  if (statement.includes("?") && producing.test(statement)) return true;
  let depth = 0;
  for (let index = at - 1; index >= 0 && at - index < reach; index--) {
    const character = text[index];
    if (character === "}") depth++;
    else if (character === "{" && depth > 0) depth--;
    else if (character === "{" && isDeveloperBlock(text, index)) return true;
  }
  return false;
}

/** What stands before the opening brace of a block. */
function isDeveloperBlock(text: string, brace: number): boolean {
  const before = text.slice(Math.max(0, brace - 300), brace).trimEnd();
  const condition = /\bif\s*\(([^{};]*)\)$/.exec(before)?.[1];
  if (condition !== undefined)
    return (developing.test(condition) || (locally.test(condition) && !condition.includes("!"))) && !/!\s*\(?\s*(?:is_?)?dev/i.test(condition);
  return /\}\s*else$/.test(before) && producing.test(conditionOf(text, text.lastIndexOf("}", brace)));
}

/** Condition of the `if` whose block closes at an offset. */
function conditionOf(text: string, close: number): string {
  let depth = 0;
  for (let index = close; index >= 0 && close - index < reach; index--) {
    if (text[index] === "}") depth++;
    else if (text[index] === "{" && --depth === 0) return /\bif\s*\(([^{};]*)\)$/.exec(text.slice(Math.max(0, index - 300), index).trimEnd())?.[1] ?? "";
  }
  return "";
}
