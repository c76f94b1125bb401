/** Writes whose loss harms nobody. */
const lossy =
  /audit|outbox|logger|activity_?(?:event|log|entr|record|feed)|(?:record|track)_?(?:event|activity)|analytics|metric|telemetry|last_?(?:login|seen|active|used|access|sync|visit)|view_?count|\bviews\b|login_?count|notification|history|cache|embedding|\bvectors?\b|search_?(?:index|entr)|index_?version|indexed|preview|thumbnail|snapshot|usage|\bstats?\b|statistic|counter|feed|webhook_?(?:event|deliver)|idempoten|rate_?limit/i;

const logs = /(?:\b[lL]|[A-Za-z_]L|_l)ogs?(?![a-z])/;

/** Whether a text that names a write (its table, its call, its columns) says that its loss harms nobody: a log, a counter, a cache. */
export function isLossyText(text: string): boolean {
  return lossy.test(text) || logs.test(text);
}
