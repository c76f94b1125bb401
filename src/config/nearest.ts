/**
 * The candidate a person most likely meant by a misspelt word, if one is near enough to be worth saying.
 * Spelling distance first, then a candidate that begins with or contains the word (`warn` → `warning`).
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const limit = wanted.length < 2 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly rank: number } | undefined;
  for (const candidate of candidates) {
    const rank = rankOf(wanted, candidate.toLowerCase(), limit);
    if (rank !== undefined && (best === undefined || rank < best.rank)) best = { candidate, rank };
  }
  return best?.candidate;
}

function rankOf(wanted: string, candidate: string, limit: number): number | undefined {
  const distance = spellingDistance(wanted, candidate);
  if (distance <= limit) return distance;
  if (wanted.length < 3) return undefined;
  if (candidate.startsWith(wanted)) return limit + 1;
  if (candidate.includes(wanted)) return limit + 2;
  if (candidate.length >= 4 && wanted.startsWith(candidate)) return limit + 3;
  return undefined;
}

/** Edits (insert, delete, replace, swap neighbours) that turn one word into the other. */
function spellingDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
